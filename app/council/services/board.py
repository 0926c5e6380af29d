"""The council board: how much of what was chosen survived, by stage, field, district, type and reason.

One row an item, read in two queries; every sum is taken from these rows, so each number opens its items.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, load_only, selectinload

from app.city.models import Place
from app.core.db import db
from app.council.services.changes import fate_of
from app.council.services.sittings import COUNCIL_STAGES
from app.cycles.models import Cycle
from app.proposals.models import NO_REASON, Amount, Basis, Proposal, ReasonCode, Stage, Status, Version
from app.proposals.services import amounts

DISTRICT = 5  # digits of a place code that name the district
WHOLE_CITY = "29000"


@dataclass(frozen=True)
class Step:
    """What one stage made of an item."""

    stage: Stage
    before_won: int
    after_won: int
    entry: Amount

    @property
    def change_won(self) -> int:
        return self.after_won - self.before_won


@dataclass(frozen=True)
class Item:
    """One project of the bill and its way through the council."""

    proposal: Proposal
    chosen_won: int
    bill_won: int
    left_out: Amount | None
    steps: tuple[Step, ...]

    @property
    def after_won(self) -> int:
        return self.steps[-1].after_won if self.steps else self.bill_won

    @property
    def decided(self) -> bool:
        return bool(self.steps) or self.left_out is not None

    @property
    def cut_won(self) -> int:
        return max(self.bill_won - self.after_won, 0)

    @property
    def fate(self) -> Status:
        if self.left_out is not None:
            return Status.left_out
        return fate_of(self.bill_won, self.after_won) if self.steps else Status.in_bill

    @property
    def largest(self) -> Step | None:
        """The step that changed most; its reason is the one that is counted."""
        changed = [step for step in self.steps if step.change_won]
        return max(changed, key=lambda step: abs(step.change_won), default=None)

    @property
    def reason_code(self) -> str | None:
        if self.largest is None or self.largest.change_won > 0:
            return None
        entry = self.largest.entry
        return entry.reason_code or ("other" if entry.reason else NO_REASON)

    @property
    def district(self) -> str:
        return self.proposal.current.place_code[:DISTRICT]

    @property
    def made_up(self) -> bool:
        return any(step.entry.basis is Basis.synthetic for step in self.steps)


@dataclass(frozen=True)
class Sum:
    """A group of items: how many, won before and after, how many were touched."""

    key: str
    items: int
    touched: int
    before_won: int
    after_won: int

    @property
    def cut_won(self) -> int:
        return max(self.before_won - self.after_won, 0)


def items_of(cycle: Cycle) -> list[Item]:
    """Return every item of the bill of a cycle, in the order of receipt numbers."""
    billed = select(Amount.proposal_id).where(Amount.stage == Stage.bill)
    version = joinedload(Proposal.current).options(
        load_only(Version.title, Version.field_id, Version.type_id, Version.place_code),
        joinedload(Version.field), joinedload(Version.type), joinedload(Version.place).joinedload(Place.parent),
    )  # fmt: skip
    query = select(Proposal).where(Proposal.cycle_id == cycle.id, Proposal.id.in_(billed)).order_by(Proposal.number)
    whole = (version, joinedload(Proposal.cycle), selectinload(Proposal.amounts).joinedload(Amount.source))
    return [_item(proposal) for proposal in db.session.scalars(query.options(*whole))]


def _item(proposal: Proposal) -> Item:
    counting = {amount.stage: amount for amount in amounts.history(proposal.amounts)}
    bill, voted = counting[Stage.bill], counting.get(Stage.voted)
    steps, before = [], bill.amount_won
    for stage in COUNCIL_STAGES:
        if stage in counting:
            entry = counting[stage]
            steps.append(Step(stage, before, entry.amount_won, entry))
            before = entry.amount_won
    left_out = bill if bill.amount_won == 0 else None
    return Item(proposal, voted.amount_won if voted else bill.amount_won, bill.amount_won, left_out, tuple(steps))


GROUPS: Mapping[str, Callable[[Item], str]] = {
    "field": lambda item: item.proposal.current.field.code,
    "type": lambda item: item.proposal.current.type.code,
    "district": lambda item: item.district,
    "fate": lambda item: str(item.fate),
    "reason": lambda item: item.reason_code or "",
}


def sums_by(items: Iterable[Item], group: str) -> list[Sum]:
    """Return sums over the items by one of ``GROUPS``, the largest cut first."""
    key_of = GROUPS[group]
    grouped: dict[str, list[Item]] = {}
    for item in items:
        grouped.setdefault(key_of(item), []).append(item)
    found = [total(key, members) for key, members in grouped.items() if key]
    return sorted(found, key=lambda row: (-row.cut_won, -row.before_won, row.key))


def total(key: str, items: Sequence[Item]) -> Sum:
    return Sum(
        key=key,
        items=len(items),
        touched=sum(item.after_won != item.bill_won for item in items),
        before_won=sum(item.bill_won for item in items),
        after_won=sum(item.after_won for item in items),
    )


def sums_by_stage(items: Sequence[Item]) -> list[Sum]:
    """Return for each stage with an entry what lay before it, what it left, and how many it changed."""
    found = []
    for stage in COUNCIL_STAGES:
        steps = [step for item in items for step in item.steps if step.stage is stage]
        if steps:
            changed = sum(step.change_won != 0 for step in steps)
            before, after = sum(s.before_won for s in steps), sum(s.after_won for s in steps)
            found.append(Sum(str(stage), len(steps), changed, before, after))
    return found


def matching(items: Iterable[Item], wanted: Mapping[str, str], stage: str = "") -> list[Item]:
    """Return the items that fit every chosen group, and that the chosen stage changed."""
    return [
        item
        for item in items
        if all(GROUPS[group](item) == value for group, value in wanted.items())
        and (not stage or any(step.stage == stage and step.change_won for step in item.steps))
    ]


def by_urgency(items: Iterable[Item]) -> list[Item]:
    """Put what was cut first, the unexplained before the explained, then by how much was lost."""
    return sorted(
        items, key=lambda item: (item.cut_won == 0, item.reason_code != NO_REASON, -item.cut_won, item.proposal.number)
    )


def reasons() -> dict[str, ReasonCode]:
    """Return the reason codes by code, in their order."""
    return {row.code: row for row in db.session.scalars(select(ReasonCode).order_by(ReasonCode.position))}
