"""Majority, then rank and fill: a body decides each item by itself, and what passes fills the pot, most yes votes first.

In four lines:

1. Where a majority is asked for, an item passes with that share of those who took part in it; else with one yes.
2. Who said yes, no or abstained took part in an item; who left it out, for an interest of their own, did not.
3. What passed is ranked by its yes votes; equal votes by the tie order fixed beforehand.
4. It is taken while the pot, its ceilings and what excludes it allow (``voting.rules.greedy``).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction

from voting.ballots.limits import Limits
from voting.ballots.project import Amount, Project
from voting.rules.greedy import fill
from voting.rules.majority import MORE_THAN_HALF, Decision, Share, YesNo, decide
from voting.rules.outcome import Missed, Outcome, differs
from voting.rules.recount import fill_again
from voting.rules.ties import TieOrder


@dataclass(frozen=True)
class Options:
    """Options of the rule.

    Attributes
    ----------
    majority : Share, optional
        Of those who took part in the item, that must say yes; none: a single yes is enough.
    minimum_share : Fraction, optional
        Least share of all ballots that must say yes.
    skip : bool
        Go on after a project that does not fit.
    ties : TieOrder
    """

    majority: Share | None = MORE_THAN_HALF
    minimum_share: Fraction | None = None
    skip: bool = True
    ties: TieOrder = field(default_factory=TieOrder)


def decide_and_fill(
    projects: Sequence[Project], items: Sequence[YesNo], ballots: int, limits: Limits, options: Options = Options()
) -> Outcome:
    """Decide each item, and fill the pot with what passed.

    Parameters
    ----------
    projects : sequence of Project
        In the order they are listed.
    items : sequence of YesNo
        The count of each project; ``present`` is how many took part in it, by default all who marked it.
    ballots : int
        Ballots that count, blank ones too.
    limits : Limits

    Returns
    -------
    Outcome
        Of ``greedy.fill``; what has no majority stands in ``missed`` as ``no_majority`` with the numbers of its decision.

    Raises
    ------
    BadInput
        As ``majority.decide`` and ``greedy.fill``.

    Examples
    --------
    >>> park, road, hall = Project("park", 40), Project("road", 50), Project("hall", 30)
    >>> items = [YesNo("park", 3, 1), YesNo("road", 2, 2), YesNo("hall", 2, 0)]
    >>> outcome = decide_and_fill([park, road, hall], items, 4, Limits(80))
    >>> outcome.selected, outcome.missed[0].reason
    (('park', 'hall'), 'no_majority')
    """
    failed = {d.id: d for d in _decisions(items, ballots, options) if not d.passed}
    standing = [project for project in projects if project.id not in failed]
    votes: dict[str, Amount] = {item.id: item.yes for item in items}
    filled = fill(
        standing, votes, limits, on_misfit="skip" if options.skip else "stop", minimum_share=options.minimum_share,
        ballots=ballots, ties=options.ties,
    )  # fmt: skip
    if _filled_again(standing, votes, limits, options, ballots) != list(filled.selected):
        raise differs()
    majority = options.majority and {"share": options.majority.of_one, "exceed": options.majority.exceed}
    return replace(
        filled, rule="majority-fill", options={"majority": majority, **filled.options},
        missed=(*filled.missed, *(_no_majority(decision) for decision in failed.values())),
        verified="each item decided and the pot filled twice, by two ways",
    )  # fmt: skip


def _decisions(items: Sequence[YesNo], ballots: int, options: Options) -> tuple[Decision, ...]:
    if options.majority is None:
        return ()
    return decide(items, ballots, quorum=Share(Fraction(0)), majority=options.majority)


def _no_majority(decision: Decision) -> Missed:
    names = ("yes", "no", "abstained", "present", "yes_needed", "short_by")
    numbers = asdict(decision)
    return Missed(decision.id, "no_majority", {name: numbers[name] for name in names})


def _filled_again(
    standing: Sequence[Project], votes: dict[str, Amount], limits: Limits, options: Options, ballots: int
) -> list[str]:
    """Return what fills the pot, found in another way."""
    needed = (options.minimum_share or 0) * ballots
    able = tuple(p for p in standing if votes[p.id] > 0 and votes[p.id] >= needed)
    return fill_again(able, votes, limits, options.ties.places(standing, votes), stop=not options.skip)
