"""Tickets into a voting booth: from the desk that knows the person to the screen that must not ask who it is."""

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class BoothTicket(Base):
    """A ticket for one person, known by its hash, good for minutes and deleted after them. No ballot refers to it."""

    __tablename__ = "poll_ticket"

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    ticket_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    until: Mapped[dt.datetime] = mapped_column(UtcDateTime)
