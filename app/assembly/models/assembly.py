"""A citizens' assembly (시민총회) of a year: its dates, who answers its policies, what they are about."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.city.models import Place
from app.core.db import Base, Code, Key, Name, Prose, UtcDateTime, stored


class Assembly(Base):
    """One year's assembly. Policies are filed while its window is open; all else are stages of its funnel."""

    __tablename__ = "assembly"
    __table_args__ = (
        CheckConstraint("minhoe_least >= 1", name="a_minhoe_has_people"),
        CheckConstraint("files_until > files_from", name="closes_after_it_opens"),
    )

    id: Mapped[Key]
    year: Mapped[int] = mapped_column(unique=True)
    title_ko: Mapped[Name]
    title_en: Mapped[Name]
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    held_on: Mapped[dt.date]
    venue_ko: Mapped[Name] = mapped_column(default="")
    venue_en: Mapped[Name] = mapped_column(default="")
    minhoe_least: Mapped[int] = mapped_column(default=5)  # people of a small meeting (2018: five or more)
    files_from: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    files_until: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    minutes: Mapped[Prose] = mapped_column(default="")
    minutes_published_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    screen_stage_id: Mapped[int | None]  # what the big screen shows; no key, for stages name their assembly
    note_ko: Mapped[Prose] = mapped_column(default="")  # what the figures come from
    note_en: Mapped[Prose] = mapped_column(default="")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    place: Mapped[Place] = relationship()
    bodies: Mapped[list["AnswerBody"]] = relationship(
        back_populates="assembly", order_by="AnswerBody.position", cascade="all, delete-orphan"
    )
    categories: Mapped[list["Category"]] = relationship(
        back_populates="assembly", order_by="Category.position", cascade="all, delete-orphan"
    )


class BodyKind(StrEnum):
    city_hall = "city_hall"
    council = "council"
    education = "education"
    district = "district"


class AnswerBody(Base):
    """Who answers policies and signs the agreement: city hall, council, board of education, a district."""

    __tablename__ = "answer_body"
    __table_args__ = (
        UniqueConstraint("assembly_id", "code"),
        CheckConstraint("(kind = 'district') = (place_code IS NOT NULL)", name="a_district_is_a_place"),
    )

    id: Mapped[Key]
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    code: Mapped[Code]
    kind: Mapped[BodyKind] = stored(BodyKind)
    name_ko: Mapped[Name]
    name_en: Mapped[Name]
    place_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"))
    position: Mapped[int]
    assembly: Mapped[Assembly] = relationship(back_populates="bodies")


class Category(Base):
    """What a policy is about, as the assembly of that year sorts them."""

    __tablename__ = "assembly_category"
    __table_args__ = (UniqueConstraint("assembly_id", "code"),)

    id: Mapped[Key]
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    code: Mapped[Code]
    name_ko: Mapped[Name]
    name_en: Mapped[Name]
    position: Mapped[int]
    assembly: Mapped[Assembly] = relationship(back_populates="categories")
