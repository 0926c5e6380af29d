"""Followers read what is new once a day or a week; one click ends it, and a program may click for them (RFC 8058)."""

import datetime as dt
import re
from email import message_from_bytes

import pytest
from sqlalchemy import select

from app.core import clock, personal_data
from app.core.db import db, transaction
from app.core.mail import Message
from app.core.mail.transport import as_email
from app.followup.models import Digest, Follow, Rhythm, UnsubscribeLink
from app.followup.services import digests, following, unsubscribing
from app.followup.services.answering import answer, milestone_done
from app.followup.services.milestones import Step
from tests.builders import a_department, an_account
from tests.followup.builders import a_matter, an_officer

MONDAY = clock.seoul(2026, 11, 23)  # and the days after it
LINK = re.compile(r"http\S+(/matters/unsubscribe/(\S+))")


def at(day: int, hour: int):
    """That day of the week from Monday, 23 November 2026 (0), at that hour in Gwangju."""
    return clock.replaying(MONDAY + dt.timedelta(days=day, hours=hour))


def letters() -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.unsubscribe.is_not(None)).order_by(Message.id)))


@pytest.fixture
def situation(app):
    """A department, and a daily and a weekly follower of two of its matters."""
    with at(0, 9):
        department = a_department()
        daily, weekly = an_account(), an_account()
        matters = [a_matter(department=department) for _ in range(2)]
        for follower, rhythm in ((daily, Rhythm.daily), (weekly, Rhythm.weekly)):
            for matter in matters:
                following.follow(matter_id=matter.id, by=follower, rhythm=rhythm)
        officer = an_officer(department)
    return officer, daily, weekly, matters


def test_one_letter_a_day_and_one_a_week_hold_all_that_is_new(situation):
    officer, daily, weekly, (one, other) = situation
    with at(1, 10):  # Tuesday
        given = answer(
            matter_id=one.id,
            code="partly",
            reason="두 곳부터",
            by=officer,
            milestones=[Step("설계", dt.date(2027, 1, 1))],
        )
        answer(matter_id=other.id, code="refused", reason="법에 어긋남", by=officer)
        assert digests.send_due() == 0  # the day is not over
    with at(2, 7):
        assert digests.send_due() == 0  # nobody is written to at night
    with at(2, 8):
        assert digests.send_due() == 1
        milestone_done(milestone_id=given.milestones[0].id, by=officer)
        assert digests.send_due() == 0  # once a day
    with at(7, 8):  # Monday
        assert digests.send_due() == 2
    told = letters()
    assert sorted(letter.to for letter in told) == sorted([daily.email, daily.email, weekly.email])
    (first,) = (letter for letter in told if letter.to == daily.email and "일부 수용" in letter.body)
    assert "수용 안 함" in first.body
    assert one.title_ko in first.body
    assert "할 일을 마침" not in first.body
    (whole,) = (letter.body for letter in told if letter.to == weekly.email)
    assert "일부 수용" in whole
    assert "할 일을 마침: 설계" in whole
    with at(8, 8):
        assert digests.send_due() == 0  # nothing is new


def test_what_happened_before_one_followed_is_not_told(situation):
    officer, _daily, _weekly, (one, _other) = situation
    late = an_account()
    with at(1, 10):
        answer(matter_id=one.id, code="accepted", reason="합니다", by=officer)
    with at(1, 11):
        following.follow(matter_id=one.id, by=late, rhythm="daily")
    with at(2, 9):
        digests.send_due()
    assert late.email not in [letter.to for letter in letters()]


def test_who_follows_no_more_or_wants_no_mail_gets_none(situation):
    officer, daily, weekly, matters = situation
    for matter in matters:
        following.unfollow(matter_id=matter.id, by=daily)
    following.set_rhythm(by=weekly, rhythm="never")
    with at(1, 10):
        answer(matter_id=matters[0].id, code="accepted", reason="합니다", by=officer)
    with at(8, 9):
        assert digests.send_due() == 0
    assert following.stands(matters[0].id, weekly.id)[1]
    following.follow(matter_id=matters[0].id, by=weekly)
    assert following.rhythm_of(weekly.id) is Rhythm.never


def a_digest(situation) -> tuple[Message, str]:
    """One daily digest, and the path of the link that ends them."""
    officer, _daily, _weekly, matters = situation
    with at(1, 10):
        answer(matter_id=matters[0].id, code="accepted", reason="합니다", by=officer)
    with at(2, 9):
        assert digests.send_due() == 1
    (letter,) = letters()
    return letter, LINK.search(letter.body)[1]


def test_the_letter_carries_the_headers_of_one_click_on_one_line_each(situation):
    letter, path = a_digest(situation)
    raw = as_email(letter).as_bytes()
    head = raw.partition(b"\n\n")[0].decode("ascii")
    assert f"\nList-Unsubscribe: <{letter.unsubscribe}>\n" in head
    read = message_from_bytes(raw)
    assert read["List-Unsubscribe"].endswith(f"{path}>")
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_opening_the_link_changes_nothing_and_a_post_without_token_of_the_form_ends_the_letters(app, situation, client):
    app.config["WTF_CSRF_ENABLED"] = True
    _letter, path = a_digest(situation)
    _officer, daily, _weekly, matters = situation
    asked = client.get(path)
    assert asked.status_code == 200
    assert "이 메일을 그만 받을까요?" in asked.text
    assert asked.headers["Referrer-Policy"] == "no-referrer"
    assert following.rhythm_of(daily.id) is Rhythm.daily
    for _program_and_person in range(2):
        ended = client.post(path, data={"List-Unsubscribe": "One-Click"})
        assert ended.status_code == 200
    assert following.rhythm_of(daily.id) is Rhythm.never
    assert "더는 보내지 않습니다" in client.get(path).text
    following.set_rhythm(by=daily, rhythm="weekly")
    client.post(path)
    assert following.rhythm_of(daily.id) is Rhythm.weekly  # an old letter does not undo a newer choice
    assert following.stands(matters[0].id, daily.id)[1]
    assert client.post("/matters/unsubscribe/guessed").status_code == 404


def test_links_of_letters_a_year_old_are_forgotten(situation):
    a_digest(situation)
    with at(500, 9):
        unsubscribing.tidy()
    assert db.session.scalars(select(UnsubscribeLink)).all() == []


def test_who_leaves_takes_along_what_she_followed(situation):
    _officer, daily, _weekly, matters = situation
    a_digest(situation)
    assert personal_data.export(daily)["followup"]["digest"] == "daily"
    assert len(personal_data.export(daily)["followup"]["follows"]) == len(matters)
    with transaction():
        personal_data.erase(daily)
    for kept in (Follow, Digest, UnsubscribeLink):
        assert db.session.scalars(select(kept).where(kept.account_id == daily.id)).all() == []
