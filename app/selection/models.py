"""A poll: who has voted is in the roll, what was voted is in the box, nothing joins them."""

import datetime as dt
import secrets

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.committee.models import Body
from app.core.db import Base, Code, Json, Key, UtcDateTime, stored
from app.cycles.models import BallotForm, Cycle
from app.proposals.models import Proposal


class SelectionPoll(Base):
    """The select stage of a cycle. Rule, times and options are frozen by hash before it opens."""

    __tablename__ = "selection_poll"
    __table_args__ = (
        UniqueConstraint("cycle_id", "round"),
        CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),
        CheckConstraint("(form = 'pick_k') = (picks IS NOT NULL)", name="picks_where_picked"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="no_result_before_the_close"),
    )

    id: Mapped[Key]
    slug: Mapped[Code] = mapped_column(unique=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    round: Mapped[int] = mapped_column(default=1)  # a poll without quorum is repeated
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    form: Mapped[BallotForm] = stored(BallotForm)
    picks: Mapped[int | None]
    opens_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    rule: Mapped[Json]  # the selection rule with all its options, as published
    frozen_hash: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # when the roll was drawn up
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    quorum_met: Mapped[bool | None]
    enrolled: Mapped[int | None]  # on the roll
    voted: Mapped[int | None]  # at the close
    outcome: Mapped[Json | None] = mapped_column(default=None)
    cycle: Mapped[Cycle] = relationship()
    body: Mapped[Body] = relationship()
    options: Mapped[list["SelectionOption"]] = relationship(
        back_populates="poll", order_by="SelectionOption.position", cascade="all, delete-orphan"
    )


class SelectionOption(Base):
    __tablename__ = "selection_option"
    __table_args__ = (UniqueConstraint("poll_id", "position"),)

    poll_id: Mapped[int] = mapped_column(ForeignKey("selection_poll.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True, index=True)
    position: Mapped[int]
    poll: Mapped[SelectionPoll] = relationship(back_populates="options")
    proposal: Mapped[Proposal] = relationship()


class SelectionRoll(Base):
    """A member may vote, or has voted. Neither time nor order of voting is kept."""

    __tablename__ = "selection_roll"

    poll_id: Mapped[int] = mapped_column(ForeignKey("selection_poll.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    voted: Mapped[bool] = mapped_column(default=False)


class SelectionExclusion(Base):
    """What is not on a member's ballot: the interests known when the roll was drawn up, or declared before voting."""

    __tablename__ = "selection_exclusion"

    poll_id: Mapped[int] = mapped_column(ForeignKey("selection_poll.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)


class SelectionMark(Base):
    """One mark on one option, under a random key: no row tells whose it is or what else was marked."""

    __tablename__ = "selection_mark"
    __table_args__ = (
        CheckConstraint("value IN ('yes', 'no', 'pick', 'blank')", name="known_value"),
        {"sqlite_with_rowid": False},
    )

    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True, default=lambda: secrets.token_bytes(16))
    poll_id: Mapped[int] = mapped_column(ForeignKey("selection_poll.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))  # none: a blank ballot
    value: Mapped[str] = mapped_column(String(5))
