"""Department review: who must examine what until when, the verdict, the answer to it, the appeal."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.city.models import Department
from app.core.db import Base, Key, Name, Prose, UtcDateTime, Won
from app.cycles.models import ExclusionCode, VerdictKind
from app.proposals.models import Proposal


class Assignment(Base):
    """A proposal lies with a department; round 2 is the second review after an appeal."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index(None, "department_id", "ended_at"),
        Index(
            "uq_assignment_current",
            "proposal_id",
            "round",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("round IN (1, 2)", name="two_rounds_at_most"),
    )

    id: Mapped[Key]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    due_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    assigned_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    assigned_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    why: Mapped[Prose] = mapped_column(default="")  # of a reassignment
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # by a reassignment
    proposal: Mapped[Proposal] = relationship()
    department: Mapped[Department] = relationship()
    officer: Mapped[Account | None] = relationship(foreign_keys=[officer_id])


class Verdict(Base):
    """What a department concluded, with its public reason. The latest of the highest round counts."""

    __tablename__ = "verdict"
    __table_args__ = (
        UniqueConstraint("proposal_id", "round"),
        CheckConstraint("length(reason) > 0", name="reason_given"),
        CheckConstraint("cost_won IS NULL OR cost_won > 0", name="cost_positive"),
    )

    id: Mapped[Key]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    round: Mapped[int] = mapped_column(default=1)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    kind_id: Mapped[int] = mapped_column(ForeignKey("verdict_kind.id"))
    exclusion_id: Mapped[int | None] = mapped_column(ForeignKey("exclusion_code.id"))
    reason: Mapped[Prose]
    cost_won: Mapped[Won | None]  # as revised
    given_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}
    proposal: Mapped[Proposal] = relationship()
    department: Mapped[Department] = relationship()
    kind: Mapped[VerdictKind] = relationship()
    exclusion: Mapped[ExclusionCode | None] = relationship()


class Reply(Base):
    """What the proposer answers to a verdict."""

    __tablename__ = "reply"

    id: Mapped[Key]
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    body: Mapped[Prose]
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    verdict: Mapped[Verdict] = relationship()


class Appeal(Base):
    """One appeal a proposal; another officer reviews again."""

    __tablename__ = "appeal"

    id: Mapped[Key]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    body: Mapped[Prose]
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    proposal: Mapped[Proposal] = relationship()
    verdict: Mapped[Verdict] = relationship()


class AnswerTemplate(Base):
    """A text that officers of a department use again."""

    __tablename__ = "answer_template"
    __table_args__ = (UniqueConstraint("department_id", "title"),)

    id: Mapped[Key]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))  # none: for all
    title: Mapped[Name]
    body: Mapped[Prose]


class MergeOffer(Base):
    """The office asks the proposers whether a proposal may go into another."""

    __tablename__ = "merge_offer"
    __table_args__ = (CheckConstraint("child_id <> parent_id", name="two_proposals"),)

    id: Mapped[Key]
    child_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    why: Mapped[Prose]
    offered_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    offered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    child_agreed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    parent_agreed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    refused_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    refused_why: Mapped[Prose | None]
    merged_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    child: Mapped[Proposal] = relationship(foreign_keys=[child_id])
    parent: Mapped[Proposal] = relationship(foreign_keys=[parent_id])
