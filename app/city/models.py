"""The city as the procedure sees it: places by their 10-digit codes, departments, sources of facts."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Code, Key, Name, Prose, stored


class PlaceLevel(StrEnum):
    city = "city"
    district = "district"
    dong = "dong"


class Place(Base):
    """City, district (자치구) or administrative dong, by its 10-digit code; two dongs may share a name."""

    __tablename__ = "place"
    __table_args__ = (
        CheckConstraint("length(code) = 10", name="code_has_ten_digits"),
        CheckConstraint("(level = 'city') = (parent_code IS NULL)", name="only_the_city_stands_alone"),
    )

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    level: Mapped[PlaceLevel] = stored(PlaceLevel)
    name_ko: Mapped[Name]
    name_en: Mapped[Name]
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("place.code"), index=True)
    parent: Mapped["Place | None"] = relationship(remote_side="Place.code")


class Department(Base):
    """A department or bureau of the city that reviews, answers or carries out."""

    __tablename__ = "department"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name_ko: Mapped[Name]
    name_en: Mapped[Name]
    bureau_ko: Mapped[Name]
    bureau_en: Mapped[Name]


class Source(Base):
    """Where a recorded fact was published."""

    __tablename__ = "source"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    title: Mapped[Name]
    address: Mapped[str | None] = mapped_column(String(300))
    published: Mapped[str | None] = mapped_column(String(40))  # as precise as known: "Dec 2018"
    note: Mapped[Prose | None]
