"""What is wrong or doubtful in a ``.pb`` file, line by line, with the names that the Pabulib checker uses.

The same findings as pabulib-checker 1.0.8, except: names of countries are those of Unicode CLDR ("South Korea"), so that a name
which only ISO 3166 has ("Korea, Republic of") is called unknown; spellings of labels are compared after folding case and
spaces, not accents. What follows from the declared rule is in ``declared_rule``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from voting.ballots.errors import BadInput
from voting.pabulib.amounts import amount
from voting.pabulib.document import Document, Row, Section, parse
from voting.pabulib.fields import LISTS, META, PROJECTS, VOTES, Field

WITHDRAWN = 999_999_999  # the cost that marks a project as withdrawn after the vote


@dataclass(frozen=True)
class Finding:
    """One finding: ``error`` or ``warning``, its name, the line (0: the whole file), what exactly."""

    level: str
    name: str
    line: int
    detail: str


def error(name: str, line: int, detail: str) -> Finding:
    """Return a finding that makes the file invalid."""
    return Finding("error", name, line, detail)


def warning(name: str, line: int, detail: str) -> Finding:
    """Return a finding to look at."""
    return Finding("warning", name, line, detail)


def check_text(text: str) -> list[Finding]:
    """Check the text of a file; a file that cannot be cut into sections has one finding."""
    try:
        document = parse(text)
    except BadInput as fault:
        return [
            error("file structure error", int(str(fault.params.get("line", 0))), str(fault.params.get("fault", fault)))
        ]
    found = [*_empty_lines(document), *_fields(document)]
    # Counting needs ids and numbers that can be read; what cannot was named above.
    table = Table(document)
    found += [
        *_counts(table),
        *_dates(table),
        *_budget(table),
        *_places(table),
        *_ballots(table),
        *_sums(table),
        *_labels(table),
        *_comment(table),
    ]
    return found


class Table:
    """The file's rows as dictionaries, with their lines."""

    def __init__(self, document: Document) -> None:
        self.meta = document.meta()
        self.meta_line = {row.cells[0]: row.line for row in document.sections["META"].rows if row.cells}
        self.projects = list(_records(document.sections["PROJECTS"]))
        self.votes = list(_records(document.sections["VOTES"]))
        self.costs = {row["project_id"]: _number(row.get("cost", "")) for _, row in self.projects}

    def limit(self, key: str) -> float | None:
        """Return a number of META, if it is there and one."""
        return _number(self.meta.get(key, ""))


