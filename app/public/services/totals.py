"""The totals of a cycle, derived from amount histories, seats and statuses; never kept anywhere."""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from app.committee.models import Application, Body, CycleBody, Route, Seat
from app.core.db import db
from app.proposals.models import Proposal
from app.public.services.milestones import MILESTONES, after_council, before_council, ledger, touched


@dataclass(frozen=True)
class Sum:
    """How many proposals, and their amounts together in won."""

    count: int = 0
    won: int = 0


@dataclass(frozen=True)
class CouncilChange:
    """What the council did to the items it changed; in won. ``cut`` adds up reductions alone."""

    items_touched: int = 0
    before: int = 0
    cut: int = 0


@dataclass(frozen=True)
class Totals:
    """The sums of one cycle by milestone, and what the council changed."""

    at: dict[str, Sum]
    council: CouncilChange


@dataclass(frozen=True)
class Seats:
    """The committee of a cycle: who applied, who was appointed, who sits by office. Seats once ended are counted
    once: a replacement serves the rest of the same seat's term (art. 11)."""

    applicants: int | None = None
    appointed: int | None = None
    ex_officio: int | None = None


NOTHING = Totals(dict.fromkeys(MILESTONES, Sum()), CouncilChange())


def totals_of(cycle_id: int) -> Totals:
    """Return the totals of one cycle."""
    return _totals(cycle_id).get(cycle_id, NOTHING)


def totals_of_all() -> dict[int, Totals]:
    """Return the totals of every cycle that has proposals, by the cycle's id."""
    return _totals(None)


def _totals(cycle_id: int | None) -> dict[int, Totals]:
    amounts = ledger(cycle_id)
    before, after = before_council(amounts), after_council(amounts)
    columns = [Proposal.cycle_id, func.sum(case((touched(amounts) & (after < before), before - after), else_=0))]
    for milestone in MILESTONES.values():
        reached = milestone.reached(amounts)
        columns += [func.count(case((reached, 1))), func.sum(case((reached, milestone.amount(amounts)), else_=0))]
    query = (
        select(*columns)
        .select_from(Proposal)
        .outerjoin(amounts, amounts.c.proposal_id == Proposal.id)
        .group_by(Proposal.cycle_id)
    )
    if cycle_id is not None:
        query = query.where(Proposal.cycle_id == cycle_id)
    return {row[0]: _read(row[1], row[2:]) for row in db.session.execute(query)}


def _read(cut: int, sums: tuple[int, ...]) -> Totals:
    at = {name: Sum(int(sums[2 * place]), int(sums[2 * place + 1] or 0)) for place, name in enumerate(MILESTONES)}
    return Totals(at, CouncilChange(at["touched"].count, at["touched"].won, int(cut or 0)))


def seats_of(cycle_id: int) -> Seats:
    """Return the committee's numbers of one cycle, all None where no committee is recorded."""
    return _seats(cycle_id).get(cycle_id, Seats())


def seats_of_all() -> dict[int, Seats]:
    """Return the committee's numbers of every cycle that has one."""
    return _seats(None)


def _seats(cycle_id: int | None) -> dict[int, Seats]:
    first = select(func.count()).select_from(Seat).where(Seat.body_id == Body.id, Seat.replaces_id.is_(None))
    applied = select(func.count()).select_from(Application).where(Application.body_id == Body.id)
    query = select(
        CycleBody.cycle_id,
        Body.applicants,
        applied.scalar_subquery(),
        first.where(Seat.route != Route.ex_officio).scalar_subquery(),
        first.where(Seat.route == Route.ex_officio).scalar_subquery(),
    ).join(Body, Body.id == CycleBody.body_id)
    if cycle_id is not None:
        query = query.where(CycleBody.cycle_id == cycle_id)
    return {
        cycle: Seats(known if known is not None else found, appointed, by_office)
        for cycle, known, found, appointed, by_office in db.session.execute(query)
    }
