"""The draw of a call: who may be drawn, targets from the ordinances and the population, what follows from it.

Sources: operating ordinance, art. 10 (sex, age, disadvantaged groups, finance experts); ordinance on committees,
art. 6(3) (no sex over 6/10 of those appointed), art. 6-2 (youth at least 2/10).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any

from sqlalchemy import or_, select

from app.accounts.models import Account, RoleGrant
from app.calls.models import Applicant, Call, Standing
from app.calls.services import applying, calling, checking
from app.city.models import Place, PlaceLevel
from app.committee.models import Route, Seat, Sex
from app.committee.services import bodies
from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.core.permissions import Role
from app.draws.models import Candidate, Draw, DrawState
from app.draws.services import preparing, subjects
from app.draws.services.preparing import PoolRow, TargetRow
from voting.sortition.apportionment import shares
from voting.sortition.population import GWANGJU, from_age, read_population

SUBJECT = "call"
MOST_OF_A_SEX, LEAST_YOUTH = Fraction(6, 10), Fraction(2, 10)
YOUTH_BANDS = ("20-29", "30-39")  # Youth Ordinance: 19 to 39; bands are all that is known
YOUNGEST, OLDEST, SINCE = "20-29", 60, "2024"  # who is 19 counts with the twenties; "60+"; year of the population
YES, NO = "yes", "no"
FEATURES = [
    ("sex", "성별", "Sex"), ("age", "나이", "Age"), ("district", "자치구", "District"), ("youth", "청년", "Youth"),
    ("disadvantaged", "사회적 약자", "Disadvantaged"), ("finance", "재정 전문성", "Knows public finance"),
]  # fmt: skip
WAITING = (Standing.applied, Standing.not_drawn, Standing.reserve)
OFFICES = (Role.officer, Role.council_staff)  # officials have the seats ex officio (art. 10)
OFFICIAL_WHY = "시나 시의회의 직원은 공개모집으로 위원이 되지 않습니다."  # told to the person and the office
SEXES = {"female": ("여성", "Women"), "male": ("남성", "Men")}
GROUPS = {"disadvantaged": ("사회적 약자", "Disadvantaged groups"), "finance": ("재정 전문가", "Finance experts")}


class CallStillOpen(RuleError):
    code = "call_still_open"
    sentence = N_("Applications are taken until %(closes_at)s. The draw comes after.")


class ChecksMissing(RuleError):
    code = "checks_missing"
    sentence = N_("%(missing)s applications are not checked yet.")


class SeatsTaken(RuleError):
    code = "seats_taken"
    sentence = N_("Somebody drawn has taken a seat already; the draw stands.")


def begin(call: Call, *, by: Any, reserves: int = 0) -> Draw:
    """Make the draw of a call with its pool and the targets proposed. Raises ``CallStillOpen``, ``ChecksMissing``."""
    call_id = call.id
    with transaction():
        call = calling.call_numbered(call_id)
        if clock.now() < call.closes_at:
            raise CallStillOpen(closes_at=call.closes_at)
        if missing := checking.missing(call):
            raise ChecksMissing(missing=missing)
        draw = preparing.make_draw(
            SUBJECT, call_id, title_ko=call.title_ko, title_en=call.title_en, size=call.seats, by=by, reserves=reserves,
            synthetic=call.synthetic,
        )  # fmt: skip
        preparing.set_pool(draw, pool_of(call), by)
        targets = targets_of(call, appointed_beside(call))
        told_apart = {target.feature for target in targets}
        preparing.set_features(draw, [feature for feature in FEATURES if feature[0] in told_apart])
        preparing.set_targets(draw, targets, by)
    return draw


def pool_of(call: Call) -> Iterable[PoolRow]:
    """Return all who applied and did not withdraw; whose papers did not suffice and officials are left out, with why."""
    officials = _officials()
    for one in applying.applicants_of(call):
        if one.standing is Standing.withdrawn:
            continue
        code, why = None, None
        if one.standing is Standing.refused:
            code, why = "papers", one.check_why
        elif one.person in officials or one.application.account_id in officials:
            code, why = "official", OFFICIAL_WHY
        yield PoolRow(one.application_id, answers_of(one), excluded_code=code, excluded_why=why)


def _officials() -> set[str | int]:
    """Return who holds an office of the city or the council: as an account, and as the person of an application."""
    at = clock.now()
    query = (
        select(Account.id, Account.email)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.role.in_(OFFICES), RoleGrant.from_at <= at)
        .where(or_(RoleGrant.until_at.is_(None), RoleGrant.until_at > at))
    )
    found: set[str | int] = set()
    for account_id, email in db.session.execute(query):
        found |= {account_id, applying.person_hash(email)}
    return found


def answers_of(one: Applicant) -> dict[str, str]:
    """Return an applicant's value of each feature."""
    application = one.application
    band = application.birth_band or ""
    low = int(band.split("-")[0]) if band else 0
    return {
        "sex": str(application.sex) if application.sex else "unsaid",
        "age": f"{OLDEST}+" if low >= OLDEST else YOUNGEST if low < 20 else band,
        "district": application.district_code or "",
        "youth": YES if band in YOUTH_BANDS else NO,
        "disadvantaged": YES if application.disadvantaged else NO,
        "finance": YES if one.finance else NO,
    }