def _records(section: Section) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, cells by column) of the rows that are not empty."""
    for row in section.rows:
        if row.cells != [""]:
            yield row.line, dict(zip(section.header.cells, row.cells, strict=False))


def _number(text: str) -> float | None:
    """Return a number as float, or nothing."""
    try:
        return float(amount(text.replace(",", ".", 1), 0, "number"))
    except BadInput:
        return None


def _items(text: str) -> list[str]:
    """Split a comma list."""
    return [part.strip() for part in text.split(",")] if text.strip() else []


def _empty_lines(document: Document) -> Iterator[Finding]:
    """Find empty lines."""
    for section in document.sections.values():
        for row in section.rows:
            if row.cells == [""]:
                yield warning("empty lines removed", row.line, "an empty line")


def _fields(document: Document) -> Iterator[Finding]:
    """Check which fields are there, their order and their values."""
    meta = document.sections["META"]
    keys = [row.cells[0] for row in meta.rows if row.cells != [""]]
    yield from _known_and_ordered("meta", keys, META, meta.title.line)
    for row in meta.rows:
        if row.cells != [""]:
            yield from _value("meta", row, row.cells[0], row.cells[1] if len(row.cells) > 1 else "", META)
    for name, table in (("PROJECTS", PROJECTS), ("VOTES", VOTES)):
        section = document.sections[name]
        yield from _known_and_ordered(name.lower(), section.header.cells, table, section.header.line)
        seen: dict[str, int] = {}
        for row in section.rows:
            if row.cells == [""]:
                continue
            if len(row.cells) != len(section.header.cells):
                detail = f"{len(row.cells)} columns where the header has {len(section.header.cells)}"
                yield error("file structure error", row.line, detail)
            if row.cells[0] in seen:
                yield error(
                    f"duplicated {name.lower()} id", row.line, f"{row.cells[0]!r} is on line {seen[row.cells[0]]} too"
                )
            seen[row.cells[0]] = row.line
            for field, value in zip(section.header.cells, row.cells, strict=False):
                yield from _value(name.lower(), row, field, value, table)


def _known_and_ordered(section: str, given: list[str], table: Mapping[str, Field], line: int) -> Iterator[Finding]:
    """Check that fields are known, complete and in order."""
    for field, rules in table.items():
        if rules.obligatory and field not in given:
            yield error(f"missing {section} obligatory field", line, f"{field!r} is missing")
    unknown = [field for field in given if field not in table]
    if section == "projects" and "target" in unknown:
        yield error("invalid projects field value", line, "'target' is called 'beneficiaries' since April 2026")
        unknown.remove("target")
    if unknown:
        yield error(f"not known {section} fields", line, ", ".join(unknown))
    known = [field for field in given if field in table]
    order = list(table)
    if known != sorted(known, key=order.index):
        yield warning(f"wrong {section} fields order", line, "should be " + ", ".join(sorted(known, key=order.index)))


def _value(section: str, row: Row, field: str, value: str, table: Mapping[str, Field]) -> Iterator[Finding]:
    """Check one value."""
    rules = table.get(field)
    if rules is None:
        return
    if not value.strip():
        if not rules.nullable:
            yield error(f"invalid {section} field value", row.line, f"{field!r} is empty")
        return
    if field in ("budget", "cost", "max_sum_cost") and re.fullmatch(r"-?\d+,\d+", value.strip()):
        yield error("comma in float!", row.line, f"{field} is {value!r}")
        return
    fault = rules.fault(value.strip())
    if fault:
        yield error(
            "unknown rule value" if field == "rule" else f"invalid {section} field value", row.line, f"{field}: {fault}"
        )
    if field in LISTS.get(section.upper(), ()) and any(part != part.strip() for part in value.split(",")):
        name = "whitespace around vote separator" if field == "vote" else "whitespace around list separator"
        yield error(name, row.line, f"{field}: {value!r}")


def _counts(table: Table) -> Iterator[Finding]:
    """Compare declared numbers with what is there."""
    for key, name, found in (
        ("num_projects", "different number of projects", len(table.projects)),
        ("num_votes", "different number of votes", len(table.votes)),
    ):
        stated = table.meta.get(key, "")
        if stated.strip() != str(found):
            yield error(name, table.meta_line.get(key, 0), f"META says {stated!r}, the file has {found}")


def _budget(table: Table) -> Iterator[Finding]:
    """Check costs against the budget and the money that was spent."""
    budget = int(table.limit("budget") or 0)
    spent = everything = 0
    for line, row in table.projects:
        cost = int(_number(row.get("cost", "")) or 0)
        everything += cost
        if row.get("selected") == "1":
            spent += cost
            if cost == WITHDRAWN:
                yield error("selected sentinel-cost project", line, row["project_id"])
        if cost == 0:
            yield error("project with no cost", line, row["project_id"])
        elif cost > budget:
            make = warning if cost == WITHDRAWN else error
            yield make("single project exceeded whole budget", line, f"{row['project_id']}: {cost} of {budget}")
    if spent > budget:
        yield error("budget exceeded", 0, f"selected projects cost {spent} of {budget}")
    if table.meta.get("fully_funded") == "1":
        if budget < everything:
            yield error(
                "wrong fully_funded flag",
                table.meta_line["fully_funded"],
                f"all projects cost {everything} of {budget}",
            )
    elif budget >= everything:
        yield error("all projects funded", 0, f"all projects cost {everything} of {budget}, fully_funded is not set")


def _dates(table: Table) -> Iterator[Finding]:
    """Check that the vote does not end before it begins."""
    begin, end = (_first_day(table.meta.get(key, ""), key == "date_end") for key in ("date_begin", "date_end"))
    if begin and end and begin > end:
        yield error("date range missmatch", table.meta_line["date_end"], f"date_end {end} is before date_begin {begin}")


def _first_day(text: str, last: bool) -> str | None:
    """Return a day as yyyy-mm-dd; of a year its first or last."""
    text = text.strip()
    if re.fullmatch(r"\d{4}", text):
        return f"{text}-12-31" if last else f"{text}-01-01"
    parts = re.fullmatch(r"(\d{2})\.(\d{2})\.(\d{4})", text)
    return f"{parts[3]}-{parts[2]}-{parts[1]}" if parts else None


def _places(table: Table) -> Iterator[Finding]:
    """Check coordinates: both or none, on the globe, and not all the same."""
    found: set[tuple[float, float]] = set()
    places = 0
    for line, row in table.projects:
        texts = [row.get(key, "").strip() for key in ("latitude", "longitude")]
        if not any(texts):
            continue
        if not all(texts):
            yield error("invalid projects field value", line, "latitude and longitude belong together, one is empty")
            continue
        values = [_number(text) for text in texts]
        for value, most, key in zip(values, (90, 180), ("latitude", "longitude"), strict=True):
            if value is not None and abs(value) > most:
                yield error("invalid projects field value", line, f"{key}: {value:g} is not between -{most} and {most}")
        if values[0] is not None and values[1] is not None:
            places += 1
            found.add((values[0], values[1]))
    if places > 1 and len(found) == 1:
        yield warning("identical project coordinates", 0, f"all {places} projects with coordinates are at one place")


def _ballots(table: Table) -> Iterator[Finding]:
    """Check each ballot against the declared form."""
    longest, shortest = table.limit("max_length"), table.limit("min_length")
    full = total = 0
    for line, row in table.votes:
        chosen = _items(row.get("vote", ""))
        total += len(chosen)
        full += longest is not None and len(chosen) == longest
        for project, times in Counter(chosen).items():
            if times > 1:
                yield error("vote with duplicated projects", line, f"{project!r} {times} times")
            if project not in table.costs:
                yield error("vote for non-existent project", line, repr(project))
        if longest is not None and len(chosen) > longest:
            yield error("vote length exceeded", line, f"{len(chosen)} projects, at most {longest:g}")
        if shortest is not None and len(chosen) < shortest:
            yield error("vote length too short", line, f"{len(chosen)} projects, at least {shortest:g}")
        yield from _points(table, line, row, chosen)
        yield from _ballot_cost(table, line, chosen)
    if longest is not None and table.votes:
        if not full:
            yield warning("no_max_length_used", table.meta_line["max_length"], f"no ballot has {longest:g} projects")
        if longest != 1 and total == len(table.votes):
            yield warning(
                "average vote length equals one", table.meta_line["max_length"], "every ballot has one project"
            )


def _points(table: Table, line: int, row: Mapping[str, str], chosen: list[str]) -> Iterator[Finding]:
    """Check points of one ballot."""
    kind, text = table.meta.get("vote_type", ""), row.get("points", "").strip()
    if kind in ("cumulative", "scoring") and not text:
        yield error("missing points for vote_type", line, kind)
    if kind in ("approval", "choose-1") and text:
        yield error("unexpected points for vote_type", line, kind)
    if kind == "choose-1" and len(chosen) != 1:
        yield error("invalid choose-1 vote length", line, f"{len(chosen)} projects")
    if not text:
        return
    points = [_number(part) for part in _items(text)]
    values = [value for value in points if value is not None]
    if len(points) != len(chosen):
        yield error("vote/points length mismatch", line, f"{len(chosen)} projects, {len(points)} numbers")
        return
    if len(values) != len(points):
        yield error("invalid points value", line, text)
        return
    if kind == "cumulative" and min(values) < 0:
        yield error("negative cumulative points", line, text)
    yield from _point_limits(table, line, values)
    if kind in ("cumulative", "scoring") and values != sorted(values, reverse=True):
        yield warning("vote order not sorted by points", line, text)


def _point_limits(table: Table, line: int, values: list[float]) -> Iterator[Finding]:
    """Check points, one by one (an error) and together (a warning), against META."""
    for key, value, name in (
        ("min_points", min(values), "points below minimum"),
        ("max_points", max(values), "points above maximum"),
        ("min_sum_points", sum(values), "points sum below minimum"),
        ("max_sum_points", sum(values), "points sum above maximum"),
    ):
        limit = table.limit(key)
        if limit is not None and (value < limit if key.startswith("min") else value > limit):
            make = warning if "sum" in key else error
            yield make(name, line, f"{value:g} with {key} {limit:g}")


def _ballot_cost(table: Table, line: int, chosen: list[str]) -> Iterator[Finding]:
    """Check what an approval ballot's projects cost together."""
    if table.meta.get("vote_type") != "approval":
        return
    costs = [table.costs.get(project) for project in chosen]
    total = sum(cost for cost in costs if cost is not None)
    if any(cost is None for cost in costs):
        return
    lowest, highest = table.limit("min_sum_cost"), table.limit("max_sum_cost")
    if lowest is not None and total < lowest:
        yield warning("approval vote cost below minimum", line, f"{total:g} of at least {lowest:g}")
    if highest is not None and total > highest:
        yield warning("approval vote cost above maximum", line, f"{total:g} of at most {highest:g}")


