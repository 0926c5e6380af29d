"""A department concludes once a round, with a public reason and a cost; only its own officers may."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from app.core import audit, clock
from app.core.db import db
from app.core.errors import EditedByAnother
from app.cycles.services.phases import PhaseClosed
from app.proposals.models import Proposal, Stage, Status
from app.proposals.services import amounts
from app.review.services import appeals, verdicts
from app.review.services.assignment import SecondReviewNeedsAnother, assign
from tests.builders import a_department, an_account
from tests.review.builders import a_review, an_officer, an_order, assigned, conclude, refuse


def fresh(proposal: Proposal) -> Proposal:
    return db.session.get_one(Proposal, proposal.id, populate_existing=True)


def test_an_unchanged_cost_is_recorded_as_reviewed(app: Flask):
    cycle, department, officer = a_review()
    proposal = assigned(cycle, department, asked_won=300_000_000)
    conclude(proposal, officer)
    reviewed = amounts.at_stage(fresh(proposal).amounts, Stage.reviewed)
    assert reviewed is not None
    assert (reviewed.amount_won, reviewed.decided_by) == (300_000_000, department.name_ko)
    assert fresh(proposal).status is Status.eligible


def test_a_revised_cost_is_appended_with_the_public_reason(app: Flask):
    cycle, department, officer = a_review()
    proposal = assigned(cycle, department, asked_won=300_000_000)
    conclude(proposal, officer, "amended", cost_won=250_000_000, reason="설계비를 뺐습니다")
    history = amounts.history(fresh(proposal).amounts)
    assert [(row.stage, row.amount_won) for row in history] == [
        (Stage.asked, 300_000_000), (Stage.reviewed, 250_000_000),
    ]  # fmt: skip
    assert history[-1].reason == "설계비를 뺐습니다"


def test_a_revised_cost_above_the_ceiling_is_refused_with_the_difference(app: Flask):
    cycle, department, officer = a_review()
    proposal = assigned(cycle, department)
    with pytest.raises(verdicts.CostOverCeiling) as refused:
        conclude(proposal, officer, cost_won=530_000_000)
    assert refused.value.params["over_won"] == 30_000_000
    assert fresh(proposal).status is Status.in_review


def test_an_officer_cannot_judge_a_proposal_of_another_department(app: Flask):
    cycle, department, _ = a_review()
    proposal = assigned(cycle, department)
    with pytest.raises(verdicts.OtherDepartment):
        conclude(proposal, an_officer(a_department("도로과")))


def test_ineligible_needs_the_rule_that_excludes(app: Flask):
    cycle, department, officer = a_review()
    proposal = assigned(cycle, department)
    with pytest.raises(verdicts.ExclusionMissing):
        conclude(proposal, officer, "ineligible")
    refuse(proposal, officer)
    assert fresh(proposal).status is Status.ineligible
    assert amounts.at_stage(fresh(proposal).amounts, Stage.reviewed) is None


def test_a_verdict_without_a_public_reason_is_refused(app: Flask):
    cycle, department, officer = a_review()
    with pytest.raises(verdicts.ReasonMissing):
        conclude(assigned(cycle, department), officer, reason="   ")


def test_a_verdict_after_the_close_is_refused(app: Flask):
    cycle, department, officer = a_review()
    proposal = assigned(cycle, department)
    with time_machine.travel(clock.now() + dt.timedelta(days=10)), pytest.raises(PhaseClosed):
        conclude(proposal, officer)
    assert fresh(proposal).status is Status.in_review


def test_a_correction_is_a_revision_on_record(app: Flask):
    cycle, department, officer = a_review()
    proposal = assigned(cycle, department)
    seen = conclude(proposal, officer).revision
    corrected = conclude(proposal, officer, "amended", cost_won=200_000_000, revision=seen)
    assert corrected.revision == seen + 1
    assert fresh(proposal).status is Status.amended
    entry = db.session.scalars(db.select(audit.AuditEntry).where(audit.AuditEntry.action == "review.correct")).one()
    payload = db.session.get_one(audit.AuditPayload, entry.seq)
    assert (payload.before["kind"], payload.after["kind"]) == ("eligible", "amended")


def test_of_two_officers_at_once_the_second_is_told(app: Flask):
    cycle, department, officer = a_review()
    proposal = assigned(cycle, department)
    conclude(proposal, officer)
    with pytest.raises(EditedByAnother):
        conclude(proposal, an_officer(department), "amended")
    assert fresh(proposal).status is Status.eligible


def test_the_safety_mark_is_set_by_the_department(app: Flask):
    cycle, department, officer = a_review()
    proposal = assigned(cycle, department)
    conclude(proposal, officer, safety=True)
    assert fresh(proposal).safety


def test_many_verdicts_are_given_all_or_none(app: Flask):
    cycle, department, officer = a_review()
    mine, theirs = assigned(cycle, department), assigned(cycle, a_department("도로과"))
    conclusion = verdicts.Conclusion(kind="eligible", reason="예산이 있습니다")
    with pytest.raises(verdicts.OtherDepartment):
        verdicts.give_verdicts(proposal_ids=[mine.id, theirs.id], conclusion=conclusion, by=officer)
    assert fresh(mine).status is Status.in_review
    verdicts.give_verdicts(proposal_ids=[mine.id], conclusion=conclusion, by=officer)
    assert fresh(mine).status is Status.eligible


def test_an_appeal_is_reviewed_by_another_officer(app: Flask):
    cycle, department, officer = a_review()
    proposer, other = an_account(), an_officer(department)
    proposal = assigned(cycle, department, by=proposer)
    refuse(proposal, officer)
    appeals.appeal(proposal_id=proposal.id, body="여러 사람이 겪는 일입니다", by=proposer)
    assert fresh(proposal).status is Status.in_review
    with pytest.raises(SecondReviewNeedsAnother):
        assign(
            cycle_id=cycle.id, proposal_ids=[proposal.id], order=an_order(department, officer_id=officer.id), by=None
        )
    assign(cycle_id=cycle.id, proposal_ids=[proposal.id], order=an_order(department), by=None)
    with pytest.raises(verdicts.SameOfficer):
        conclude(proposal, officer)
    second = conclude(proposal, other)
    assert (second.round, fresh(proposal).status) == (2, Status.eligible)
    with pytest.raises(appeals.AppealedAlready):
        appeals.appeal(proposal_id=proposal.id, body="다시", by=proposer)


def test_only_proposers_answer_and_only_a_stopping_verdict_is_appealed(app: Flask):
    cycle, department, officer = a_review()
    proposer = an_account()
    proposal = assigned(cycle, department, by=proposer)
    verdict = conclude(proposal, officer)
    with pytest.raises(appeals.NotTheProposer):
        appeals.reply(verdict_id=verdict.id, body="고맙습니다", by=an_account())
    assert appeals.reply(verdict_id=verdict.id, body="고맙습니다", by=proposer).body == "고맙습니다"
    with pytest.raises(appeals.NothingToAppeal):
        appeals.appeal(proposal_id=proposal.id, body="그래도", by=proposer)


def test_a_double_click_gives_one_verdict_and_one_answer(app: Flask):
    cycle, department, officer = a_review()
    proposer = an_account()
    proposal = assigned(cycle, department, by=proposer)
    first, second = conclude(proposal, officer), conclude(proposal, officer)
    assert (first.id, second.revision) == (second.id, 1)
    assert len(fresh(proposal).amounts) == 2
    replies = {appeals.reply(verdict_id=first.id, body="고맙습니다", by=proposer).id for _ in range(2)}
    assert len(replies) == 1


def test_assigning_the_same_again_changes_nothing(app: Flask):
    cycle, department, _ = a_review()
    proposal = assigned(cycle, department)
    order = an_order(department)
    (once,) = assign(cycle_id=cycle.id, proposal_ids=[proposal.id], order=order, by=None)
    (again,) = assign(cycle_id=cycle.id, proposal_ids=[proposal.id], order=order, by=None)
    assert once.id == again.id
