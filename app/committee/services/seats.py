"""Seats: appointed, ended with a reason, replaced for the rest of the term, renewed once (art. 11, 19)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Account, RoleGrant
from app.committee.models import Body, BodyKind, Office, PartOffice, Route, Seat, Sex
from app.committee.services import bodies
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.core.permissions import Role, Scope

COMMITTEES_AT_ONCE = 3  # ordinance on committees, art. 6(5)
TERM_YEARS = 2  # operating ordinance, art. 11


class AlreadySeated(RuleError):
    code = "already_seated"
    sentence = N_("This person already has a seat in the committee.")
    field = "email"


class CommitteeFull(RuleError):
    code = "committee_full"
    sentence = N_("The committee has its %(seats)s members; the ordinance allows no more (art. 10).")


class TooManyCommittees(RuleError):
    code = "too_many_committees"
    sentence = N_("Nobody may sit in more than %(most)s committees at once (ordinance on committees, art. 6(5)).")
    field = "email"


class SeatEnded(RuleError):
    code = "seat_ended"
    sentence = N_("This seat has already ended.")


class AlreadyRenewed(RuleError):
    code = "already_renewed"
    sentence = N_("A term can be renewed once only (operating ordinance, art. 11).")


class TermNotPossible(RuleError):
    code = "term_not_possible"
    sentence = N_("The term must end after it begins.")
    field = "until_at"


class NotASubcommittee(RuleError):
    code = "not_a_subcommittee"
    sentence = N_("This subcommittee does not belong to the committee.")
    field = "subcommittee_id"


def appoint(
    body: Body,
    *,
    email: str,
    name: str,
    route: Route,
    from_at: dt.datetime,
    until_at: dt.datetime,
    subcommittee_id: int | None = None,
    sex: Sex | None = None,
    birth_band: str | None = None,
    youth: bool = False,
    disadvantaged: bool = False,
    district_code: str | None = None,
    office: Office | None = None,
    replaces: Seat | None = None,
    by: Any = None,
) -> Seat:
    """Give a person a seat; an account is made where the address has none.

    Raises ``AlreadySeated``, ``CommitteeFull``, ``TooManyCommittees``, ``TermNotPossible``, ``NotASubcommittee``.
    """
    if until_at <= from_at:
        raise TermNotPossible()
    body_id, replaces_id = body.id, replaces.id if replaces else None
    with transaction():
        body = locked(Body, body_id)
        _check_part(body, subcommittee_id)
        account = _account_for(email, name)
        _check_room(body, account, from_at)
        seat = Seat(
            body_id=body_id, account_id=account.id, route=route, from_at=from_at, until_at=until_at,
            subcommittee_id=subcommittee_id, sex=sex, birth_band=birth_band, youth=youth,
            disadvantaged=disadvantaged, district_code=district_code, office=office, replaces_id=replaces_id,
        )  # fmt: skip
        db.session.add(seat)
        db.session.flush()
        _grant(seat, by)
        audit.record("seat.appoint", of=("seat", seat.id), by=by, after=told(seat))
    return seat


def end(seat: Seat, *, reason: str, by: Any = None) -> None:
    """End a seat now, with its reason (art. 19; the member is told the reasons, ordinance on committees, art. 8(2))."""
    seat_id = seat.id
    with transaction():
        seat = _living(seat_id)
        seat.ended_at, seat.end_reason = clock.now(), reason
        _grant(seat, by)
        audit.record("seat.end", of=("seat", seat_id), by=by, after=seat.ended_at, why=reason)


def replace(seat: Seat, *, email: str, name: str, reason: str, by: Any = None, **about: Any) -> Seat:
    """End a seat and give its place to another person, who serves the rest of the term (art. 11)."""
    seat_id = seat.id
    with transaction():
        seat = _living(seat_id)
        end(seat, reason=reason, by=by)
        return appoint(
            seat.body, email=email, name=name, route=seat.route, from_at=clock.now(), until_at=seat.until_at,
            subcommittee_id=seat.subcommittee_id, replaces=seat, by=by, **about,
        )  # fmt: skip


def renew(seat: Seat, *, by: Any = None) -> None:
    """Lengthen a term by two years, once (art. 11). Raises ``AlreadyRenewed``, ``SeatEnded``."""
    seat_id = seat.id
    with transaction():
        seat = _living(seat_id)
        if seat.renewed:
            raise AlreadyRenewed()
        before = seat.until_at
        seat.until_at, seat.renewed = years_later(before, TERM_YEARS), True
        _grant(seat, by)
        audit.record("seat.renew", of=("seat", seat_id), by=by, before=before, after=seat.until_at)


def place(
    seat: Seat,
    *,
    subcommittee_id: int | None,
    office: Office | None = None,
    subcommittee_office: PartOffice | None = None,
    by: Any = None,
) -> None:
    """Move a member to a subcommittee, and note the offices that the members elected (art. 11, 15)."""
    seat_id = seat.id
    with transaction():
        seat = _living(seat_id)
        _check_part(seat.body, subcommittee_id)
        before = told(seat)
        seat.subcommittee_id, seat.office, seat.subcommittee_office = subcommittee_id, office, subcommittee_office
        audit.record("seat.place", of=("seat", seat_id), by=by, before=before, after=told(seat))


def seat_numbered(body: Body, seat_id: int) -> Seat:
    """Return a seat of this committee."""
    seat = db.session.get(Seat, seat_id)
    if seat is None or seat.body_id != body.id:
        raise NotFound()
    return seat


def years_later(at: dt.datetime, years: int) -> dt.datetime:
    """Return the same wall-clock time in Gwangju some years later; 29 February becomes 1 March."""
    local = at.astimezone(clock.SEOUL)
    try:
        later = local.replace(year=local.year + years)
    except ValueError:
        later = local.replace(year=local.year + years, month=3, day=1)
    return later.astimezone(dt.UTC)


def told(seat: Seat) -> Mapping[str, Any]:
    """Return what the log keeps of a seat: no name, sex or age."""
    return {
        "body": seat.body_id, "account": seat.account_id, "route": seat.route, "from": seat.from_at,
        "until": seat.until_at, "subcommittee": seat.subcommittee_id, "office": seat.office,
        "subcommittee_office": seat.subcommittee_office, "replaces": seat.replaces_id,
    }  # fmt: skip


def _living(seat_id: int) -> Seat:
    seat = locked(Seat, seat_id)
    if seat is None:
        raise NotFound()
    if seat.ended_at is not None:
        raise SeatEnded()
    return seat


def _check_part(body: Body, subcommittee_id: int | None) -> None:
    if subcommittee_id is None:
        return
    part = db.session.get(Body, subcommittee_id)
    if part is None or part.parent_id != body.id or part.kind is not BodyKind.subcommittee:
        raise NotASubcommittee()


def _check_room(body: Body, account: Account, at: dt.datetime) -> None:
    held = bodies.in_force(body.id, at)
    if db.session.scalar(held.where(Seat.account_id == account.id)):
        raise AlreadySeated()
    count = db.session.scalar(select(func.count()).select_from(held.order_by(None).subquery()))
    if body.seats_at_most is not None and count >= body.seats_at_most:
        raise CommitteeFull(seats=body.seats_at_most)
    elsewhere = select(func.count(func.distinct(Seat.body_id))).where(
        Seat.account_id == account.id, Seat.from_at <= at, Seat.until_at > at, Seat.ended_at.is_(None)
    )
    if (db.session.scalar(elsewhere) or 0) >= COMMITTEES_AT_ONCE:
        raise TooManyCommittees(most=COMMITTEES_AT_ONCE)


def _account_for(email: str, name: str) -> Account:
    """Return the account of an address, made without a password where there is none: the reset link sets one."""
    email = email.strip().lower()
    account = db.session.scalar(select(Account).where(Account.email == email))
    if account is None:
        account = Account(email=email, name=name.strip(), created_at=clock.now())
        db.session.add(account)
        db.session.flush()
    return account


def _grant(seat: Seat, by: Any) -> None:
    """Let the role of a member last exactly as long as the seat."""
    mine = select(RoleGrant).where(
        RoleGrant.account_id == seat.account_id, RoleGrant.role == Role.member, RoleGrant.scope == Scope.body,
        RoleGrant.scope_key == str(seat.body_id), RoleGrant.from_at == seat.from_at,
    )  # fmt: skip
    grant = db.session.scalar(mine)
    if grant is None:
        grant = RoleGrant(
            account_id=seat.account_id, role=Role.member, scope=Scope.body, scope_key=str(seat.body_id),
            from_at=seat.from_at, granted_by=by.id if by is not None else None,
        )  # fmt: skip
        db.session.add(grant)
    grant.until_at = seat.ended_at or seat.until_at
