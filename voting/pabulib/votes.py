"""The VOTES section read fast: equal vote texts are counted before any is split.

One pass over the lines counts distinct texts; only those are split into project ids. 60,000 voters take about a tenth
of a second. What this pass cannot take (a quote, spaces around ids, an unknown project) is found again line by line, so
that the message can name the line.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from voting.ballots.errors import BadInput
from voting.ballots.grouped import Ballots, Ints
from voting.ballots.project import Amount
from voting.pabulib.amounts import amount
from voting.pabulib.document import split_cells

_CHUNK = 1 << 16


def read_votes(block: str, first_line: int, position: Mapping[str, int], form: str) -> tuple[Ballots, list[str]]:
    """Read the lines after the header ``voter_id;vote;...``.

    Parameters
    ----------
    block : str
        Header and lines, line ends ``\\n``.
    first_line : int
        Line number of the header.
    position : Mapping
        Position of each project id.
    form : str
        Form of the ballots.

    Returns
    -------
    Ballots and notes on what was put right.

    Raises
    ------
    BadInput
        ``bad_line`` naming line and fault.
    """
    head, _, body = block.partition("\n")
    columns = [cell.strip() for cell in split_cells(head)]
    places = [_place(columns, name, first_line) for name in _wanted(form)]
    texts, voters = _count_texts(body, columns, places, first_line)
    notes: list[str] = []
    choices = list(texts) if len(places) == 1 else [text[0] for text in texts]
    ids, lengths = _split(choices)
    try:
        project_b = _positions(ids, position)
    except KeyError:
        ids = [x.strip() for x in ids]
        try:
            project_b = _positions(ids, position)
        except KeyError as unknown:
            raise _unknown_project(body, columns, places, first_line, unknown.args[0]) from None
        notes.append("spaces around project ids in the votes were left out")
    points_b, scale = None, 1
    if len(places) > 1:
        points_b, scale = _points([text[1] for text in texts], lengths, body, columns, places, first_line)
    ballots = Ballots(
        form=form,
        starts_g=np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
        project_b=project_b,
        weight_g=np.fromiter(texts.values(), dtype=np.int64, count=len(texts)),
        points_b=points_b,
        points_scale=scale,
        voters=voters,
    )
    return ballots, notes


def _wanted(form: str) -> tuple[str, ...]:
    """Return the columns that make a ballot of this form."""
    return ("vote", "points") if form in ("cumulative", "scoring") else ("vote",)


def _place(columns: list[str], name: str, line: int) -> int:
    """Return the place of a column that must be there."""
    if columns[0] != "voter_id":
        raise BadInput("bad_line", line=line, fault=f"VOTES begins with the column {columns[0]!r}, not voter_id")
    if name not in columns:
        raise BadInput("bad_line", line=line, fault=f"VOTES has no column {name!r}")
    return columns.index(name)


def _chunks(body: str) -> Iterator[str]:
    """Cut the text, without empty lines at its end, into pieces of some thousand lines: memory stays small."""
    start, last = 0, len(body.rstrip("\n"))
    while start < last:
        end = last if last - start <= _CHUNK else body.find("\n", start + _CHUNK, last)
        end = last if end < 0 else end
        yield body[start:end]
        start = end + 1


def _count_texts(body: str, columns: list[str], places: list[int], first_line: int) -> tuple[Counter[Any], int]:
    """Count distinct texts of the columns at ``places`` (a text, or several as a tuple); refuse a voter twice and a line with other than the header's columns."""
    counted: Counter[Any] = Counter()
    seen: set[str] = set()
    width, lines = len(columns), 0
    for chunk in _chunks(body):
        if '"' in chunk:
            cells, found = _quoted_cells(chunk, width, first_line + 1 + lines)
        else:
            # One split of all lines; between two of them a mark shows whether each has as many cells as the header.
            cells = chunk.replace("\n", ";\n;").split(";")
            found = (len(cells) + 1) // (width + 1)
            if cells[width :: width + 1].count("\n") != found - 1 or len(cells) != found * (width + 1) - 1:
                raise _wrong_width([line.split(";") for line in chunk.split("\n")], width, first_line + 1 + lines)
        seen.update(cells[:: width + 1])
        lines += found
        if len(seen) != lines:
            raise _voter_twice(body, first_line)
        texts = [cells[place :: width + 1] for place in places]
        counted.update(texts[0] if len(texts) == 1 else zip(*texts, strict=True))
    return counted, lines


def _quoted_cells(chunk: str, width: int, first_line: int) -> tuple[list[str], int]:
    """Return the cells of lines with quotes, a mark after each line's, and how many lines there are."""
    rows = [split_cells(line) for line in chunk.split("\n")]
    if any(len(row) != width for row in rows):
        raise _wrong_width(rows, width, first_line)
    return [cell for row in rows for cell in (*row, "\n")], len(rows)


