"""Meetings: called with an agenda, attended by those enrolled, their minutes kept and published (art. 17, 18)."""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.committee.models import Attendance, Body, BodyKind, Meeting, Seat
from app.committee.services import bodies
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, EditedByAnother, NotFound, RuleError
from app.core.files.models import File
from voting.rules.majority import Share

PUBLISHED_WITHIN = dt.timedelta(days=7)  # operating ordinance, art. 18
CALLED_BEFORE = dt.timedelta(days=7)  # ordinance on committees, art. 9


class NotHeldYet(RuleError):
    code = "meeting_not_held_yet"
    sentence = N_("The meeting begins at %(held_at)s. This can be entered after that.")


class AttendanceTaken(RuleError):
    code = "attendance_taken"
    sentence = N_("Attendance is entered: date, place and agenda can no longer be changed.")


class NobodyEnrolled(RuleError):
    code = "nobody_enrolled"
    sentence = N_("The committee had no members at that time.")


class AttendanceMissing(RuleError):
    code = "attendance_missing"
    sentence = N_("Enter first who was there: published minutes name those present (art. 18).")


class MinutesMissing(RuleError):
    code = "minutes_missing"
    sentence = N_("There are no minutes yet: write them, or add a file.")


class AlreadyPublished(RuleError):
    code = "minutes_already_published"
    sentence = N_("These minutes are already published.")


class ReasonNeeded(RuleError):
    code = "correction_without_reason"
    sentence = N_("These minutes are published. Say why they are changed; it is shown with them.")
    field = "why"


def call_meeting(body: Body, *, held_at: dt.datetime, place: str, agenda: str, by: Any = None) -> Meeting:
    """Call a meeting of a committee or subcommittee; the public page shows it from now on."""
    body_id = body.id
    with transaction():
        meeting = Meeting(body_id=body_id, held_at=held_at, place=place, agenda=agenda, called_at=clock.now())
        db.session.add(meeting)
        db.session.flush()
        told = {"held_at": held_at, "place": place, "agenda": agenda}
        audit.record("meeting.call", of=("meeting", meeting.id), by=by, after=told)
    return meeting


def move_meeting(
    meeting: Meeting, *, held_at: dt.datetime, place: str, agenda: str, revision: int, by: Any = None
) -> None:
    """Change date, place and agenda before attendance is taken. Raises ``AttendanceTaken``, ``EditedByAnother``."""
    with transaction():
        meeting = _unchanged(meeting.id, revision)
        if meeting.enrolled is not None:
            raise AttendanceTaken()
        before = {"held_at": meeting.held_at, "place": meeting.place, "agenda": meeting.agenda}
        meeting.held_at, meeting.place, meeting.agenda = held_at, place, agenda
        after = {"held_at": held_at, "place": place, "agenda": agenda}
        audit.record("meeting.move", of=("meeting", meeting.id), by=by, before=before, after=after)


def enrolled_at(meeting: Meeting) -> list[Seat]:
    """Return the seats in force when the meeting is held: of the committee, or of the subcommittee alone."""
    body = meeting.body
    whole = body if body.kind is BodyKind.committee else body.parent
    seats = bodies.seats_in_force(whole, meeting.held_at)
    return [seat for seat in seats if body.kind is BodyKind.committee or seat.subcommittee_id == body.id]


def take_attendance(meeting: Meeting, *, present: Iterable[int], why: str = "", by: Any = None) -> None:
    """Enter which seats were present; the others enrolled were absent.

    Raises ``NotHeldYet``, ``NobodyEnrolled``, and once published ``ReasonNeeded``.
    """
    meeting_id, present = meeting.id, set(present)
    with transaction():
        meeting = locked(Meeting, meeting_id)
        if clock.now() < meeting.held_at:
            raise NotHeldYet(held_at=meeting.held_at)
        enrolled = {seat.id for seat in enrolled_at(meeting)}
        if not enrolled:
            raise NobodyEnrolled()
        _correct(meeting, why)
        before = {"enrolled": meeting.enrolled, "present": meeting.present}
        db.session.execute(delete(Attendance).where(Attendance.meeting_id == meeting_id))
        db.session.add_all(
            Attendance(meeting_id=meeting_id, seat_id=seat_id, present=seat_id in present) for seat_id in enrolled
        )
        meeting.enrolled, meeting.present = len(enrolled), len(enrolled & present)
        after = {"enrolled": meeting.enrolled, "present": meeting.present, "seats": sorted(enrolled & present)}
        audit.record("meeting.attendance", of=("meeting", meeting_id), by=by, before=before, after=after, why=why)


