"""The agreement to carry out what the assembly chose, and who signed it for which body."""

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.assembly.models.assembly import AnswerBody
from app.core.db import Base, Key, Name, Prose, UtcDateTime


class Agreement(Base):
    """The text that the bodies sign; it stands still from the first signature on, and its hash is signed with it."""

    __tablename__ = "assembly_agreement"

    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), primary_key=True)
    text_ko: Mapped[Prose]
    text_en: Mapped[Prose]
    prepared_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    signatures: Mapped[list["Signature"]] = relationship(order_by="Signature.signed_at", cascade="all, delete-orphan")


class Signature(Base):
    """One body's signature: who signed, in which office, when; recorded by the secretary."""

    __tablename__ = "assembly_signature"
    __table_args__ = (UniqueConstraint("assembly_id", "body_id"),)

    id: Mapped[Key]
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly_agreement.assembly_id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("answer_body.id"))
    name: Mapped[Name]
    office: Mapped[Name]
    signed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    text_hash: Mapped[str] = mapped_column(String(64))  # SHA-256 of what was signed
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool] = mapped_column(default=False)
    body: Mapped[AnswerBody] = relationship()
