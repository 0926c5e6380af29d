"""What auditors confirmed with their own keys: heads of the log, and the statement of a published poll."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Code, Json, UtcDateTime


class Confirmation(Base):
    """One signed confirmation, as it was handed in; name and role stand in the definition of the poll."""

    __tablename__ = "poll_confirmation"
    __table_args__ = (
        CheckConstraint("kind IN ('head', 'statement')", name="known_kind"),
        CheckConstraint("size > 0", name="of_a_log"),
    )

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[Code] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(primary_key=True)  # leaves of the log that it is about
    document: Mapped[Json]
    taken_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
