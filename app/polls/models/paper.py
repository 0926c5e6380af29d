"""Paper ballots on their way into the log: trays of cards that two people enter, each alone."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Code, Json, Key


class PaperTray(Base):
    """Cards of one electorate that were counted and are entered together; a tray is a batch of the log."""

    __tablename__ = "poll_tray"
    __table_args__ = (
        UniqueConstraint("poll_id", "number"),
        CheckConstraint("cards > 0", name="a_tray_holds_cards"),
    )

    id: Mapped[Key]
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"))
    number: Mapped[int]
    electorate: Mapped[Code]
    cards: Mapped[int]
    logged: Mapped[bool] = mapped_column(default=False)
    entries: Mapped[list["PaperCard"]] = relationship(cascade="all, delete-orphan")


class PaperCard(Base):
    """One card as one person read it; both readings are deleted when the tray goes into the log."""

    __tablename__ = "poll_card"
    __table_args__ = (CheckConstraint("(marks IS NULL) = (invalid_why IS NOT NULL)", name="read_or_invalid"),)

    tray_id: Mapped[int] = mapped_column(ForeignKey("poll_tray.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)  # of the card in its tray, written on it
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    marks: Mapped[Json | None]  # [code, ...] or [[code, points], ...]
    invalid_why: Mapped[Code | None]  # unsigned, late, unreadable, used_number, too_many, other
