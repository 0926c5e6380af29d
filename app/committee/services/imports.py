"""Members from a spreadsheet: one row a seat. The export gives the same table back."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import RoleGrant
from app.committee.labels import ROUTES, SEXES
from app.committee.models import Body, CycleBody, Route, Seat, Sex
from app.committee.services import bodies, seats
from app.core import audit, clock
from app.core.db import db
from app.core.errors import N_, NotFound, RuleError
from app.core.imports import columns as read
from app.core.imports.kinds import Column, Finding, ImportKind, Row, Target, register
from app.core.permissions import Permission, Place, Role, Scope

ROUTE_NAMES = {"공개모집": Route.open_call, "추천": Route.recommended, "당연직": Route.ex_officio}
SEX_NAMES = {"여성": Sex.female, "여": Sex.female, "남성": Sex.male, "남": Sex.male}


class SeatInUse(RuleError):
    code = "seat_in_use"
    sentence = N_("A member of this import has already scored, voted or stepped aside; the import stays.")


def body_of(target: Target) -> Body:
    """Return the committee of the cycle that the rows go into."""
    query = select(Body).join(CycleBody, CycleBody.body_id == Body.id).where(CycleBody.cycle_id == target.cycle_id)
    body = db.session.scalar(query)
    if body is None:
        raise NotFound()
    return body


def _columns(target: Target) -> tuple[Column, ...]:
    parts = {part.name_ko: part.id for part in bodies.subcommittees(body_of(target))}
    routes = ROUTE_NAMES | {text.lower(): route for route, text in ROUTES.items()}
    sexes = SEX_NAMES | {text.lower(): sex for sex, text in SEXES.items()}
    part = next(iter(parts), "")
    return (
        Column("email", ("전자우편", "E-mail"), read.email, unique=True, example="member@example.org"),
        Column("name", ("이름", "Name"), read.text_up_to(200), example="김위원"),
        Column("route", ("위촉 경로", "Route"), read.one_of(routes), example="공개모집"),
        Column("subcommittee_id", ("분과", "Subcommittee"), read.one_of(parts), required=False, example=part),
        Column("sex", ("성별", "Sex"), read.one_of(sexes), required=False, example="여성"),
        Column("birth_band", ("나이대", "Age band"), read.text_up_to(10), required=False, example="30-39"),
        Column("youth", ("청년", "Youth"), read.yes_or_no, required=False, example="예", default=False),
        Column(
            "disadvantaged", ("사회적 약자", "Disadvantaged"), read.yes_or_no, required=False, example="아니오",
            default=False,
        ),
        Column("from_on", ("임기 시작", "Term from"), read.date, example="2027-01-01"),
        Column("until_on", ("임기 끝", "Term until"), read.date, example="2028-12-31"),
    )  # fmt: skip


def _check(rows: Sequence[Row], target: Target) -> Iterable[Finding]:
    """Say who already has a seat, which terms end before they begin, and from which row on the committee is full."""
    body = body_of(target)
    sitting = bodies.seats_in_force(body)
    known = {seat.account.email for seat in sitting}
    room = (body.seats_at_most or len(rows) + len(sitting)) - len(sitting)
    for row in rows:
        if row["email"] in known:
            yield Finding(row.number, "email", seats.AlreadySeated())
        elif row["until_on"] < row["from_on"]:
            yield Finding(row.number, "until_on", seats.TermNotPossible())
        elif room <= 0:
            yield Finding(row.number, None, seats.CommitteeFull(seats=body.seats_at_most))
        else:
            room -= 1


def _apply(row: Row, target: Target) -> tuple[str, object]:
    about = {name: row[name] for name in ("email", "name", "route", "subcommittee_id", "sex", "birth_band", "youth")}
    seat = seats.appoint(
        body_of(target),
        **about,
        disadvantaged=row["disadvantaged"],
        from_at=midnight(row["from_on"]),
        until_at=midnight(row["until_on"] + dt.timedelta(days=1)),
        by=target.by,
    )
    return "seat", seat.id


def _take_back(key: str) -> None:
    """Take a seat away as if it had never been. Raises ``SeatInUse`` where a score, a roll or a successor names it."""
    seat = db.session.get_one(Seat, int(key))
    mine = (
        RoleGrant.account_id == seat.account_id, RoleGrant.role == Role.member, RoleGrant.scope == Scope.body,
        RoleGrant.scope_key == str(seat.body_id), RoleGrant.from_at == seat.from_at,
    )  # fmt: skip
    audit.record("seat.take_back", of=("seat", seat.id), before=seats.told(seat))
    db.session.execute(delete(RoleGrant).where(*mine))
    db.session.delete(seat)
    try:
        db.session.flush()
    except IntegrityError as named_elsewhere:
        raise SeatInUse() from named_elsewhere


def _rows(target: Target) -> Iterable[Mapping[str, Any]]:
    routes = {route: name for name, route in ROUTE_NAMES.items()}
    sexes = {Sex.female: "여성", Sex.male: "남성", None: None}
    for seat in bodies.seats_in_force(body_of(target)):
        yield {
            "email": seat.account.email, "name": seat.account.name, "route": routes[seat.route],
            "subcommittee_id": seat.subcommittee.name_ko if seat.subcommittee else None, "sex": sexes[seat.sex],
            "birth_band": seat.birth_band, "youth": seat.youth, "disadvantaged": seat.disadvantaged,
            "from_on": seat.from_at.astimezone(clock.SEOUL).date(),
            "until_on": seat.until_at.astimezone(clock.SEOUL).date() - dt.timedelta(days=1),
        }  # fmt: skip


def midnight(day: dt.date) -> dt.datetime:
    """Return the beginning of a day in Gwangju."""
    return clock.seoul(day.year, day.month, day.day)


def _place(target: Target) -> Place:
    return bodies.place_of(body_of(target))


MEMBERS = register(
    ImportKind(
        code="members",
        title=N_("Members of the committee"),
        permission=Permission.keep_committee,
        columns=_columns,
        check=_check,
        apply=_apply,
        undo=_take_back,
        rows=_rows,
        place=_place,
        done_at=lambda target: f"/office/committees/{body_of(target).slug}",
        help=(N_("One row a member. The last day of the term is part of it."),),
    )
)
