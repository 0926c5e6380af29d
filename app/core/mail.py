"""Mail: queued inside the transaction that causes it, sent after; a message that failed stays visible."""

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base, Key, Prose, UtcDateTime, db


class Message(Base):
    __tablename__ = "message"

    id: Mapped[Key]
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[Prose]  # plain text
    queued_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[Prose | None]


def queue(to: str, subject: str, body: str) -> Message:
    """Queue a message in the present transaction; it goes out after the commit, or not at all."""
    message = Message(to=to, subject=subject[:200], body=body, queued_at=clock.now())
    db.session.add(message)
    return message
