"""``python -m voting losers``: what each project that lost was missing."""

import json
from functools import partial
from typing import Any

import click
import numpy as np

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.ballots.grouped import Ints
from voting.commands.options import counting_options, exit_on_bad_input, options_for, read_election
from voting.explain.losers import Loss, losses
from voting.explain.reruns import fewest_new, groups_without, losses_by_rerun
from voting.explain.words import loss_in_words
from voting.rules import equal_shares, rule
from voting.rules.outcome import to_plain
from voting.rules.phragmen import PhragmenRun
from voting.rules.stakes import stakes_of
from voting.rules.utilities import utility

MEASURED = ("greedy", "equal-shares", "phragmen")


@click.command(name="losers")
@click.argument("file", metavar="FILE")
@counting_options
@click.option("--new-voters", is_flag=True, help="Also how many new voters for it alone would do (slow).")
@click.option("--language", type=click.Choice(["en", "ko"]), default="en", help="Language of the sentences.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@exit_on_bad_input
def command(file: str, rule_name: str, new_voters: bool, language: str, as_json: bool, **given: Any) -> None:
    """Say for each loser in FILE (.pb) by which cost, or with how many more supporters, it would have won."""
    options = options_for(rule_name, given)
    if rule_name not in MEASURED:
        raise BadInput("unknown_option", option="--rule", value=rule_name, known=", ".join(MEASURED))
    election = read_election(file)
    found = _losses(election, rule_name, options)
    new = {}
    if new_voters:
        # For equal shares the endowment follows the number of voters; a completion would hide what is measured.
        count = partial(_count_plainly, rule_name, options)
        new = {loss.project: fewest_new(election, count, loss.project) for loss in found}
    if as_json:
        rows = [{**to_plain(loss), **({"new_voters": new[loss.project]} if new else {})} for loss in found]
        click.echo(json.dumps({"rule": rule_name, "losers": rows}, ensure_ascii=False))
        return
    for loss in found:
        name = election.projects[election.position[loss.project]].name
        click.echo(f"{loss.project:12s} {name}\n{'':12s} {loss_in_words(loss, language)}")


def _count_plainly(rule_name: str, options: Any, election: Election) -> Any:
    """Count by the rule."""
    return rule(rule_name)[1](election, options)


def _losses(election: Election, rule_name: str, options: Any) -> list[Loss]:
    """Measure all losers: from the record for equal shares, by counting again for the others."""
    if rule_name == "equal-shares":
        full = equal_shares.count_in_full(election, options)
        chosen = set(full.outcome.selected)
        return losses(full.stakes, full.raised.run.endowment, options.utility, options.ties, chosen)
    outcome = rule(rule_name)[1](election, options)
    loads = _loads(election, options) if rule_name == "phragmen" else None
    return losses_by_rerun(
        election,
        partial(_count_plainly, rule_name, options),
        set(outcome.selected),
        lambda p: groups_without(election, p, loads),
    )


def _loads(election: Election, options: Any) -> Ints:
    """Return the loads at the end of Phragmén's rule: who has earned most since may join best."""
    run = PhragmenRun(stakes_of(election, utility("cardinality", election), options.ties), skip=options.skip)
    run.play()
    return run.lo_g.astype(np.int64)
