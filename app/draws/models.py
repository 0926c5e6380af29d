"""A draw of people by lot: who could be drawn, the targets, the lottery, the public value, who was drawn.

A draw belongs to a subject (a call for members, a panel) that it does not know; the subject asks its services.
"""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Code, Json, Key, Name, Prose, UtcDateTime, stored


class DrawState(StrEnum):
    preparing = "preparing"  # pool and targets may still change
    computing = "computing"  # a job makes the lottery
    committed = "committed"  # the lottery's hash is published; the public value is not known yet
    drawn = "drawn"
    abandoned = "abandoned"  # given up, with its reason; stays on record


class PublicValue(StrEnum):
    """Where the public value of a draw comes from."""

    dice = "dice"
    balls = "balls"
    drand = "drand"
    secret = "secret"  # noqa: S105 - committed beforehand, joined with a public value


class Draw(Base):
    """One attempt to draw for a subject; another attempt is another row, and all of them are public."""

    __tablename__ = "draw"
    __table_args__ = (
        UniqueConstraint("subject", "subject_id", "attempt"),
        CheckConstraint("size > 0", name="somebody_is_drawn"),
        CheckConstraint("(state IN ('committed', 'drawn')) <= (commitment IS NOT NULL)", name="commitment_once_made"),
        CheckConstraint("(state = 'drawn') <= (drawn_at IS NOT NULL)", name="drawn_at_a_time"),
        CheckConstraint("(drawn_at IS NULL) = (value IS NULL)", name="drawn_by_a_value"),
        CheckConstraint("value IS NULL OR commitment IS NOT NULL", name="committed_before_the_value"),
        CheckConstraint("(state = 'abandoned') = (abandoned_why IS NOT NULL)", name="abandoned_with_a_reason"),
    )

    id: Mapped[Key]
    subject: Mapped[Code]  # "call", "panel"
    subject_id: Mapped[int]
    attempt: Mapped[int]
    continues_id: Mapped[int | None] = mapped_column(ForeignKey("draw.id"), index=True)  # whose free seats it fills
    is_test: Mapped[bool] = mapped_column(default=False)  # a rehearsal: seats nobody
    title_ko: Mapped[Name]
    title_en: Mapped[Name]
    size: Mapped[int]
    method: Mapped[Code] = mapped_column(default="leximin")
    rule: Mapped[Code] = mapped_column(default="exact")  # or "numbered": one of so many panels
    numbers: Mapped[int] = mapped_column(default=1000)
    one_per_home: Mapped[bool] = mapped_column(default=False)
    reserves: Mapped[int] = mapped_column(default=0)  # people kept ready for seats that fall free
    state: Mapped[DrawState] = stored(DrawState, default=DrawState.preparing)
    job_id: Mapped[str | None] = mapped_column(String(32))
    salt: Mapped[bytes] = mapped_column(LargeBinary(32))  # stays with the office: leads from people to their hashes
    value_kind: Mapped[PublicValue] = stored(PublicValue, default=PublicValue.dice)
    announced: Mapped[Prose] = mapped_column(default="")  # which dice, which round, when and where
    source: Mapped[Json | None]  # what of it arithmetic can check: the drand round, the hashes of secrets
    commitment: Mapped[str | None] = mapped_column(String(64))
    committed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    value: Mapped[str | None] = mapped_column(String(400))
    witnesses: Mapped[Prose] = mapped_column(default="")
    drawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    figures: Mapped[Json | None]  # of the lottery: pool, types, least chance, bound, gap, Gini, seconds
    abandoned_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    abandoned_why: Mapped[Prose | None]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    continues: Mapped["Draw | None"] = relationship(remote_side="Draw.id")
    features: Mapped[list["DrawFeature"]] = relationship(
        back_populates="draw", order_by="DrawFeature.position", cascade="all, delete-orphan"
    )
    targets: Mapped[list["DrawTarget"]] = relationship(
        back_populates="draw", order_by="DrawTarget.position", cascade="all, delete-orphan"
    )
    relaxations: Mapped[list["Relaxation"]] = relationship(
        back_populates="draw", order_by="Relaxation.id", cascade="all, delete-orphan"
    )


