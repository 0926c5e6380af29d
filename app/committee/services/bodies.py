"""Committees, their subcommittees and rules, and who sits in them now."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Account
from app.committee.models import Body, BodyField, BodyKind, CycleBody, Office, Seat
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.core.permissions import Place, Scope
from app.cycles.models import Cycle, Field

# A list of members shows names: their roles are not asked for.
PERSON = joinedload(Seat.account).lazyload(Account.grants)


class NotAMember(RuleError):
    code = "not_a_member"
    sentence = N_("Only members of the committee can do this.")
    status = 403


class ShareNotPossible(RuleError):
    code = "share_not_possible"
    sentence = N_("Quorum and majority must be shares below the whole, such as 1/2.")


class FieldTaken(RuleError):
    code = "field_taken"
    sentence = N_("%(field)s already belongs to another subcommittee. A field has one.")
    field = "field_ids"


def committee_of(cycle: Cycle) -> Body:
    """Return the committee that decides a cycle; raise ``NotFound`` where none is named."""
    query = select(Body).join(CycleBody, CycleBody.body_id == Body.id).where(CycleBody.cycle_id == cycle.id)
    body = db.session.scalar(query)
    if body is None:
        raise NotFound()
    return body


def committee_with_parts(cycle: Cycle) -> tuple[Body, list[Body]]:
    """Return the committee that decides a cycle and its subcommittees with their fields; raise ``NotFound`` without."""
    its = or_(
        CycleBody.body_id == Body.id, (CycleBody.body_id == Body.parent_id) & (Body.kind == BodyKind.subcommittee)
    )
    query = select(Body).join(CycleBody, its).where(CycleBody.cycle_id == cycle.id).order_by(Body.id)
    found = db.session.scalars(query.options(joinedload(Body.fields).joinedload(BodyField.field))).unique().all()
    body = next((body for body in found if body.kind is not BodyKind.subcommittee), None)
    if body is None:
        raise NotFound()
    return body, [part for part in found if part is not body]


def committee_called(slug: str) -> Body:
    """Return a committee by its address."""
    body = db.session.scalar(select(Body).where(Body.slug == slug, Body.kind == BodyKind.committee))
    if body is None:
        raise NotFound()
    return body


def cycle_of(body: Body, at: dt.datetime) -> Cycle | None:
    """Return the cycle that a committee was at work on: that of the next budget year, else its last."""
    query = select(Cycle).join(CycleBody, CycleBody.cycle_id == Cycle.id).where(CycleBody.body_id == body.id)
    cycles = db.session.scalars(query.order_by(Cycle.budget_year)).all()
    year = at.astimezone(clock.SEOUL).year
    return next((cycle for cycle in cycles if cycle.budget_year > year), cycles[-1] if cycles else None)


def place_of(body: Body) -> Place:
    """Return the scope of a committee: itself, and the place that it serves."""
    return Place(
        frozenset({(Scope.body, str(body.id)), (Scope.city, body.place_code), (Scope.district, body.place_code)})
    )


def held(at: dt.datetime) -> Select[tuple[Seat]]:
    """Return a query of all seats that are held at an instant."""
    return select(Seat).where(_held(at))


def _held(at: dt.datetime) -> ColumnElement[bool]:
    return and_(Seat.from_at <= at, at < Seat.until_at, or_(Seat.ended_at.is_(None), at < Seat.ended_at))


def in_force(body_id: int, at: dt.datetime) -> Select[tuple[Seat]]:
    """Return a query of the seats of a committee that are held at an instant."""
    return held(at).where(Seat.body_id == body_id).order_by(Seat.id)


def seats_in_force(body: Body, at: dt.datetime | None = None) -> list[Seat]:
    """Return the seats held at an instant (now), with their people and subcommittees."""
    query = in_force(body.id, at or clock.now())
    return list(db.session.scalars(query.options(PERSON, joinedload(Seat.subcommittee))))


def seats_of_part(part: Body, at: dt.datetime) -> list[int]:
    """Return the seats of a subcommittee at an instant."""
    return list(db.session.scalars(held(at).where(Seat.subcommittee_id == part.id).with_only_columns(Seat.id)))


def seat_of(account: Any, body: Body) -> Seat:
    """Return the seat in force of an account. Raises ``NotAMember`` without one."""
    mine = in_force(body.id, clock.now()).where(Seat.account_id == account.id)
    seat = db.session.scalar(mine.options(joinedload(Seat.subcommittee)))
    if seat is None:
        raise NotAMember()
    return seat


def seat_looking_back(account: Any, cycle: Cycle, back_to: dt.datetime) -> Seat:
    """Return the seat in force of an account in the committee of a cycle, or the one that it held at an instant.

    For who looks, not for an act. Raises ``NotAMember`` without one.
    """
    now = clock.now()
    mine = select(Seat).join(CycleBody, CycleBody.body_id == Seat.body_id).where(CycleBody.cycle_id == cycle.id)
    mine = mine.where(Seat.account_id == account.id, or_(_held(now), _held(back_to)))
    seats = db.session.scalars(mine.order_by(Seat.id).options(joinedload(Seat.subcommittee))).all()
    if not seats:
        committee_of(cycle)
        raise NotAMember()
    return min(seats, key=lambda seat: not seat.holds(now))


def subcommittees(body: Body) -> list[Body]:
    """Return the subcommittees with their fields."""
    query = select(Body).where(Body.parent_id == body.id, Body.kind == BodyKind.subcommittee).order_by(Body.id)
    return list(db.session.scalars(query.options(joinedload(Body.fields).joinedload(BodyField.field))).unique())


def steering(seats: Iterable[Seat]) -> list[Seat]:
    """Return the steering committee: chairs and vice chairs of committee and subcommittees (art. 16)."""
    lead = (Office.chair, Office.vice_chair)
    return [seat for seat in seats if seat.office in lead or seat.subcommittee_office is not None]


def found_committee(
    cycle: Cycle, *, slug: str, name_ko: str, name_en: str, seats_at_most: int | None = 100, by: Any = None
) -> Body:
    """Make the committee of a cycle; at most 100 members by the operating ordinance, art. 10."""
    cycle_id = cycle.id
    with transaction():
        cycle = db.session.get_one(Cycle, cycle_id)
        body = Body(
            kind=BodyKind.committee, slug=slug, name_ko=name_ko, name_en=name_en,
            place_code=cycle.place_code, seats_at_most=seats_at_most,
        )  # fmt: skip
        db.session.add(body)
        db.session.flush()
        db.session.add(CycleBody(cycle_id=cycle_id, body_id=body.id))
        audit.record("committee.found", of=("body", body.id), by=by, after={"slug": slug, "seats": seats_at_most})
    return body


def add_subcommittee(
    body: Body, *, slug: str, name_ko: str, name_en: str, field_ids: Iterable[int] = (), by: Any = None
) -> Body:
    """Add a subcommittee and give it the fields that it will screen (art. 15)."""
    body_id = body.id
    with transaction():
        body = db.session.get_one(Body, body_id)
        part = Body(
            kind=BodyKind.subcommittee, slug=slug, name_ko=name_ko, name_en=name_en,
            parent_id=body_id, place_code=body.place_code,
        )  # fmt: skip
        db.session.add(part)
        db.session.flush()
        _assign(part, field_ids)
        audit.record("subcommittee.add", of=("body", part.id), by=by, after={"slug": slug, "fields": list(field_ids)})
    return part


def assign_fields(part: Body, *, field_ids: Iterable[int], by: Any = None) -> None:
    """Say anew which fields a subcommittee screens. Raises ``FieldTaken``."""
    part_id, field_ids = part.id, list(field_ids)
    with transaction():
        part = locked(Body, part_id)
        before = [taken.field_id for taken in part.fields]
        part.fields.clear()
        db.session.flush()
        _assign(part, field_ids)
        audit.record("subcommittee.fields", of=("body", part_id), by=by, before=before, after=field_ids)


def _assign(part: Body, field_ids: Iterable[int]) -> None:
    for field_id in field_ids:
        if db.session.get(BodyField, field_id) is not None:
            raise FieldTaken(field=db.session.get_one(Field, field_id).name_ko)
        db.session.add(BodyField(field_id=field_id, body_id=part.id))
    db.session.flush()


RULES = ("quorum_over_num", "quorum_over_den", "pass_over_num", "pass_over_den", "ex_officio_vote", "applicants")


def set_rules(
    body: Body,
    *,
    quorum_over_num: int,
    quorum_over_den: int,
    pass_over_num: int,
    pass_over_den: int,
    ex_officio_vote: bool,
    applicants: int | None,
    why: str,
    by: Any = None,
) -> None:
    """Change quorum, majority and who votes, on record. A poll that is frozen keeps the rules it was frozen with."""
    for num, den in ((quorum_over_num, quorum_over_den), (pass_over_num, pass_over_den)):
        if not 0 <= num < den:
            raise ShareNotPossible()
    after = dict(
        zip(
            RULES,
            (quorum_over_num, quorum_over_den, pass_over_num, pass_over_den, ex_officio_vote, applicants),
            strict=True,
        )
    )
    body_id = body.id
    with transaction():
        body = locked(Body, body_id)
        before = {name: getattr(body, name) for name in RULES}
        for name, value in after.items():
            setattr(body, name, value)
        audit.record("committee.rules", of=("body", body_id), by=by, before=before, after=after, why=why)
