"""Registering a small meeting, recording it, its photographs; cancelling and hiding it."""

import datetime as dt
from typing import Any

from app.assembly.models import Assembly, Minhoe, MinhoePhoto, MinhoeState
from app.assembly.services import finding
from app.city.models import Place
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, EditedByAnother, NotFound, RuleError
from app.core.files import File, register_reader

MOST_PHOTOS = 10
PHOTO_MISSING = N_("Choose a photograph first.")


class TooFewPeople(RuleError):
    code = "minhoe_too_few"
    sentence = N_("A minhoe is a meeting of at least %(least)s people.")
    field = "people"


class MinhoeTimesWrong(RuleError):
    code = "minhoe_times_wrong"
    sentence = N_("The meeting ends before it begins.")
    field = "ends_at"


class MinhoeTooLate(RuleError):
    code = "minhoe_too_late"
    sentence = N_("The meeting must be over before policies are no longer taken: %(until)s.")
    field = "ends_at"


class PlaceUnknown(RuleError):
    code = "minhoe_place_unknown"
    sentence = N_("Choose a dong or a district from the list.")
    field = "place_code"


class NotYours(RuleError):
    code = "minhoe_not_yours"
    sentence = N_("Only who registered this minhoe can do this.")
    status = 403


class NotHeldYet(RuleError):
    code = "minhoe_not_held_yet"
    sentence = N_("The record is written after the meeting, which begins at %(at)s.")


class MinhoeCancelled(RuleError):
    code = "minhoe_cancelled"
    sentence = N_("This minhoe was cancelled.")


class MinhoeHasRecord(RuleError):
    code = "minhoe_has_record"
    sentence = N_("This minhoe was held and has a record. It can be changed there, and no longer be cancelled.")


class TooManyPhotos(RuleError):
    code = "minhoe_too_many_photos"
    sentence = N_("At most %(most)s photographs are kept of a minhoe.")
    field = "photo"


def register(
    assembly: Assembly, *, title: str, topic: str, starts_at: dt.datetime, ends_at: dt.datetime, place_code: str,
    venue: str, online: bool, facilitator: str, people: int, names: str | None, by: Any,
) -> Minhoe:  # fmt: skip
    """Register a small meeting. Raises ``TooFewPeople``, ``MinhoeTimesWrong``, ``MinhoeTooLate``, ``PlaceUnknown``."""
    by_id, assembly_id = by.id, assembly.id
    with transaction():
        assembly = finding.locked_assembly(assembly_id)
        _check(assembly, starts_at, ends_at, place_code, people)
        minhoe = Minhoe(
            assembly_id=assembly_id, title=title, topic=topic, starts_at=starts_at, ends_at=ends_at,
            place_code=place_code, venue=venue, online=online, facilitator=facilitator, people=people,
            names=_names(names), registered_by=by_id, registered_at=clock.now(),
        )  # fmt: skip
        db.session.add(minhoe)
        db.session.flush()
        audit.record("minhoe.registered", of=("minhoe", minhoe.id), by=by, after={"people": people})
    return minhoe


def change(
    minhoe: Minhoe, *, title: str, topic: str, starts_at: dt.datetime, ends_at: dt.datetime, place_code: str,
    venue: str, online: bool, facilitator: str, people: int, names: str | None, revision: int, by: Any,
) -> None:  # fmt: skip
    """Change what was registered. Raises what ``register`` does, ``NotYours``, ``EditedByAnother``, ``MinhoeCancelled``."""
    minhoe_id = minhoe.id
    with transaction():
        minhoe = _own(minhoe_id, by, revision)
        _check(minhoe.assembly, starts_at, ends_at, place_code, people)
        minhoe.title, minhoe.topic, minhoe.starts_at, minhoe.ends_at = title, topic, starts_at, ends_at
        minhoe.place_code, minhoe.venue, minhoe.online = place_code, venue, online
        minhoe.facilitator, minhoe.people, minhoe.names = facilitator, people, _names(names)
        audit.record("minhoe.changed", of=("minhoe", minhoe_id), by=by, after={"people": people})


