"""The people of 2019, all made up: 193 applicants, 73 of them appointed, 18 recommended, 9 ex officio, citizens.

The numbers by route are published (committee-2017-05); sex, age and district follow the population by largest
remainder, as the ordinance asks for balance.
"""

import datetime as dt
import random
from dataclasses import dataclass

from app.accounts.models import Account, RoleGrant
from app.committee.models import Application, Body, BodyField, BodyKind, CycleBody, Office, Route, Seat, Sex
from app.core.clock import seoul
from app.core.db import db
from app.core.permissions import Role, Scope
from app.cycles.models import Cycle
from app.demo.accounts import DOMAIN, residence

FAMILY = "김이박최정강조윤장임한오서신권황안송류홍전고문양손배백허남심"
GIVEN = (
    "민준",
    "서연",
    "도윤",
    "하은",
    "영수",
    "순자",
    "지호",
    "미경",
    "정희",
    "현우",
    "은정",
    "상철",
    "유진",
    "경숙",
    "태영",
    "수빈",
)
APPLICANTS, OPEN_CALL, RECOMMENDED, EX_OFFICIO = 193, 73, 18, 9
TERM = (seoul(2017, 5, 1), seoul(2019, 5, 1))
APPLIED = seoul(2017, 4, 10, 12)
# Shares of 91 seats by the resident register, 20 years and older: largest remainder on each margin.
DISTRICTS = {"2911000000": 7, "2914000000": 18, "2915500000": 13, "2917000000": 28, "2920000000": 25}
SEXES = {Sex.male: 44, Sex.female: 47}
BANDS = {"20-29": 14, "30-39": 14, "40-49": 17, "50-59": 19, "60-69": 15, "70-79": 9, "80-89": 3}
CITIZENS = 320


@dataclass(frozen=True)
class Person:
    """What the committee knows of a made-up person."""

    district: str
    sex: Sex
    band: str


def spread(shares: dict[str, int] | dict[Sex, int], count: int, rng: random.Random) -> list:
    """Return ``count`` values in the given shares, shuffled; beyond their sum they repeat."""
    once = [value for value, share in shares.items() for _ in range(share)]
    rng.shuffle(once)
    return [once[i % len(once)] for i in range(count)]


def persons(count: int, rng: random.Random) -> list[Person]:
    return [
        Person(district, sex, band)
        for district, sex, band in zip(
            spread(DISTRICTS, count, rng), spread(SEXES, count, rng), spread(BANDS, count, rng), strict=True
        )
    ]


def account(number: int, kind: str, rng: random.Random, at: dt.datetime, role: Role) -> Account:
    """Return a made-up account that nobody can sign in to."""
    name = rng.choice(FAMILY) + rng.choice(GIVEN)
    made = Account(
        email=f"{kind}{number}@people.{DOMAIN}", name=name, synthetic=True, created_at=at, email_confirmed_at=at
    )
    made.grants.append(RoleGrant(role=role, scope=Scope.everywhere, from_at=at))
    return made


def citizens(rng: random.Random, dongs: list[str]) -> list[Account]:
    """Add made-up citizens, each with a dong."""
    at = seoul(2018, 3, 1)
    found = [account(number, "citizen", rng, at, Role.citizen) for number in range(1, CITIZENS + 1)]
    for person in found:
        person.claims.append(residence(rng.choice(dongs), at))
    db.session.add_all(found)
    db.session.flush()
    return found


def committee(cycle: Cycle, member: Account, rng: random.Random) -> Body:
    """Add the fourth committee with its applicants, seats and one subcommittee a field."""
    body = Body(
        kind=BodyKind.committee,
        slug="committee-4",
        name_ko="제4기 시민참여예산위원회",
        name_en="Fourth Participatory Budget Committee",
        place_code=cycle.place_code,
        seats_at_most=100,
        term_from=TERM[0],
        term_until=TERM[1],
        applicants=APPLICANTS,
        ex_officio_vote=False,  # shin-2019: the 91 review, screen and select
        synthetic=True,
    )
    db.session.add(body)
    db.session.flush()
    db.session.add(CycleBody(cycle_id=cycle.id, body_id=body.id))
    parts = subcommittees(cycle, body)
    appointed = persons(OPEN_CALL + RECOMMENDED, rng)
    applicants(body, appointed[:OPEN_CALL], rng)
    seats = [seat(body, person, Route.open_call) for person in appointed[:OPEN_CALL]]
    seats += [seat(body, person, Route.recommended, disadvantaged=True) for person in appointed[OPEN_CALL:]]
    seats += [seat(body, None, Route.ex_officio) for _ in range(EX_OFFICIO)]
    accounts = [member] + [account(n, "member", rng, TERM[0], Role.member) for n in range(2, len(seats) + 1)]
    db.session.add_all(accounts)
    db.session.flush()
    for number, (place, person) in enumerate(zip(seats, accounts, strict=True)):
        place.account_id = person.id
        place.subcommittee_id = parts[number % len(parts)].id
        place.subcommittee_office = Office.chair if number < len(parts) else None
    seats[1].office, seats[2].office = Office.chair, Office.vice_chair
    db.session.add_all(seats)
    db.session.flush()
    return body


def subcommittees(cycle: Cycle, body: Body) -> list[Body]:
    """Add a subcommittee for each field."""
    parts = []
    for field in cycle.fields:
        part = Body(
            kind=BodyKind.subcommittee,
            slug=f"committee-4-{field.code}",
            name_ko=f"{field.name_ko} 분과",
            name_en=f"{field.name_en} subcommittee",
            parent_id=body.id,
            place_code=body.place_code,
            synthetic=True,
        )
        db.session.add(part)
        db.session.flush()
        db.session.add(BodyField(field_id=field.id, body_id=part.id))
        parts.append(part)
    db.session.flush()
    return parts


def seat(body: Body, person: Person | None, route: Route, *, disadvantaged: bool = False) -> Seat:
    return Seat(
        body_id=body.id,
        route=route,
        sex=person.sex if person else None,
        birth_band=person.band if person else None,
        youth=person is not None and person.band in ("20-29", "30-39"),
        disadvantaged=disadvantaged,
        district_code=person.district if person else None,
        from_at=TERM[0],
        until_at=TERM[1],
    )


def applicants(body: Body, drawn: list[Person], rng: random.Random) -> None:
    """Add the 193 who applied; those drawn are among them."""
    others = persons(APPLICANTS - len(drawn), rng)
    everyone = [(person, True) for person in drawn] + [(person, False) for person in others]
    rng.shuffle(everyone)
    for number, (person, appointed) in enumerate(everyone, start=1):
        db.session.add(
            Application(
                body_id=body.id,
                number=number,
                sex=person.sex,
                birth_band=person.band,
                district_code=person.district,
                appointed=appointed,
                synthetic=True,
                applied_at=APPLIED,
            )
        )
