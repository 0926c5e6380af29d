"""What members read and watch before the days: both sides in equal space, with the advisers' notes."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Key, Name, Prose, UtcDateTime, stored
from app.core.files.models import File
from app.panels.models.panel import Panel, Side


class MaterialKind(StrEnum):
    booklet = "booklet"
    lesson = "lesson"  # e-learning: a film or a page


class Material(Base):
    """One version of a text or lesson of one side; a later version names the earlier one."""

    __tablename__ = "panel_material"
    __table_args__ = (
        UniqueConstraint("panel_id", "kind", "side", "title", "version"),
        CheckConstraint("version >= 1", name="versions_count_from_one"),
        CheckConstraint("minutes IS NULL OR minutes >= 0", name="minutes_not_negative"),
    )

    id: Mapped[Key]
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    kind: Mapped[MaterialKind] = stored(MaterialKind)
    side: Mapped[Side] = stored(Side)
    title: Mapped[Name]
    version: Mapped[int] = mapped_column(default=1)
    text: Mapped[Prose] = mapped_column(default="")
    minutes: Mapped[int | None]  # of a lesson
    file_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"))
    address: Mapped[str | None]  # of a film elsewhere
    position: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool] = mapped_column(default=False)
    panel: Mapped[Panel] = relationship()
    file: Mapped[File | None] = relationship()
    notes: Mapped[list["AdviserNote"]] = relationship(order_by="AdviserNote.id", cascade="all, delete-orphan")


class AdviserNote(Base):
    """What an adviser remarks on a version, shown beside it."""

    __tablename__ = "adviser_note"

    id: Mapped[Key]
    material_id: Mapped[int] = mapped_column(ForeignKey("panel_material.id"), index=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("panel_role.id"))
    passage: Mapped[Prose] = mapped_column(default="")  # what it is about, quoted
    text: Mapped[Prose]
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Reading(Base):
    """A member has gone through a lesson."""

    __tablename__ = "panel_reading"

    material_id: Mapped[int] = mapped_column(ForeignKey("panel_material.id"), primary_key=True)
    panelist_id: Mapped[int] = mapped_column(ForeignKey("panelist.id"), primary_key=True, index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
