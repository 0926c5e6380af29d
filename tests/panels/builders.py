"""Panels in every state, of made-up people whose values cycle, so that every figure can be counted by hand."""

import datetime as dt
import itertools
import re
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask

from app.accounts.models import Account
from app.city.models import Place, PlaceLevel
from app.core import clock
from app.core.db import db, transaction
from app.core.permissions import Role
from app.draws.models import Candidate, Draw, DrawState, PublicValue
from app.draws.services import ceremony, lottery
from app.panels.models import DecisionRule, Panel, PanelPart, Respondent, Survey, SurveyMode
from app.panels.services import deciding_rule, drawing, identity, making, parts, seating, surveys, weighting
from app.panels.services.population import AGES, DISTRICTS
from tests.builders import CITY, an_account, the_city

DAY = dt.timedelta(days=1)
STANCES = ("for", "against", "undecided")
_slugs = itertools.count(1)


def an_organiser() -> Account:
    return an_account(Role.organiser)


def a_panel(*, seats: int = 12, committee: int = 7, published: bool = True, **more: Any) -> Panel:
    """A panel with its neutral committee; the rule is published unless said otherwise."""
    the_city()
    by = more.pop("by", None)
    panel = making.make_panel(
        slug=more.pop("slug", f"panel-{next(_slugs)}"), title_ko="도시철도 2호선", title_en="Metro line 2",
        question_ko="도시철도 2호선을 지을까요?", question_en="Shall line 2 be built?", place_code=CITY, seats=seats, by=by,
        first_day=dt.date(2027, 11, 9), last_day=dt.date(2027, 11, 10), allowance_won=300_000, **more,
    )  # fmt: skip
    for number in range(committee):
        role = parts.add_role(panel, part=PanelPart.committee, name=f"위원 {number + 1}", by=by)
        parts.declare(role, has_interest=False, declared="", by=by)
    if published:
        deciding_rule.set_rule(panel, rule=DecisionRule.simple_majority, confidence_percent=95, by=by)
        deciding_rule.publish_rule(panel, by=by)
    return panel


def a_survey(panel: Panel | None = None, *, mode: SurveyMode = SurveyMode.telephone, **more: Any) -> Survey:
    """A first survey that began an hour ago and ends tomorrow."""
    now = clock.now()
    times = {"opens_at": now - DAY / 24, "closes_at": now + DAY} | more
    return surveys.plan_survey(panel or a_panel(), mode=mode, by=None, **times)


def people(survey: Survey, count: int, **more: Any) -> list[Respondent]:
    """Add people whose stance, sex, age and district cycle; all are willing unless said otherwise."""
    stance_ids = {stance.code: stance.id for stance in survey.panel.stances}
    made = []
    with transaction():
        for i in range(count):
            stance = STANCES[i % 3]
            values = {
                "survey_id": survey.id, "number": i + 1, "stance_id": stance_ids[stance],
                "answers": {"sex": "fm"[i % 2], "age": list(AGES)[i % 5], "district": list(DISTRICTS)[(i // 5) % 5]},
                "willing": True, "contact": f"p{i}@example.org", "person": identity.person_key(f"p{i}@example.org"),
                "answered_at": clock.now(), "name": f"사람{i}",
            }  # fmt: skip
            made.append(Respondent(**(values | more)))
        db.session.add_all(made)
    return made


def it_is_over(survey: Survey) -> None:
    """Let the survey have ended a minute ago."""
    with transaction():
        survey = db.session.get_one(Survey, survey.id)
        survey.opens_at, survey.closes_at = clock.now() - DAY, clock.now() - DAY / 1440


def a_weighed_survey(panel: Panel | None = None, count: int = 300, **more: Any) -> Survey:
    """A survey of ``count`` people that is over and weighed by sex, age and district."""
    survey = a_survey(panel)
    people(survey, count, **more)
    it_is_over(survey)
    weighting.weigh(survey, features=["sex", "age", "district"], bounded=False, total=None, by=None)
    return survey


def a_prepared_draw(panel: Panel, *, plan: str = "proportional", reserves: int = 0, **more: Any) -> Draw:
    return drawing.prepare(
        panel, plan=plan, why="위원회 결정", reserves=reserves, one_per_home=more.pop("one_per_home", False), by=None
    )


def draw_it(draw: Draw, value: str = "437") -> Draw:
    """Announce, compute and reveal a draw that is prepared."""
    ceremony.announce(draw, PublicValue.dice, "십면체 주사위 세 개, 시청 로비", None)
    lottery.start(draw, None)
    return ceremony.reveal(draw, value, "참관인 세 명", None)


def a_drawn_panel(*, seats: int = 30, count: int = 300, reserves: int = 10, **more: Any) -> Panel:
    """A panel whose members are drawn and not invited yet."""
    panel = a_panel(seats=seats)
    a_weighed_survey(panel, count)
    draw_it(a_prepared_draw(panel, reserves=reserves, **more))
    return panel


def a_seated_panel(*, seats: int = 6, count: int = 12) -> Panel:
    """A panel whose members hold their seats without a lottery, for what comes after the draw."""
    panel = a_panel(seats=seats)
    survey = a_survey(panel)
    made = people(survey, count)
    it_is_over(survey)
    seat_without_lottery(panel, made[:seats])
    return panel


def seat_without_lottery(panel: Panel, chosen: Iterable[Respondent]) -> None:
    """Seat these people as a draw does that is on record; only the lottery itself was never made."""
    now = clock.now()
    with transaction():
        draw = Draw(
            subject=drawing.SUBJECT, subject_id=panel.id, attempt=1, title_ko="시험", title_en="Test", size=panel.seats,
            salt=secrets.token_bytes(32), made_at=now, state=DrawState.drawn, commitment="0" * 64, committed_at=now,
            value="437", drawn_at=now,
        )  # fmt: skip
        db.session.add(draw)
        db.session.flush()
        db.session.add_all(
            Candidate(draw_id=draw.id, ref=one.id, answers=one.answers, seat_no=at, pseudonym=f"{at:064d}")
            for at, one in enumerate(chosen, 1)
        )
        db.session.flush()
        seating.seat_drawn(db.session.get_one(Panel, panel.id), draw)


def the_districts() -> None:
    """All five districts, where the tests' city has only one."""
    the_city()
    codes = zip(DISTRICTS.items(), ("2911000000", "2914000000", "2915500000", "2917000000", "2920000000"), strict=True)
    with transaction():
        for (_key, (ko, en)), code in codes:
            if db.session.get(Place, code) is None:
                db.session.add(Place(code=code, level=PlaceLevel.district, name_ko=ko, name_en=en, parent_code=CITY))


def rows_of(header: Iterable[str], *rows: Iterable[object]) -> bytes:
    """A CSV file as an office sends it."""
    lines = [",".join(header), *(",".join(str(cell) for cell in row) for row in rows)]
    return "\r\n".join(lines).encode("utf-8-sig")


def links_sent(app: Flask, kind: str) -> list[str]:
    """Return the paths in what was sent, mails and text messages, in their order."""
    files = sorted(Path(app.config["OUTBOX"]).glob("*"), key=lambda path: re.findall(r"-(\d{6})", path.name)[-1])
    return [path for file in files for path in re.findall(rf"/i/{kind}/[\w-]+", file.read_text("utf-8"))]
