"""What a department concludes: verdict, public reason, cost; given once a round, corrected while it is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, EditedByAnother, RuleError
from app.cycles.models import ExclusionCode, PhaseKind, VerdictKind
from app.cycles.services.phases import require_one_open
from app.proposals.models import Proposal, Stage, Status
from app.proposals.services import amounts, lifecycle, notices
from app.proposals.services.notices import Notice
from app.review.models import Verdict
from app.review.services.cases import Case, case_of
from app.review.services.officers import speaks_for

# A second review after an appeal may still be given while the committee reviews.
OPEN_IN = {1: (PhaseKind.dept_review,), 2: (PhaseKind.dept_review, PhaseKind.review)}


class NotAssigned(RuleError):
    code = "not_assigned"
    sentence = N_("%(receipt_no)s has not been assigned to a department yet.")


class OtherDepartment(RuleError):
    code = "other_department"
    sentence = N_("%(receipt_no)s lies with another department: %(department)s. Only that one can give the verdict.")
    status = 403


class SameOfficer(RuleError):
    code = "same_officer"
    sentence = N_("You gave the verdict that was appealed against. The second review needs another officer.")


class UnknownVerdict(RuleError):
    code = "unknown_verdict"
    sentence = N_("The plan of this cycle has no such verdict.")
    field = "kind"


class ExclusionMissing(RuleError):
    code = "exclusion_missing"
    sentence = N_("Say which rule excludes the proposal.")
    field = "exclusion"


class ReasonMissing(RuleError):
    code = "verdict_reason_missing"
    sentence = N_("Write the reason. The proposer and everyone else will read it.")
    field = "reason"


class CostMissing(RuleError):
    code = "cost_missing"
    sentence = N_("Say what it will cost.")
    field = "cost_won"


class CostOverCeiling(RuleError):
    code = "cost_over_ceiling"
    sentence = N_("%(cost_won)s is over the limit of %(ceiling_won)s by %(over_won)s.")
    field = "cost_won"


@dataclass(frozen=True)
class Conclusion:
    """What the officer typed. ``cost_won`` None: as asked; ``safety`` None: left as it is."""

    kind: str
    reason: str
    exclusion: str | None = None
    cost_won: int | None = None
    safety: bool | None = None


def give_verdict(*, proposal_id: int, conclusion: Conclusion, by: Any, revision: int | None = None) -> Verdict:
    """Give or correct the verdict of the present round.

    ``revision`` is of the verdict that was on the screen, None if there was none: ``EditedByAnother``
    if another stands there now.
    """
    with transaction():
        locked(Proposal, proposal_id)
        case = case_of(proposal_id)
        rules = Rules.of(case.proposal.cycle_id)
        department_id = require_acceptable(case, conclusion, rules, by=by)
        before = case.verdict
        if before is not None and _is_the_same(before, case, conclusion, rules, by):
            return before  # a double click
        if (before.revision if before else None) != revision:
            raise EditedByAnother()
        was = said(before) if before else None
        verdict = _write(case, department_id, conclusion, rules, by)
        audit.record(
            "review.correct" if was else "review.verdict",
            of=("proposal", proposal_id),
            by=by,
            before=was,
            after=said(verdict),
            why=verdict.reason,
        )
        _carry_out(case.proposal, verdict, conclusion, by)
        notices.tell(case.proposal, Notice.verdict, why=verdict.reason, but=by)
    return verdict


def give_verdicts(*, proposal_ids: Sequence[int], conclusion: Conclusion, by: Any) -> list[Verdict]:
    """Give the same verdict on several proposals that have none yet, all or none."""
    with transaction():
        return [
            give_verdict(proposal_id=proposal_id, conclusion=conclusion, by=by) for proposal_id in sorted(proposal_ids)
        ]


@dataclass(frozen=True)
class Rules:
    """What a department may conclude in a cycle, by code."""

    kinds: dict[str, VerdictKind]
    exclusions: dict[str, ExclusionCode]

    @classmethod
    def of(cls, cycle_id: int) -> "Rules":
        kinds = db.session.scalars(select(VerdictKind).where(VerdictKind.cycle_id == cycle_id))
        exclusions = db.session.scalars(select(ExclusionCode).where(ExclusionCode.cycle_id == cycle_id))
        return cls({kind.code: kind for kind in kinds}, {code.code: code for code in exclusions})


def refusal_of_first(case: Case, conclusion: Conclusion, rules: Rules, *, by: Any) -> RuleError | None:
    """Return what speaks against a first verdict in a case, for the preview of many."""
    try:
        if case.verdict is not None:
            raise EditedByAnother()
        require_acceptable(case, conclusion, rules, by=by)
    except RuleError as error:
        return error
    return None


def require_acceptable(case: Case, conclusion: Conclusion, rules: Rules, *, by: Any) -> int:
    """Return the department that concludes; raise what speaks against the verdict."""
    department_id = require_reviewer(case, by)
    require_one_open(case.proposal.cycle, OPEN_IN[case.round])
    kind = rules.kinds.get(conclusion.kind)
    if kind is None:
        raise UnknownVerdict()
    if not conclusion.reason.strip():
        raise ReasonMissing()
    if kind.needs_exclusion and conclusion.exclusion not in rules.exclusions:
        raise ExclusionMissing()
    _cost(case.proposal, kind, conclusion)
    return department_id


def require_reviewer(case: Case, by: Any) -> int:
    """Return the department for which the account may conclude in this case; raise if it may not."""
    receipt_no, first = case.proposal.receipt_no, case.verdicts.get(1)
    if case.assignment is None:
        raise NotAssigned(receipt_no=receipt_no)
    if not speaks_for(by, case.assignment.department_id):
        raise OtherDepartment(receipt_no=receipt_no, department=case.assignment.department.name_ko)
    if case.round == 2 and first is not None and first.officer_id == by.id:
        raise SameOfficer()
    return case.assignment.department_id


def status_of(kind: VerdictKind) -> Status:
    """Return where a verdict leads; a kind that an organiser added goes by whether it goes on."""
    if kind.code in {str(status) for status in lifecycle.VERDICTS}:
        return Status(kind.code)
    return Status.eligible if kind.goes_on else Status.ineligible


def said(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as the log keeps it."""
    return {
        "kind": verdict.kind.code,
        "exclusion": verdict.exclusion.code if verdict.exclusion else None,
        "reason": verdict.reason,
        "cost_won": verdict.cost_won,
        "round": verdict.round,
        "officer": verdict.officer_id,
    }


