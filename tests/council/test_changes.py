import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock
from app.core.db import db, transaction
from app.core.errors import EditedByAnother
from app.core.mail import Message
from app.council.services import changes
from app.council.services.errors import BeforeThatStage, CouncilNotBegun, NotInBill, SittingOfAnotherStage
from app.council.services.sittings import SittingExists, hold_sitting
from app.proposals.models import NO_REASON, Follow, Stage, Status
from app.proposals.services import amounts
from tests.builders import a_cycle, an_account
from tests.council.builders import a_sitting, before_the_council, chosen


def cut(cycle, project, won, *, stage=Stage.standing, sitting=None, **said):
    sitting = sitting or a_sitting(cycle, stage, f"{stage} {project.id}")
    return changes.record_change(
        project, sitting_id=sitting.id, amount_won=won, seen=project.amounts[-1].id, by=an_account("council_staff"),
        **said,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("won", "status"),
    [
        (100_000_000, Status.unchanged),
        (60_000_000, Status.partly_cut),
        (0, Status.zeroed),
        (120_000_000, Status.increased),
    ],
)
def test_what_the_council_made_of_an_item_is_named(app: Flask, won: int, status: Status):
    cycle, (project,) = before_the_council(100_000_000)
    cut(cycle, project, won)
    assert project.status is status


def test_full_cut_without_reason_shows_no_reason_given(client):
    cycle, (project,) = before_the_council(100_000_000)
    entry = cut(cycle, project, 0)
    assert entry.reason_code == NO_REASON
    assert "이유를 밝히지 않음" in client.get(f"/cycles/{cycle.slug}/council").text


def test_the_budget_committee_may_restore_what_the_standing_committee_cut(app: Flask):
    cycle, (project,) = before_the_council(100_000_000)
    cut(cycle, project, 40_000_000, reason_code="overlap")
    cut(cycle, project, 100_000_000, stage=Stage.budget_cmte)
    assert project.status is Status.unchanged
    assert [a.amount_won for a in amounts.history(project.amounts)][-2:] == [40_000_000, 100_000_000]


def test_an_earlier_stage_cannot_be_entered_after_a_later_one(app: Flask):
    cycle, (project,) = before_the_council(100_000_000)
    cut(cycle, project, 90_000_000, stage=Stage.plenary)
    with pytest.raises(BeforeThatStage):
        cut(cycle, project, 80_000_000, stage=Stage.standing)


def test_what_is_not_in_the_bill_the_council_cannot_change(app: Flask):
    cycle, _ = before_the_council(100_000_000)
    outside = chosen(cycle, 50_000_000)
    with pytest.raises(NotInBill):
        cut(cycle, outside, 10_000_000)


def test_a_sitting_of_another_year_is_refused(app: Flask):
    cycle, (project,) = before_the_council(100_000_000)
    other, _ = before_the_council(100_000_000)
    with pytest.raises(SittingOfAnotherStage):
        cut(cycle, project, 1, sitting=a_sitting(other))


def test_two_clerks_at_once_the_second_is_told_and_nothing_changes(app: Flask):
    cycle, (project,) = before_the_council(100_000_000)
    seen, sitting = project.amounts[-1].id, a_sitting(cycle)
    by = an_account("council_staff")
    changes.record_change(project, sitting_id=sitting.id, amount_won=70_000_000, reason="겹침", seen=seen, by=by)
    with pytest.raises(EditedByAnother):
        changes.record_change(project, sitting_id=sitting.id, amount_won=60_000_000, seen=seen, by=by)
    assert amounts.latest(project).amount_won == 70_000_000


def test_before_the_council_begins_no_sitting_can_be_entered(app: Flask):
    with pytest.raises(CouncilNotBegun):
        a_sitting(a_cycle(open_now="bill"))


def test_the_same_body_sits_once_a_stage(app: Flask):
    cycle, _ = before_the_council(100_000_000)
    sitting = a_sitting(cycle)
    with pytest.raises(SittingExists):
        hold_sitting(cycle, stage=sitting.stage, body_ko=sitting.body_ko, body_en="", decided_at=sitting.decided_at)


def test_the_form_keeps_what_was_typed_when_the_amount_has_a_letter(client, sign_in):
    cycle, (project,) = before_the_council(100_000_000)
    sitting = a_sitting(cycle)
    page = sign_in(an_account("council_staff")).post(
        f"/council-desk/{cycle.slug}/{project.number}",
        data={"sitting_id": sitting.id, "amount_won": "1O0", "reason": "겹칩니다", "seen": project.amounts[-1].id},
    )
    assert page.status_code == 200
    assert "1O0" in page.text
    assert "겹칩니다" in page.text
    assert len(amounts.history(project.amounts)) == 3


def test_who_follows_a_project_hears_of_its_cut_and_not_of_what_stayed(app: Flask):
    cycle, (project, other) = before_the_council(100_000_000, 50_000_000)
    follower = an_account()
    with transaction():
        for one in (project, other):
            db.session.add(Follow(proposal_id=one.id, account_id=follower.id, since=clock.now()))
    cut(cycle, project, 40_000_000, reason="다른 사업과 겹칩니다.")
    cut(cycle, other, 50_000_000)
    told = db.session.scalars(select(Message).where(Message.to == follower.email)).all()
    assert len(told) == 1
    assert "4,000만 원" in told[0].subject + told[0].body
    assert "다른 사업과 겹칩니다." in told[0].body
