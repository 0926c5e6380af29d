"""All explanations of one outcome together."""

from fractions import Fraction
from typing import Any

from voting.ballots.election import Election
from voting.explain.losers import losses, stages
from voting.explain.proportionality import ejr_plus_violations, unpaid_losers
from voting.explain.satisfaction import satisfaction, shares
from voting.explain.shares_of_money import money_behind
from voting.explain.words import loss_in_words
from voting.rules import equal_shares
from voting.rules.outcome import Outcome, to_plain
from voting.rules.stakes import stakes_of
from voting.rules.utilities import utility


def explanation(election: Election, rule_name: str, options: Any, outcome: Outcome) -> dict[str, Any]:
    """Return what voters got, what losers were missing, whose share was not respected.

    Loser measures and money are there for equal shares; what other rules' losers were missing the command ``losers`` finds
    by counting again.
    """
    labels = sorted({kind for project in election.projects for kind in project.labels})
    found: dict[str, Any] = {
        "satisfaction": satisfaction(election, outcome.selected),
        "shares": {kind: shares(election, outcome.selected, kind) for kind in labels},
        "ejr_plus_violations": ejr_plus_violations(election, outcome.selected),
        "losers": [],
    }
    if rule_name == "equal-shares" and outcome.endowment is not None:
        found.update(_money(election, options, outcome))
    return found


def _money(election: Election, options: equal_shares.Options, outcome: Outcome) -> dict[str, Any]:
    """Return what the run of equal shares shows: losers, the money behind them, the certificate of prices."""
    stakes = stakes_of(election, utility(options.utility, election), options.ties)
    endowment = (outcome.endowment or Fraction(0)) * stakes.money_scale
    rounds = stages(stakes, endowment)
    chosen = set(outcome.selected)
    missing = losses(stakes, endowment, options.utility, options.ties, chosen)
    return {
        "losers": [
            {**to_plain(loss), "in_words": {language: loss_in_words(loss, language) for language in ("en", "ko")}}
            for loss in missing
        ],
        "money_behind": money_behind(stakes, rounds, chosen),
        "losers_whose_supporters_have_more_than_the_cost": unpaid_losers(stakes, rounds[-1], chosen),
    }