def _is_the_same(before: Verdict, case: Case, conclusion: Conclusion, rules: Rules, by: Any) -> bool:
    kind = rules.kinds[conclusion.kind]
    exclusion = conclusion.exclusion if kind.needs_exclusion else None
    return (
        before.officer_id == by.id
        and (before.kind.code, before.reason) == (kind.code, conclusion.reason.strip())
        and (before.exclusion.code if before.exclusion else None) == exclusion
        and before.cost_won == _cost(case.proposal, kind, conclusion)
        and conclusion.safety in (None, case.proposal.safety)
    )


def _write(case: Case, department_id: int, conclusion: Conclusion, rules: Rules, by: Any) -> Verdict:
    kind = rules.kinds[conclusion.kind]
    exclusion = rules.exclusions[conclusion.exclusion or ""] if kind.needs_exclusion else None
    cost_won = _cost(case.proposal, kind, conclusion)
    verdict = case.verdict or Verdict(proposal_id=case.proposal.id, round=case.round)
    verdict.department_id, verdict.officer_id = department_id, by.id
    verdict.kind_id, verdict.exclusion_id = kind.id, exclusion.id if exclusion else None
    verdict.reason, verdict.cost_won, verdict.given_at = conclusion.reason.strip(), cost_won, clock.now()
    db.session.add(verdict)
    db.session.flush()
    db.session.refresh(verdict)
    return verdict


def _cost(proposal: Proposal, kind: VerdictKind, conclusion: Conclusion) -> int | None:
    """Return the cost that goes on to the committee: the revised one, or what was asked."""
    if not kind.goes_on:
        return None
    asked = amounts.at_stage(proposal.amounts, Stage.asked)
    cost_won = conclusion.cost_won or (asked.amount_won if asked else None)
    if cost_won is None:
        raise CostMissing()
    ceiling = proposal.current.type.ceiling_won
    if ceiling is not None and cost_won > ceiling:
        raise CostOverCeiling(cost_won=cost_won, ceiling_won=ceiling, over_won=cost_won - ceiling)
    return cost_won


def _carry_out(proposal: Proposal, verdict: Verdict, conclusion: Conclusion, by: Any) -> None:
    """Move the proposal, record its cost where that is new, and mark what prevents accidents."""
    lifecycle.move(proposal, status_of(verdict.kind), by=by, why=verdict.reason)
    reviewed = amounts.at_stage(proposal.amounts, Stage.reviewed)
    if verdict.cost_won is not None and (reviewed is None or reviewed.amount_won != verdict.cost_won):
        amounts.append_amount(
            proposal,
            Stage.reviewed,
            verdict.cost_won,
            decided_by=verdict.department.name_ko,
            by=by,
            reason=verdict.reason,
        )
    if conclusion.safety is not None and conclusion.safety != proposal.safety:
        audit.record(
            "proposal.safety", of=("proposal", proposal.id), by=by, before=proposal.safety, after=conclusion.safety
        )
        proposal.safety = conclusion.safety
