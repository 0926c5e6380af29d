"""Calls with applications whose values cycle, so that every figure can be counted by hand."""

import datetime as dt
from typing import Any

from app.calls.models import Applicant, Call, Channel
from app.calls.services import applying, calling, checking
from app.city.models import Place, PlaceLevel
from app.committee.models import Body, Sex
from app.core import clock
from app.core.db import db, transaction
from app.core.permissions import Role
from tests.builders import CITY, DAY, a_cycle, an_account
from tests.committee.builders import a_committee

DISTRICTS = {
    "2911000000": ("동구", "Dong-gu"), "2914000000": ("서구", "Seo-gu"), "2915500000": ("남구", "Nam-gu"),
    "2917000000": ("북구", "Buk-gu"), "2920000000": ("광산구", "Gwangsan-gu"),
}  # fmt: skip
SHARES = {"2911000000": 1, "2914000000": 4, "2915500000": 3, "2917000000": 6, "2920000000": 6}  # of twenty people
BANDS = ("20-29", "30-39", "40-49", "50-59", "60-69", "70-79")


def the_districts() -> None:
    """All five districts of the city."""
    with transaction():
        for code, (name_ko, name_en) in DISTRICTS.items():
            if db.session.get(Place, code) is None:
                db.session.add(
                    Place(code=code, level=PlaceLevel.district, name_ko=name_ko, name_en=name_en, parent_code=CITY)
                )


def a_call(*, body: Body | None = None, seats: int = 20, parts: int = 2, published: bool = True, **about: Any) -> Call:
    """A call that is open now, published long enough ago."""
    cycle = a_cycle()
    the_districts()
    body = body or a_committee(cycle, parts=parts)
    at = clock.now()
    values = {
        "title_ko": "시민참여예산위원 공개모집", "title_en": "Call for members", "text_ko": "시민이면 누구나", "text_en": "Anybody",
        "seats": seats, "disadvantaged_at_least": 2, "finance_at_least": 1, "opens_at": at - DAY,
        "closes_at": at + 21 * DAY, "term_from": at + 30 * DAY, "term_until": at + 760 * DAY,
    }  # fmt: skip
    by = an_account(Role.organiser)
    call = calling.write(body, **values | about, by=by)
    if published:
        calling.publish(call, by=by)
    return call


def an_application(call: Call, number: int = 1, *, channel: Channel = Channel.imported, **about: Any) -> Applicant:
    """Person ``number``: women even, men odd, ages in turn, districts by their shares, every fifth disadvantaged."""
    by_share = [code for code, share in SHARES.items() for _ in range(share)]
    parts = sorted(part.id for part in call.body.parts)
    values = {
        "name": f"지원{number}", "email": f"applicant{number}@example.org", "sex": Sex.female if number % 2 == 0 else Sex.male,
        "birth_band": BANDS[number % len(BANDS)], "district_code": by_share[number * 7 % len(by_share)],
        "disadvantaged": number % 5 == 0, "finance": number % 7 == 0, "wishes": parts[number % 2 :][:1], "motive": "",
    }  # fmt: skip
    return applying.apply(call, **values | about, channel=channel)


def a_closed_call(*, people: int = 60, **about: Any) -> Call:
    """A call whose deadline is over, every application of it checked."""
    call = a_call(**about)
    for number in range(1, people + 1):
        an_application(call, number)
    checking.pass_all(call, range(1, people + 1), by=an_account(Role.organiser))
    with transaction():
        call = calling.call_numbered(call.id)
        call.opens_at, call.closes_at = clock.now() - 30 * DAY, clock.now() - dt.timedelta(minutes=1)
    return call