def _sums(table: Table) -> Iterator[Finding]:
    """Recount the columns ``votes`` and ``score``; a project twice on a ballot counts twice, as in Pabulib's files."""
    votes: Counter[str] = Counter()
    scores: dict[str, float] = {}
    for _, row in table.votes:
        chosen = _items(row.get("vote", ""))
        votes.update(chosen)
        for project, value in zip(chosen, _items(row.get("points", "")), strict=False):
            scores[project] = scores.get(project, 0.0) + (_number(value) or 0.0)
    columns = table.projects[0][1] if table.projects else {}
    if "votes" not in columns and "score" not in columns:
        yield warning("No votes or score counted in PROJECTS section", 0, "neither column is there")
    for line, row in table.projects:
        project = row["project_id"]
        if "votes" in row:
            if _number(row["votes"] or "0") == 0:
                yield warning("project with no votes", line, project)
            if _number(row["votes"] or "0") != votes[project]:
                yield error(
                    "different values in votes", line, f"{project}: {row['votes']} stated, {votes[project]} counted"
                )
        if "score" in row and scores and _number(row["score"] or "0") != scores.get(project, 0.0):
            yield error(
                "different values in scores",
                line,
                f"{project}: {row['score']} stated, {scores.get(project, 0.0):g} counted",
            )


