"""Answers: one of five with a reason and steps; versions are kept; proposers hear at once, reply, and are answered."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from app.core import audit, clock
from app.core.db import db
from app.core.errors import EditedByAnother
from app.core.mail import Message
from app.core.permissions import Role, Scope
from app.followup.errors import (
    AnsweredBeforeItCame,
    MilestonesUnreadable,
    NotAnswered,
    NotAProposer,
    NothingSaid,
    NotTheirMatter,
    ReasonMissing,
    ReplyHasAnswer,
    TooManyMilestones,
    UnknownAnswer,
)
from app.followup.models import Answer, Matter
from app.followup.services import counts, matter_called
from app.followup.services.answering import answer, milestone_done
from app.followup.services.finding import versions_of
from app.followup.services.history import history_of
from app.followup.services.milestones import Step, as_lines, steps_of
from app.followup.services.replying import answer_reply, hide, replies_of, reply
from tests.builders import BUKGU, a_department, an_account
from tests.followup.builders import a_matter, an_officer

SPRING = Step("설계를 마친다", dt.date(2027, 3, 31))
SUMMER = Step("두 곳에 만든다", dt.date(2027, 7, 31))


def test_the_first_answer_stops_the_clock_and_is_told_to_who_proposed(app):
    department, proposer = a_department(), an_account()
    officer, matter = an_officer(department), a_matter(department=department, by=proposer)
    given = answer(matter_id=matter.id, code="partly", reason=" 두 곳부터 ", milestones=[SPRING, SUMMER], by=officer)
    assert (given.number, given.reason, given.department_id) == (1, "두 곳부터", department.id)
    shown = matter_called(matter.id)
    assert (shown.code, shown.answered_on, shown.answers) == ("partly", clock.today(), 1)
    assert as_lines(shown.answer.milestones) == "2027-03-31 설계를 마친다\n2027-07-31 두 곳에 만든다"
    letter = db.session.scalars(select(Message)).one()
    assert letter.to == proposer.email
    assert "일부 수용" in letter.body
    assert "두 곳부터" in letter.body
    assert counts()["partly"] == 1


def test_a_change_is_another_version_and_what_was_done_stays_done(app):
    department = a_department()
    officer, matter = an_officer(department), a_matter(department=department)
    first = answer(matter_id=matter.id, code="long_term", reason="내년에", milestones=[SPRING], by=officer)
    milestone_done(milestone_id=first.milestones[0].id, by=officer)
    for _double_click in range(2):
        answer(matter_id=matter.id, code="accepted", reason="올해", milestones=[SUMMER, SPRING], seen=1, by=officer)
    shown = matter_called(matter.id)
    assert [(one.number, one.code, one.reason) for one in versions_of(shown)] == [
        (2, "accepted", "올해"), (1, "long_term", "내년에")
    ]  # fmt: skip
    assert [(step.what, step.done_on) for step in shown.answer.milestones] == [
        (SUMMER.what, None), (SPRING.what, clock.today())
    ]  # fmt: skip
    kinds = [event.kind for event in history_of(shown)]
    assert kinds == ["corrected", "milestone_done", "answered", "owed"]
    entry = select(audit.AuditPayload.before, audit.AuditPayload.after).join(
        audit.AuditEntry, audit.AuditEntry.seq == audit.AuditPayload.seq
    )
    before, after = db.session.execute(entry.where(audit.AuditEntry.action == "matter.correct")).one()
    assert (before["code"], after["code"]) == ("long_term", "accepted")


def test_who_saves_second_is_told_and_nothing_is_overwritten(app):
    department = a_department()
    one, other, matter = an_officer(department), an_officer(department), a_matter(department=department)
    answer(matter_id=matter.id, code="accepted", reason="합니다", by=one)
    with pytest.raises(EditedByAnother):
        answer(matter_id=matter.id, code="refused", reason="안 합니다", seen=0, by=other)
    assert matter_called(matter.id).answer.reason == "합니다"


def test_only_the_department_of_the_matter_answers_it(app):
    own, another = a_department(), a_department("공원과")
    matter, stranger = a_matter(department=own), an_officer(another)
    for by in (stranger, an_account(), an_account("organiser")):
        with pytest.raises(NotTheirMatter):
            answer(matter_id=matter.id, code="accepted", reason="합니다", by=by)
    given = answer(matter_id=matter.id, code="accepted", reason="합니다", milestones=[SPRING], by=an_officer(own))
    with pytest.raises(NotTheirMatter):
        milestone_done(milestone_id=given.milestones[0].id, by=stranger)


def test_the_office_records_what_the_council_said_and_a_district_officer_answers_for_the_district(app):
    council, district = a_matter(body="council"), a_matter(body="district", place_code=BUKGU)
    answer(matter_id=council.id, code="refused", reason="의회가 답함", by=an_account("organiser"))
    with pytest.raises(NotTheirMatter):
        answer(matter_id=council.id, code="accepted", reason="", seen=1, by=an_officer(a_department()))
    of_bukgu = an_account(Role.officer, scope=Scope.district, scope_key=BUKGU)
    assert answer(matter_id=district.id, code="accepted", reason="합니다", by=of_bukgu).number == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"reason": " "}, ReasonMissing),
        ({"code": "maybe"}, UnknownAnswer),
        ({"answered_on": dt.date(2000, 1, 1)}, AnsweredBeforeItCame),
        ({"answered_on": dt.date(2999, 1, 1)}, AnsweredBeforeItCame),
    ],
)
def test_what_is_no_answer_changes_nothing(app, changes, error):
    department = a_department()
    matter = a_matter(department=department)
    with pytest.raises(error):
        answer(
            **{"matter_id": matter.id, "code": "accepted", "reason": "합니다", "by": an_officer(department)} | changes
        )
    assert db.session.scalar(select(func.count()).select_from(Answer)) == 0
    assert db.session.get(Matter, matter.id).code is None


def test_steps_are_read_a_line_each_and_written_back_the_same():
    typed = "2027-03-31 설계를 마친다\n\n- 2027. 7. 31.(토) 두 곳에 만든다"
    assert steps_of(typed) == [SPRING, SUMMER]
    assert steps_of(as_lines(steps_of(typed))) == [SPRING, SUMMER]
    for line, text in (
        (2, "2027-03-31 하나\n언젠가 둘"),
        (1, "2027-02-30 없는 날"),
        (1, "2027-03-31"),
        (1, "2027-03-31 " + "가" * 201),
    ):
        with pytest.raises(MilestonesUnreadable) as refused:
            steps_of(text)
        assert refused.value.params == {"line": line}
    with pytest.raises(TooManyMilestones):
        steps_of("2027-03-31 하나\n" * 21)


def test_proposers_reply_and_the_department_answers_once(app):
    department, proposer = a_department(), an_account()
    officer, matter = an_officer(department), a_matter(department=department, by=proposer)
    with pytest.raises(NotAnswered):
        reply(matter_id=matter.id, body="언제요?", by=proposer)
    answer(matter_id=matter.id, code="long_term", reason="나중에", by=officer)
    with pytest.raises(NotAProposer):
        reply(matter_id=matter.id, body="언제요?", by=an_account())
    with pytest.raises(NothingSaid):
        reply(matter_id=matter.id, body=" ", by=proposer)
    asked = [reply(matter_id=matter.id, body="언제요?", by=proposer) for _double_click in range(2)]
    assert asked[0].id == asked[1].id
    with pytest.raises(NotTheirMatter):
        answer_reply(reply_id=asked[0].id, body="봄", by=an_officer(a_department()))
    answer_reply(reply_id=asked[0].id, body="봄에 합니다", by=officer)
    with pytest.raises(ReplyHasAnswer):
        answer_reply(reply_id=asked[0].id, body="아니요", by=officer)
    ((said, answered),) = replies_of(matter)
    assert (said.body, answered.body, answered.name) == ("언제요?", "봄에 합니다", department.name_ko)
    assert db.session.scalars(select(Message.to)).all() == [proposer.email, proposer.email]
    hide(reply_id=said.id, reason="욕설", by=an_account("organiser"))
    assert replies_of(matter)[0][0].hidden_reason == "욕설"
