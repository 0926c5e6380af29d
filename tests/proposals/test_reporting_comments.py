"""Anyone signed in reports a comment; the office hides it or lets it stay, with a reason that the reporter reads."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core import audit, clock
from app.core.db import db, transaction
from app.core.permissions import Scope
from app.core.tasks import tasks_of
from app.proposals.models import Comment, CommentReport
from app.proposals.services import comments, moderation, reports
from tests.builders import BUKGU, a_cycle, a_proposal, an_account
from tests.proposals.builders import letters


@pytest.fixture
def said(app: Flask) -> Comment:
    return comments.comment(a_proposal(a_cycle(), title="의자"), by=an_account(), body="바보 같은 제안")


def reports_of(comment: Comment) -> list[CommentReport]:
    return list(db.session.scalars(select(CommentReport).where(CommentReport.comment_id == comment.id)))


def test_a_report_is_kept_with_its_reason_and_a_second_one_is_the_same(said: Comment):
    citizen = an_account()
    for _ in range(2):
        reports.report(said, by=citizen, reason="욕설입니다")
    assert [(one.account_id, one.reason, one.settled_at) for one in reports_of(said)] == [
        (citizen.id, "욕설입니다", None)
    ]
    second = CommentReport(comment_id=said.id, account_id=citizen.id, reason="x", at=clock.now())
    with transaction():
        db.session.add(second)
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_own_and_hidden_comments_are_not_reported_nor_any_without_a_reason(said: Comment):
    with pytest.raises(reports.OwnComment):
        reports.report(said, by=said.account, reason="지우고 싶어요")
    with pytest.raises(reports.ReasonMissing):
        reports.report(said, by=an_account(), reason="  ")
    moderation.hide(said, by=an_account("organiser"), reason="욕설")
    with pytest.raises(reports.HiddenAlready):
        reports.report(said, by=an_account(), reason="욕설입니다")
    assert reports_of(said) == []


def test_hiding_settles_all_reports_and_writes_to_each_reporter_and_not_to_the_writer(said: Comment):
    first, second = an_account(), an_account()
    for citizen in (first, second):
        reports.report(said, by=citizen, reason="욕설입니다")
    moderation.hide(said, by=an_account("organiser"), reason="인신공격")
    for citizen in (first, second):
        (letter,) = letters(citizen.email)
        assert "인신공격" in letter.body
        assert "가렸습니다" in letter.body
    assert letters(said.account.email) == []
    assert all(one.settled_why == "인신공격" for one in reports_of(said))


def test_dismissing_lets_it_stand_tells_why_and_it_may_be_reported_anew(said: Comment):
    citizen, organiser = an_account(), an_account("organiser")
    reports.report(said, by=citizen, reason="반대라서")
    reports.dismiss(said, by=organiser, why="거칠지만 의견입니다")
    assert said.hidden_at is None
    assert ["거칠지만 의견입니다" in letter.body for letter in letters(citizen.email)] == [True]
    reports.report(said, by=citizen, reason="이제는 욕설입니다")
    assert len(reports_of(said)) == 2
    actions = db.session.scalars(select(audit.AuditEntry.action).where(audit.AuditEntry.object_type == "comment")).all()
    assert actions == ["comment.reported", "comment.report_dismissed", "comment.reported"]
    assert audit.verify() is None


def test_in_the_browser_from_the_comment_to_the_decision(app: Flask, said: Comment, sign_in):
    citizen, organiser = an_account(), an_account("organiser")
    browser, office = sign_in(citizen, on=app.test_client()), sign_in(organiser, on=app.test_client())
    address, comment_id = f"/comments/{said.id}/report", said.id
    public = f"/cycles/{said.proposal.cycle.slug}/proposals/{said.proposal.number:04d}"
    assert f'href="{address}"' in browser.get(public).text
    assert address not in app.test_client().get(public).text
    assert "error-summary" in browser.post(address, data={"reason": ""}).text
    assert browser.post(address, data={"reason": "욕설입니다"}).status_code == 302
    assert [task.left for task in tasks_of(organiser) if "reported" in task.url] == [1]
    assert "욕설입니다" in office.get("/office/moderation?show=reported").text
    assert "욕설입니다" in office.get(f"/office/moderation/comments/{comment_id}").text
    assert "error-summary" in office.post(f"/office/moderation/comments/{comment_id}/dismiss", data={"why": ""}).text
    office.post(f"/office/moderation/comments/{comment_id}/dismiss", data={"why": "의견입니다"})
    assert "신고된 댓글이 없습니다" in office.get("/office/moderation?show=reported").text


def test_moderators_of_another_district_see_and_decide_nothing(app: Flask, client: FlaskClient, said: Comment, sign_in):
    reports.report(said, by=an_account(), reason="욕설입니다")
    comment_id = said.id
    sign_in(an_account("organiser", scope=Scope.district, scope_key=BUKGU))
    assert "욕설입니다" not in client.get("/office/moderation?show=reported").text
    assert client.post(f"/office/moderation/comments/{comment_id}/dismiss", data={"why": "x"}).status_code == 403
    client = sign_in(an_account())
    assert client.get("/office/moderation?show=reported").status_code == 403
