"""The select stage of a committee: a list that is put to the vote, the poll that asks for it, and what came of it."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.committee.models import Body
from app.core.db import Base, Code, Json, Key, UtcDateTime, stored
from app.cycles.models import BallotForm, Cycle
from app.polls.models import Poll
from app.proposals.models import Proposal


class SelectionPoll(Base):
    """One round of the select stage. Its list and rule are fixed by hash; it is asked, cast and counted as a poll.

    Rounds that were held before there were polls have none; what is known of them stands here.
    """

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
    round: Mapped[int] = mapped_column(default=1)  # a vote without quorum is repeated
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    vote_id: Mapped[int | None] = mapped_column(ForeignKey("poll.id"), index=True, unique=True)
    form: Mapped[BallotForm] = stored(BallotForm)
    picks: Mapped[int | None]
    opens_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    rule: Mapped[Json]  # the selection rule with all its options, as published
    frozen_hash: Mapped[str] = mapped_column(String(64))  # of the rule
    frozen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # when the roll was drawn up
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # decided or void
    quorum_met: Mapped[bool | None]  # no: the round is void
    enrolled: Mapped[int | None]  # on the roll
    voted: Mapped[int | None]  # ballots that counted
    outcome: Mapped[Json | None] = mapped_column(default=None)
    cycle: Mapped[Cycle] = relationship()
    body: Mapped[Body] = relationship()
    vote: Mapped[Poll | None] = relationship()
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


class SelectionExclusion(Base):
    """What is not on a member's ballot: the interests known when the roll was drawn up, or declared before voting."""

    __tablename__ = "selection_exclusion"

    poll_id: Mapped[int] = mapped_column(ForeignKey("selection_poll.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)


class SelectionTally(Base):
    """How many marks of a kind an option got: written with the outcome, whatever becomes of the ballots."""

    __tablename__ = "selection_tally"
    __table_args__ = (
        CheckConstraint("value IN ('yes', 'no', 'pick')", name="known_value"),
        CheckConstraint("marks > 0", name="counts_something"),
    )

    poll_id: Mapped[int] = mapped_column(ForeignKey("selection_poll.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True, index=True)
    value: Mapped[str] = mapped_column(String(5), primary_key=True)
    marks: Mapped[int]
