"""Yes or no to each item, with a quorum and a majority."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.ballots.errors import BadInput
from voting.rules.outcome import differs

BASES = ("present", "decided", "enrolled")


@dataclass(frozen=True)
class Share:
    """A share that must be reached, or exceeded: "more than half" is ``Share(Fraction(1, 2), exceed=True)``."""

    of_one: Fraction
    exceed: bool = False

    def reached(self, part: int, base: int) -> bool:
        """Say whether ``part`` of ``base`` satisfies the share, by comparing fractions; of nothing every part is enough."""
        if base == 0:
            return part > 0 or not self.exceed
        return Fraction(part, base) > self.of_one if self.exceed else Fraction(part, base) >= self.of_one

    def needed(self, base: int) -> int:
        """Return the least whole number that satisfies the share of ``base``."""
        exact = self.of_one * base
        whole = -(-exact.numerator // exact.denominator)
        return whole + 1 if self.exceed and whole == exact else whole


MORE_THAN_HALF = Share(Fraction(1, 2), exceed=True)


@dataclass(frozen=True)
class YesNo:
    """The count of one item.

    Attributes
    ----------
    id : str
    yes, no, abstained : int
        Ballots.
    present : int, optional
        People present at this item, without who was recused; default: yes + no + abstained.
    """

    id: str
    yes: int
    no: int
    abstained: int = 0
    present: int | None = None

    @property
    def attending(self) -> int:
        """Return the number present at this item."""
        return self.yes + self.no + self.abstained if self.present is None else self.present


@dataclass(frozen=True)
class Decision:
    """What became of one item.

    Attributes
    ----------
    reason : str or None
        ``no_quorum`` or ``no_majority`` when it did not pass.
    quorum_needed, yes_needed : int
        The numbers it was measured against.
    short_by : int
        People or yes votes that were missing; 0 when it passed.
    tied : bool
        As many yes as no.
    """

    id: str
    passed: bool
    reason: str | None
    yes: int
    no: int
    abstained: int
    present: int
    quorum_needed: int
    yes_needed: int
    short_by: int
    tied: bool


def decide(
    items: Sequence[YesNo],
    enrolled: int,
    *,
    quorum: Share = MORE_THAN_HALF,
    majority: Share = MORE_THAN_HALF,
    of: str = "present",
    minimum_share: Share | None = None,
) -> tuple[Decision, ...]:
    """Decide each item by itself; one passes if it has the quorum, the majority and the minimum share.

    Parameters
    ----------
    items : sequence of YesNo
    enrolled : int
        Members of the body; a recusal lowers those present, not those enrolled.
    quorum : Share
        Of the enrolled, that must be present at the item. ``Share(Fraction(0))`` for none.
    majority : Share
        Of the base, that must say yes.
    of : {"present", "decided", "enrolled"}
        The base of the majority: everyone present, only yes and no, or everyone enrolled.
    minimum_share : Share, optional
        Of the enrolled, that must say yes besides.

    Returns
    -------
    tuple of Decision
        In the order of ``items``.

    Raises
    ------
    BadInput
        A negative count, more votes than people present, more present than enrolled, an unknown base.

    Examples
    --------
    >>> rows = decide([YesNo("park", 26, 20), YesNo("road", 23, 23)], enrolled=91)
    >>> [(row.passed, row.yes_needed, row.tied) for row in rows]
    [(True, 24, False), (False, 24, True)]
    """
    if of not in BASES:
        raise BadInput("unknown_option", option="of", value=of, known=", ".join(BASES))
    decisions = tuple(_decide_one(item, enrolled, quorum, majority, of, minimum_share) for item in items)
    for item, decision in zip(items, decisions, strict=True):
        if decision.passed != _passes(item, enrolled, quorum, majority, of, minimum_share):
            raise differs()
    return decisions


def _decide_one(
    item: YesNo, enrolled: int, quorum: Share, majority: Share, of: str, minimum_share: Share | None
) -> Decision:
    """Decide ``item``."""
    _check(item, enrolled)
    present = item.attending
    base = {"present": present, "decided": item.yes + item.no, "enrolled": enrolled}[of]
    quorum_needed = quorum.needed(enrolled)
    # Nothing passes without a single yes, whatever the share.
    yes_needed = max(1, majority.needed(base), minimum_share.needed(enrolled) if minimum_share else 0)
    reason = "no_quorum" if present < quorum_needed else "no_majority" if item.yes < yes_needed else None
    short_by = {"no_quorum": quorum_needed - present, "no_majority": yes_needed - item.yes, None: 0}[reason]
    return Decision(
        item.id, reason is None, reason, item.yes, item.no, item.abstained, present, quorum_needed, yes_needed,
        short_by, item.yes == item.no,
    )  # fmt: skip


def _passes(item: YesNo, enrolled: int, quorum: Share, majority: Share, of: str, minimum_share: Share | None) -> bool:
    """Say once more, by the shares themselves and not by numbers of votes, whether ``item`` passes: the second count."""
    base = {"present": item.attending, "decided": item.yes + item.no, "enrolled": enrolled}[of]
    enough_are_there = quorum.reached(item.attending, enrolled)
    enough_say_yes = item.yes > 0 and majority.reached(item.yes, base)
    return enough_are_there and enough_say_yes and (minimum_share is None or minimum_share.reached(item.yes, enrolled))


def _check(item: YesNo, enrolled: int) -> None:
    """Refuse counts that cannot be."""
    for name in ("yes", "no", "abstained"):
        if getattr(item, name) < 0:
            raise BadInput("negative_count", item=item.id, field=name, value=getattr(item, name))
    votes = item.yes + item.no + item.abstained
    if votes > item.attending:
        raise BadInput("more_votes_than_present", item=item.id, votes=votes, present=item.attending)
    if item.attending > enrolled:
        raise BadInput("more_present_than_enrolled", item=item.id, present=item.attending, enrolled=enrolled)
