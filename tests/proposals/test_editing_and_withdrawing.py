"""Until the close the proposer may change her text, each time a new version, or take it back."""

import pytest

from app.core.db import db, transaction
from app.core.errors import EditedByAnother, NotFound
from app.cycles.models import PhaseKind
from app.cycles.services.phases import PhaseClosed, phase_of
from app.proposals.models import Proposal, Status
from app.proposals.services import contents, edit, lifecycle
from tests.builders import DAY, a_cycle, an_account
from tests.proposals.builders import a_content, a_submitted, letters


@pytest.fixture
def submitted(app):
    cycle, citizen = a_cycle(), an_account()
    return cycle, citizen, a_submitted(cycle, citizen)


def test_each_edit_is_a_new_version_and_the_old_one_stays(submitted):
    cycle, citizen, proposal = submitted
    changed = a_content(cycle, won=60_000_000, title="더 밝은 조명")
    edit.edit_proposal(proposal, changed, by=citizen, revision=proposal.revision, why="견적을 다시 받음")
    assert [version.title for version in proposal.versions] == ["횡단보도를 밝히는 조명", "더 밝은 조명"]
    assert proposal.current.number == 2
    assert [amount.amount_won for amount in proposal.amounts] == [50_000_000, 60_000_000]


def test_saving_without_a_change_makes_no_version(submitted):
    cycle, citizen, proposal = submitted
    edit.edit_proposal(proposal, a_content(cycle), by=citizen, revision=proposal.revision)
    assert [version.number for version in proposal.versions] == [1]


def test_second_tab_is_told_and_overwrites_nothing(submitted):
    cycle, citizen, proposal = submitted
    revision = proposal.revision
    edit.edit_proposal(proposal, a_content(cycle, title="첫째 창"), by=citizen, revision=revision)
    with pytest.raises(EditedByAnother):
        edit.edit_proposal(proposal, a_content(cycle, title="둘째 창"), by=citizen, revision=revision)
    assert db.session.get_one(Proposal, proposal.id).current.title == "첫째 창"


def test_nobody_else_can_edit_or_withdraw(submitted):
    cycle, _citizen, proposal = submitted
    other = an_account()
    with pytest.raises(NotFound):
        edit.edit_proposal(proposal, a_content(cycle), by=other, revision=proposal.revision)
    with pytest.raises(NotFound):
        edit.withdraw_proposal(proposal, by=other)


def test_after_the_close_nothing_can_be_edited(submitted):
    cycle, citizen, proposal = submitted
    with transaction():
        phase = phase_of(cycle, PhaseKind.intake)
        phase.opens_at, phase.closes_at = phase.opens_at - 9 * DAY, phase.opens_at
    assert not edit.may_edit(proposal)
    with pytest.raises(PhaseClosed):
        edit.edit_proposal(proposal, a_content(cycle, title="늦음"), by=citizen, revision=proposal.revision)


def test_what_a_department_reviews_cannot_be_edited(submitted):
    cycle, citizen, proposal = submitted
    with transaction():
        lifecycle.move(db.session.get_one(Proposal, proposal.id), Status.in_review)
    with pytest.raises(edit.NotToBeEdited):
        edit.edit_proposal(proposal, a_content(cycle, title="바꿈"), by=citizen, revision=proposal.revision)


def test_refused_edit_changes_nothing(submitted):
    cycle, citizen, proposal = submitted
    with pytest.raises(contents.OverCeiling):
        edit.edit_proposal(proposal, a_content(cycle, won=600_000_000), by=citizen, revision=proposal.revision)
    assert len(db.session.get_one(Proposal, proposal.id).versions) == 1


def test_withdrawn_proposal_stays_on_record_and_its_number_is_not_given_again(submitted):
    cycle, citizen, proposal = submitted
    edit.withdraw_proposal(proposal, by=citizen, why="다른 분이 냄")
    assert db.session.get_one(Proposal, proposal.id).status is Status.withdrawn
    assert a_submitted(cycle, citizen, key="k2").number == 2


def test_withdrawn_is_final(submitted):
    _cycle, citizen, proposal = submitted
    edit.withdraw_proposal(proposal, by=citizen)
    with pytest.raises(lifecycle.StepNotPossible), transaction():
        lifecycle.move(db.session.get_one(Proposal, proposal.id), Status.in_review)


def test_proposer_gets_no_letter_about_her_own_edit(submitted):
    cycle, citizen, proposal = submitted
    before = len(letters())
    edit.edit_proposal(proposal, a_content(cycle, title="바꿈"), by=citizen, revision=proposal.revision)
    assert len(letters()) == before
