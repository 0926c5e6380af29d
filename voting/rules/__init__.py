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
``mattered``; ``Outcome.as_json()`` is plain data. What cannot be counted raises ``voting.ballots.BadInput`` with ``code``
and ``params``.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from voting.ballots.errors import BadInput
from voting.rules.outcome import Outcome

RULES = {
    "greedy": "greedy",
    "equal-shares": "equal_shares",
    "borda": "borda",
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
