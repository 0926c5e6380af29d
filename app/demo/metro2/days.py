"""The two days in Hwasun: agenda, 243 members, the closing vote as a secret poll, the survey after it."""

import random
from collections.abc import Iterator
from typing import Any

from sqlalchemy import insert, select

from app.core import clock
from app.core.clock import seoul
from app.core.db import db, transaction
from app.demo.metro2 import outline, texts
from app.panels.models import Attendance, Panel, Panelist, Respondent, Stance, SurveyAnswer
from app.panels.services import agenda, attendance, closing_vote, waves
from app.polls.models import Channel, Poll
from app.polls.services import casting, closing, counting, freezing, keys, opening, publishing
from app.polls.services.voters import voter_at_booth

SURVEY_ENDS = seoul(2018, 11, 10, 18)
Voters = dict[int, tuple[str, str]]  # first stance and vote, by the member's id


def load(panel: Panel, by: Any) -> None:
    """Let the days pass: who came voted, once, in secret; all filled in the last sheet; the count opened the seal."""
    with clock.replaying(seoul(2018, 11, 7, 9)):
        for kind, (ko, en), begins, ends in texts.AGENDA:
            agenda.set_item(panel, None, kind=kind, title_ko=ko, title_en=en, starts_at=begins, ends_at=ends, by=by)
        poll = closing_vote.set_window(panel, opens_at=texts.VOTE[0], closes_at=texts.VOTE[1], by=by)
        freezing.freeze(poll, keys.demonstration_box(poll), by=by)
        survey = waves.plan(panel, opens_at=texts.VOTE[1], closes_at=SURVEY_ENDS, asked=list(waves.ASKED), by=by)
    rng = random.Random(outline.SEED)  # noqa: S311 - a fixed seed is the point
    voters = _voters(panel, rng)
    _came(panel, list(voters))
    poll = _vote(poll, voters, rng)
    with transaction():
        survey.source_note_ko, survey.source_note_en = texts.LAST_SURVEY
        db.session.add(survey)
        db.session.execute(insert(SurveyAnswer), list(_sheets(panel, survey.id, voters, rng)))
    with clock.replaying(SURVEY_ENDS):
        poll = counting.count(poll, *keys.demonstration_shares(poll), by=by)
        publishing.draw(poll, texts.PUBLIC_NUMBER, by=by)


def _voters(panel: Panel, rng: random.Random) -> Voters:
    """Return who came, with the vote that the outline gives to so many of each first stance."""
    query = select(Panelist.id, Stance.code).join(Respondent, Respondent.id == Panelist.respondent_id)
    query = query.join(Stance, Stance.id == Respondent.stance_id).where(Panelist.panel_id == panel.id)
    found: Voters = {}
    people = db.session.execute(query.order_by(Panelist.number)).all()
    for first, away in outline.STAYED_AWAY.items():
        own = [panelist_id for panelist_id, code in people if code == first]
        rng.shuffle(own)
        came, favour = own[away:], outline.TURNED_TO_FAVOUR[first]
        found |= {key: (first, "for" if at < favour else "against") for at, key in enumerate(came)}
    return found


def _came(panel: Panel, members: list[int]) -> None:
    rows = [
        {"panelist_id": key, "day": day, "at": clock.seoul(day.year, day.month, day.day, 9)}
        for day in attendance.days_of(panel)
        for key in members
    ]
    with transaction():
        db.session.execute(insert(Attendance), rows)


def _vote(poll: Poll, voters: Voters, rng: random.Random) -> Poll:
    """Let everybody who came vote by the machine itself, in one transaction."""
    order = list(voters)
    rng.shuffle(order)
    with clock.replaying(texts.VOTE[0]), transaction():
        poll = opening.open_poll(poll)
        for key in order:
            who = voter_at_booth(poll, closing_vote.on_roll(key), Channel.web)
            casting.cast(poll, who, casting.draft(poll, who, [voters[key][1]]).field)
    with clock.replaying(texts.VOTE[1]):
        return closing.close(poll)


def _sheets(panel: Panel, survey_id: int, voters: Voters, rng: random.Random) -> Iterator[dict[str, Any]]:
    stances = {stance.code: stance.id for stance in panel.stances}
    for key, (_first, vote) in sorted(voters.items()):
        odds = texts.SATISFIED[vote]
        answers = {code: rng.choices("54321", odds[code])[0] for code in ("satisfaction", "fairness")}
        answers["acceptance"] = "yes" if rng.random() < odds["acceptance"][0] / 100 else "no"
        yield {
            "survey_id": survey_id, "panelist_id": key, "stance_id": stances[vote], "answers": answers,
            "answered_at": SURVEY_ENDS,
        }  # fmt: skip