def record(minhoe: Minhoe, *, people: int, record: str, revision: int, by: Any) -> None:
    """Write down what came out of the meeting and how many came. Raises ``NotHeldYet``, ``TooFewPeople``."""
    minhoe_id = minhoe.id
    with transaction():
        minhoe = _own(minhoe_id, by, revision)
        if clock.now() < minhoe.starts_at:
            raise NotHeldYet(at=minhoe.starts_at)
        if people < minhoe.assembly.minhoe_least:
            raise TooFewPeople(least=minhoe.assembly.minhoe_least)
        minhoe.people, minhoe.record = people, record.strip()
        minhoe.recorded_at, minhoe.state = minhoe.recorded_at or clock.now(), MinhoeState.held
        audit.record("minhoe.recorded", of=("minhoe", minhoe_id), by=by, after={"people": people})


def cancel(minhoe: Minhoe, *, by: Any) -> None:
    """Say that the meeting does not take place. Raises ``MinhoeHasRecord``."""
    minhoe_id = minhoe.id
    with transaction():
        minhoe = _own(minhoe_id, by)
        if minhoe.state is MinhoeState.held:
            raise MinhoeHasRecord()
        minhoe.state = MinhoeState.cancelled
        audit.record("minhoe.cancelled", of=("minhoe", minhoe_id), by=by)


def add_photo(minhoe: Minhoe, *, file: File, shows: str, by: Any) -> None:
    """Add a photograph. Raises ``TooManyPhotos``."""
    minhoe_id, file_id = minhoe.id, file.id
    with transaction():
        minhoe = _own(minhoe_id, by)
        if len(minhoe.photos) >= MOST_PHOTOS:
            raise TooManyPhotos(most=MOST_PHOTOS)
        minhoe.photos.append(MinhoePhoto(file_id=file_id, shows=shows))
        audit.record("minhoe.photo", of=("minhoe", minhoe_id), by=by, after={"file": file_id})


def remove_photo(minhoe: Minhoe, photo_id: int, *, by: Any) -> None:
    """Take a photograph away; the file is swept a week later."""
    minhoe_id = minhoe.id
    with transaction():
        minhoe = _own(minhoe_id, by)
        minhoe.photos = [photo for photo in minhoe.photos if photo.id != photo_id]
        audit.record("minhoe.photo_removed", of=("minhoe", minhoe_id), by=by, before={"photo": photo_id})


def is_own(minhoe: Minhoe, account: Any) -> bool:
    """Say whether the account registered the meeting."""
    return account is not None and minhoe.registered_by == account.id


def _own(minhoe_id: int, by: Any, revision: int | None = None) -> Minhoe:
    """Return a meeting locked, for who registered it. Raises ``NotYours``, ``MinhoeCancelled``, ``EditedByAnother``."""
    minhoe = locked(Minhoe, minhoe_id)
    if minhoe is None or minhoe.hidden_at is not None:
        raise NotFound()
    if not is_own(minhoe, by):
        raise NotYours()
    if minhoe.state is MinhoeState.cancelled:
        raise MinhoeCancelled()
    if revision is not None and revision != minhoe.revision:
        raise EditedByAnother()
    return minhoe


def _check(assembly: Assembly, starts_at: dt.datetime, ends_at: dt.datetime, place_code: str, people: int) -> None:
    if ends_at <= starts_at:
        raise MinhoeTimesWrong()
    if ends_at > assembly.files_until:
        raise MinhoeTooLate(until=assembly.files_until)
    if people < assembly.minhoe_least:
        raise TooFewPeople(least=assembly.minhoe_least)
    if db.session.get(Place, place_code) is None:
        raise PlaceUnknown()


def _names(typed: str | None) -> str | None:
    """Return the names one a line, or nothing where none was given."""
    lines = [" ".join(line.split()) for line in (typed or "").splitlines()]
    return "\n".join(line for line in lines if line) or None


@register_reader
def _of_a_minhoe(file: File, account: Any) -> bool:
    """Everybody may see the photographs of a meeting that is not hidden."""
    shown = db.session.query(Minhoe.hidden_at).join(MinhoePhoto).filter(MinhoePhoto.file_id == file.id).one_or_none()
    return shown is not None and shown[0] is None