def _wrong_width(rows: list[list[str]], width: int, line: int) -> BadInput:
    """Name the line that has too few or too many columns."""
    offset = next(i for i, row in enumerate(rows) if len(row) != width)
    return BadInput("bad_line", line=line + offset, fault=f"{len(rows[offset])} columns where the header has {width}")


def _voter_twice(body: str, first_line: int) -> BadInput:
    """Name the second line of a voter id."""
    seen: dict[str, int] = {}
    for number, line in enumerate(body.split("\n"), first_line + 1):
        voter = split_cells(line)[0]
        if voter in seen and line:
            return BadInput("bad_line", line=number, fault=f"voter {voter!r} voted before, on line {seen[voter]}")
        seen[voter] = number
    raise AssertionError("a voter was counted twice but is there once")


def _split(texts: Iterable[str]) -> tuple[list[str], Ints]:
    """Split comma lists; an empty text is an empty list."""
    kept = list(texts)
    lengths = np.array([text.count(",") + 1 if text else 0 for text in kept], dtype=np.int64)
    joined = ",".join(text for text in kept if text)
    return (joined.split(",") if joined else []), lengths


def _positions(ids: list[str], position: Mapping[str, int]) -> "np.ndarray[tuple[int], np.dtype[np.int32]]":
    """Turn ids into positions."""
    return np.fromiter(map(position.__getitem__, ids), dtype=np.int32, count=len(ids))


def _points(
    texts: list[str], lengths: Ints, body: str, columns: list[str], places: list[int], first_line: int
) -> tuple[Ints, int]:
    """Read points, as many as projects on each ballot; decimals are scaled to whole numbers."""
    values, counts = _split(texts)
    if not np.array_equal(counts, lengths):
        raise _first_fault(body, columns, first_line, lambda row: _points_fault(row, places))
    try:
        return np.fromiter(map(int, values), dtype=np.int64, count=len(values)), 1
    except (ValueError, OverflowError):
        try:
            exact = [Fraction(amount(value, 0, "points")) for value in values]
        except BadInput:
            raise _first_fault(body, columns, first_line, lambda row: _points_fault(row, places)) from None
        scale = lcm(*(value.denominator for value in exact))
        scaled = [int(value * scale) for value in exact]
        if max(map(abs, scaled)) >= 2**40:
            raise BadInput("too_large", what="a number of points", value=max(exact)) from None
        return np.array(scaled, dtype=np.int64), scale


def with_default_score(ballots: Ballots, projects: int, default: Amount) -> Ballots:
    """Return the ballots with every project that a ballot does not name added with the default points."""
    if default == 0 or ballots.points_b is None:
        return ballots
    scale = lcm(ballots.points_scale, Fraction(default).denominator)
    points_gp = np.full((ballots.groups, projects), int(default * scale), dtype=np.int64)
    points_gp[ballots.group_b, ballots.project_b] = ballots.points_b * (scale // ballots.points_scale)
    return replace(
        ballots,
        starts_g=np.arange(ballots.groups + 1, dtype=np.int64) * projects,
        project_b=np.tile(np.arange(projects, dtype=np.int32), ballots.groups),
        points_b=points_gp.reshape(-1),
        points_scale=scale,
    )


def _points_fault(row: list[str], places: list[int]) -> str | None:
    """Say what is wrong with one ballot's points."""
    votes, points = (row[place].split(",") if row[place] else [] for place in places)
    if len(votes) != len(points):
        return f"{len(votes)} projects but {len(points)} numbers of points"
    for value in points:
        try:
            amount(value, 0, "points")
        except BadInput:
            return f"points are {value!r}, not a number"
    return None


def _unknown_project(body: str, columns: list[str], places: list[int], first_line: int, project: str) -> BadInput:
    """Name the line with a project that is not on the list."""

    def fault(row: list[str]) -> str | None:
        named = [x.strip() for x in row[places[0]].split(",")]
        if project not in named:
            return None
        return f"the vote names project {project!r}, which is not on the list" if project else "an empty project id"

    return _first_fault(body, columns, first_line, fault)


def _first_fault(
    body: str, columns: list[str], first_line: int, fault_of: Callable[[list[str]], str | None]
) -> BadInput:
    """Find the first line with the fault, on the slow way."""
    for number, line in enumerate(body.split("\n"), first_line + 1):
        fault = fault_of(split_cells(line)) if line else None
        if fault:
            return BadInput("bad_line", line=number, fault=fault)
    raise AssertionError("a fault was seen but no line has it")
