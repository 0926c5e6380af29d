"""What the commands for voters and auditors of a poll share: a report in two languages, poll.json, kept heads."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from voting.commands.sortition_shared import BAD_INPUT
from voting.ledger.canonical import parse
from voting.ledger.definition import Definition, read_definition
from voting.ledger.words import Refused

Line = tuple[str, tuple[str, str]]
language = click.option("--lang", type=click.Choice(["en", "ko"]), default="en", help="Language of the report.")


def in_words(chosen: str, check: Callable[[], Iterable[Line]], end: tuple[str, str] | None = None) -> None:
    """Print what holds, or the first thing that does not, in the language asked for; then exit with 2."""
    place = 1 if chosen == "ko" else 0
    labels = {"holds": ("holds", "확인"), "note": ("note", "참고")}
    try:
        for kind, sentence in check():
            click.echo(f"{labels[kind][place]}: {sentence[place]}")
    except Refused as fault:
        click.echo(f"{('Refused', '거부')[place]}: {fault.sentence(chosen)}", err=True)
        sys.exit(BAD_INPUT)
    if end:
        click.echo(end[place])


def definition_in(path: Path) -> Definition:
    """Return the definition of a poll.json.

    Raises
    ------
    Refused
        ``malformed``, ``definition``.
    """
    try:
        return read_definition(parse(path.read_bytes().strip()))
    except ValueError as fault:
        raise Refused("malformed", file=path.name, line=1, fault=str(fault)) from None
