"""Roll-call votes of bodies that must vote openly: who is here now, motions, and how each voted by name.

Nothing here is secret and nothing of it meets the roll, the box or the log of secret polls.
"""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.committee.models import Meeting, Seat
from app.core.db import Base, Key, Name, Prose, UtcDateTime, stored


class OpenVote(StrEnum):
    yes = "yes"
    no = "no"
    abstain = "abstain"


class Presence(Base):
    """One who is enrolled at a meeting, and whether that member is in the room now."""

    __tablename__ = "meeting_presence"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True, index=True)
    here: Mapped[bool]


class Motion(Base):
    """What a meeting votes on openly. Its numbers are those at the announcement, which ends every correction."""

    __tablename__ = "motion"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        CheckConstraint("(announced_at IS NULL) = (passed IS NULL)", name="announced_with_a_result"),
        CheckConstraint("announced_at IS NULL OR present <= enrolled", name="present_are_enrolled"),
        CheckConstraint("withdrawn_at IS NULL OR announced_at IS NULL", name="announced_or_withdrawn"),
    )

    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]
    title: Mapped[Name]
    text: Mapped[Prose] = mapped_column(default="")
    opened_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    announced_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    enrolled: Mapped[int | None]
    present: Mapped[int | None]  # in the room at the announcement, without who is excluded
    quorum_needed: Mapped[int | None]
    yes_needed: Mapped[int | None]
    passed: Mapped[bool | None]
    meeting: Mapped[Meeting] = relationship()
    votes: Mapped[list["MotionVote"]] = relationship(
        back_populates="motion", order_by="MotionVote.seat_id", cascade="all, delete-orphan"
    )


class MotionVote(Base):
    """One enrolled member at one motion: present or not when it was announced, excluded or not, and the vote by name."""

    __tablename__ = "motion_vote"
    __table_args__ = (
        CheckConstraint("NOT excluded OR vote IS NULL", name="the_excluded_do_not_vote"),
        CheckConstraint("NOT excluded OR excluded_why <> ''", name="excluded_with_a_reason"),
    )

    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True, index=True)
    present: Mapped[bool] = mapped_column(default=False)
    excluded: Mapped[bool] = mapped_column(default=False)
    excluded_why: Mapped[Name] = mapped_column(default="")
    vote: Mapped[OpenVote | None] = stored(OpenVote, nullable=True)
    motion: Mapped[Motion] = relationship(back_populates="votes")
    seat: Mapped[Seat] = relationship()
