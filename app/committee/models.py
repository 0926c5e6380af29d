"""Bodies and their seats, applications, scores, and who steps aside where."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.db import Base, Code, Key, Name, Prose, UtcDateTime, stored
from app.core.files.models import File
from app.cycles.models import Criterion, Cycle, Field
from app.proposals.models import Proposal


class BodyKind(StrEnum):
    committee = "committee"
    subcommittee = "subcommittee"
    steering_committee = "steering_committee"


class Body(Base):
    """A committee or a part of one. Quorum and majority are its data (operating ordinance, art. 16-2, 17)."""

    __tablename__ = "body"
    __table_args__ = (
        CheckConstraint("(kind = 'committee') = (parent_id IS NULL)", name="only_a_committee_stands_alone"),
        CheckConstraint("quorum_over_num >= 0 AND quorum_over_num < quorum_over_den", name="quorum_is_a_share"),
        CheckConstraint("pass_over_num >= 0 AND pass_over_num < pass_over_den", name="majority_is_a_share"),
    )

    id: Mapped[Key]
    kind: Mapped[BodyKind] = stored(BodyKind)
    slug: Mapped[Code] = mapped_column(unique=True)
    name_ko: Mapped[Name]
    name_en: Mapped[Name]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    seats_at_most: Mapped[int | None]
    term_from: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    term_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    quorum_over_num: Mapped[int] = mapped_column(default=1)  # more than 1/2 of those enrolled must take part
    quorum_over_den: Mapped[int] = mapped_column(default=2)
    pass_over_num: Mapped[int] = mapped_column(default=1)  # more than 1/2 of those present must agree
    pass_over_den: Mapped[int] = mapped_column(default=2)
    ex_officio_vote: Mapped[bool] = mapped_column(default=True)  # art. 10: they are members
    applicants: Mapped[int | None]  # where only their number is known
    synthetic: Mapped[bool] = mapped_column(default=False)
    parent: Mapped["Body | None"] = relationship(remote_side="Body.id", back_populates="parts")
    parts: Mapped[list["Body"]] = relationship(order_by="Body.id", back_populates="parent")
    seats: Mapped[list["Seat"]] = relationship(back_populates="body", order_by="Seat.id", foreign_keys="Seat.body_id")
    fields: Mapped[list["BodyField"]] = relationship(
        back_populates="body", order_by="BodyField.field_id", cascade="all, delete-orphan"
    )


class CycleBody(Base):
    """The committee that decides a cycle."""

    __tablename__ = "cycle_body"

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"), primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    cycle: Mapped[Cycle] = relationship()
    body: Mapped[Body] = relationship()


class BodyField(Base):
    """The fields that a subcommittee screens."""

    __tablename__ = "body_field"

    field_id: Mapped[int] = mapped_column(ForeignKey("field.id"), primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    field: Mapped[Field] = relationship()
    body: Mapped[Body] = relationship(back_populates="fields")


class Route(StrEnum):
    open_call = "open_call"
    recommended = "recommended"
    ex_officio = "ex_officio"


class Sex(StrEnum):
    female = "female"
    male = "male"


class Office(StrEnum):
    chair = "chair"
    vice_chair = "vice_chair"
    secretary = "secretary"


class PartOffice(StrEnum):
    """In a subcommittee (art. 15)."""

    chair = "chair"
    vice_chair = "vice_chair"


class Seat(Base):
    """A person's seat in a committee, and the subcommittee it belongs to (operating ordinance, art. 15).

    The composition rules are computed from these rows alone.
    """

    __tablename__ = "seat"
    __table_args__ = (
        Index(None, "body_id", "ended_at"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_with_a_reason"),
        UniqueConstraint("body_id", "account_id", "from_at"),
    )

    id: Mapped[Key]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    subcommittee_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    route: Mapped[Route] = stored(Route)
    sex: Mapped[Sex | None] = stored(Sex, nullable=True)
    birth_band: Mapped[str | None] = mapped_column(String(10))  # "20-29"
    youth: Mapped[bool] = mapped_column(default=False)  # 19 to 39, Youth Ordinance art. 2
    disadvantaged: Mapped[bool] = mapped_column(default=False)
    district_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"))
    office: Mapped[Office | None] = stored(Office, nullable=True)  # in the committee
    subcommittee_office: Mapped[PartOffice | None] = stored(PartOffice, nullable=True)
    from_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    renewed: Mapped[bool] = mapped_column(default=False)  # once only, art. 11
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))  # serves the rest of the term
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[Prose | None]
    body: Mapped[Body] = relationship(back_populates="seats", foreign_keys=[body_id])
    subcommittee: Mapped[Body | None] = relationship(foreign_keys=[subcommittee_id])
    account: Mapped[Account] = relationship()

    def holds(self, at: dt.datetime) -> bool:
        return self.from_at <= at < self.until_at and (self.ended_at is None or at < self.ended_at)


class InterestKind(StrEnum):
    proposer = "proposer"
    relative = "relative"  # spouse or within the fourth degree
    organisation = "organisation"
    other = "other"


class Interest(Base):
    """A member has an interest in a proposal and takes no part in it: declared, or found by the system."""

    __tablename__ = "interest"

    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True, index=True)
    kind: Mapped[InterestKind] = stored(InterestKind)
    note: Mapped[Prose] = mapped_column(default="")
    declared_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    seat: Mapped[Seat] = relationship()
    proposal: Mapped[Proposal] = relationship()


class ScoreSheet(Base):
    """One scorer's scores of one proposal, submitted whole."""

    __tablename__ = "score_sheet"
    __table_args__ = (UniqueConstraint("seat_id", "proposal_id"),)

    id: Mapped[Key]
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    opinion: Mapped[Prose] = mapped_column(default="")
    submitted_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}
    seat: Mapped[Seat] = relationship()
    proposal: Mapped[Proposal] = relationship()
    points: Mapped[list["Points"]] = relationship(back_populates="sheet", cascade="all, delete-orphan")


