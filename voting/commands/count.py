"""``python -m voting count``: count an election by a rule and say why."""

import json
import sys
from fractions import Fraction
from time import perf_counter
from typing import Any

import click

from voting.ballots.election import Election
from voting.commands.options import counting_options, exit_on_bad_input, options_for, read_election
from voting.explain.summary import explanation
from voting.pabulib.spreadsheet import save_results
from voting.rules import equal_shares, rule, verified
from voting.rules.outcome import Outcome, to_plain


@click.command(name="count")
@click.argument("file", metavar="FILE")
@counting_options
@click.option("--no-verify", is_flag=True, help="Leave out the second, independent count.")
@click.option("--explain", is_flag=True, help="Say for each project why.")
@click.option("--table", metavar="OUT", help="Also write the winners as .csv or .xlsx.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@exit_on_bad_input
def command(
    file: str, rule_name: str, no_verify: bool, explain: bool, table: str | None, as_json: bool, **given: Any
) -> None:
    """Count the election in FILE (.pb)."""
    options = options_for(rule_name, given)
    began = perf_counter()
    election = read_election(file)
    read_after = perf_counter()
    outcome = _count(election, rule_name, options)
    counted_after = perf_counter()
    if not no_verify:
        outcome = verified(rule_name, election, options, outcome)
    verified_after = perf_counter()
    plain = {
        **outcome.as_json(),
        "seconds": counted_after - read_after,
        "seconds_verify": verified_after - counted_after,
        "seconds_read": read_after - began,
        "notes": list(election.notes),
    }
    if table:
        save_results(election, outcome, table)
    if explain:
        plain["explain"] = to_plain(explanation(election, rule_name, options, outcome))
    if as_json:
        click.echo(json.dumps(plain, ensure_ascii=False))
    else:
        _print(election, outcome, plain)
        if explain:
            print_explanation(plain["explain"], election)


def _count(election: Election, rule_name: str, options: Any) -> Outcome:
    """Count; raising endowments shows how far it is."""
    if rule_name == "equal-shares":
        return equal_shares.count(election, options, _progress)
    return rule(rule_name)[1](election, options)


def _progress(step: int) -> None:
    """Show on a terminal how far the raising of endowments is."""
    if sys.stderr.isatty():
        click.echo(f"\rendowment raised by {step}", err=True, nl=False)


def print_explanation(plain: dict[str, Any], election: Election) -> None:
    """Print what voters got and what losers were missing."""
    got = plain["satisfaction"]
    click.echo(
        f"{got['empty_handed']} of {got['voters']} voters have no winner; mean {float(Fraction(got['mean_winners'])):.2f}"
    )
    for row in plain["losers"]:
        name = election.projects[election.position[row["project"]]].name
        click.echo(f"   -  {row['project']:12s} {row['in_words']['en']}  {name}")
    for row in plain["ejr_plus_violations"]:
        click.echo(
            f"EJR+ violated: {row['supporters']} supporters of {row['project']} could pay for it from their share"
        )


def _print(election: Election, outcome: Outcome, plain: dict[str, Any]) -> None:
    """Print the outcome for people."""
    names = {project.id: project for project in election.projects}
    for place, chosen in enumerate(outcome.selected, 1):
        click.echo(f"{place:4d}  {chosen:12s} {names[chosen].cost!s:>14s}  {names[chosen].name}")
    click.echo(f"{len(outcome.selected)} of {len(names)} projects, cost {outcome.cost} of {outcome.budget}")
    if outcome.endowment is not None:
        click.echo(f"endowment {outcome.endowment}, raised {outcome.increments} times")
    for tie in outcome.ties:
        click.echo(f"tie in round {tie.round}: {', '.join(tie.projects)}")
    for missed in outcome.missed:
        detail = ", ".join(f"{key} {to_plain(value)}" for key, value in missed.detail.items())
        click.echo(f"   -  {missed.project:12s} {missed.reason} ({detail})")
    if outcome.verified:
        click.echo(f"verified: {outcome.verified}")
    for note in election.notes:
        click.echo(f"note: {note}")
    click.echo(f"counted in {plain['seconds']:.3f} s, read in {plain['seconds_read']:.3f} s")
