"""Members come by a personal link: one link, one browser; used, late, or of somebody who left, it is refused in words."""

import datetime as dt

import pytest
from flask import Flask

from app.core import clock
from app.core.db import db, transaction
from app.core.errors import RuleError
from app.core.mail import Message
from app.panels.models import Panel, Panelist, Respondent
from app.panels.services import checking_in, entering, seating
from tests.builders import an_account
from tests.panels.days_builders import a_panel_today, early_afternoon, members, who_has_come

__all__ = ["early_afternoon"]
pytestmark = pytest.mark.usefixtures("early_afternoon")


@pytest.fixture
def panel(app: Flask) -> Panel:
    return a_panel_today(members=6)


@pytest.fixture
def panelist(panel: Panel) -> Panelist:
    return members(panel)[0]


def refusal(act, *args, **more) -> str:
    with pytest.raises(RuleError) as refused:
        act(*args, **more)
    return refused.value.code


def test_the_first_browser_keeps_the_link_and_no_other(panelist: Panelist):
    code = entering.new_link(panelist, by=None)
    entered = entering.enter(code)
    assert entering.member_with(panelist.id, entered.secret).number == 1
    assert entering.enter(code, secret=entered.secret).secret == entered.secret  # the same browser again
    assert refusal(entering.enter, code) == "entry_used"
    assert refusal(entering.enter, code, secret="another") == "entry_used"


def test_a_code_is_read_as_people_type_it(panelist: Panelist):
    code = entering.new_link(panelist, by=None)
    assert len(code) == 16
    typed = entering.grouped(code).lower().replace("o", "0").replace("-", " ")
    assert entering.enter(typed).panelist.id == panelist.id


def test_a_new_link_ends_the_old_one_and_its_browser(panelist: Panelist):
    old = entering.new_link(panelist, by=None)
    secret = entering.enter(old).secret
    new = entering.new_link(panelist, by=None)
    assert refusal(entering.enter, old) == "entry_unknown"
    assert refusal(entering.member_with, panelist.id, secret) == "personal_link_needed"
    assert entering.enter(new).panelist.id == panelist.id


def test_a_link_ends_sixty_days_after_the_last_day(panelist: Panelist, monkeypatch: pytest.MonkeyPatch):
    code = entering.new_link(panelist, by=None)
    secret = entering.enter(code).secret
    last = panelist.panel.last_day
    end = clock.seoul(last.year, last.month, last.day) + dt.timedelta(days=60)
    assert panelist.entry_until == end
    monkeypatch.setattr(clock, "now", lambda: end)
    assert refusal(entering.enter, code, secret=secret) == "entry_over"
    assert refusal(entering.member_with, panelist.id, secret) == "entry_over"


def test_who_withdrew_gets_in_no_more(panelist: Panelist):
    code = entering.new_link(panelist, by=None)
    secret = entering.enter(code).secret
    seating.leave(panelist, why="급한 일", by=None)
    assert refusal(entering.enter, code) == "seat_given_up"
    assert refusal(entering.member_with, panelist.id, secret) == "seat_given_up"
    assert refusal(entering.new_link, panelist, by=None) == "seat_given_up"


def test_links_are_sent_to_whom_mail_or_text_reaches_and_the_others_are_named(panel: Panel):
    with transaction():
        first, second, third = db.session.query(Respondent).order_by(Respondent.number).limit(3)
        first.contact, second.contact, third.contact = None, "010-1234-5678", "062-123-4567"
    assert entering.send_links(panel, by=None) == [1, 3]
    sent = db.session.query(Message).all()
    assert sorted({message.channel for message in sent}) == ["mail", "sms"]
    assert len(sent) == 4
    assert entering.send_links(panel, by=None) == [1, 3]  # nobody is sent a second one, which would end the first
    assert db.session.query(Message).count() == 4


def test_an_account_opens_the_same_page_once_it_is_bound(panel: Panel, panelist: Panelist):
    account = an_account()
    assert entering.member_of(panel, account.id) is None
    entering.bind(panelist, account)
    found = entering.member_of(panel, account.id)
    assert found is not None
    assert found.number == 1


def test_a_badge_checks_in_once_and_knows_its_own_panel(panel: Panel, panelist: Panelist):
    (_one, code), *_others = checking_in.badges(panel, range(1, 4))
    assert checking_in.badges(panel, range(1, 4))[0][1] == code  # printed again, it is the same
    assert checking_in.with_badge(panel, code).id == panelist.id
    assert refusal(checking_in.with_badge, a_panel_today(members=2), code) == "badge_unknown"
    assert checking_in.check_in(panelist, by=None).before is False
    assert checking_in.check_in(panelist, by=None).before is True


def test_nobody_is_checked_in_before_the_first_day(panel: Panel, panelist: Panelist):
    with transaction():
        panel = db.session.get_one(Panel, panel.id)
        panel.first_day = panel.last_day = clock.today() + dt.timedelta(days=1)
    assert refusal(checking_in.check_in, panelist, by=None) == "not_a_day_of_the_panel"


def test_who_declined_is_not_checked_in(panelist: Panelist):
    seating.leave(panelist, why="급한 일", by=None)
    assert refusal(checking_in.check_in, panelist, by=None) == "seat_given_up"


def test_a_check_in_by_mistake_is_taken_back(panel: Panel, panelist: Panelist):
    who_has_come(panel, 1)
    checking_in.take_back(panelist, by=None)
    assert checking_in.check_in(panelist, by=None).before is False
