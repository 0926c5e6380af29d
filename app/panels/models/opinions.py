"""What members think: statements agreed to or not, and the result of the closing vote."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Json, Key, Prose, UtcDateTime, stored


class StatementState(StrEnum):
    waiting = "waiting"  # for the office to let it in
    open = "open"
    hidden = "hidden"


class Statement(Base):
    """A sentence on which members agree, disagree or pass."""

    __tablename__ = "panel_statement"
    __table_args__ = (
        UniqueConstraint("panel_id", "text_ko"),  # the same words once, whoever writes them
        CheckConstraint("(state = 'hidden') = (hidden_why IS NOT NULL)", name="hidden_with_a_reason"),
    )

    id: Mapped[Key]
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), index=True)
    panelist_id: Mapped[int | None] = mapped_column(ForeignKey("panelist.id"))
    text_ko: Mapped[Prose]
    text_en: Mapped[Prose] = mapped_column(default="")
    state: Mapped[StatementState] = stored(StatementState, default=StatementState.waiting)
    hidden_why: Mapped[Prose | None]
    written_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool] = mapped_column(default=False)


class StatementAnswer(Base):
    """Agree 1, pass 0, disagree -1."""

    __tablename__ = "panel_statement_answer"
    __table_args__ = (CheckConstraint("answer IN (-1, 0, 1)", name="agree_pass_disagree"),)

    statement_id: Mapped[int] = mapped_column(ForeignKey("panel_statement.id"), primary_key=True)
    panelist_id: Mapped[int] = mapped_column(ForeignKey("panelist.id"), primary_key=True, index=True)
    answer: Mapped[int]


class OpinionMap(Base):
    """When the members of a panel judge statements, and the map that a job made of their answers."""

    __tablename__ = "panel_opinion_map"
    __table_args__ = (CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),)

    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), primary_key=True)
    opens_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    job_id: Mapped[str | None] = mapped_column(String(32))
    figures: Mapped[Json | None]
    made_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # none: to be made (anew)


class ClosingCount(Base):
    """The result of the closing vote, written once, when its poll is counted."""

    __tablename__ = "panel_closing_count"

    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), primary_key=True)
    enrolled: Mapped[int]  # present when the vote closed
    voted: Mapped[int]
    counts: Mapped[Json]  # votes by stance code; "blank"
    closed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
