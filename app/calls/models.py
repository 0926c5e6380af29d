"""A public call for seats of a committee, and what it keeps of each applicant until the seats are filled."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.committee.models import Application, Body, Seat
from app.core.db import Base, Json, Key, Name, Prose, UtcDateTime, stored
from app.core.encryption import Encrypted


class Call(Base):
    """Seats of a committee that anybody may apply for; criteria and deadline are known 20 days ahead (art. 11)."""

    __tablename__ = "call"
    __table_args__ = (
        CheckConstraint("seats > 0", name="has_seats"),
        CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),
        CheckConstraint("term_until > term_from", name="term_ends_after_it_begins"),
        CheckConstraint("disadvantaged_at_least >= 0 AND finance_at_least >= 0", name="places_not_negative"),
    )

    id: Mapped[Key]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    title_ko: Mapped[Name]
    title_en: Mapped[Name]
    text_ko: Mapped[Prose]
    text_en: Mapped[Prose] = mapped_column(default="")
    seats: Mapped[int]  # by lot among the applicants
    disadvantaged_at_least: Mapped[int] = mapped_column(default=0)  # places kept for disadvantaged groups
    finance_at_least: Mapped[int] = mapped_column(default=0)  # places kept for people who know public finance
    opens_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    term_from: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    term_until: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # what was kept for the draw alone is gone
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}
    body: Mapped[Body] = relationship()


class Channel(StrEnum):
    web = "web"
    paper = "paper"  # entered by the office
    imported = "imported"


class Standing(StrEnum):
    """How far an application has come."""

    applied = "applied"
    withdrawn = "withdrawn"
    refused = "refused"  # by the check of the papers
    not_drawn = "not_drawn"
    reserve = "reserve"
    drawn = "drawn"  # asked whether the seat is taken
    declined = "declined"
    no_answer = "no_answer"
    seated = "seated"


class Applicant(Base):
    """What the call knows of an application: how to reach the person, the check of the papers, what came of it."""

    __tablename__ = "applicant"
    __table_args__ = (
        UniqueConstraint("call_id", "person"),
        CheckConstraint("(standing = 'seated') = (seat_id IS NOT NULL)", name="seated_on_a_seat"),
        CheckConstraint("(standing = 'refused') <= (check_why IS NOT NULL)", name="refused_with_a_reason"),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    channel: Mapped[Channel] = stored(Channel)
    name: Mapped[str | None] = mapped_column(Encrypted)
    email: Mapped[str | None] = mapped_column(Encrypted)
    person: Mapped[str | None] = mapped_column(String(64))  # keyed hash of the address: finds doubles
    finance: Mapped[bool] = mapped_column(default=False)  # knows public finance
    wishes: Mapped[Json] = mapped_column(default=list)  # subcommittees, the dearest first
    motive: Mapped[str | None] = mapped_column(Encrypted)
    address_ok: Mapped[bool | None]  # lives or works in the city; the papers themselves are never kept
    arrears_ok: Mapped[bool | None]  # owes no local tax
    check_why: Mapped[Prose | None]
    checked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    standing: Mapped[Standing] = stored(Standing, default=Standing.applied)
    moved_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)  # of the letter that asks
    link_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), unique=True)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    application: Mapped[Application] = relationship()
    call: Mapped[Call] = relationship()
    seat: Mapped[Seat | None] = relationship()

    @property
    def is_checked(self) -> bool:
        return self.address_ok is not None and self.arrears_ok is not None
