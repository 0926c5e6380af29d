"""Following a matter: on the list of what one follows, and told by mail in the rhythm that one chose."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, func, select

from app.accounts.models import Account
from app.core import clock
from app.core.db import db, locked, transaction
from app.core.errors import NotFound
from app.followup.models import Digest, Follow, Matter, Rhythm

FIRST_RHYTHM = Rhythm.weekly


def follow(*, matter_id: int, by: Any, rhythm: Rhythm | str | None = None) -> Follow:
    """Follow a matter; a second time changes nothing but the rhythm. Without one the earlier rhythm stays.

    Whoever had chosen no mail and follows again without a word gets none.
    """
    with transaction():
        if db.session.get(Matter, matter_id) is None:
            raise NotFound()
        digest = _digest(by.id)
        digest.rhythm = Rhythm(rhythm) if rhythm else digest.rhythm
        found = db.session.get(Follow, (matter_id, by.id))
        if found is None:
            found = Follow(matter_id=matter_id, account_id=by.id, since=clock.now())
            db.session.add(found)
        db.session.flush()
    return found


def unfollow(*, matter_id: int, by: Any) -> None:
    """Follow a matter no more; twice is once."""
    with transaction():
        db.session.execute(delete(Follow).where(Follow.matter_id == matter_id, Follow.account_id == by.id))


def set_rhythm(*, by: Any, rhythm: Rhythm | str) -> Digest:
    """Choose how often news of all that one follows is mailed."""
    with transaction():
        digest = _digest(by.id)
        digest.rhythm = Rhythm(rhythm)
    return digest


def rhythm_of(account_id: int) -> Rhythm | None:
    """Return the rhythm a person chose, or nothing where she never followed anything."""
    return db.session.scalar(select(Digest.rhythm).where(Digest.account_id == account_id))


def follows(matter_id: int, account_id: int) -> bool:
    return db.session.get(Follow, (matter_id, account_id)) is not None


def followers(matter_id: int) -> int:
    """Return how many follow a matter."""
    return db.session.scalar(select(func.count()).select_from(Follow).where(Follow.matter_id == matter_id)) or 0


def keep_digests(account_ids: Iterable[int]) -> None:
    """See to it that followers have a rhythm, inside the caller's transaction; who has one keeps it."""
    wanted = set(account_ids)
    if not wanted:
        return
    # Two presses at once: the second waits here, and then finds the row of the first.
    db.session.execute(select(Account.id).where(Account.id.in_(wanted)).order_by(Account.id).with_for_update())
    have = set(db.session.scalars(select(Digest.account_id).where(Digest.account_id.in_(wanted))))
    at = clock.now()
    db.session.add_all(
        Digest(account_id=account_id, rhythm=FIRST_RHYTHM, told_at=at) for account_id in sorted(wanted - have)
    )
    db.session.flush()


def _digest(account_id: int) -> Digest:
    keep_digests([account_id])
    return locked(Digest, account_id)  # type: ignore[return-value]
