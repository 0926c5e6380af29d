"""Messages on their way, and those that could not be sent."""

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, Prose, UtcDateTime


class Message(Base):
    """A message to one address. ``good_until``: it holds a link; after that it is worth nothing and not sent."""

    __tablename__ = "message"

    id: Mapped[Key]
    channel: Mapped[str] = mapped_column(String(10), default="mail")  # or "sms"
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[Prose]  # plain text; emptied once sent if the message holds a link
    unsubscribe: Mapped[str | None] = mapped_column(String(300))  # address by which its receiver ends such letters
    queued_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    good_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    claimed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # a sender is at it since then
    sent_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[Prose | None]
