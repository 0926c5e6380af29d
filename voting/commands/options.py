"""Options that several counting commands share, read from the command line."""

import sys
from collections.abc import Callable
from dataclasses import fields
from fractions import Fraction
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.pabulib.document import write
from voting.pabulib.reader import read, read_text
from voting.pabulib.spreadsheet import load
from voting.rules import RULES, rule
from voting.rules.ties import TieOrder

F = TypeVar("F", bound=Callable[..., Any])


def number(text: str | None, name: str) -> Fraction | None:
    """Read ``12``, ``0.12``, ``12/100`` or ``12%``, exactly."""
    if text is None:
        return None
    try:
        return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise BadInput("unknown_option", option=name, value=text, known="a number like 12, 0.12, 12/100, 12%") from None


def tie_order(text: str) -> TieOrder:
    """Read ``min-cost,max-votes,list:PATH``; the file of a list has one project id a line."""
    criteria: list[str] = []
    drawn: tuple[str, ...] = ()
    for part in text.split(","):
        if part.startswith("list:"):
            criteria.append("list")
            path = Path(part.removeprefix("list:"))
            if not path.is_file():
                raise BadInput("bad_file", fault=f"{path}: no such file")
            drawn = _drawn(path)
        else:
            criteria.append(part.strip())
    return TieOrder(tuple(criteria), drawn)


def _drawn(path: Path) -> tuple[str, ...]:
    """Read an order of ids, one a line; refuse an id twice."""
    try:
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    except (OSError, UnicodeDecodeError):
        raise BadInput("bad_file", fault=f"{path}: not a text in UTF-8") from None
    seen: set[str] = set()
    for number_of_line, project in enumerate(lines, 1):
        if project and project in seen:
            raise BadInput("bad_line", line=number_of_line, fault=f"the tie list {path} names project {project} twice")
        seen.add(project)
    return tuple(project for project in lines if project)


COUNTING = (
    click.option("--rule", "rule_name", required=True, metavar="|".join(RULES), help="The counting rule."),
    click.option("--utility", metavar="NAME", help="cost, cardinality, sqrt-cost, log-cost, points, borda."),
    click.option("--completion", metavar="NAME", help="none, greedy, add1, add1u, eps."),
    click.option("--start", metavar="NAME", help="floor or exact: the first endowment of a ballot."),
    click.option("--exhaustive", metavar="NAME", help="all, supported or no: when Add1 stops early."),
    click.option("--increment", metavar="NUMBER", help="One step of Add1, in currency units."),
    click.option("--ties", metavar="ORDER,...", help="min-cost, max-cost, max-votes, file, lexicographic, list:PATH."),
    click.option("--threshold", metavar="N", help="Fewest votes."),
    click.option("--minimum-share", metavar="SHARE", help="Least share of the ballots, as 12% or 0.12."),
    click.option("--no-skip", is_flag=True, help="Stop at the first project that does not fit."),
    click.option("--score", metavar="NAME", help="votes or density."),
    click.option("--criterion", metavar="NAME", help="ratio or excess: what ranks projects for stv and cstv."),
    click.option(
        "--transfers", metavar="NAME", help="elimination or minimal: what cstv does when no support is enough."
    ),
    click.option("--k", metavar="K", type=int, help="How many, for top-k."),
)


def counting_options(function: F) -> F:
    """Give a command the options of counting."""
    for option in reversed(COUNTING):
        function = option(function)
    return function


def options_for(rule_name: str, given: dict[str, Any]) -> Any:
    """Make a rule's ``Options`` of what was given; refuse an option that the rule does not have.

    Raises
    ------
    BadInput
        ``unknown_option``.
    """
    read: dict[str, Callable[[Any], Any]] = {
        "ties": tie_order,
        "threshold": lambda text: number(text, "threshold"),
        "minimum_share": lambda text: number(text, "minimum-share"),
        "increment": lambda text: number(text, "increment"),
    }
    kind, _ = rule(rule_name)
    known = {field.name for field in fields(kind)}
    values = {name: read.get(name, lambda value: value)(value) for name, value in given.items() if value is not None}
    if values.pop("no_skip", False):
        values["skip"] = False
    for name in values:
        if name not in known:
            option = "no-skip" if name == "skip" else name.replace("_", "-")
            raise BadInput(
                "unknown_option", option=f"--{option}", value=f"used with {rule_name}", known=", ".join(sorted(known))
            )
    return kind(**values)


def read_election(path: str) -> Election:
    """Read an election and turn its ballots round, which belongs to reading.

    Raises
    ------
    BadInput
        There is no such file, or a line has a fault.
    """
    if not Path(path).is_file():
        raise BadInput("bad_file", fault=f"{path}: no such file")
    try:
        # What a spreadsheet holds is written as .pb and read; lines then count from the first row of META.
        spreadsheet = Path(path).suffix.lower() in (".csv", ".xlsx")
        election = read_text(write(load(path))) if spreadsheet else read(path)
    except OSError as fault:
        raise BadInput("bad_file", fault=f"{path}: {fault.strerror}") from None
    election.votes  # noqa: B018
    return election


def exit_on_bad_input(function: Callable[..., None]) -> Callable[..., None]:
    """Turn ``BadInput`` into one line on stderr and exit code 2."""

    @wraps(function)
    def wrapped(*args: object, **kwargs: object) -> None:
        try:
            function(*args, **kwargs)
        except BadInput as fault:
            click.echo(f"error: {fault}", err=True)
            sys.exit(2)

    return wrapped
