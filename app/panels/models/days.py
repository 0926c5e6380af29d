"""The days of a panel: agenda, who is there, tables of each round, notes, questions put to the sides."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.dates import clock_text, date_of
from app.core.db import Base, Code, Json, Key, Name, Prose, UtcDateTime, stored
from app.panels.models.panel import Panel, PanelRole, Side


class ItemKind(StrEnum):
    opening = "opening"
    talk = "talk"  # of one side
    tables = "tables"  # a round at tables
    questions = "questions"  # put to the sides
    cross_examination = "cross_examination"
    vote = "vote"
    pause = "pause"
    other = "other"


class Item(Base):
    """A point of the agenda. ``round`` numbers the rounds at tables, ``seconds_a_turn`` sets the clock."""

    __tablename__ = "panel_item"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("(kind = 'tables') = (round IS NOT NULL)", name="rounds_are_at_tables"),
        CheckConstraint("clock_side IN ('favour', 'against')", name="a_side_speaks"),
        CheckConstraint("(clock_side IS NULL) = (clock_since IS NULL)", name="a_side_speaks_since"),
        CheckConstraint("seconds_a_turn IS NULL OR seconds_a_turn > 0", name="a_turn_lasts"),
        CheckConstraint("favour_ms >= 0 AND against_ms >= 0", name="time_is_not_given_back"),
        UniqueConstraint("panel_id", "round"),
    )

    id: Mapped[Key]
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    kind: Mapped[ItemKind] = stored(ItemKind)
    side: Mapped[Side | None] = stored(Side, nullable=True)
    title_ko: Mapped[Name]
    title_en: Mapped[Name]
    starts_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    round: Mapped[int | None]
    seconds_a_turn: Mapped[int | None]
    clock_side: Mapped[Code | None]  # who speaks now
    clock_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    favour_ms: Mapped[int] = mapped_column(default=0)  # spoken before the present turn
    against_ms: Mapped[int] = mapped_column(default=0)
    panel: Mapped[Panel] = relationship()

    @property
    def day(self) -> dt.date:
        """The date in Gwangju."""
        return date_of(self.starts_at)

    @property
    def until(self) -> str:
        """When it ends, by the clock in Gwangju."""
        return clock_text(self.ends_at)

    @property
    def hours(self) -> str:
        return f"{clock_text(self.starts_at)}~{self.until}"


class Attendance(Base):
    """A member was there on a day (of Asia/Seoul)."""

    __tablename__ = "panel_attendance"

    panelist_id: Mapped[int] = mapped_column(ForeignKey("panelist.id"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class TablePlan(Base):
    """How the members of a panel are to be seated, and what the seating achieves."""

    __tablename__ = "panel_table_plan"
    __table_args__ = (CheckConstraint("tables > 0", name="has_tables"),)

    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), primary_key=True)
    tables: Mapped[int]
    features: Mapped[Json]  # codes of what is balanced at each table
    apart: Mapped[Json]  # pairs of badge numbers that never sit together
    accessible: Mapped[Json]  # numbers of the tables that everybody can reach
    seed: Mapped[int]
    only_present: Mapped[bool] = mapped_column(default=False)
    job_id: Mapped[str | None] = mapped_column(String(32))
    figures: Mapped[Json | None]  # people, rounds, least and mean table-mates, imbalance, rules broken
    seated_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class TableSeat(Base):
    """At which table a member sits in a round."""

    __tablename__ = "panel_table_seat"

    item_id: Mapped[int] = mapped_column(ForeignKey("panel_item.id"), primary_key=True)
    panelist_id: Mapped[int] = mapped_column(ForeignKey("panelist.id"), primary_key=True, index=True)
    table_no: Mapped[int]


class TableModerator(Base):
    """Who leads a table, through all rounds."""

    __tablename__ = "panel_table_moderator"

    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), primary_key=True)
    table_no: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("panel_role.id"), unique=True)
    role: Mapped[PanelRole] = relationship()


class TableNote(Base):
    """What a table's moderator wrote down of a round."""

    __tablename__ = "panel_table_note"
    __table_args__ = (UniqueConstraint("item_id", "table_no"),)

    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("panel_item.id"))
    table_no: Mapped[int]
    text: Mapped[Prose]
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}


class QuestionState(StrEnum):
    collected = "collected"
    put = "put"  # to the side, on the floor
    answered = "answered"
    set_aside = "set_aside"  # a double or off the matter, with its reason


class PanelQuestion(Base):
    """A question of a member or of a table to a side; others agree that it be put."""

    __tablename__ = "panel_question"
    __table_args__ = (
        CheckConstraint("(state = 'set_aside') = (set_aside_why IS NOT NULL)", name="set_aside_with_a_reason"),
        CheckConstraint("(state = 'answered') <= (answered_at IS NOT NULL)", name="answered_at_a_time"),
    )

    id: Mapped[Key]
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), index=True)
    panelist_id: Mapped[int | None] = mapped_column(ForeignKey("panelist.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("panel_item.id"))
    table_no: Mapped[int | None]
    to_side: Mapped[Side] = stored(Side)
    text: Mapped[Prose]
    state: Mapped[QuestionState] = stored(QuestionState, default=QuestionState.collected)
    answer: Mapped[Prose] = mapped_column(default="")
    set_aside_why: Mapped[Prose | None]
    put_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    asked_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool] = mapped_column(default=False)


class QuestionAgreement(Base):
    __tablename__ = "panel_question_agreement"

    question_id: Mapped[int] = mapped_column(ForeignKey("panel_question.id"), primary_key=True)
    panelist_id: Mapped[int] = mapped_column(ForeignKey("panelist.id"), primary_key=True, index=True)
