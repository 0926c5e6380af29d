"""Filling an assembly: its minhoe and its policies, made up but for the titles that were published."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence

from app.assembly.models import Assembly, Category, Minhoe, MinhoeState, Policy, PolicySupport
from app.assembly.services import making
from app.city.models import Place, PlaceLevel
from app.core import audit
from app.core.clock import replaying
from app.core.db import db
from app.demo.assembly.ideas import IDEAS, VARIANTS, PolicyIdea
from app.demo.assembly.people import Crowd
from app.demo.plan import CITY
from app.proposals.services.search import as_searched

TITLE_ONLY = "출처에는 제목만 나옵니다."  # of a policy whose title was published
PLACES = ("주민센터", "작은 도서관", "마을 카페", "학교 도서실", "경로당", "청년 공간")
TOPICS = ("안전한 골목", "아이들의 하루", "청년이 머무는 도시", "함께 사는 이웃", "푸른 마을", "우리가 정하는 예산")


def an_assembly(
    year: int, held_on: dt.date, files: tuple[dt.datetime, dt.datetime], venue: tuple[str, str], note: tuple[str, str]
) -> Assembly:
    """Make and publish an assembly."""
    with replaying(files[0] - dt.timedelta(days=30)):
        assembly = making.make(
            year=year, title_ko=f"{year}년 광주 시민총회", title_en=f"Gwangju citizens' assembly {year}", place_code=CITY,
            held_on=held_on, venue_ko=venue[0], venue_en=venue[1], minhoe_least=5, files_from=files[0],
            files_until=files[1], by=None,
        )  # fmt: skip
        making.publish(assembly, by=None)
    assembly.synthetic, assembly.note_ko, assembly.note_en = True, *note
    db.session.flush()
    return assembly


def minhoe(
    assembly: Assembly, many: int, people: Crowd, rng: random.Random, *, coming: int = 0, now: dt.datetime | None = None
) -> list[Minhoe]:
    """Add meetings spread over the city, held from when filing began until ``now`` or its end; ``coming`` are still ahead."""
    dongs = db.session.query(Place).filter_by(level=PlaceLevel.dong).order_by(Place.code).all()
    made, turn = [], now or assembly.files_until
    for number in range(many):
        dong, topic = rng.choice(dongs), TOPICS[number % len(TOPICS)]
        held = number < many - coming
        first, last = (assembly.files_from, turn) if held else (turn, assembly.files_until)
        share = (number + 1) / (many - coming + 1) if held else (number + coming + 1 - many) / (coming + 1)
        start = first + (last - first) * share - dt.timedelta(hours=14)
        start = start.replace(hour=rng.choice((5, 9, 10)), minute=0, second=0, microsecond=0)
        one = Minhoe(
            assembly_id=assembly.id, title=f"{dong.name_ko} {topic} 민회", topic=f"{topic}에 대해 이야기합니다.",
            starts_at=start, ends_at=start + dt.timedelta(hours=2), place_code=dong.code,
            venue=f"{dong.name_ko} {rng.choice(PLACES)}", online=number % 9 == 8, facilitator=rng.choice(people.citizens).name,
            people=rng.randint(5, 18), registered_by=rng.choice(people.citizens).id,
            registered_at=start - dt.timedelta(days=7), synthetic=True,
        )  # fmt: skip
        if held:
            one.state, one.recorded_at = MinhoeState.held, one.ends_at
            one.record = f"{one.people}명이 모여 {topic}에 대해 이야기하고 바라는 것을 정책으로 적었습니다."
        made.append(one)
    db.session.add_all(made)
    db.session.flush()
    return made


def policies(
    assembly: Assembly, many: int, real: Sequence[PolicyIdea], meetings: list[Minhoe], people: Crowd, rng: random.Random
) -> list[Policy]:
    """Add as many policies, those with a published title first; the others are made up."""
    categories: dict[str, Category] = {category.code: category for category in assembly.categories}
    bodies = {body.code: body for body in assembly.bodies}
    districts = [body for body in assembly.bodies if body.place_code]
    held = [one for one in meetings if one.recorded_at]
    made = []
    for number, (idea, synthetic) in enumerate(_ideas(many, real, districts), 1):
        body = districts[number % len(districts)] if idea.body == "district" else bodies[idea.body]
        meeting, person = held[number % len(held)], rng.choice(people.citizens)
        made.append(
            Policy(
                assembly_id=assembly.id, number=number, title=idea.title, problem=idea.problem, text=idea.text,
                body_id=body.id, category_id=categories[idea.category].id, minhoe_id=meeting.id if synthetic else None,
                proposer_id=person.id if synthetic else None, proposer_name=person.name if synthetic else "민회",
                filed_at=min(meeting.ends_at + dt.timedelta(hours=3), assembly.files_until - dt.timedelta(minutes=1)),
                search_text=as_searched([idea.title, idea.problem, idea.text]), synthetic=synthetic,
            )
        )  # fmt: skip
    db.session.add_all(made)
    db.session.flush()
    audit.record("demo.policies", of=("assembly", assembly.id), after={"policies": many})
    return made


def _ideas(many: int, real: Sequence[PolicyIdea], districts: list) -> Iterator[tuple[PolicyIdea, bool]]:
    """Yield the published titles, then the made-up ideas, again with a district's name until there are enough."""
    yield from ((idea, False) for idea in real)
    left = many - len(real)
    for place in range(left):
        variant, idea = VARIANTS[place // len(IDEAS)], IDEAS[place % len(IDEAS)]
        title = variant.format(district=districts[place % len(districts)].name_ko) + idea.title
        yield PolicyIdea(title, idea.problem, idea.text, idea.category, idea.body), True


def supports(policy_list: Sequence[Policy], most: Sequence[int], people: Crowd, rng: random.Random) -> None:
    """Give the first policies as many supporters as ``most`` says, the others a few less than the least of it."""
    rows = []
    for place, policy in enumerate(policy_list):
        many = most[place] if place < len(most) else rng.randint(0, max(1, min(most) // 2))
        rows += [
            {"policy_id": policy.id, "account_id": person.id, "at": policy.filed_at}
            for person in rng.sample(people.citizens, many)
        ]
    db.session.execute(PolicySupport.__table__.insert(), rows)
