"""Surveys of a panel's question: the first among citizens, the later ones among the panel's members."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Code, Json, Key, Name, Prose, UtcDateTime, stored
from app.core.encryption import Encrypted
from app.panels.models.panel import Panel, Stance


class SurveyMode(StrEnum):
    telephone = "telephone"
    links = "links"  # one-time links of this site
    on_site = "on_site"


class Survey(Base):
    """One wave: how it was made, and until when its results are sealed (the panel says when)."""

    __tablename__ = "survey"
    __table_args__ = (
        UniqueConstraint("panel_id", "wave"),
        CheckConstraint("wave >= 1", name="waves_count_from_one"),
        CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),
    )

    id: Mapped[Key]
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    wave: Mapped[int]
    of_members: Mapped[bool] = mapped_column(default=False)  # among the panel, not among citizens
    mode: Mapped[SurveyMode] = stored(SurveyMode)
    opens_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    population_ko: Mapped[Name] = mapped_column(default="")  # "adults 19 and over living in Gwangju"
    population_en: Mapped[Name] = mapped_column(default="")
    mobile_percent: Mapped[float | None]
    landline_percent: Mapped[float | None]
    dialled: Mapped[int | None]
    response_percent: Mapped[float | None]
    weighted_to: Mapped[int | None]  # the number that weights add up to
    margins: Mapped[Json | None]  # what was raked to: {feature: {value: people}}
    weighting: Mapped[Json | None]  # rounds, design effect, effective size, trimmed
    source_note_ko: Mapped[Prose] = mapped_column(default="")
    source_note_en: Mapped[Prose] = mapped_column(default="")
    synthetic: Mapped[bool] = mapped_column(default=False)
    panel: Mapped[Panel] = relationship()
    questions: Mapped[list["SurveyQuestion"]] = relationship(
        back_populates="survey", order_by="SurveyQuestion.position", cascade="all, delete-orphan"
    )


class SurveyQuestion(Base):
    """A question beside that of the stance: knowledge, reasons, satisfaction, acceptance of another outcome."""

    __tablename__ = "survey_question"
    __table_args__ = (UniqueConstraint("survey_id", "code"),)

    id: Mapped[Key]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    code: Mapped[Code]
    text_ko: Mapped[Prose]
    text_en: Mapped[Prose]
    answers: Mapped[Json]  # [{"code", "ko", "en"}]; a scale has its numbers as codes
    position: Mapped[int]
    survey: Mapped[Survey] = relationship(back_populates="questions")


class Respondent(Base):
    """One interview of the first survey. Contact data only of who agreed to be drawn, and only until it is needed."""

    __tablename__ = "respondent"
    __table_args__ = (
        UniqueConstraint("survey_id", "number"),
        UniqueConstraint("survey_id", "person"),
        UniqueConstraint("id", "official"),  # what a seat refers to
        CheckConstraint("weight IS NULL OR weight >= 0", name="weight_not_negative"),
        CheckConstraint("base_weight IS NULL OR base_weight >= 0", name="base_weight_not_negative"),
        CheckConstraint("age IS NULL OR age BETWEEN 0 AND 130", name="age_of_a_person"),
    )

    id: Mapped[Key]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    number: Mapped[int]
    age: Mapped[int | None]  # in years, where it was asked for and not a band
    stance_id: Mapped[int | None] = mapped_column(ForeignKey("panel_stance.id"))
    answers: Mapped[Json]  # sex, age (band), district, and the survey's own questions: value by code
    base_weight: Mapped[float | None]  # as delivered with the answer
    weight: Mapped[float | None]
    willing: Mapped[bool] = mapped_column(default=False)  # to be drawn
    official: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str | None] = mapped_column(Encrypted)
    contact: Mapped[str | None] = mapped_column(Encrypted)  # e-mail or telephone
    address: Mapped[str | None] = mapped_column(Encrypted)  # for letters
    home: Mapped[str | None] = mapped_column(String(64))  # keyed hash of the address
    person: Mapped[str | None] = mapped_column(String(64), index=True)  # keyed hash of the contact: finds doubles
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)  # of a one-time link
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool] = mapped_column(default=False)
    survey: Mapped[Survey] = relationship()
    stance: Mapped[Stance | None] = relationship()


class SurveyAnswer(Base):
    """What a member of the panel answered in a later wave, under the number of the seat."""

    __tablename__ = "survey_answer"

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    panelist_id: Mapped[int] = mapped_column(ForeignKey("panelist.id"), primary_key=True, index=True)
    stance_id: Mapped[int | None] = mapped_column(ForeignKey("panel_stance.id"))
    answers: Mapped[Json]
    answered_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    stance: Mapped[Stance | None] = relationship()
