"""``python -m voting losers``: what each project that lost was missing."""

import json
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import click
import numpy as np

from voting.ballots.election import Election
from voting.ballots.grouped import Ints
from voting.commands.options import counting_options, exit_on_bad_input, options_for, read_election
from voting.explain.losers import Loss, losses
from voting.explain.new_voters import fewest_new, fewest_new_at_shares
from voting.explain.reruns import groups_without, losses_by_rerun
from voting.explain.words import loss_in_words, new_voters_in_words
from voting.rules import equal_shares, rule
from voting.rules.outcome import to_plain
from voting.rules.phragmen import PhragmenRun
from voting.rules.stakes import stakes_of
from voting.rules.utilities import utility


@click.command(name="losers")
@click.argument("file", metavar="FILE")
@counting_options
@click.option("--no-new-voters", is_flag=True, help="Leave out how many new voters for it alone would do.")
@click.option("--language", type=click.Choice(["en", "ko"]), default="en", help="Language of the sentences.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@exit_on_bad_input
def command(file: str, rule_name: str, no_new_voters: bool, language: str, as_json: bool, **given: Any) -> None:
    """Say for each loser in FILE (.pb) by which cost, or with how many more supporters, it would have won."""
    options = options_for(rule_name, given)
    election = read_election(file)
    found, new_voters_of = _losses(election, rule_name, options)
    new: dict[str, int | None] = {}
    if not no_new_voters:
        with click.progressbar(found, label="new voters", file=sys.stderr, hidden=not sys.stderr.isatty()) as waiting:
            new = {loss.project: new_voters_of(loss.project) for loss in waiting}
    if as_json:
        rows = [{**to_plain(loss), **({"new_voters": new[loss.project]} if new else {})} for loss in found]
        click.echo(json.dumps({"rule": rule_name, "losers": rows}, ensure_ascii=False))
        return
    for loss in found:
        name = election.projects[election.position[loss.project]].name
        click.echo(f"{loss.project:12s} {name}\n{'':12s} {loss_in_words(loss, language)}")
        if new.get(loss.project) is not None:
            click.echo(f"{'':12s} {new_voters_in_words(new[loss.project] or 0, language)}")


def _count_plainly(rule_name: str, options: Any, election: Election) -> Any:
    """Count by the rule."""
    return rule(rule_name)[1](election, options)


def _losses(election: Election, rule_name: str, options: Any) -> tuple[list[Loss], Callable[[str], int | None]]:
    """Measure all losers, from the record for equal shares, else by counting again; say how to find their new voters."""
    if rule_name == "equal-shares":
        full = equal_shares.count_in_full(election, options)
        stakes, share = full.stakes, full.raised.run.endowment
        kept = None if share * stakes.total_weight == stakes.budget else share
        chosen = set(full.outcome.selected)
        return (
            losses(stakes, share, options.utility, options.ties, chosen),
            lambda project: fewest_new_at_shares(stakes, election.position[project], options.ties, kept_share=kept),
        )
    count = partial(_count_plainly, rule_name, options)
    loads = _loads(election, options) if rule_name == "phragmen" else None
    who_joins = partial(groups_without, election, loads_g=loads)
    return (
        losses_by_rerun(election, count, set(count(election).selected), who_joins),
        lambda project: fewest_new(election, count, project),
    )


def _loads(election: Election, options: Any) -> Ints:
    """Return the loads at the end of Phragmén's rule: who has earned most since may join best."""
    run = PhragmenRun(stakes_of(election, utility("cardinality", election), options.ties), skip=options.skip)
    run.play()
    return run.lo_g.astype(np.int64)
