"""What became of the money that was voted: a report a quarter."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Key, Prose, UtcDateTime, Won, stored
from app.proposals.models import Basis, Proposal


class Progress(StrEnum):
    done = "done"
    on_track = "on_track"
    push_needed = "push_needed"
    carried_over = "carried_over"


class Report(Base):
    """One quarter of one project. A correction is a later row of the quarter."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter_of_a_year"),
        CheckConstraint("spent_won >= 0", name="spent_not_negative"),
        UniqueConstraint("proposal_id", "year", "quarter", "reported_at"),
    )

    id: Mapped[Key]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    year: Mapped[int]
    quarter: Mapped[int]
    progress: Mapped[Progress] = stored(Progress)
    spent_won: Mapped[Won]  # since the beginning
    note: Mapped[Prose] = mapped_column(default="")
    basis: Mapped[Basis] = stored(Basis, default=Basis.recorded)
    reported_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    reported_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proposal: Mapped[Proposal] = relationship()
