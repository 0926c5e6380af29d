"""Policies (정책): what minhoe ask for, who supports them, which were merged into which."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.assembly.models.assembly import AnswerBody, Assembly, Category
from app.assembly.models.minhoe import Minhoe
from app.core.db import Base, Key, Name, Prose, UtcDateTime, stored


class PolicyState(StrEnum):
    filed = "filed"
    merged = "merged"  # into another, and still to be read
    withdrawn = "withdrawn"


class Policy(Base):
    """One policy of an assembly, numbered from 001. State moves in services/policies.py and services/merging.py alone."""

    __tablename__ = "policy"
    __table_args__ = (
        UniqueConstraint("assembly_id", "number"),
        CheckConstraint("number > 0", name="numbered_from_one"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason IS NULL)", name="hidden_with_a_reason"),
    )

    id: Mapped[Key]
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    number: Mapped[int]
    title: Mapped[Name]
    problem: Mapped[Prose]
    text: Mapped[Prose]
    body_id: Mapped[int] = mapped_column(ForeignKey("answer_body.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("assembly_category.id"), index=True)
    minhoe_id: Mapped[int | None] = mapped_column(ForeignKey("minhoe.id"), index=True)
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    proposer_name: Mapped[Name]
    filed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    state: Mapped[PolicyState] = stored(PolicyState, default=PolicyState.filed)
    search_text: Mapped[Prose]
    hidden_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    hidden_reason: Mapped[Prose | None]
    synthetic: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    assembly: Mapped[Assembly] = relationship()
    body: Mapped[AnswerBody] = relationship()
    category: Mapped[Category] = relationship()
    minhoe: Mapped[Minhoe | None] = relationship()

    @property
    def code(self) -> str:
        """The number as it is shown and cited: "017"."""
        return f"{self.number:03d}"


class PolicyMerge(Base):
    """A policy went into another: both stay to be read, supporters of both count once."""

    __tablename__ = "policy_merge"
    __table_args__ = (CheckConstraint("part_id <> whole_id", name="into_another"),)

    part_id: Mapped[int] = mapped_column(ForeignKey("policy.id"), primary_key=True)
    whole_id: Mapped[int] = mapped_column(ForeignKey("policy.id"), index=True)
    why: Mapped[Prose]
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class PolicySupport(Base):
    """A person supports a policy, once."""

    __tablename__ = "policy_support"

    policy_id: Mapped[int] = mapped_column(ForeignKey("policy.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
