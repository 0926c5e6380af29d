"""Work that takes over a second: queued, done by a worker, its progress on record."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Code, Json, Prose, UtcDateTime, stored


class JobState(StrEnum):
    queued = "queued"
    running = "running"
    done = "done"
    failed = "failed"
    cancelled = "cancelled"


class Job(Base):
    __tablename__ = "job"
    __table_args__ = (CheckConstraint("step >= 0 AND step <= steps", name="step_of_steps"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)  # random: the address of its page
    kind: Mapped[Code]
    arguments: Mapped[Json]
    state: Mapped[JobState] = stored(JobState, default=JobState.queued)
    step: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=1)
    started_by: Mapped[int | None]
    queued_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    result: Mapped[Json | None]  # "next": where the page leads; "refusal": what a rule said
    error: Mapped[Prose | None]