def write_minutes(
    meeting: Meeting, *, statements: str, resolutions: str, withheld: str = "", document: File | None = None,
    why: str = "", revision: int, by: Any = None,
) -> None:  # fmt: skip
    """Keep what was said and decided; a new file takes the place of the old one.

    Once published, every change needs a reason that is shown. Raises ``NotHeldYet``, ``ReasonNeeded``,
    ``EditedByAnother``.
    """
    document_id = document.id if document else None
    with transaction():
        meeting = _unchanged(meeting.id, revision)
        if clock.now() < meeting.held_at:
            raise NotHeldYet(held_at=meeting.held_at)
        _correct(meeting, why)
        before = _kept(meeting)
        meeting.statements, meeting.resolutions, meeting.withheld = statements, resolutions, withheld
        meeting.document_id = document_id or meeting.document_id
        audit.record("minutes.write", of=("meeting", meeting.id), by=by, before=before, after=_kept(meeting), why=why)


def publish(meeting: Meeting, *, by: Any = None) -> None:
    """Put the minutes online. Raises ``AttendanceMissing``, ``MinutesMissing``, ``AlreadyPublished``."""
    with transaction():
        meeting = locked(Meeting, meeting.id)
        if meeting.published_at is not None:
            raise AlreadyPublished()
        if meeting.present is None:
            raise AttendanceMissing()
        if not (meeting.statements.strip() or meeting.resolutions.strip() or meeting.document_id):
            raise MinutesMissing()
        meeting.published_at = clock.now()
        audit.record("minutes.publish", of=("meeting", meeting.id), by=by, after=_kept(meeting))


def quorum_of(meeting: Meeting) -> int | None:
    """Return how many had to be there, more than the body's share of those enrolled (art. 17); None before the count."""
    if meeting.enrolled is None:
        return None
    body = meeting.body
    return Share(Fraction(body.quorum_over_num, body.quorum_over_den), exceed=True).needed(meeting.enrolled)


def due_at(meeting: Meeting) -> dt.datetime:
    """Return until when the minutes must be online."""
    return meeting.held_at + PUBLISHED_WITHIN


def _correct(meeting: Meeting, why: str) -> None:
    """Note why something is changed that was published; before that nothing has to be said."""
    if meeting.published_at is None:
        return
    if not why.strip():
        raise ReasonNeeded()
    meeting.corrected_at, meeting.correction = clock.now(), why.strip()


def _unchanged(meeting_id: int, revision: int) -> Meeting:
    meeting = locked(Meeting, meeting_id)
    if meeting.revision != revision:
        raise EditedByAnother()
    return meeting


def _kept(meeting: Meeting) -> dict[str, Any]:
    return {name: getattr(meeting, name) for name in ("statements", "resolutions", "withheld", "document_id")}


def meeting_numbered(meeting_id: int) -> Meeting:
    """Return a meeting with its body and file. Raises ``NotFound``."""
    whole = (joinedload(Meeting.body).joinedload(Body.parent), joinedload(Meeting.document))
    meeting = db.session.get(Meeting, meeting_id, options=whole)
    if meeting is None:
        raise NotFound()
    return meeting


def meeting_with(file: File) -> Meeting | None:
    """Return the meeting whose minutes a file is."""
    whole = joinedload(Meeting.body).joinedload(Body.parent)
    return db.session.scalar(select(Meeting).where(Meeting.document_id == file.id).options(whole).limit(1))


def meetings_of(body: Body) -> list[Meeting]:
    """Return the meetings of a committee and its subcommittees, the latest first."""
    ours = select(Body.id).where((Body.id == body.id) | (Body.parent_id == body.id))
    query = select(Meeting).where(Meeting.body_id.in_(ours)).order_by(Meeting.held_at.desc(), Meeting.id.desc())
    return list(db.session.scalars(query.options(joinedload(Meeting.body))))


def present_at(meeting: Meeting) -> list[Seat]:
    """Return who was there, by name."""
    query = select(Seat).join(Attendance, Attendance.seat_id == Seat.id).options(bodies.PERSON)
    query = query.where(Attendance.meeting_id == meeting.id, Attendance.present)
    return sorted(db.session.scalars(query), key=lambda seat: seat.account.name)
