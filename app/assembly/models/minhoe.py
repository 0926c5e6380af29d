"""Minhoe (민회): a small meeting of citizens, registered, recorded, from which policies come."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.assembly.models.assembly import Assembly
from app.city.models import Place
from app.core.db import Base, Key, Name, Prose, UtcDateTime, stored
from app.core.encryption import Encrypted
from app.core.files.models import File


class MinhoeState(StrEnum):
    registered = "registered"
    held = "held"  # it has a record
    cancelled = "cancelled"


class Minhoe(Base):
    """A small meeting. Of those who take part their number is public; names are kept only where given, unreadable."""

    __tablename__ = "minhoe"
    __table_args__ = (
        CheckConstraint("people > 0", name="has_people"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("(state = 'held') = (recorded_at IS NOT NULL)", name="held_has_a_record"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason IS NULL)", name="hidden_with_a_reason"),
        Index("ix_minhoe_assembly_id_starts_at", "assembly_id", "starts_at"),
    )

    id: Mapped[Key]
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    title: Mapped[Name]
    topic: Mapped[Prose]
    starts_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"), index=True)  # dong, or district or city if online
    venue: Mapped[Name]  # "Yangnim-dong centre, 2nd floor", or where online
    online: Mapped[bool] = mapped_column(default=False)
    facilitator: Mapped[Name]  # as she wants to be called in public
    people: Mapped[int]  # expected, and once held those who came
    names: Mapped[str | None] = mapped_column(Encrypted)  # one a line, only where the meeting needs them
    state: Mapped[MinhoeState] = stored(MinhoeState, default=MinhoeState.registered)
    record: Mapped[Prose] = mapped_column(default="")
    recorded_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    registered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    registered_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    hidden_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    hidden_reason: Mapped[Prose | None]
    synthetic: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    assembly: Mapped[Assembly] = relationship()
    place: Mapped[Place] = relationship()
    photos: Mapped[list["MinhoePhoto"]] = relationship(order_by="MinhoePhoto.id", cascade="all, delete-orphan")


class MinhoePhoto(Base):
    """A photograph of a meeting, with what is to be seen for those who cannot see it."""

    __tablename__ = "minhoe_photo"

    id: Mapped[Key]
    minhoe_id: Mapped[int] = mapped_column(ForeignKey("minhoe.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), unique=True)
    shows: Mapped[Name]
    file: Mapped[File] = relationship()
