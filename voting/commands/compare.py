"""``python -m voting compare``: several rules on one election, side by side."""

import json
from pathlib import Path
from typing import Any

import click

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.commands.options import exit_on_bad_input, options_for, read_election, tie_order
from voting.explain.page import page
from voting.explain.side_by_side import SideBySide, side_by_side
from voting.rules import count
from voting.rules.outcome import Outcome, to_plain


@click.command(name="compare")
@click.argument("file", metavar="FILE")
@click.option(
    "--rules", "names", required=True, metavar="A,B,...", help="greedy, equal-shares, equal-shares:add1, phragmen, ..."
)
@click.option("--ties", metavar="ORDER,...", help="One tie order for all rules.")
@click.option("--html", metavar="OUT", help="Write tables and pictures as one page that prints.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@exit_on_bad_input
def command(file: str, names: str, ties: str | None, html: str | None, as_json: bool) -> None:
    """Count the election in FILE (.pb) by several rules; after a colon the completion of equal shares."""
    election = read_election(file)
    outcomes = {name.strip(): _count(election, name.strip(), ties) for name in names.split(",")}
    found = side_by_side(election, outcomes)
    if html:
        if not Path(html).resolve().parent.is_dir():
            raise BadInput("bad_file", fault=f"{html}: there is no such folder")
        Path(html).write_text(page(election, found), "utf-8")
    if as_json:
        click.echo(json.dumps(to_plain(found), ensure_ascii=False))
    else:
        _print(found)


def _count(election: Election, name: str, ties: str | None) -> Outcome:
    """Count by ``rule`` or ``rule:completion``."""
    rule_name, _, completion = name.partition(":")
    given: dict[str, Any] = {"completion": completion or None, "ties": ties}
    if ties is not None:
        tie_order(ties)
    return count(rule_name, election, options_for(rule_name, given))


def _print(found: SideBySide) -> None:
    """Print the figures."""
    click.echo(f"{'rule':24s} {'projects':>8s} {'cost':>16s} {'spent':>7s} {'no winner':>9s} {'mean':>6s} {'EJR+':>5s}")
    for c in found.columns:
        click.echo(
            f"{c.name:24s} {len(c.outcome.selected):8d} {c.outcome.cost!s:>16s} {float(c.spent_share):7.1%} "
            f"{float(c.empty_share):9.1%} {float(c.satisfaction.mean_winners):6.2f} {c.ejr_plus_violations:5d}"
        )
    for first, second, row in found.pairs:
        click.echo(
            f"{first} / {second}: {row.first} voters have more winners in the first, {row.second} in the second, {row.same} as many"
        )