def appointed_beside(call: Call) -> Sequence[Seat]:
    """Return the appointed members of the coming term who are not drawn: recommended by council or mayor."""
    sitting = bodies.seats_in_force(call.body, max(call.term_from, clock.now()))
    return [seat for seat in sitting if seat.route is Route.recommended]


def targets_of(call: Call, beside: Sequence[Seat]) -> list[TargetRow]:
    """Return the targets that ordinances and population ask for; the office may change them before it announces.

    Rules on all who are appointed count those recommended beside the drawn.
    """
    appointed = call.seats + len(beside)
    ages, districts = _population()
    return [
        *_sexes(call.seats, appointed, Counter(seat.sex for seat in beside)),
        *_proportional("age", call.seats, ages, {band: (f"{band}세", f"Age {band}") for band in ages}),
        *_proportional("district", call.seats, *_by_code(districts)),
        *_youth(call.seats, appointed, sum(seat.youth for seat in beside)),
        *_group("disadvantaged", call.disadvantaged_at_least, call.seats),
        *_group("finance", call.finance_at_least, call.seats),
    ]


def _population() -> tuple[Mapping[str, int], Mapping[str, int]]:
    people = from_age(read_population(GWANGJU, {"year": [SINCE]}), "age_band", 20, OLDEST)
    return people.margin("age_band"), people.margin("district")


def _by_code(districts: Mapping[str, int]) -> tuple[dict[str, int], dict[str, tuple[str, str]]]:
    rows = db.session.scalars(select(Place).where(Place.level == PlaceLevel.district)).all()
    known = {place.code: place for place in rows if place.name_ko in districts}
    people = {code: districts[place.name_ko] for code, place in known.items()}
    return people, {code: (place.name_ko, place.name_en) for code, place in known.items()}


def _sexes(seats: int, appointed: int, beside: Counter[Sex | None]) -> list[TargetRow]:
    most = floor(MOST_OF_A_SEX * appointed)
    why = (f"위촉 {appointed}명 가운데 한 성이 6/10 이하", f"No sex over 6/10 of {appointed} appointed members")
    found = []
    for sex, other in ((Sex.female, Sex.male), (Sex.male, Sex.female)):
        highest = min(seats, max(0, most - beside[sex]))
        lowest = max(0, seats - (most - beside[other]))
        ko, en = SEXES[sex]
        found.append(TargetRow("sex", str(sex), ko, en, min(lowest, highest), highest, why_ko=why[0], why_en=why[1]))
    return found


def _proportional(
    feature: str, seats: int, people: Mapping[str, int], words: Mapping[str, tuple[str, str]]
) -> list[TargetRow]:
    """Return for each value its share of the seats, rounded down to rounded up."""
    if not people:
        return []
    why = (f"{SINCE}년 말 20세 이상 주민등록 인구에 비례", f"In proportion to residents of 20 and over, end of {SINCE}")
    exact = shares(dict(people), seats)
    return [
        TargetRow(feature, value, *words[value], floor(share), ceil(share), population=people[value], why_ko=why[0],
                  why_en=why[1])
        for value, share in exact.items()
    ]  # fmt: skip


