"""The people of 2019, all made up: citizens, and the fourth committee of 73 drawn, 18 recommended, 9 ex officio.

The numbers by route are published (committee-2017-05); sex, age and district follow the population by largest
remainder, as the ordinance asks for balance.
"""

import random
from collections.abc import Mapping
from typing import Any

from app.accounts.models import Account, RoleGrant
from app.committee.models import Body, BodyField, BodyKind, CycleBody, Office, PartOffice, Route, Seat
from app.committee.services import seats
from app.core.clock import replaying, seoul
from app.core.db import db
from app.core.permissions import Role, Scope
from app.cycles.models import Cycle
from app.demo.accounts import DOMAIN, residence
from app.demo.year2019 import appointing
from app.demo.year2019.persons import TERM, Person, a_name, persons

RECOMMENDED, EX_OFFICIO = 18, 9
FOUNDED, ELECTED = seoul(2017, 3, 10, 9), seoul(2017, 5, 1, 14)
CITIZENS = 320


def citizens(rng: random.Random, dongs: list[str]) -> list[Account]:
    """Add made-up citizens, each with a dong."""
    at = seoul(2018, 3, 1)
    found = []
    for number in range(1, CITIZENS + 1):
        email = f"citizen{number}@people.{DOMAIN}"
        person = Account(email=email, name=a_name(rng), synthetic=True, created_at=at, email_confirmed_at=at)
        person.grants.append(RoleGrant(role=Role.citizen, scope=Scope.everywhere, from_at=at))
        person.claims.append(residence(rng.choice(dongs), at))
        found.append(person)
    db.session.add_all(found)
    db.session.flush()
    return found


def committee(cycle: Cycle, logins: Mapping[str, Account], rng: random.Random) -> Body:
    """Found the fourth committee with one subcommittee a field, recommend 18, draw 73, add 9 ex officio."""
    body = Body(
        kind=BodyKind.committee,
        slug="committee-4",
        name_ko="제4기 시민참여예산위원회",
        name_en="Fourth Participatory Budget Committee",
        place_code=cycle.place_code,
        seats_at_most=100,
        term_from=TERM[0],
        term_until=TERM[1],
        applicants=appointing.APPLICANTS,
        ex_officio_vote=False,  # shin-2019: the 91 review, screen and select
        synthetic=True,
    )
    db.session.add(body)
    db.session.flush()
    db.session.add(CycleBody(cycle_id=cycle.id, body_id=body.id))
    parts, by = subcommittees(cycle, body), logins["organiser"]
    with replaying(FOUNDED):
        beside = [
            seat(body, f"recommended{n}", person, rng, by) for n, person in enumerate(persons(RECOMMENDED, rng), 1)
        ]
        beside += [seat(body, f"exofficio{number}", None, rng, by) for number in range(1, EX_OFFICIO + 1)]
    appointing.load(body, logins, rng)
    with replaying(ELECTED):
        for number, place in enumerate(beside):
            seats.place(place, subcommittee_id=parts[-1 - number % len(parts)].id, by=by)
        elect(body, by)
    return body


def elect(body: Body, by: Any) -> None:
    """Let the first of those drawn in each subcommittee chair it, the next two chair the committee: made up."""
    drawn = sorted((seat for seat in body.seats if seat.route is Route.open_call), key=lambda seat: seat.id)
    first = {seat.subcommittee_id: seat.id for seat in reversed(drawn)}
    offices = {drawn[1].id: Office.chair, drawn[2].id: Office.vice_chair}
    for seat in drawn:
        chairs = PartOffice.chair if first[seat.subcommittee_id] == seat.id else None
        if chairs or seat.id in offices:
            seats.place(
                seat,
                subcommittee_id=seat.subcommittee_id,
                office=offices.get(seat.id),
                subcommittee_office=chairs,
                by=by,
            )


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


def seat(body: Body, called: str, person: Person | None, rng: random.Random, by: Any) -> Seat:
    """Give a seat to somebody recommended, or without a person's values to somebody ex officio."""
    return seats.appoint(
        body, email=f"{called}@people.{DOMAIN}", name=a_name(rng), from_at=TERM[0], until_at=TERM[1], by=by,
        route=Route.recommended if person else Route.ex_officio, disadvantaged=person is not None,
        sex=person.sex if person else None, birth_band=person.band if person else None,
        youth=person is not None and person.band in ("20-29", "30-39"),
        district_code=person.district if person else None,
    )  # fmt: skip
