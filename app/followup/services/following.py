"""Following a matter: on the list of what one follows, and told by mail in the rhythm that one chose."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import case, delete, func, select
from sqlalchemy.orm import joinedload

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


def stands(matter_id: int, account_id: int | None) -> tuple[int, bool]:
    """Return how many follow a matter, and whether an account is among them: one query."""
    own = func.coalesce(func.sum(case((Follow.account_id == account_id, 1), else_=0)), 0)
    found = select(func.count(), own).select_from(Follow).where(Follow.matter_id == matter_id)
    count, followed = db.session.execute(found).one()
    return int(count), bool(followed)


def followed_by(account_id: int) -> Sequence[Matter]:
    """Return the matters that an account follows, the latest followed first."""
    found = select(Matter).join(Follow, Follow.matter_id == Matter.id).where(Follow.account_id == account_id)
    loaded = found.options(joinedload(Matter.place), joinedload(Matter.department), joinedload(Matter.kind))
    return db.session.scalars(loaded.order_by(Follow.since.desc(), Matter.id)).all()


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
