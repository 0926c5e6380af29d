"""``python -m voting deliberation``: how opinion moved between two surveys, from one table."""

import functools
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import ParamSpec

import click

from voting.deliberation.errors import BadInput
from voting.deliberation.raking import rake
from voting.deliberation.report import ChangeReport, change_report
from voting.deliberation.suppression import LEAST
from voting.deliberation.words import decision_in_words
from voting.sortition.errors import BadInput as BadTable
from voting.sortition.table_file import Table, read_table

BAD_INPUT = 2
FILE = click.Path(path_type=Path, dir_okay=False)

P = ParamSpec("P")


def reporting_errors(run: Callable[P, None]) -> Callable[P, None]:
    """Turn what is wrong with the input into words on stderr and exit code 2."""

    @functools.wraps(run)
    def reported(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            run(*args, **kwargs)
        except (BadInput, BadTable) as wrong:
            click.echo(f"Error: {wrong}", err=True)
            sys.exit(BAD_INPUT)

    return reported


@click.command(name="deliberation")
@click.argument("answers", type=FILE)
@click.option("--before", required=True, metavar="COLUMN", help="Answers of the first survey.")
@click.option("--after", required=True, metavar="COLUMN", help="Answers of the last survey; an empty cell was away.")
@click.option("--id", "id_column", metavar="COLUMN", help="Who it is; the first column when not given.")
@click.option(
    "--no-answer", default="-", show_default=True, help="The text of somebody who was there and left it open."
)
@click.option("--order", metavar="A,B,...", help="All answers in the order to show; as they appear when not given.")
@click.option("--by", metavar="COLUMN,...", default="", help="Groups to show the change of.")
@click.option(
    "--least", type=click.IntRange(2), default=LEAST, show_default=True, help="Fewest people of a group shown."
)
@click.option("--margins", type=FILE, help="feature,value,people: weigh the first survey's people to these.")
@click.option("--sides", metavar="A,B", help="Answers that can win: decide by simple majority.")
@click.option("--panel", type=click.IntRange(1), help="Seats of the panel; the rows when not given.")
@click.option("--quorum", default="0", show_default=True, help="Votes needed, as 126 or 1/2.")
@click.option("--json", "as_json", is_flag=True, help="The whole report as JSON.")
@reporting_errors
def command(
    answers: Path,
    before: str,
    after: str,
    id_column: str | None,
    no_answer: str,
    order: str | None,
    by: str,
    least: int,
    margins: Path | None,
    sides: str | None,
    panel: int | None,
    quorum: str,
    as_json: bool,
) -> None:
    """Say how opinion moved between two surveys of the same people in ANSWERS (CSV or XLSX)."""
    table = read_table(answers)
    people = _column(table, id_column or table.header[0])
    if twice := next((person for person in people if people.count(person) > 1), None):
        raise BadInput("same_person_twice", person=twice)
    first, second = _column(table, before), _column(table, after)
    given = [text for text in [*first, *second] if text not in ("", no_answer)]
    report = change_report(
        _answers(people, first, no_answer),
        _answers(people, second, no_answer),
        order=_listed(order) or list(dict.fromkeys(given)),
        groups={name: _groups(people, _column(table, name)) for name in _listed(by)},
        weights=None if margins is None else _weights(people, table, margins),
        least=least,
        sides=_listed(sides) or None,
        panel=panel or len(people),
        quorum=_quorum(quorum),
    )
    click.echo(json.dumps(asdict(report), ensure_ascii=False, indent=1) if as_json else "\n".join(_lines(report)))


def _column(table: Table, name: str) -> list[str]:
    if name not in table.header:
        raise BadInput("no_column", column=name)
    return [cell.strip() for cell in table.columns[table.header.index(name)]]


def _listed(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _answers(people: Sequence[str], cells: Sequence[str], no_answer: str) -> dict[str, str | None]:
    """Return the answers of those who were there."""
    there = ((person, cell) for person, cell in zip(people, cells, strict=True) if cell)
    return {person: None if cell == no_answer else cell for person, cell in there}


def _groups(people: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {person: cell for person, cell in zip(people, cells, strict=True) if cell}


def _weights(people: Sequence[str], table: Table, path: Path) -> dict[str, float]:
    """Rake everybody in the table to the margins of a file."""
    rows = read_table(path)
    margins: dict[str, dict[str, float]] = {}
    for feature, value, count in zip(*(_column(rows, name) for name in ("feature", "value", "people")), strict=True):
        try:
            margins.setdefault(feature, {})[value] = float(count)
        except ValueError:
            raise BadInput("wrong_number", what=f"{feature}, {value}", value=count) from None
    raking = rake({feature: _column(table, feature) for feature in margins}, margins)
    if not raking.converged:
        worst = raking.worst
        click.echo(
            f"The margins contradict each other: {worst.feature} {worst.value} is {worst.share_after:.1%} "
            f"where {worst.share_wanted:.1%} is wanted.",
            err=True,
        )
    return dict(zip(people, map(float, raking.weight_i), strict=True))


def _quorum(text: str) -> Fraction | int:
    try:
        found = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise BadInput("wrong_number", what="quorum", value=text) from None
    return found if "/" in text or found.denominator > 1 else int(found)


def _lines(report: ChangeReport) -> list[str]:
    """Write the report for a terminal."""
    table = report.transitions
    lines = [f"{table.people} answered both times, {table.changed_people} of them changed."]
    lines += [f"  {kind.value}: {count}" for kind, count in table.presence.items() if count]
    for name, side in (("before", report.before), ("after", report.after)):
        lines.append(f"{name} ({side.answered} answered)")
        lines += [f"  {r.answer}: {r.people}, {r.share:.1%} ±{100 * r.margin:.1f} points" for r in side.rows]
    lines += [f"{row.before} -> {row.after}: {row.people}" for row in table.rows if row.people]
    lines += [f"{test.name}: p = {test.p_value:.4f}" for test in report.whole_table]
    lines += [f"{row.answer}: {row.left} left, {row.came} came, p = {row.test.p_value:.4f}" for row in report.by_answer]
    if report.decision is not None:
        lines.append(decision_in_words(report.decision, "en"))
    return lines