def _youth(seats: int, appointed: int, beside: int) -> list[TargetRow]:
    least = min(seats, max(0, ceil(LEAST_YOUTH * appointed) - beside))
    why = (f"위촉 {appointed}명 가운데 청년이 2/10 이상", f"Youth at least 2/10 of {appointed} appointed members")
    return [
        TargetRow("youth", YES, "청년 (20–39세)", "Youth (20 to 39)", least, seats, why_ko=why[0], why_en=why[1]),
        TargetRow("youth", NO, "그 밖의 나이", "Other ages", 0, seats - least, why_ko=why[0], why_en=why[1]),
    ]


def _group(feature: str, least: int, seats: int) -> list[TargetRow]:
    """Return the places kept for a group, if there are any: nobody is told apart for nothing."""
    if not least:
        return []
    ko, en = GROUPS[feature]
    why = ("공고한 자리", "Places named in the call")
    return [
        TargetRow(feature, YES, ko, en, least, seats, why_ko=why[0], why_en=why[1]),
        TargetRow(feature, NO, f"{ko} 아님", f"Not: {en.lower()}", 0, seats - least, why_ko=why[0], why_en=why[1]),
    ]


def take_in(draw: Draw) -> None:
    """Note who was drawn, who is kept ready and who was not, inside the transaction that draws."""
    at, people = clock.now(), {one.ref: one for one in _candidates(draw)}
    for one in applying.applicants_of(calling.call_numbered(draw.subject_id)):
        candidate = people.get(one.application_id)
        if candidate is None or candidate.excluded_code or one.standing not in WAITING:
            continue
        one.standing, one.moved_at = _standing(candidate, one.standing), at
    db.session.flush()
    audit.record("call.drawn", of=("call", draw.subject_id), after={"draw": draw.id})


def _standing(candidate: Candidate, before: Standing) -> Standing:
    if candidate.seat_no is not None:
        return Standing.drawn
    if candidate.reserve_no is not None or before is Standing.reserve:
        return Standing.reserve
    return Standing.not_drawn


def give_back(draw: Draw) -> None:
    """Undo what a draw left behind, inside the transaction that gives it up. Raises ``SeatsTaken``."""
    people = applying.applicants_of(calling.call_numbered(draw.subject_id))
    if any(one.standing is Standing.seated for one in people):
        raise SeatsTaken()
    for one in people:
        if one.standing in (
            Standing.drawn,
            Standing.reserve,
            Standing.not_drawn,
            Standing.declined,
            Standing.no_answer,
        ):
            one.standing, one.moved_at, one.link_hash = Standing.applied, clock.now(), None


def latest_draw(call: Call) -> Draw | None:
    """Return the latest draw of a call that is no rehearsal and stands; one that was given up where none does."""
    query = select(Draw).where(Draw.subject == SUBJECT, Draw.subject_id == call.id, Draw.is_test.is_(False))
    given_up = Draw.state == DrawState.abandoned
    return db.session.scalar(query.order_by(given_up, Draw.attempt.desc()).limit(1))


def _candidates(draw: Draw) -> Sequence[Candidate]:
    return db.session.scalars(select(Candidate).where(Candidate.draw_id == draw.id)).all()


def _titles(call_id: int) -> tuple[str, str]:
    call = calling.call_numbered(call_id)
    return call.title_ko, call.title_en


def _whose(call_id: int, token: str | None, account: Any) -> int | None:
    if account is None or not getattr(account, "is_authenticated", False):
        return None
    mine = applying.own(calling.call_numbered(call_id), account)
    return mine.application_id if mine is not None else None


subjects.register(
    SUBJECT,
    subjects.Subject(
        title=_titles,
        address=lambda call_id: f"/calls/{call_id}",
        on_drawn=take_in,
        on_abandoned=give_back,
        whose=_whose,
        place=lambda call_id: calling.place_of(calling.call_numbered(call_id)),
    ),
)
