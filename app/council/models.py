"""What the executive and the council decided, beside the amounts that they left."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Key, Name, Prose, UtcDateTime, stored
from app.core.files import File
from app.cycles.models import Cycle
from app.proposals.models import Stage


class Sitting(Base):
    """One decision of one body at one stage: when, who, and the paper it left."""

    __tablename__ = "sitting"
    __table_args__ = (
        UniqueConstraint("cycle_id", "stage", "body_ko"),
        CheckConstraint("stage IN ('bill', 'standing', 'budget_cmte', 'plenary')", name="stage_of_the_council"),
    )

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    stage: Mapped[Stage] = stored(Stage)
    body_ko: Mapped[Name]
    body_en: Mapped[Name]
    decided_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    complete: Mapped[bool] = mapped_column(default=False)  # all items of the stage are entered
    note: Mapped[Prose] = mapped_column(default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"))
    cycle: Mapped[Cycle] = relationship()
    document: Mapped[File | None] = relationship()
