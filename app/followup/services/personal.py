"""What is known of a person who proposes, replies and follows: given out to her, erased when she leaves."""

from typing import Any

from sqlalchemy import delete, select, update

from app.core import personal_data
from app.core.db import db
from app.followup.models import Digest, Follow, Proposer, Reply, UnsubscribeLink
from app.followup.services.following import rhythm_of


def export(account: Any) -> dict[str, Any]:
    """Return everything that the area keeps of the account, as JSON."""
    replies = select(Reply).where(Reply.account_id == account.id).order_by(Reply.id)
    follows = select(Follow).where(Follow.account_id == account.id).order_by(Follow.matter_id)
    named = select(Proposer).where(Proposer.account_id == account.id).order_by(Proposer.matter_id)
    return {
        "proposed": [{"matter": p.matter_id, "name": p.name} for p in db.session.scalars(named)],
        "replies": [{"matter": r.matter_id, "at": r.at.isoformat(), "text": r.body} for r in db.session.scalars(replies)],
        "follows": [{"matter": f.matter_id, "since": f.since.isoformat()} for f in db.session.scalars(follows)],
        "digest": rhythm_of(account.id),
    }  # fmt: skip


def erase(account: Any) -> None:
    """Keep what was proposed and replied without the name; erase what was followed and how letters were sent."""
    for row in (Follow, Digest, UnsubscribeLink):
        db.session.execute(delete(row).where(row.account_id == account.id))
    for named in (Proposer, Reply):
        mine = update(named).where(named.account_id == account.id, named.name != "")
        db.session.execute(mine.values(name=personal_data.ANONYMOUS))
    db.session.flush()


personal_data.register("followup", export=export, erase=erase)
