"""Who takes no part where: the proposer is found by the system, any other interest is declared.

The service that takes a score or a ballot asks here. A member with an interest stays enrolled.
Sources: Buk-gu ordinance, art. 12-2; ordinance on committees of the city, art. 7.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, func, literal, select, true, union, union_all

from app.accounts.models import Account
from app.committee.models import Interest, InterestKind, Seat
from app.committee.services import bodies
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, RuleError
from app.cycles.models import PhaseKind
from app.cycles.services import phases
from app.proposals.models import CoProposer, Lineage, LineageKind, Proposal


class HasInterest(RuleError):
    code = "has_interest"
    sentence = N_("You have an interest in this proposal and take no part in deciding on it.")
    status = 403


def interests_of(seat_ids: Iterable[int], cycle_id: int) -> dict[int, dict[int, InterestKind]]:
    """Return for each seat the proposals of a cycle it takes no part in: one query, whatever the numbers."""
    seat_ids = list(seat_ids)
    declared = (
        select(Interest.seat_id, Interest.proposal_id, cast(Interest.kind, String))
        .where(Interest.seat_id.in_(seat_ids))
        .where(exists().where(Proposal.id == Interest.proposal_id, Proposal.cycle_id == cycle_id))  # few rows are asked
    )
    theirs = Account.id.in_(select(Seat.account_id).where(Seat.id.in_(seat_ids)))
    own = _own_proposals(Proposal.cycle_id == cycle_id, theirs).subquery()
    mine = (
        select(Seat.id, own.c.proposal_id, literal(InterestKind.proposer.value))
        .join(own, own.c.account_id == Seat.account_id)
        .where(Seat.id.in_(seat_ids))
    )
    found: dict[int, dict[int, InterestKind]] = defaultdict(dict)
    for seat_id, proposal_id, kind in db.session.execute(union_all(declared, mine)):
        found[seat_id].setdefault(proposal_id, InterestKind(kind))
    return found


def _own_proposals(which: ColumnElement[bool], whose: ColumnElement[bool] | None = None) -> Any:
    """Return a query of (account, proposal): proposers, co-proposers, and both of all that was merged into it.

    Of the proposals ``which`` names, and of the accounts ``whose`` names (all).
    """
    whose = true() if whose is None else whose
    wrote = (
        select(Account.id.label("account_id"), Proposal.id.label("proposal_id"))
        .join(Proposal, Proposal.proposer_id == Account.id)
        .where(which, whose)
    )
    joined = [  # one query a way to know a co-proposer: each has its index, both together have none
        select(Account.id, CoProposer.proposal_id)
        .join(CoProposer, known)
        .join(Proposal, Proposal.id == CoProposer.proposal_id)
        .where(which, whose, CoProposer.declined_at.is_(None))
        for known in (CoProposer.account_id == Account.id, func.lower(CoProposer.email) == Account.email)
    ]
    direct = union(wrote, *joined).subquery()
    own = select(direct.c.account_id, direct.c.proposal_id).cte("own", recursive=True)
    merged = (
        select(own.c.account_id, Lineage.parent_id)
        .join(Lineage, Lineage.child_id == own.c.proposal_id)
        .where(Lineage.kind == LineageKind.merged_into)
    )
    return select(own.union(merged))


def proposed_by(account_id: int) -> Any:
    """Return a query of the proposals that an account has a part in."""
    return select(_own_proposals(true(), Account.id == account_id).subquery().c.proposal_id)


def excluded_from(seat: Seat, cycle_id: int) -> dict[int, InterestKind]:
    """Return the proposals that one member takes no part in."""
    return interests_of([seat.id], cycle_id).get(seat.id, {})


def require_no_interest(seat: Seat, proposal: Proposal) -> None:
    """Raise ``HasInterest`` if the member may not decide on the proposal."""
    if proposal.id in excluded_from(seat, proposal.cycle_id):
        raise HasInterest()


def step_aside(proposal: Proposal, *, kind: InterestKind, note: str = "", by: Any) -> None:
    """Declare an interest before the selection opens: a duty of the member (ordinance on committees, art. 7(3)).

    A score given before stays on record and no longer counts. Once the selection is open, the ballot's own service
    takes the declaration, as long as the member has not voted.
    """
    proposal_id = proposal.id
    with transaction():
        proposal = db.session.get_one(Proposal, proposal_id)
        seat = bodies.seat_of(by, bodies.committee_of(proposal.cycle))
        selection = phases.phase_of(proposal.cycle, PhaseKind.selection)
        if selection is not None and clock.now() >= selection.opens_at:
            raise phases.PhaseClosed(closed_at=selection.opens_at)
        declare(seat, proposal, kind=kind, note=note, by=by)


def declare(seat: Seat, proposal: Proposal, *, kind: InterestKind, note: str, by: Any) -> None:
    """Write an interest down, once, inside the caller's transaction."""
    locked(Seat, seat.id)
    if db.session.get(Interest, (seat.id, proposal.id)) is not None:
        return
    db.session.add(Interest(seat_id=seat.id, proposal_id=proposal.id, kind=kind, note=note, declared_at=clock.now()))
    db.session.flush()
    audit.record("interest.declare", of=("proposal", proposal.id), by=by, after={"seat": seat.id, "kind": kind})
