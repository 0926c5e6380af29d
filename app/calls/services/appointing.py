"""From drawn to seated: asked by a letter with a link, accepted or declined, the next reserve of the cell called."""

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.calls.models import Applicant, Call, Standing
from app.calls.services import applying, calling, drawing
from app.committee.models import Route, Seat
from app.committee.services import seats
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.encryption import new_token, token_hash
from app.core.errors import N_, NotFound, RuleError
from app.core.mail import writing as mail
from app.draws.models import Candidate, Draw, DrawState
from app.draws.services import replacing
from app.draws.services.continued import whole_of

ANSWER_WITHIN = dt.timedelta(days=7)


class LinkOver(RuleError):
    code = "link_over"
    sentence = N_("This link has been used, or its time is over. Call the office if the seat is still to be yours.")
    status = 410


class NotAsked(RuleError):
    code = "not_asked"
    sentence = N_("This person is not asked to take a seat.")


class DrawUnderWay(RuleError):
    code = "draw_under_way"
    sentence = N_("A draw for the free seats is under way. Make it or give it up before a reserve is called.")


class NobodyInReserve(RuleError):
    code = "nobody_in_reserve"
    sentence = N_("No reserve has the same values. Draw again among those who are left.")


def ask(call: Call, *, by: Any) -> int:
    """Write to everybody who was drawn and has no link in force; return how many letters went out."""
    call_id, sent = call.id, 0
    with transaction():
        call = calling.call_numbered(call_id)
        for one in applying.applicants_of(call):
            if one.standing is Standing.drawn and (one.link_until is None or one.link_until < clock.now()):
                _write_to(call, one)
                sent += 1
        audit.record("call.ask", of=("call", call_id), by=by, after={"letters": sent})
    return sent


def _write_to(call: Call, one: Applicant) -> None:
    token = new_token()
    one.link_hash, one.link_until = token_hash(token), clock.now() + ANSWER_WITHIN
    if not one.email:
        return
    mail.write(
        one.email, locale="ko", subject=N_("You were drawn for a seat: please answer by %(until)s"),
        body=N_(
            "You were drawn by lot for a seat in the committee. Please say by %(until)s whether you take it.\n\n%(link)s\n\n"
            "Without an answer the seat goes to somebody else. Office: %(phone)s\n"
        ),
        good_until=one.link_until, until=one.link_until, link=mail.address(f"/calls/answer/{token}"), phone=mail.telephone(),
    )  # fmt: skip


def asked_by(token: str) -> Applicant:
    """Return whom a link asks. Raises ``LinkOver`` for one that is used, old or unknown."""
    query = select(Applicant).where(Applicant.link_hash == token_hash(token))
    found = db.session.scalar(query.options(joinedload(Applicant.call), joinedload(Applicant.application)))
    if found is None or found.standing is not Standing.drawn or found.link_until < clock.now():
        raise LinkOver()
    return found


def answer(token: str, *, takes: bool) -> Applicant:
    """Take the seat or decline it, once. Raises ``LinkOver`` and what a seat may refuse."""
    with transaction():
        one = locked(Applicant, asked_by(token).application_id)
        if one.standing is not Standing.drawn:
            raise LinkOver()
        return accept(one, by=None) if takes else decline(one, standing=Standing.declined, why="", by=None)


def accept(one: Applicant, *, by: Any) -> Applicant:
    """Seat somebody who was drawn, for the term or the rest of it.

    Raises ``NotAsked``, ``CommitteeFull``, ``AlreadySeated``, ``TooManyCommittees``.
    """
    application_id = one.application_id
    with transaction():
        one = _drawn(application_id)
        application, call = one.application, one.call
        seat = seats.appoint(
            call.body, email=one.email or "", name=one.name or "", route=Route.open_call,
            from_at=max(call.term_from, clock.now()), until_at=call.term_until, sex=application.sex,
            birth_band=application.birth_band, youth=application.birth_band in drawing.YOUTH_BANDS,
            disadvantaged=application.disadvantaged, district_code=application.district_code, by=by,
        )  # fmt: skip
        one.standing, one.seat_id, one.moved_at, one.link_hash = Standing.seated, seat.id, clock.now(), None
        application.appointed = True
        audit.record("call.accept", of=("application", application_id), by=by, after={"seat": seat.id})
    return one


def decline(one: Applicant, *, standing: Standing, why: str, by: Any) -> Applicant:
    """Note that a seat is not taken: declined by the person, or no answer in time. Raises ``NotAsked``."""
    application_id = one.application_id
    with transaction():
        one = _drawn(application_id)
        one.standing, one.moved_at, one.link_hash = standing, clock.now(), None
        audit.record("call.decline", of=("application", application_id), by=by, after=standing, why=why or None)
    return one


def next_in_line(one: Applicant, *, by: Any) -> Applicant:
    """Call the next reserve with the very values of somebody who does not take the seat.

    Raises ``NotAsked`` for who has not declined, ``DrawUnderWay``, ``NobodyInReserve``.
    """
    application_id = one.application_id
    with transaction():
        one = locked(Applicant, application_id)
        if one.standing not in (Standing.declined, Standing.no_answer):
            raise NotAsked()
        latest = drawing.latest_draw(one.call)
        if latest is None or latest.state is not DrawState.drawn:
            raise DrawUnderWay()
        whole = whole_of(latest)  # reserves are those of the first draw
        candidate = _candidate(whole, application_id)
        others = applying.applicants_of(one.call)
        taken = {other.application_id for other in others if other.standing is not Standing.reserve}
        found = replacing.next_reserve(whole, candidate, taken) if candidate is not None else None
        if found is None:
            raise NobodyInReserve()
        successor = locked(Applicant, found.ref)
        successor.standing, successor.moved_at = Standing.drawn, clock.now()
        _write_to(one.call, successor)
        audit.record(
            "call.reserve", of=("application", successor.application_id), by=by, after={"instead_of": application_id}
        )
    return successor


def draw_again(call: Call, *, by: Any) -> Draw:
    """Begin the draw that fills the free seats given who is seated: targets less the seated, the gone left out."""
    people = applying.applicants_of(call)
    stay = [one.application_id for one in people if one.standing in (Standing.seated, Standing.drawn)]
    gone = {
        one.application_id: str(one.standing)
        for one in people
        if one.standing in (Standing.declined, Standing.no_answer)
    }
    draw = drawing.latest_draw(call)
    if draw is None:
        raise NotFound()
    return replacing.replacement_draw(draw, stay, gone, same_cell=False, by=by)


def seats_of(call: Call) -> list[Seat]:
    """Return the seats that the call has filled."""
    return [one.seat for one in applying.applicants_of(call) if one.seat is not None]


def _drawn(application_id: int) -> Applicant:
    one = locked(Applicant, application_id)
    if one is None or one.standing is not Standing.drawn:
        raise NotAsked()
    return one


def _candidate(draw: Draw, ref: int) -> Candidate | None:
    return db.session.scalar(select(Candidate).where(Candidate.draw_id == draw.id, Candidate.ref == ref))
