"""How long the pages of a panel take on the server: 250 members of 2,500 asked, on the day of the closing vote and after.

    python benchmarks/panels.py [--database sqlite|postgresql] [--rounds 30]

Builds one panel (draw, four rounds at 25 tables, 200 questions, a second survey, 200 votes), serves it with gunicorn,
one worker, and asks for each page as organiser, moderator, observer, helper, member or anybody. A page passes as in
``pages.py``: 95th percentile below 100 ms, at most 12 queries.
"""

import argparse
import datetime as dt
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from flask import Flask

from app import create_app
from app.accounts.models import Account, LoginSession
from app.accounts.sessions import hashed
from app.core import clock
from app.core.db import Base, db, transaction
from app.panels.models import MaterialKind, Panel, PanelistState, PanelPart, Side
from app.panels.services import (
    asking,
    checking_in,
    entering,
    inviting,
    learning,
    moderating,
    seating,
    tables,
    waves,
)
from benchmarks.pages import Figure, ask, database, p95, served, show
from tests.panels.builders import DAY, a_panel, a_prepared_draw, a_weighed_survey, an_organiser, draw_it
from tests.panels.days_builders import MINUTE, an_item, an_open_vote, cast, counted, one_of_the_crew

ASKED, SEATS, TABLES, ROUNDS, QUESTIONS, VOTES = 2500, 250, 25, 4, 200, 200
OFFICE = ("", "/edit", "/rule", "/people", "/survey", "/survey/design", "/design", "/members", "/members/7", "/members?page=3",
          "/members/allowance.csv", "/composition", "/days", "/agenda", "/tables", "/tables/2", "/moderators", "/questions",
          "/learning", "/vote", "/waves", "/badges", "/recommendation")  # fmt: skip
PUBLIC = ("", "/agenda", "/agenda.ics", "/learning", "/screen", "/clock.json", "/booth")
AFTER = ("", "/report", "/report/answers.csv")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="sqlite", choices=("sqlite", "postgresql"))
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, database(options.database, folder) as address:
        os.environ.update(DATABASE_URL=address, MINHOE_INSTANCE=folder, JOBS_ADDRESS="", OMP_NUM_THREADS="1")
        app, began = create_app(TESTING=True, WTF_CSRF_ENABLED=False, SERVER_NAME="127.0.0.1"), time.perf_counter()
        with app.app_context():
            Base.metadata.create_all(db.engine)
            panel = _built()
            cookies, pages = _cookies(app, panel), list(_pages(panel))
            print(f"{options.database}: {SEATS} members, {ASKED} asked (built in {time.perf_counter() - began:.0f} s)")
            db.session.remove()
            with served() as port:
                figures = list(_measured(port, pages, cookies, options.rounds))
                _vote_is_over(panel.slug)
                after = [(f"/panels/{panel.slug}{path}", "anyone") for path in AFTER]
                figures += _measured(
                    port, [*after, (f"/api/v1/panels/{panel.slug}", "anyone")], cookies, options.rounds
                )
            show(sorted(figures, key=lambda figure: -figure.p95))


def _built() -> Panel:
    """Return a panel in the middle of its closing vote."""
    panel = a_panel(seats=SEATS)
    a_weighed_survey(panel, ASKED)
    draw_it(a_prepared_draw(panel, reserves=25))
    inviting.invite(panel, until=clock.now() + 7 * DAY, by=None)
    today = clock.today()
    with transaction():
        panel = db.session.get_one(Panel, panel.id)
        panel.first_day, panel.last_day = today, today + dt.timedelta(days=1)
        for one in seating.panelists(panel, PanelistState.invited):
            one.state = PanelistState.accepted
    an_item(panel, "cross_examination", begins=-5, lasts=15, seconds_a_turn=60)
    for at in range(ROUNDS):
        an_item(panel, begins=20 * (at + 1), lasts=15)
    tables.plan_tables(panel, tables=TABLES, features=["sex", "age"], by=None)
    _, adviser = one_of_the_crew(panel, PanelPart.adviser)
    for side in (Side.favour, Side.against):
        for kind in MaterialKind:
            text = learning.write(
                panel, kind=kind, side=side, title=f"{kind} {side}", text="글 " * 2000, minutes=10, by=None
            )
            learning.remark(text, role=adviser, passage="", text="의견", by=None)
            learning.publish(text, by=None)
    _members_at_work(panel)
    return panel


