"""The day: agenda, who takes part and as what, what they need, and the board of questions."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.dates import clock_text
from app.core.db import Base, Key, Name, Prose, UtcDateTime, stored
from app.core.encryption import Encrypted


class AgendaItem(Base):
    __tablename__ = "assembly_agenda_item"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),)

    id: Mapped[Key]
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), index=True)
    title_ko: Mapped[Name]
    title_en: Mapped[Name]
    starts_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    @property
    def hours(self) -> str:
        """From when till when, by the clock in Gwangju."""
        return f"{clock_text(self.starts_at)}~{clock_text(self.ends_at)}"


class Capacity(StrEnum):
    """As what somebody is there."""

    citizen = "citizen"
    facilitator = "facilitator"
    official = "official"  # of a body that answers: a seat, no vote, no agreement


class Attendee(Base):
    """Somebody who takes part in the day. Name and needs are kept until the minutes are out, and nobody can search them."""

    __tablename__ = "assembly_attendee"
    __table_args__ = (
        UniqueConstraint("assembly_id", "number"),
        UniqueConstraint("assembly_id", "account_id"),
        CheckConstraint("number > 0", name="numbered_from_one"),
        CheckConstraint("(capacity = 'official') = (body_id IS NOT NULL)", name="an_official_is_of_a_body"),
        CheckConstraint("needs IS NULL OR needs_agreed_at IS NOT NULL", name="needs_with_consent"),
    )

    id: Mapped[Key]
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    number: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str | None] = mapped_column(Encrypted)
    capacity: Mapped[Capacity] = stored(Capacity, default=Capacity.citizen)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("answer_body.id"))
    needs: Mapped[str | None] = mapped_column(Encrypted)  # codes of labels.NEEDS, blank between
    needs_note: Mapped[str | None] = mapped_column(Encrypted)
    interpreter: Mapped[str | None] = mapped_column(Encrypted)  # language to be interpreted
    needs_agreed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    ticket_hash: Mapped[str] = mapped_column(String(64), unique=True)
    registered_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    here_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    here_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    synthetic: Mapped[bool] = mapped_column(default=False)

    @property
    def may_vote(self) -> bool:
        return self.capacity is not Capacity.official


class QuestionState(StrEnum):
    collected = "collected"
    put = "put"
    answered = "answered"
    set_aside = "set_aside"


class DayQuestion(Base):
    """A question of somebody who takes part; others agree that it be put to a body."""

    __tablename__ = "assembly_question"
    __table_args__ = (
        CheckConstraint("(state = 'set_aside') = (set_aside_why IS NOT NULL)", name="set_aside_with_a_reason"),
    )

    id: Mapped[Key]
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), index=True)
    attendee_id: Mapped[int | None] = mapped_column(ForeignKey("assembly_attendee.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("answer_body.id"))
    text: Mapped[Prose]
    state: Mapped[QuestionState] = stored(QuestionState, default=QuestionState.collected)
    answer: Mapped[Prose] = mapped_column(default="")
    set_aside_why: Mapped[Prose | None]
    asked_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool] = mapped_column(default=False)


class DayAgreement(Base):
    __tablename__ = "assembly_question_agreement"

    question_id: Mapped[int] = mapped_column(ForeignKey("assembly_question.id"), primary_key=True)
    attendee_id: Mapped[int] = mapped_column(ForeignKey("assembly_attendee.id"), primary_key=True, index=True)
