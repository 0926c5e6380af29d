"""Sheets: votes counted on paper (stickers on boards, hands, ballots of a dong office), entered by two people."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.assembly.models.stages import Stage
from app.core.db import Base, Key, Name, UtcDateTime


class Sheet(Base):
    """One sheet of a stage: a board, a dong office, a tally of hands."""

    __tablename__ = "assembly_sheet"
    __table_args__ = (UniqueConstraint("stage_id", "name"),)

    id: Mapped[Key]
    stage_id: Mapped[int] = mapped_column(ForeignKey("assembly_stage.id"))
    name: Mapped[Name]
    stage: Mapped[Stage] = relationship()
    entries: Mapped[list["SheetEntry"]] = relationship(
        back_populates="sheet", order_by="SheetEntry.place", cascade="all, delete-orphan"
    )


class SheetEntry(Base):
    """What one person read off a sheet, in the first or second entry; two entries are by two people."""

    __tablename__ = "assembly_sheet_entry"
    __table_args__ = (
        UniqueConstraint("sheet_id", "place"),
        UniqueConstraint("sheet_id", "by"),
        CheckConstraint("place IN (1, 2)", name="first_or_second"),
        CheckConstraint("voters >= 0", name="voters_not_negative"),
    )

    id: Mapped[Key]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("assembly_sheet.id"))
    place: Mapped[int]
    voters: Mapped[int | None]  # people whose votes the sheet holds, where that is known
    by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    sheet: Mapped[Sheet] = relationship(back_populates="entries")
    counts: Mapped[list["SheetCount"]] = relationship(cascade="all, delete-orphan")


class SheetCount(Base):
    """Votes for one policy on a sheet."""

    __tablename__ = "assembly_sheet_count"
    __table_args__ = (CheckConstraint("votes >= 0 AND against >= 0", name="votes_not_negative"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("assembly_sheet_entry.id"), primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policy.id"), primary_key=True)
    votes: Mapped[int]
    against: Mapped[int] = mapped_column(default=0)
