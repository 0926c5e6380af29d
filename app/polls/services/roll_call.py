"""Roll-call votes: who is in the room, motions one after the other, votes by name, corrected until the announcement.

Quorum and majority are those of the body, computed anew at each motion from who is in the room at that moment. Who is excluded
from a motion stays enrolled and does not count as present for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.committee.models import BodyKind, Meeting, Office, PartOffice, Seat
from app.committee.services import bodies, meetings
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.polls.models.motion import Motion, MotionVote, OpenVote, Presence
from voting.rules.majority import Decision, Share, YesNo, decide


class NotEnrolled(RuleError):
    code = "not_enrolled"
    sentence = N_("You are not a member of this body, as of this meeting.")
    status = 403


class NotInTheRoom(RuleError):
    code = "not_in_the_room"
    sentence = N_("Say first that you are here.")


class MotionAnnounced(RuleError):
    code = "motion_announced"
    sentence = N_("The result is announced. Votes can no longer be changed.")


class MotionOpen(RuleError):
    code = "motion_open"
    sentence = N_("Announce or withdraw the motion that is open first.")


class ExcludedFromMotion(RuleError):
    code = "excluded_from_motion"
    sentence = N_("You are excluded from this motion: %(why)s")
    status = 403


class WhyExcluded(RuleError):
    code = "why_excluded"
    sentence = N_("Say why the member is excluded.")
    field = "why"


class HasVoted(RuleError):
    code = "has_voted"
    sentence = N_("This member has voted already. Withdraw the motion and put it again.")


@dataclass(frozen=True)
class Standing:
    """A motion in numbers: those of its announcement, or as it stands now."""

    motion: Motion
    decision: Decision
    enrolled: int
    not_voted: int


def motions_of(meeting: Meeting) -> Sequence[Motion]:
    """Return the motions of a meeting with votes and names, the newest first."""
    whole = selectinload(Motion.votes).joinedload(MotionVote.seat).joinedload(Seat.account)
    query = select(Motion).where(Motion.meeting_id == meeting.id).order_by(Motion.number.desc())
    return db.session.scalars(query.options(whole, joinedload(Motion.meeting).joinedload(Meeting.body))).all()


def motion_numbered(meeting: Meeting, number: int) -> Motion:
    """Return a motion. Raises ``NotFound``."""
    found = db.session.scalar(select(Motion).where(Motion.meeting_id == meeting.id, Motion.number == number))
    if found is None:
        raise NotFound()
    return found


def in_the_room(meeting: Meeting) -> set[int]:
    """Return the seats whose members are here now."""
    query = select(Presence.seat_id).where(Presence.meeting_id == meeting.id, Presence.here)
    return set(db.session.scalars(query))


def came(meeting: Meeting) -> set[int]:
    """Return the seats whose members were here at any time."""
    return set(db.session.scalars(select(Presence.seat_id).where(Presence.meeting_id == meeting.id)))


def seat_of(meeting: Meeting, account: Any) -> Seat:
    """Return the seat that an account holds at this meeting. Raises ``NotEnrolled``."""
    found = next((seat for seat in meetings.enrolled_at(meeting) if seat.account_id == account.id), None)
    if found is None:
        raise NotEnrolled()
    return found


def presides(meeting: Meeting, account: Any) -> bool:
    """Say whether an account may put motions and announce: the chair of the body, who stands in for it, its secretary."""
    whole = meeting.body.kind is BodyKind.committee
    leads = set(Office) if whole else set(PartOffice)
    seats = (seat for seat in meetings.enrolled_at(meeting) if seat.account_id == account.id)
    return any((seat.office if whole else seat.subcommittee_office) in leads for seat in seats)


def come_or_go(meeting: Meeting, seat: Seat, *, here: bool, by: Any) -> None:
    """Note that a member came in or left; the member says so, or the secretary. Raises ``NotHeldYet``."""
    meeting_id, seat_id = meeting.id, seat.id
    with transaction():
        meeting = locked(Meeting, meeting_id)
        if clock.now() < meeting.held_at:
            raise meetings.NotHeldYet(held_at=meeting.held_at)
        row = db.session.get(Presence, (meeting_id, seat_id))
        if row is None:
            db.session.add(Presence(meeting_id=meeting_id, seat_id=seat_id, here=here))
        else:
            row.here = here
        audit.record("meeting.presence", of=("meeting", meeting_id), by=by, after={"seat": seat_id, "here": here})


def put(meeting: Meeting, *, title: str, text: str = "", by: Any) -> Motion:
    """Put a motion to the vote of all who are enrolled. Raises ``MotionOpen``, ``NotHeldYet``."""
    meeting_id = meeting.id
    with transaction():
        meeting = locked(Meeting, meeting_id)
        if clock.now() < meeting.held_at:
            raise meetings.NotHeldYet(held_at=meeting.held_at)
        if db.session.scalar(_open(meeting_id)) is not None:
            raise MotionOpen()
        last = db.session.scalar(select(func.max(Motion.number)).where(Motion.meeting_id == meeting_id)) or 0
        motion = Motion(meeting_id=meeting_id, number=last + 1, title=title, text=text, opened_at=clock.now())
        motion.votes = [MotionVote(seat_id=seat.id) for seat in meetings.enrolled_at(meeting)]
        db.session.add(motion)
        db.session.flush()
        audit.record("motion.put", of=("motion", motion.id), by=by, after={"title": title})
    return motion


def vote(motion: Motion, *, value: OpenVote, by: Any) -> None:
    """Vote by name, or correct one's vote until the announcement.

    Raises ``NotEnrolled``, ``NotInTheRoom``, ``ExcludedFromMotion``, ``MotionAnnounced``.
    """
    motion_id = motion.id
    with transaction():
        motion = _undecided(motion_id)
        seat = seat_of(motion.meeting, by)
        row = db.session.get(MotionVote, (motion_id, seat.id), populate_existing=True)
        if row is None:
            raise NotEnrolled()
        if row.excluded:
            raise ExcludedFromMotion(why=row.excluded_why)
        if seat.id not in in_the_room(motion.meeting):
            raise NotInTheRoom()
        before, row.vote = row.vote, value
        audit.record("motion.vote", of=("motion", motion_id), by=by, before={"vote": before}, after={"vote": value})


def exclude(motion: Motion, seat_id: int, *, why: str, by: Any) -> None:
    """Exclude a member who has an interest in the matter. Raises ``WhyExcluded``, ``HasVoted``, ``MotionAnnounced``."""
    motion_id = motion.id
    if not why.strip():
        raise WhyExcluded()
    with transaction():
        motion = _undecided(motion_id)
        row = db.session.get(MotionVote, (motion_id, seat_id), populate_existing=True)
        if row is None:
            raise NotFound()
        if row.vote is not None:
            raise HasVoted()
        row.excluded, row.excluded_why = True, why.strip()
        audit.record("motion.exclude", of=("motion", motion_id), by=by, after={"seat": seat_id}, why=why)


def announce(motion: Motion, *, by: Any) -> Decision:
    """Announce the result: quorum and majority from who is in the room now. Raises ``MotionAnnounced``."""
    motion_id = motion.id
    with transaction():
        motion = _undecided(motion_id)
        here = in_the_room(motion.meeting)
        for row in motion.votes:
            row.present = row.seat_id in here
            if not row.present:
                row.vote = None  # who left before the announcement has not voted
        found = decision(motion, here)
        motion.announced_at, motion.enrolled, motion.present = clock.now(), len(motion.votes), found.present
        motion.quorum_needed, motion.yes_needed, motion.passed = found.quorum_needed, found.yes_needed, found.passed
        told = {
            "passed": found.passed,
            "yes": found.yes,
            "no": found.no,
            "abstained": found.abstained,
            "present": found.present,
        }
        audit.record("motion.announce", of=("motion", motion_id), by=by, after=told)
    return found


def withdraw(motion: Motion, *, by: Any) -> None:
    """Take a motion off the table before its result is announced. Raises ``MotionAnnounced``."""
    motion_id = motion.id
    with transaction():
        motion = _undecided(motion_id)
        motion.withdrawn_at = clock.now()
        audit.record("motion.withdraw", of=("motion", motion_id), by=by)


def decision(motion: Motion, here: set[int]) -> Decision:
    """Return what a motion comes to with these members in the room."""
    body = motion.meeting.body
    voting = [row for row in motion.votes if row.seat_id in here and not row.excluded]
    count = {value: sum(row.vote is value for row in voting) for value in OpenVote}
    item = YesNo(str(motion.number), count[OpenVote.yes], count[OpenVote.no], count[OpenVote.abstain], len(voting))
    quorum = Share(Fraction(body.quorum_over_num, body.quorum_over_den), exceed=True)
    majority = Share(Fraction(body.pass_over_num, body.pass_over_den), exceed=True)
    return decide([item], len(motion.votes), quorum=quorum, majority=majority)[0]


def standing_of(motion: Motion, here: set[int]) -> Standing:
    """Return a motion in numbers: an announced one by who was in the room then and what was needed then."""
    announced = motion.announced_at is not None
    room = {row.seat_id for row in motion.votes if row.present} if announced else here
    found = decision(motion, room)
    if announced:  # the body's rules may have changed since
        kept = {name: getattr(motion, name) for name in ("present", "quorum_needed", "yes_needed", "passed")}
        found = replace(found, **kept)
    return Standing(motion, found, len(motion.votes), found.present - found.yes - found.no - found.abstained)


def place_of(meeting: Meeting) -> Any:
    """Return where a role must hold to run a meeting's votes."""
    return bodies.place_of(meeting.body.parent or meeting.body)


def _undecided(motion_id: int) -> Motion:
    """Return a motion locked, which is neither announced nor withdrawn."""
    motion = locked(Motion, motion_id)
    if motion is None:
        raise NotFound()
    if motion.announced_at is not None or motion.withdrawn_at is not None:
        raise MotionAnnounced()
    return motion


def _open(meeting_id: int) -> Any:
    return select(Motion.id).where(
        Motion.meeting_id == meeting_id, Motion.announced_at.is_(None), Motion.withdrawn_at.is_(None)
    )
