"""Panels on the days themselves: members who said yes, seated without the lottery, an agenda around the present hour."""

import datetime as dt
import itertools
from typing import Any

import pytest

from app.accounts.models import Account
from app.core import clock
from app.core.db import db, transaction
from app.panels.models import Item, ItemKind, Panel, Panelist, PanelistState, PanelPart, PanelRole
from app.panels.services import agenda, attendance, ballot_pass, checking_in, closing_vote, parts, seating, tables
from app.polls.models import Channel, Poll
from app.polls.services import casting, closing, counting, freezing, keys, opening, voters
from tests.builders import an_account
from tests.panels.builders import a_panel, a_survey, it_is_over, people, seat_without_lottery

MINUTE = dt.timedelta(minutes=1)
_people = itertools.count(1)


def a_panel_today(*, members: int = 12, **more: Any) -> Panel:
    """A panel that meets today and tomorrow; all its members have said yes and none has come yet."""
    panel = a_panel(seats=members, committee=0, published=False, **more)
    with transaction():
        panel = db.session.get_one(Panel, panel.id)
        panel.rule_published_at = panel.published_at = clock.now()
    survey = a_survey(panel)
    chosen = people(survey, members)
    it_is_over(survey)
    today = clock.today()
    with transaction():
        panel = db.session.get_one(Panel, panel.id)
        panel.first_day, panel.last_day = today, today + dt.timedelta(days=1)
        panel.venue_ko, panel.venue_en = "화순 연수원", "Training centre, Hwasun"
    seat_without_lottery(panel, chosen)
    with transaction():
        for panelist in seating.panelists(panel):
            panelist.state = PanelistState.accepted
    return panel


def members(panel: Panel) -> list[Panelist]:
    query = db.session.query(Panelist).filter_by(panel_id=panel.id).order_by(Panelist.number)
    return query.all()


def who_has_come(panel: Panel, count: int | None = None) -> list[Panelist]:
    """Check the first ``count`` members (all) in and return them."""
    here = members(panel)[:count]
    for panelist in here:
        checking_in.check_in(panelist, by=None)
    return here


def an_item(
    panel: Panel, kind: ItemKind | str = ItemKind.tables, *, begins: int = 10, lasts: int = 5, **more: Any
) -> Item:
    """A point of the agenda that begins in so many minutes (negative: it has begun), but never on another day."""
    starts_at = clock.now() + begins * MINUTE
    values = {"title_ko": "모둠 토의", "title_en": "Table talk", "side": None, "seconds_a_turn": None} | more
    return agenda.set_item(
        panel, None, kind=ItemKind(kind), starts_at=starts_at, ends_at=starts_at + lasts * MINUTE, by=None, **values
    )


def a_vote(panel: Panel, *, opens: int = 5, closes: int = 25) -> Poll:
    """The poll of the closing vote, frozen, that opens and closes in so many minutes."""
    poll = _window(panel, opens, closes)
    return freezing.freeze(poll, keys.demonstration_box(poll))


def _window(panel: Panel, opens: int, closes: int) -> Poll:
    """Fix the time of the vote; where the panel does not meet today, let it."""
    at, today = clock.now(), clock.today()
    if today not in attendance.days_of(panel):
        with transaction():
            panel = db.session.get_one(Panel, panel.id)
            panel.first_day = panel.last_day = today
    return closing_vote.set_window(panel, opens_at=at + opens * MINUTE, closes_at=at + closes * MINUTE, by=None)


def an_open_vote(panel: Panel) -> Panel:
    """Let the closing vote have opened a minute ago; it lasts twenty minutes."""
    opening.open_poll(a_vote(panel, opens=-1, closes=19))
    return panel


def the_vote_is_over(panel: Panel) -> Poll:
    """Let the time of the vote have passed this moment; where none was fixed, one that nobody froze."""
    poll = closing_vote.poll_of(panel) or _window(panel, -20, 0)
    with transaction():
        poll = db.session.get_one(Poll, poll.id)
        poll.closes_at = clock.now()
    return poll


def vote(panel: Panel, *choices: str) -> list[casting.Cast]:
    """Let members with the lowest numbers cast these votes, one each: the code of an answer, or "blank"."""
    return [cast(panelist, choice) for panelist, choice in zip(members(panel), choices, strict=False)]


def cast(panelist: Panelist, choice: str, channel: Channel = Channel.web) -> casting.Cast:
    """Vote as a member does who comes from her own page."""
    poll = closing_vote.require_may_vote(panelist)
    who = voters.voter_by_code(poll, ballot_pass.give(panelist), channel)
    return casting.cast(poll, who, casting.draft(poll, who, [] if choice == "blank" else [choice]).field)


def closed(panel: Panel) -> Poll:
    """The vote after its time, its log closed."""
    return closing.close(the_vote_is_over(panel))


def counted(panel: Panel) -> Poll:
    """The vote after the count, which opens the seal."""
    poll = closed(panel)
    return counting.count(poll, *keys.demonstration_shares(poll))


def one_of_the_crew(panel: Panel, part: PanelPart | str, **more: Any) -> tuple[Account, PanelRole]:
    """Somebody with an account and a part in the panel."""
    account = an_account()
    role = parts.add_role(
        panel, part=PanelPart(part), name=f"일꾼 {next(_people)}", contact=account.email, by=None, **more
    )
    return account, role


@pytest.fixture
def early_afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock run from 13:00 of today in Gwangju, so that no test meets midnight."""
    day, replayed = clock.today(), clock.replayed
    shift = clock.seoul(day.year, day.month, day.day, 13) - clock.real()
    for asked in ("now", "replayed"):  # the database's own time stands aside for a replayed one
        monkeypatch.setattr(clock, asked, lambda: replayed() or clock.real() + shift)


@pytest.fixture
def few_swaps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let seating try little: good tables are the business of the tests of seating."""
    whole = tables.seat
    monkeypatch.setattr(tables, "seat", lambda *args, **more: whole(*args, proposals=4_000, **more))