def _members_at_work(panel: Panel) -> None:
    now, members = clock.now(), seating.panelists(panel, PanelistState.accepted)
    an_open_vote(panel)
    survey = waves.plan(panel, opens_at=now - MINUTE, closes_at=now + DAY, asked=list(waves.ASKED), by=None)
    answers = {"satisfaction": "4", "fairness": "4", "acceptance": "yes"}
    for at, one in enumerate(members):
        checking_in.check_in(one, by=None)
        if at < VOTES:
            cast(one, "for" if at % 4 else "against")
        if at:
            waves.answer(survey, one, stance_id=one.respondent.stance_id, answers=answers)
        if at < QUESTIONS:
            question = asking.ask(panel, to_side=Side.favour, text=f"질문 {at}", panelist=one)
            for other in members[at : at + 5]:
                asking.agree(question, other)


def _cookies(app: Flask, panel: Panel) -> Mapping[str, str]:
    """Return a cookie for everybody who is measured; the member is the last one, who has not voted yet."""
    moderator, role = one_of_the_crew(panel, PanelPart.moderator)
    moderating.assign(panel, {1: role.id}, by=None)
    people = {"organiser": an_organiser(), "moderator": moderator}
    people |= {part.value: one_of_the_crew(panel, part)[0] for part in (PanelPart.observer, PanelPart.helper)}
    code = entering.new_link(seating.panelists(panel, PanelistState.accepted)[-1], by=None)
    member = app.test_client()
    member.post(f"/i/me/{code}")
    kept = member.get_cookie(f"mh-panel-{panel.id}", domain="127.0.0.1")
    return {"anyone": "", "member": f"{kept.key}={kept.value}"} | {
        who: _signed_in(app, one) for who, one in people.items()
    }  # type: ignore[union-attr]


def _signed_in(app: Flask, account: Account) -> str:
    token, at = secrets.token_urlsafe(32), clock.now()
    with transaction():
        db.session.add(LoginSession(account_id=account.id, token_hash=hashed(token), began_at=at, seen_at=at))
    session = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token, "_fresh": True})  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={session}"


def _pages(panel: Panel) -> Iterator[tuple[str, str]]:
    office, public = f"/office/panels/{panel.slug}", f"/panels/{panel.slug}"
    yield from ((office + path, "organiser") for path in OFFICE)
    yield from ((public + path, "anyone") for path in PUBLIC)
    yield from ((public + path, "member") for path in ("/me", "/me/vote"))
    yield from ((f"{public}/{path}", who) for path, who in (
        ("tables/1", "moderator"), ("floor", "moderator"), ("live", "observer"), ("desk", "helper"), ("desk?number=7", "helper"),
        ("desk/paper", "helper"), ("desk/survey/2", "helper")))  # fmt: skip
    yield from (
        (address, "anyone") for address in ("/panels", "/draws/1", "/api/v1/draws/1", f"/api/v1/panels/{panel.slug}")
    )
    yield "/office/draws/1", "organiser"


def _measured(port: int, pages: list[tuple[str, str]], cookies: Mapping[str, str], rounds: int) -> Iterator[Figure]:
    for address, who in pages:
        found = [ask(port, address, cookies[who]) for _ in range(rounds + 3)][3:]
        answers = [answer for answer in found if answer is not None]
        if not answers:
            print(f"  {who} does not see {address}", file=sys.stderr)
            continue
        ms, cpu = sorted(answer[0] for answer in answers), sorted(answer[1] for answer in answers)
        most = max(answer[2] for answer in answers), max(answer[3] for answer in answers)
        yield Figure(address, who, statistics.median(ms), p95(ms), p95(cpu), *most)


def _vote_is_over(slug: str) -> None:
    with transaction():
        panel = db.session.query(Panel).filter_by(slug=slug).one()
        for survey in waves.waves(panel):
            survey.closes_at = clock.now()
    counted(panel)


if __name__ == "__main__":
    main()
