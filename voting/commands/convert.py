"""``python -m voting convert``: turn .pb, CSV and XLSX into one another."""

from pathlib import Path

import click

from voting.ballots.errors import BadInput
from voting.commands.options import exit_on_bad_input
from voting.pabulib.spreadsheet import load, save


@click.command(name="convert")
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@exit_on_bad_input
def command(source: str, target: str) -> None:
    """Write the election in IN as OUT; the endings .pb, .csv, .xlsx say which is what."""
    if not Path(source).is_file():
        raise BadInput("bad_file", fault=f"{source}: no such file")
    if not Path(target).resolve().parent.is_dir():
        raise BadInput("bad_file", fault=f"{target}: there is no such folder")
    document = load(source)
    save(document, target)
    rows = {name: len(section.rows) for name, section in document.sections.items()}
    click.echo(f"{target}: {rows['PROJECTS']} projects, {rows['VOTES']} votes", err=True)