class Rehearsal(Base):
    """A test draw of made-up people that the worker makes and verifies on a timer; the latest stays."""

    __tablename__ = "draw_rehearsal"

    id: Mapped[Key]
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    verified: Mapped[bool]
    commitment: Mapped[str] = mapped_column(String(64))
    milliseconds: Mapped[int]
    fault: Mapped[Prose | None]  # what did not hold


class DrawFeature(Base):
    """What people are told apart by in a draw: stance, sex, age, district."""

    __tablename__ = "draw_feature"

    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"), primary_key=True)
    code: Mapped[Code] = mapped_column(primary_key=True)
    name_ko: Mapped[Name]
    name_en: Mapped[Name]
    position: Mapped[int]
    draw: Mapped[Draw] = relationship(back_populates="features")


class DrawTarget(Base):
    """How many people of a value are to be drawn; a joint value names its features by ``code`` joined as in voting."""

    __tablename__ = "draw_target"
    __table_args__ = (
        UniqueConstraint("draw_id", "feature", "value"),
        CheckConstraint("least >= 0 AND least <= most", name="least_to_most"),
    )

    id: Mapped[Key]
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"))
    feature: Mapped[Name]
    value: Mapped[Name]
    name_ko: Mapped[Name]  # the value in words
    name_en: Mapped[Name]
    least: Mapped[int]
    most: Mapped[int]
    least_flex: Mapped[int | None]  # how far a suggestion may go
    most_flex: Mapped[int | None]
    population: Mapped[int | None]  # people of the value where the target is proportional
    why_ko: Mapped[Prose] = mapped_column(default="")  # the ordinance or table behind it
    why_en: Mapped[Prose] = mapped_column(default="")
    position: Mapped[int]
    draw: Mapped[Draw] = relationship(back_populates="targets")


class Relaxation(Base):
    """A person changed a target that could not be met: before, after, why, who."""

    __tablename__ = "draw_relaxation"

    id: Mapped[Key]
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"), index=True)
    feature: Mapped[Name]
    value: Mapped[Name]
    least_before: Mapped[int]
    most_before: Mapped[int]
    least_after: Mapped[int]
    most_after: Mapped[int]
    why: Mapped[Prose]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    draw: Mapped[Draw] = relationship(back_populates="relaxations")


class Candidate(Base):
    """Somebody who could be drawn. ``ref`` is the subject's own key; names and addresses stay with the subject."""

    __tablename__ = "draw_candidate"
    __table_args__ = (
        UniqueConstraint("draw_id", "ref"),
        Index(None, "draw_id", "pseudonym"),
        CheckConstraint("chance IS NULL OR (chance >= 0 AND chance <= 1)", name="chance_is_one"),
        CheckConstraint("excluded_why IS NULL OR seat_no IS NULL", name="excluded_people_have_no_seat"),
        CheckConstraint("seat_no IS NULL OR reserve_no IS NULL", name="seat_or_reserve"),
    )

    id: Mapped[Key]
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"))
    ref: Mapped[int]
    answers: Mapped[Json]  # value by feature
    home: Mapped[str | None] = mapped_column(String(64))  # hash of the address, where one a home is drawn
    excluded_code: Mapped[Code | None]  # official, councillor, under_age, drawn_before, conflict ...
    excluded_why: Mapped[Prose | None]
    pseudonym: Mapped[str | None] = mapped_column(String(64))  # as in the published record
    chance: Mapped[float | None]  # before the draw
    seat_no: Mapped[int | None]  # in the order of the draw
    reserve_no: Mapped[int | None]  # in the order in which reserves are called


class DrawRecord(Base):
    """A published file of a draw: JSON, compressed."""

    __tablename__ = "draw_record"

    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"), primary_key=True)
    name: Mapped[Code] = mapped_column(
        primary_key=True
    )  # "prepared", "transcript"; "…-full" where everybody's has no values
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))  # of the JSON
