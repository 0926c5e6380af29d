"""What a proposer answers: publicly to any verdict, and once by an appeal against one that stops the proposal."""

from typing import Any

from sqlalchemy import select

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.cycles.models import PhaseKind
from app.cycles.services.phases import require_one_open
from app.proposals.models import CoProposer, Proposal, Status
from app.proposals.services import lifecycle, notices
from app.proposals.services.notices import Notice
from app.review.models import Appeal, Reply, Verdict
from app.review.services.cases import Case, case_of

APPEAL_IN = (PhaseKind.dept_review, PhaseKind.review)


class NotTheProposer(RuleError):
    code = "not_the_proposer"
    sentence = N_("Only those who proposed it can answer here.")
    status = 403


class BodyMissing(RuleError):
    code = "body_missing"
    sentence = N_("Write something first.")
    field = "body"


class AppealedAlready(RuleError):
    code = "appealed_already"
    sentence = N_("There has been one appeal already. The second verdict stands.")


class NothingToAppeal(RuleError):
    code = "nothing_to_appeal"
    sentence = N_("Only a verdict that stops the proposal can be appealed against.")


def proposed_by(proposal: Proposal, account: Any) -> bool:
    """Say whether the account is the proposer or a co-proposer who has consented."""
    if proposal.proposer_id == account.id:
        return True
    consented = select(CoProposer.id).where(
        CoProposer.proposal_id == proposal.id,
        CoProposer.account_id == account.id,
        CoProposer.consented_at.is_not(None),
    )
    return db.session.scalar(consented) is not None


def reply(*, verdict_id: int, body: str, by: Any) -> Reply:
    """Answer a verdict in public."""
    with transaction():
        verdict = locked(Verdict, verdict_id)
        if verdict is None:
            raise NotFound()
        _require_proposer(verdict.proposal, body, by)
        said = select(Reply).where(
            Reply.verdict_id == verdict.id, Reply.account_id == by.id, Reply.body == body.strip()
        )
        earlier = db.session.scalar(said.limit(1))
        if earlier is not None:
            return earlier  # a double click
        answer = Reply(verdict_id=verdict.id, account_id=by.id, body=body.strip(), at=clock.now())
        db.session.add(answer)
        notices.tell(verdict.proposal, Notice.answered, why=answer.body, but=by)
        audit.record("review.reply", of=("proposal", verdict.proposal_id), by=by, after={"verdict": verdict.id})
    return answer


def appeal(*, proposal_id: int, body: str, by: Any) -> Appeal:
    """Ask for a second review by another officer; the proposal is under review again."""
    with transaction():
        proposal = locked(Proposal, proposal_id)
        if proposal is None:
            raise NotFound()
        _require_proposer(proposal, body, by)
        case = case_of(proposal_id)
        require_appealable(case)
        verdict = case.verdicts[1]
        made = Appeal(
            proposal_id=proposal.id, verdict_id=verdict.id, account_id=by.id, body=body.strip(), at=clock.now()
        )
        db.session.add(made)
        db.session.flush()
        audit.record("review.appeal", of=("proposal", proposal.id), by=by, after={"verdict": verdict.id}, why=made.body)
        lifecycle.move(proposal, Status.in_review, by=by, why=made.body)
        notices.tell(proposal, Notice.answered, why=made.body, but=by)
    return made


def require_appealable(case: Case) -> None:
    """Raise what keeps a verdict from being appealed against now."""
    if case.appeal is not None:
        raise AppealedAlready()
    verdict = case.verdicts.get(1)
    if verdict is None or verdict.kind.goes_on or case.proposal.status not in lifecycle.VERDICTS:
        raise NothingToAppeal()
    require_one_open(case.proposal.cycle, APPEAL_IN)


def replies_to(case: Case) -> list[Reply]:
    """Return what the proposers answered to the verdicts of a case, in order."""
    if not case.verdicts:
        return []
    verdict_ids = [verdict.id for verdict in case.verdicts.values()]
    return list(db.session.scalars(select(Reply).where(Reply.verdict_id.in_(verdict_ids)).order_by(Reply.at)))


def _require_proposer(proposal: Proposal, body: str, by: Any) -> None:
    if not proposed_by(proposal, by):
        raise NotTheProposer()
    if not body.strip():
        raise BodyMissing()
