"""How far a proposal came, as conditions on the records: the one table behind totals, lists and downloads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, select

from app.proposals.models import NO_REASON, Amount, Proposal, Stage, Status
from app.proposals.services.amounts import counting_amounts
from app.proposals.services.lifecycle import COUNCIL, ON_BALLOT_OUTCOMES, PROGRESS

COUNCIL_STAGES = (Stage.standing, Stage.budget_cmte, Stage.plenary)
PUT_TO_VOTE = (
    {Status.on_ballot, Status.left_out, Status.in_bill, Status.settled} | ON_BALLOT_OUTCOMES | COUNCIL | PROGRESS
)
PASSED_REVIEW = PUT_TO_VOTE | {Status.eligible, Status.amended, Status.screened_out}

Won = ColumnElement[int]
Claim = ColumnElement[bool]


def ledger(cycle_id: int | None = None, ids: Sequence[int] | None = None) -> Subquery:
    """Return one row a proposal with the amount that counts of each stage as a column: of one cycle, of some, of all.

    ``silent`` is 1 where a council stage changed the amount and gave no reason.
    """
    counting = counting_amounts()
    if cycle_id is not None:
        counting = counting.join(Proposal, Proposal.id == Amount.proposal_id).where(Proposal.cycle_id == cycle_id)
    if ids is not None:
        counting = counting.where(Amount.proposal_id.in_(ids))
    entry = counting.subquery()
    columns = [func.max(case((entry.c.stage == stage, entry.c.amount_won))).label(stage.value) for stage in Stage]
    silent = and_(entry.c.stage.in_(COUNCIL_STAGES), entry.c.reason_code == NO_REASON)
    columns.append(func.max(case((silent, 1), else_=0)).label("silent"))
    return select(entry.c.proposal_id, *columns).group_by(entry.c.proposal_id).subquery("ledger")


def before_council(amounts: Subquery) -> Won:
    """Return what went to the council: the bill's amount, or the chosen one where no bill is recorded."""
    return func.coalesce(amounts.c.bill, amounts.c.voted)


def after_council(amounts: Subquery) -> Won:
    """Return what the furthest council stage left, null before the first."""
    return func.coalesce(amounts.c.plenary, amounts.c.budget_cmte, amounts.c.standing)


def now(amounts: Subquery) -> Won:
    """Return the amount of the furthest stage."""
    return func.coalesce(*(amounts.c[stage.value] for stage in reversed(Stage)))


def touched(amounts: Subquery) -> Claim:
    """Say whether the council changed the amount at one of its stages, be it only for a time."""
    before = before_council(amounts)
    return or_(*(amounts.c[stage.value] != before for stage in COUNCIL_STAGES))


@dataclass(frozen=True)
class Milestone:
    """A point that proposals reach: which did, and the amount that counts there."""

    reached: Callable[[Subquery], Claim]
    amount: Callable[[Subquery], Won]


MILESTONES: dict[str, Milestone] = {
    "submitted": Milestone(lambda a: Proposal.id.is_not(None), lambda a: a.c.asked),
    "passed_review": Milestone(
        lambda a: Proposal.status.in_(PASSED_REVIEW), lambda a: func.coalesce(a.c.reviewed, a.c.asked)
    ),
    "put_to_vote": Milestone(
        lambda a: Proposal.status.in_(PUT_TO_VOTE), lambda a: func.coalesce(a.c.reviewed, a.c.asked)
    ),
    "selected": Milestone(lambda a: a.c.voted.is_not(None), lambda a: a.c.voted),
    "in_bill": Milestone(lambda a: a.c.bill > 0, lambda a: a.c.bill),
    "touched": Milestone(touched, before_council),
    "cut": Milestone(lambda a: and_(touched(a), after_council(a) < before_council(a)), before_council),
    "zeroed": Milestone(lambda a: and_(before_council(a) > 0, after_council(a) == 0), before_council),
    "partly_cut": Milestone(
        lambda a: and_(after_council(a) > 0, after_council(a) < before_council(a)),
        lambda a: before_council(a) - after_council(a),
    ),
    "increased": Milestone(
        lambda a: after_council(a) > before_council(a), lambda a: after_council(a) - before_council(a)
    ),
    "without_reason": Milestone(lambda a: and_(touched(a), a.c.silent == 1), before_council),
    "passed_council": Milestone(lambda a: after_council(a) > 0, after_council),
    "standing": Milestone(lambda a: a.c.standing.is_not(None), lambda a: a.c.standing),
    "budget_cmte": Milestone(lambda a: a.c.budget_cmte.is_not(None), lambda a: a.c.budget_cmte),
    "plenary": Milestone(lambda a: a.c.plenary.is_not(None), lambda a: a.c.plenary),
    "executed": Milestone(lambda a: a.c.executed > 0, lambda a: a.c.executed),
    "settled": Milestone(lambda a: a.c.settled.is_not(None), lambda a: a.c.settled),
}
