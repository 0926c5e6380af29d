"""Proposers reply to the answer, the city answers the reply; all of it is public."""

from typing import Any

from sqlalchemy import select

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import NotFound
from app.followup.errors import NotAnswered, NotAProposer, NothingSaid, ReplyHasAnswer, WhyMissing
from app.followup.models import EventKind, Matter, Proposer, Reply
from app.followup.services import telling
from app.followup.services.answerers import require_answerer
from app.followup.services.history import event
from app.followup.services.owing import taken


def reply(*, matter_id: int, body: str, by: Any) -> Reply:
    """Say something to the answer, as one of those who proposed it; the same words twice are one reply."""
    with transaction():
        matter = taken(matter_id)
        if not proposed_by(matter, by):
            raise NotAProposer()
        if matter.code is None:
            raise NotAnswered()
        said = _required(body)
        mine = select(Reply).where(Reply.matter_id == matter.id, Reply.account_id == by.id, Reply.to_id.is_(None))
        last = db.session.scalar(mine.order_by(Reply.id.desc()).limit(1))
        if last is not None and last.body == said:
            return last  # a double click
        given = _add(matter, by.name, said, by)
        event(matter, EventKind.replied, number=matter.answers)
        audit.record("matter.reply", of=("matter", matter.id), by=by, after={"reply": given.id})
    return given


def answer_reply(*, reply_id: int, body: str, by: Any) -> Reply:
    """Answer a reply, once; proposers are told at once. Raises ``NotTheirMatter``, ``ReplyHasAnswer``."""
    with transaction():
        asked = _first(reply_id)
        matter = taken(asked.matter_id)
        require_answerer(by, matter)
        said = _required(body)
        standing = db.session.scalar(select(Reply).where(Reply.to_id == asked.id))
        if standing is not None and (standing.body, standing.account_id) == (said, by.id):
            return standing  # a double click
        if standing is not None:
            raise ReplyHasAnswer()
        name = matter.department.name_ko if matter.department is not None else ""
        given = _add(matter, name, said, by, to=asked)
        event(matter, EventKind.reply_answered, number=matter.answers)
        audit.record(
            "matter.answer_reply", of=("matter", matter.id), by=by, after={"reply": asked.id, "answer": given.id}
        )
        telling.tell_proposers(matter, EventKind.reply_answered, said, but=by)
    return given


def hide(*, reply_id: int, reason: str, by: Any) -> Reply:
    """Hide the words of a reply for a reason that everybody reads; the place of it stays."""
    with transaction():
        hidden = locked(Reply, reply_id)
        if hidden is None:
            raise NotFound()
        if not reason.strip():
            raise WhyMissing()
        if hidden.hidden_at is None:
            hidden.hidden_at, hidden.hidden_reason = clock.now(), reason.strip()
            audit.record(
                "matter.hide_reply", of=("matter", hidden.matter_id), by=by, after={"reply": reply_id}, why=reason
            )
    return hidden


def replies_of(matter: Matter) -> list[tuple[Reply, Reply | None]]:
    """Return each reply of a proposer with the city's answer to it, in order."""
    found = db.session.scalars(select(Reply).where(Reply.matter_id == matter.id).order_by(Reply.id)).all()
    answers = {one.to_id: one for one in found if one.to_id is not None}
    return [(one, answers.get(one.id)) for one in found if one.to_id is None]


def proposers_of(matter: Matter) -> list[Proposer]:
    """Return who sent a matter."""
    return list(db.session.scalars(select(Proposer).where(Proposer.matter_id == matter.id).order_by(Proposer.id)))


def proposed_by(matter: Matter, account: Any) -> bool:
    """Say whether an account is one of those who sent a matter."""
    return any(one.account_id == account.id for one in proposers_of(matter))


def _first(reply_id: int) -> Reply:
    asked = db.session.get(Reply, reply_id)
    if asked is None or asked.to_id is not None:
        raise NotFound()
    return asked


def _required(body: str) -> str:
    if not body.strip():
        raise NothingSaid()
    return body.strip()


def _add(matter: Matter, name: str, body: str, by: Any, to: Reply | None = None) -> Reply:
    given = Reply(
        matter_id=matter.id, to_id=to.id if to else None, account_id=by.id, name=name, body=body, at=clock.now()
    )  # fmt: skip
    db.session.add(given)
    db.session.flush()
    return given