class Points(Base):
    __tablename__ = "points"
    __table_args__ = (CheckConstraint("given >= 0", name="not_negative"),)

    sheet_id: Mapped[int] = mapped_column(ForeignKey("score_sheet.id"), primary_key=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), primary_key=True)
    given: Mapped[int]
    sheet: Mapped[ScoreSheet] = relationship(back_populates="points")
    criterion: Mapped[Criterion] = relationship()


class ScreeningClose(Base):
    """A subcommittee's screening was closed: what was ranked, and what goes to the vote."""

    __tablename__ = "screening_close"

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"), primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), primary_key=True)
    closed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    put_to_vote: Mapped[int]  # how many
    note: Mapped[Prose] = mapped_column(default="")


class Meeting(Base):
    """A meeting of a committee or subcommittee and what is kept of it (operating ordinance, art. 17 and 18).

    Called with date, place and agenda; then attendance, minutes, and their publishing.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        Index(None, "body_id", "held_at"),
        CheckConstraint("enrolled IS NULL OR (present >= 0 AND present <= enrolled)", name="present_are_enrolled"),
        CheckConstraint("(enrolled IS NULL) = (present IS NULL)", name="counted_whole"),
        CheckConstraint("published_at IS NULL OR present IS NOT NULL", name="published_with_attendance"),
        CheckConstraint("(corrected_at IS NULL) = (correction = '')", name="corrected_with_a_reason"),
    )

    id: Mapped[Key]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    held_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    place: Mapped[Name]
    agenda: Mapped[Prose]  # one item a line
    called_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    enrolled: Mapped[int | None]  # seats in force at the meeting, once attendance is taken
    present: Mapped[int | None]
    statements: Mapped[Prose] = mapped_column(default="")
    resolutions: Mapped[Prose] = mapped_column(default="")  # one a line
    withheld: Mapped[Prose] = mapped_column(default="")  # what the law keeps closed, and why (art. 18)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"))
    published_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, index=True)
    corrected_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    correction: Mapped[Prose] = mapped_column(default="")  # why what was published was changed, the last time
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}
    body: Mapped[Body] = relationship()
    document: Mapped[File | None] = relationship()


class Attendance(Base):
    """One who was enrolled when a meeting was held, and whether that member came."""

    __tablename__ = "attendance"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True, index=True)
    present: Mapped[bool]
    meeting: Mapped[Meeting] = relationship()
    seat: Mapped[Seat] = relationship()


class Application(Base):
    """Somebody applied for a seat in an open call. What is no longer needed is erased after the draw."""

    __tablename__ = "application"
    __table_args__ = (UniqueConstraint("body_id", "number"),)

    id: Mapped[Key]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    number: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    sex: Mapped[Sex | None] = stored(Sex, nullable=True)
    birth_band: Mapped[str | None] = mapped_column(String(10))
    district_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"))
    disadvantaged: Mapped[bool] = mapped_column(default=False)
    appointed: Mapped[bool] = mapped_column(default=False)
    synthetic: Mapped[bool] = mapped_column(default=False)
    applied_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    body: Mapped[Body] = relationship()
