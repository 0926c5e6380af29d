"""Counting rules, one a file.

For a caller with plain numbers (no ballots needed), import and signature::

    from voting.ballots import Limits, Project
    from voting.rules.ties import TieOrder

    from voting.rules.greedy import fill        # rank and fill within pot and ceilings
    fill(projects, votes, limits, *, on_misfit="skip", threshold=0, minimum_share=None, ballots=None,
         scores=None, ties=None, unsupported=False) -> Outcome

    from voting.rules.top_k import pick         # the k with the most votes
    pick(projects, votes, k, *, threshold=0, ties=None) -> Outcome

    from voting.rules.majority import MORE_THAN_HALF, Share, YesNo, decide   # yes or no to each item
    decide(items, enrolled, *, quorum=MORE_THAN_HALF, majority=MORE_THAN_HALF, of="present",
           minimum_share=None) -> tuple[Decision, ...]

``Project(id, cost, labels={"type": "youth", "field": "safety", "district": "북구"}, name="")``; costs are whole won;
``Limits(budget, ceilings={("type", "youth"): 1_000_000_000}, incompatible=[frozenset({"7", "12"})])``;
``TieOrder(("max-votes", "min-cost", "file"))`` or, after a lot was drawn, ``TieOrder(("list",), drawn=ids)``;
``votes`` maps ids to whole numbers or fractions. ``Outcome.selected`` are ids in order, ``.rounds`` one record for each
project considered, ``.missed`` each project left out with its reason code and numbers, ``.ties`` every tie met with
``mattered``; ``Outcome.as_json()`` is plain data. Elections with ballots: ``count(name, election, options)`` below. What cannot be counted raises ``voting.ballots.BadInput`` with ``code``
and ``params``.
"""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.rules.outcome import Outcome

RULES = {
    "greedy": "greedy",
    "equal-shares": "equal_shares",
    "phragmen": "phragmen",
    "knapsack": "knapsack",
    "bos": "bounded_overspending",
    "cstv": "cstv",
    "borda": "borda",
    "stv": "stv",
    "expanding-approvals": "expanding_approvals",
    "top-k": "top_k",
}
"""Name of a rule to its module, which has ``Options`` and ``count(election, options)``."""


def rule(name: str) -> tuple[type[Any], Callable[..., Outcome]]:
    """Return the ``Options`` and ``count`` of a rule.

    Raises
    ------
    BadInput
        ``unknown_option`` when there is no such rule.
    """
    if name not in RULES:
        raise BadInput("unknown_option", option="rule", value=name, known=", ".join(RULES))
    module = import_module(f"voting.rules.{RULES[name]}")
    return module.Options, module.count


def count(name: str, election: Election, options: Any = None, *, verify: bool = True) -> Outcome:
    """Count an election by a rule's name, and let its independent path confirm the outcome where it has one.

    Parameters
    ----------
    name : str
        A key of ``RULES``.
    election : Election
    options : the rule's ``Options``, optional
    verify : bool
    """
    kind, counts = rule(name)
    used = kind() if options is None else options
    outcome = counts(election, used)
    return verified(name, election, used, outcome) if verify else outcome


def verified(name: str, election: Election, options: Any, outcome: Outcome) -> Outcome:
    """Return the outcome with how it was confirmed; unchanged where the rule has no second path."""
    check = getattr(import_module(f"voting.rules.{RULES[name]}"), "verify", None)
    return outcome if check is None else replace(outcome, verified=check(election, options, outcome))