def _labels(table: Table) -> Iterator[Finding]:
    """Compare declared labels with those used, and their spellings."""
    for key, field, records, is_list in (
        ("categories", "category", table.projects, True),
        ("neighborhoods", "neighborhood", table.projects, False),
        ("neighborhoods", "neighborhood", table.votes, False),
        ("subdistricts", "district", table.projects, False),
        ("subdistricts", "district", table.votes, False),
    ):
        declared = set(_items(table.meta.get(key, "")))
        used: set[str] = set()
        for _, row in records:
            text = row.get(field, "").strip()
            used.update(_items(text) if is_list else ([text] if text else []))
        if declared and used:
            if declared - used:
                yield warning(
                    "unused declared metadata values", table.meta_line[key], ", ".join(sorted(declared - used))
                )
            if used - declared:
                yield warning(
                    "undeclared metadata values used", table.meta_line[key], ", ".join(sorted(used - declared))
                )
    for field in ("category", "beneficiaries", "district", "neighborhood"):
        spellings: dict[str, set[str]] = {}
        for _, row in table.projects:
            for label in _items(row.get(field, "")) if field in LISTS["PROJECTS"] else [row.get(field, "").strip()]:
                spellings.setdefault(" ".join(label.casefold().split()), set()).add(label)
        for several in spellings.values():
            if len(several) > 1:
                yield warning("inconsistent label normalization", 0, f"{field}: {', '.join(sorted(several))}")


def _comment(table: Table) -> Iterator[Finding]:
    """Check that comments are numbered #1, #2, ..."""
    numbers = re.findall(r"#(\d+):", table.meta.get("comment", ""))
    if numbers != [str(i + 1) for i in range(len(numbers))]:
        yield warning("non-sequential comment numbering", table.meta_line["comment"], ", ".join(numbers))
