"""A matter comes into being once, with its deadline; it moves and its deadline changes for public reasons."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from app.core import audit, clock
from app.core.db import db
from app.core.errors import NotFound
from app.core.mail import Message
from app.followup.errors import DueTooEarly, WhyMissing, WrongBody
from app.followup.models import Digest, Event, Follow, Matter, Proposer
from app.followup.services import Sender, change_deadline, counts, kinds, matter_of, move
from app.followup.services.history import history_of
from tests.builders import BUKGU, DONG, a_department, an_account
from tests.followup.builders import a_matter

MAY_21 = dt.date(2026, 5, 21)


def test_a_petition_is_due_after_a_hundred_days_and_a_policy_after_thirty(app):
    assert a_matter(kind="petition", received_on=MAY_21).due_on == dt.date(2026, 8, 29)
    assert a_matter(received_on=MAY_21).due_on == dt.date(2026, 6, 20)
    assert a_matter(kind="opinion", received_on=MAY_21).due_on == dt.date(2026, 6, 21)
    assert a_matter().received_on == clock.today()


def test_the_same_subject_is_owed_one_answer_however_often_it_is_sent(app):
    first = a_matter(source="policy", source_id=7)
    assert a_matter(source="policy", source_id=7, title_ko="다시").id == first.id
    assert matter_of("policy", 7).title_ko == first.title_ko
    assert matter_of("policy", 8) is None
    assert db.session.scalar(select(func.count()).select_from(Matter)) == 1


def test_a_deadline_that_nobody_recorded_stays_unknown(app):
    matter = a_matter(due_on=None)
    assert (matter.due_on, counts()["overdue"]) == (None, 0)


def test_everyone_who_sent_it_is_named_once_and_supporters_follow(app):
    one, other = an_account(), an_account()
    people = [Sender(one.name, one.id), Sender(one.name, one.id), Sender("이름만"), Sender("이름만")]
    matter = a_matter(proposers=people, followers=[one.id, other.id, other.id])
    named = db.session.scalars(select(Proposer.name).where(Proposer.matter_id == matter.id)).all()
    assert sorted(named) == sorted([one.name, "이름만", "이름만"])
    assert db.session.scalars(select(Follow.account_id)).all() == [other.id]
    assert db.session.scalars(select(Digest.account_id)).all() == [other.id]


@pytest.mark.parametrize(
    "who",
    [
        {"body": "district"},
        {"body": "district", "place_code": DONG},
        {"body": "city_hall", "place_code": BUKGU},
        {"body": "city_hall", "department_id": 999},
    ],
)
def test_who_answers_must_fit(app, who):
    with pytest.raises(WrongBody):
        a_matter(**who)
    with pytest.raises(WrongBody):
        a_matter(body="council", department=a_department())
    assert db.session.scalar(select(func.count()).select_from(Matter)) == 0


def test_a_kind_that_nobody_declared_is_refused(app):
    with pytest.raises(NotFound):
        a_matter(kind="wish")


def test_a_deadline_before_the_receipt_is_refused(app):
    with pytest.raises(DueTooEarly):
        a_matter(received_on=MAY_21, due_on=dt.date(2026, 5, 20))


def test_it_moves_for_a_public_reason_and_keeps_its_deadline(app):
    office, proposer = an_account("organiser"), an_account()
    matter = a_matter(department=a_department(), by=proposer, received_on=MAY_21)
    with pytest.raises(WhyMissing):
        move(matter_id=matter.id, body="district", place_code=BUKGU, why=" ", by=office)
    assert db.session.get(Matter, matter.id).department_id is not None
    for _twice in range(2):
        moved = move(matter_id=matter.id, body="district", place_code=BUKGU, why="구가 하는 일입니다", by=office)
    assert (moved.place.name_ko, moved.department_id, moved.due_on) == ("북구", None, dt.date(2026, 6, 20))
    assert [event.kind for event in history_of(moved)] == ["moved", "owed"]
    assert history_of(moved)[0].what == "구가 하는 일입니다"
    assert [message.to for message in db.session.scalars(select(Message))] == [proposer.email]


def test_another_deadline_needs_a_reason_and_shows_the_one_before(app):
    office, matter = an_account("organiser"), a_matter(received_on=MAY_21)
    later = dt.date(2026, 7, 20)
    with pytest.raises(DueTooEarly):
        change_deadline(matter_id=matter.id, due_on=dt.date(2026, 5, 1), why="늦음", by=office)
    with pytest.raises(WhyMissing):
        change_deadline(matter_id=matter.id, due_on=later, why="", by=office)
    change_deadline(matter_id=matter.id, due_on=later, why="조사 중", by=office)
    assert db.session.get(Matter, matter.id).due_on == later
    assert (
        db.session.scalars(select(Event.what).where(Event.kind == "deadline")).one()
        == "2026-06-20 → 2026-07-20: 조사 중"
    )


def test_a_change_of_the_kind_holds_for_what_is_sent_afterwards(app):
    office, before = an_account("organiser"), a_matter(received_on=MAY_21)
    changed = {"code": "assembly_policy", "count": 2, "unit": "months", "basis_ko": "조례", "basis_en": "Ordinance"}
    kinds.change_kind(**changed, why="조례 개정", by=office)
    assert a_matter(received_on=MAY_21).due_on == dt.date(2026, 7, 21)
    assert db.session.get(Matter, before.id).due_on == dt.date(2026, 6, 20)
    logged = select(audit.AuditPayload.why).join(audit.AuditEntry, audit.AuditEntry.seq == audit.AuditPayload.seq)
    assert db.session.scalars(logged.where(audit.AuditEntry.action == "matter.kind")).all() == ["조례 개정"]
    with pytest.raises(kinds.DeadlineUnreadable):
        kinds.change_kind(**changed | {"count": 13}, why="너무 김", by=office)


def test_overdue_counts_from_the_day_after_the_last_one(app):
    today = clock.today()
    a_matter(received_on=today - dt.timedelta(days=30))  # its last day
    assert counts() == dict.fromkeys(("accepted", "partly", "already_done", "long_term", "refused"), 0) | {
        "open": 1, "overdue": 0
    }  # fmt: skip
    a_matter(received_on=today - dt.timedelta(days=31))
    assert (counts()["open"], counts()["overdue"]) == (2, 1)
    assert counts("petition")["open"] == 0
    assert counts("assembly_policy", 1999)["open"] == 0
