"""Imports on record: what came in, what was taken, what was left out and why, and what it made."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Code, Json, Key, Name, UtcDateTime


class ImportBatch(Base):
    """One file: looked at first, then carried out all or nothing, then perhaps undone."""

    __tablename__ = "import_batch"
    __table_args__ = (
        CheckConstraint("rows_taken <= rows_in", name="taken_of_those_in"),
        CheckConstraint("undone_at IS NULL OR imported_at IS NOT NULL", name="undone_only_if_done"),
    )

    id: Mapped[Key]
    kind: Mapped[Code] = mapped_column(index=True)  # proposals, council, members ...
    cycle_id: Mapped[int | None] = mapped_column(index=True)
    file_name: Mapped[Name]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # until it is carried out
    rows_in: Mapped[int]
    rows_taken: Mapped[int]
    rows_unchanged: Mapped[int] = mapped_column(default=0)  # that say what was there already
    left_out: Mapped[Json]  # [{row, column, code, sentence, params}]
    notes: Mapped[Json] = mapped_column(default=list)  # on the file as a whole, of the same shape
    sample: Mapped[Json] = mapped_column(default=list)  # the first rows that would be taken, until it is carried out
    mark: Mapped[str | None] = mapped_column(String(16))  # of the report that was looked at
    looked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # of a large file: once its job is done
    imported_by: Mapped[int | None]
    imported_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    made: Mapped[list["ImportedRow"]] = relationship(
        back_populates="batch", cascade="all, delete-orphan", order_by="ImportedRow.row"
    )


class ImportedRow(Base):
    __tablename__ = "imported_row"

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)  # of the sheet, counted from 1, the header included
    object_type: Mapped[Code]
    object_key: Mapped[str] = mapped_column(String(60))
    batch: Mapped[ImportBatch] = relationship(back_populates="made")
