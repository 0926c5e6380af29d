"""Uploaded files: what is kept of each, and where."""

import datetime as dt

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, Name, UtcDateTime


class File(Base):
    """A file under a random name outside the web root; its content is known by its hash."""

    __tablename__ = "file"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"),)

    id: Mapped[Key]
    name: Mapped[Name]  # as the sender called it, for the download
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]  # bytes
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    stored_as: Mapped[str] = mapped_column(String(64), unique=True)
    uploaded_by: Mapped[int | None]  # an account's id; core knows no area
    uploaded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
