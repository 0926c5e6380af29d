"""The duty to answer: what was sent to the city, who owes an answer until when, what was answered, who is told.

A *matter* is whatever a citizen or a body sends (a policy of the assembly, a petition, a recommendation). It names its
subject by a registered source and the subject's id (``services/sources.py``), so that no area is imported from here.
"""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from app.city.models import Department, Place
from app.core.db import Base, Code, Key, Name, Prose, UtcDateTime, stored


class Unit(StrEnum):
    """What a deadline is counted in: calendar days, or months by the calendar."""

    days = "days"
    months = "months"


class MatterKind(Base):
    """A kind of matter, and how long an answer may take. A change holds for what is sent afterwards."""

    __tablename__ = "matter_kind"
    __table_args__ = (CheckConstraint("count > 0", name="takes_some_time"),)

    code: Mapped[Code] = mapped_column(primary_key=True)
    name_ko: Mapped[Name]
    name_en: Mapped[Name]
    count: Mapped[int]
    unit: Mapped[Unit] = stored(Unit, default=Unit.days)
    basis_ko: Mapped[Prose]  # the law, or who set it
    basis_en: Mapped[Prose]
    position: Mapped[int]


class BodyKind(StrEnum):
    """Who has to answer."""

    city_hall = "city_hall"
    council = "council"
    education = "education"
    district = "district"  # with its place


class AnswerCode(StrEnum):
    accepted = "accepted"  # as it is
    partly = "partly"
    already_done = "already_done"
    long_term = "long_term"
    refused = "refused"


class Matter(Base):
    """One matter. ``code`` and ``answers`` repeat the latest answer, for lists and counts; ``services/answering.py`` writes them.

    The clock runs from ``received_on``, which is not counted, to the end of ``due_on``; the first answer stops it.
    Without ``due_on`` no deadline is on record.
    """

    __tablename__ = "matter"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        CheckConstraint("(body = 'district') = (place_code IS NOT NULL)", name="a_district_is_a_place"),
        CheckConstraint("department_id IS NULL OR body = 'city_hall'", name="departments_are_of_the_city_hall"),
        CheckConstraint("due_on >= received_on", name="due_after_it_came"),
        CheckConstraint("answered_on >= received_on", name="answered_after_it_came"),
        CheckConstraint("(answers = 0) = (code IS NULL)", name="a_code_with_an_answer"),
        CheckConstraint("(code IS NULL) = (answered_on IS NULL)", name="an_answer_has_a_date"),
        Index(None, "kind_code", "year"),
        Index(None, "answered_on", "due_on"),
    )

    id: Mapped[Key]
    kind_code: Mapped[str] = mapped_column(ForeignKey("matter_kind.code"))
    source: Mapped[Code]
    source_id: Mapped[int]
    year: Mapped[int]  # by which it is counted
    title_ko: Mapped[Name]
    title_en: Mapped[Name]
    asked: Mapped[Prose]  # what was asked, as it was written
    body: Mapped[BodyKind] = stored(BodyKind)
    place_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    received_on: Mapped[dt.date]
    due_on: Mapped[dt.date | None]
    code: Mapped[AnswerCode | None] = stored(AnswerCode, nullable=True)
    answered_on: Mapped[dt.date | None]  # for the first time
    answers: Mapped[int] = mapped_column(default=0)  # versions; the number of the latest
    search_text: Mapped[Prose]
    synthetic: Mapped[bool] = mapped_column(default=False)
    owed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    kind: Mapped[MatterKind] = relationship()
    place: Mapped[Place | None] = relationship()
    department: Mapped[Department | None] = relationship()
    answer: Mapped["Answer | None"] = relationship(
        primaryjoin=lambda: and_(Matter.id == foreign(Answer.matter_id), Matter.answers == foreign(Answer.number)),
        uselist=False,
        viewonly=True,
    )


class Answer(Base):
    """One version of the answer to a matter; a correction is another one, the earlier ones stay."""

    __tablename__ = "matter_answer"
    __table_args__ = (
        UniqueConstraint("matter_id", "number"),
        CheckConstraint("number > 0", name="numbered_from_one"),
        CheckConstraint("length(reason) > 0", name="reason_given"),
    )

    id: Mapped[Key]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    number: Mapped[int]
    code: Mapped[AnswerCode] = stored(AnswerCode)
    reason: Mapped[Prose]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))  # that answered
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_on: Mapped[dt.date]
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)  # when it was recorded
    synthetic: Mapped[bool] = mapped_column(default=False)
    department: Mapped[Department | None] = relationship()
    milestones: Mapped[list["Milestone"]] = relationship(
        back_populates="answer", order_by="Milestone.position", cascade="all, delete-orphan"
    )


class Milestone(Base):
    """What a department promises in an answer, by when, and when it was done."""

    __tablename__ = "matter_milestone"
    __table_args__ = (
        UniqueConstraint("answer_id", "position"),
        CheckConstraint("length(what) > 0", name="says_what"),
    )

    id: Mapped[Key]
    answer_id: Mapped[int] = mapped_column(ForeignKey("matter_answer.id"))
    position: Mapped[int]
    what: Mapped[Name]
    due_on: Mapped[dt.date]
    done_on: Mapped[dt.date | None]
    answer: Mapped[Answer] = relationship(back_populates="milestones")


class Proposer(Base):
    """Who sent the matter: told of everything at once, and may reply. A name alone has no account."""

    __tablename__ = "matter_proposer"
    __table_args__ = (UniqueConstraint("matter_id", "account_id"),)

    id: Mapped[Key]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[Name]


class Reply(Base):
    """What a proposer says to an answer, or the city to a reply (``to_id``)."""

    __tablename__ = "matter_reply"
    __table_args__ = (
        CheckConstraint("length(body) > 0", name="says_something"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason IS NULL)", name="hidden_with_a_reason"),
    )

    id: Mapped[Key]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    to_id: Mapped[int | None] = mapped_column(ForeignKey("matter_reply.id"), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[Name]  # of the proposer; of the department that answers
    body: Mapped[Prose]
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    hidden_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    hidden_reason: Mapped[Prose | None]


class EventKind(StrEnum):
    owed = "owed"
    moved = "moved"  # to another department or body
    deadline = "deadline"  # was changed
    answered = "answered"
    corrected = "corrected"
    milestone_done = "milestone_done"
    replied = "replied"
    reply_answered = "reply_answered"


class Event(Base):
    """What happened with a matter: its public history, and what followers are told of."""

    __tablename__ = "matter_event"
    __table_args__ = (Index(None, "matter_id", "at"),)

    id: Mapped[Key]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    kind: Mapped[EventKind] = stored(EventKind)
    what: Mapped[Prose]  # in public words: a reason, a milestone
    number: Mapped[int | None]  # of the answer it is about
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    matter: Mapped[Matter] = relationship()


class Follow(Base):
    """A person follows a matter; what happened before is not told."""

    __tablename__ = "matter_follow"

    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    since: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Rhythm(StrEnum):
    daily = "daily"
    weekly = "weekly"
    never = "never"  # by mail; the list of what one follows stays


class Digest(Base):
    """How often a person is written to about all that she follows, and until when she was told."""

    __tablename__ = "matter_digest"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    rhythm: Mapped[Rhythm] = stored(Rhythm)
    told_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class UnsubscribeLink(Base):
    """The link of one digest by which its receiver ends all of them (RFC 8058). Only its hash is kept."""

    __tablename__ = "matter_unsubscribe_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
