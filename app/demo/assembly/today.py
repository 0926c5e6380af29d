"""The assembly that comes next, whose vote on the top ten is open; and the one after it, which takes policies."""

import datetime as dt
import random

from app.assembly.models import Assembly, Capacity, Counted, StageKind, StageMethod, Taken
from app.assembly.services import agenda, agreeing, asking, attending, finding, minutes, stages
from app.core import clock
from app.core.clock import replaying
from app.core.db import db
from app.demo.assembly import counted, filling
from app.demo.assembly.people import Crowd
from app.polls.services import confirming, freezing, keys, log, making, opening
from app.polls.services.finding import poll_called
from voting.ledger.canonical import canonical
from voting.ledger.confirming import confirm
from voting.ledger.signatures import new_key, public_key

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
NOTE = ("모든 것이 시연용으로 만든 것입니다.", "All of it is made up for the demonstration.")
AUDITOR = ("시연용 감사인", "시민단체가 추천한 감사인")
POINTS = (
    (1, "여는 마당", "Opening"), (2, "정책 듣기", "Hearing the policies"), (1, "묻고 답하기", "Questions and answers"),
    (1, "정책마다 찬반 투표", "Yes or no to each"), (1, "이행 협약", "Agreement"),
)  # fmt: skip
QUESTIONS = (
    "올해 고른 정책은 언제까지 답하나요?", "지난해 장기 검토로 미룬 정책은 어떻게 되었나요?", "민회에 통역을 지원할 수 있나요?",
)  # fmt: skip
TEXT = (
    "시청, 시의회, 교육청과 다섯 구는 시민총회가 고른 정책을 함께 살피고, 저마다 맡은 정책에 정해진 날까지 답하며, "
    "받아들인 정책의 이행 일정을 시민에게 알립니다.",
    "City hall, council, board of education and the five districts examine what the assembly chose, answer the policies "
    "that are theirs in time, and tell citizens when they will carry out what they accept.",
)


def load(people: Crowd, rng: random.Random) -> None:
    """Load the assembly whose vote is open, and the next one."""
    at = clock.now()
    held = (at + 25 * DAY).astimezone(clock.SEOUL).date()
    _voting(held, at, people, rng)
    _taking(held.year + 1, at, people, rng)


def _voting(held: dt.date, at: dt.datetime, people: Crowd, rng: random.Random) -> None:
    files = (at - 60 * DAY, at - 3 * DAY)
    assembly = filling.an_assembly(held.year, held, files, ("5·18민주광장", "May 18 Democracy Square"), NOTE)
    meetings = filling.minhoe(assembly, 48, people, rng)
    made = filling.policies(assembly, 100, (), meetings, people, rng)
    rng.shuffle(made)
    filling.supports(made, (140, 118, 104, 97, 90, 84, 80, 75, 71, 66, 62, 60), people, rng)
    _stages(assembly, at + 20 * DAY)
    with replaying(at - 2 * DAY):
        stages.open_stage(finding.stage_at(assembly, 1), by=people.organiser)
        _open_the_poll(finding.stage_at(assembly, 1).poll_slug, people)
        _the_day(assembly, people, rng)
        minutes.show_on_screen(assembly, finding.stage_at(assembly, 1), by=people.organiser)
        agreeing.prepare(assembly, text_ko=TEXT[0], text_en=TEXT[1], by=people.organiser)


def _stages(assembly: Assembly, closes_at: dt.datetime) -> None:
    names = ("시민이 고르는 열 개", "The citizens' top ten", "광주에 사는 누구나", "Everybody who lives in Gwangju")
    counted.a_stage(
        assembly, StageKind.pick_k, names, method=StageMethod.top_k, counted=Counted.poll, seats=10, picks=10,
        closes_at=closes_at,
    )  # fmt: skip
    names = ("정책마다 찬반", "Yes or no to each", "총회에 온 시민", "Citizens who come")
    sources, kind = [(1, Taken.chosen)], StageKind.yes_no_each
    counted.a_stage(assembly, kind, names, method=StageMethod.yes_no, counted=Counted.sheets, sources=sources)


def _open_the_poll(slug: str, people: Crowd) -> None:
    """Name an auditor, make the demonstration's key, freeze the poll of the stage and open it; the auditor signs its head."""
    poll, secret = poll_called(slug), new_key()
    auditor = dict(zip(("name", "role"), AUDITOR, strict=True), key=public_key(secret))
    poll = making.change_poll(poll, revision=poll.revision, auditors=[auditor], by=people.organiser)
    freezing.freeze(poll, keys.demonstration_box(poll), by=people.organiser)
    poll = opening.open_poll(poll_called(slug), by=people.organiser)
    head = log.head(poll)
    if head is not None:
        confirming.take(poll, canonical(confirm(head.as_json(), *AUDITOR, secret)).decode())


def _the_day(assembly: Assembly, people: Crowd, rng: random.Random) -> None:
    start = clock.seoul(assembly.held_on.year, assembly.held_on.month, assembly.held_on.day, 14)
    for hours, ko, en in POINTS:
        agenda.set_item(
            assembly, None, title_ko=ko, title_en=en, starts_at=start, ends_at=start + hours * HOUR, by=people.organiser
        )
        start += hours * HOUR
    here = [attending.register(assembly, name=one.name, by=one) for one in rng.sample(people.citizens, 12)]
    body = assembly.bodies[0]
    attending.add(assembly, name="담당 국장", capacity=Capacity.official, body_id=body.id, by=people.organiser)
    for place, text in enumerate(QUESTIONS):
        question = asking.ask(assembly, here[place], text=text, body_id=body.id)
        question.synthetic = True
        db.session.flush()
        for one in rng.sample(here, 9 - 3 * place):
            asking.agree(question, one)


def _taking(year: int, at: dt.datetime, people: Crowd, rng: random.Random) -> None:
    held = dt.date(year, 5, 21)
    until = max(clock.seoul(year, 4, 30, 18), at + 60 * DAY)
    assembly = filling.an_assembly(year, held, (at - 20 * DAY, until), ("금남로", "Geumnam-ro"), NOTE)
    meetings = filling.minhoe(assembly, 12, people, rng, coming=6, now=at)
    filling.policies(assembly, 9, (), meetings, people, rng)
