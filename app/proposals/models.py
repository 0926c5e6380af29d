"""A proposal with all its versions, people, amounts, lineage, supports and comments."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.city.models import Place, Source
from app.core.db import Base, Code, Json, Key, Name, Prose, UtcDateTime, Won, stored
from app.core.files import File
from app.cycles.models import Cycle, Field, ProposalType


class Channel(StrEnum):
    web = "web"
    paper = "paper"
    post = "post"
    fax = "fax"
    email = "email"
    visit = "visit"
    dong_office = "dong_office"
    sheet = "sheet"  # taken over from a spreadsheet


class Status(StrEnum):
    """Where a proposal stands; changed only by ``proposals.services.lifecycle``."""

    received = "received"
    withdrawn = "withdrawn"
    in_review = "in_review"
    eligible = "eligible"
    amended = "amended"
    ineligible = "ineligible"
    already_done = "already_done"
    other_agency = "other_agency"
    merged = "merged"
    screened_out = "screened_out"  # not put to the vote
    on_ballot = "on_ballot"
    selected = "selected"
    just_missed = "just_missed"
    not_selected = "not_selected"
    left_out = "left_out"  # of the bill, by the executive
    in_bill = "in_bill"
    unchanged = "unchanged"
    partly_cut = "partly_cut"
    zeroed = "zeroed"
    increased = "increased"
    on_track = "on_track"
    push_needed = "push_needed"
    carried_over = "carried_over"
    done = "done"
    settled = "settled"


class Basis(StrEnum):
    """How a figure is known."""

    recorded = "recorded"  # entered in the procedure, or published
    inferred = "inferred"  # follows from published totals
    synthetic = "synthetic"  # made up for the demonstration


class Proposal(Base):
    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("cycle_id", "number"),
        Index(None, "cycle_id", "status"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    number: Mapped[int]  # within the cycle
    status: Mapped[Status] = stored(Status, default=Status.received)
    channel: Mapped[Channel] = stored(Channel, default=Channel.web)
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    proposer_name: Mapped[Name]  # as shown in public: a name, a group, or "anonymous"
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # by proxy
    safety: Mapped[bool] = mapped_column(default=False)  # prevents accidents: examined first, art. 15(9)
    synthetic: Mapped[bool] = mapped_column(default=False)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"))
    submitted_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    submit_key: Mapped[str | None] = mapped_column(String(40), unique=True)  # of the form: a double click is one
    current_id: Mapped[int | None] = mapped_column(
        ForeignKey("version.id", use_alter=True, name="fk_proposal_current_id_version"), unique=True
    )
    hidden_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    hidden_reason: Mapped[Prose | None]
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    cycle: Mapped[Cycle] = relationship()
    proposer: Mapped[Account | None] = relationship(foreign_keys=[proposer_id])
    source: Mapped[Source | None] = relationship()
    current: Mapped["Version"] = relationship(foreign_keys=[current_id], post_update=True)
    versions: Mapped[list["Version"]] = relationship(
        back_populates="proposal", order_by="Version.number", foreign_keys="Version.proposal_id"
    )
    amounts: Mapped[list["Amount"]] = relationship(back_populates="proposal", order_by="Amount.id")
    co_proposers: Mapped[list["CoProposer"]] = relationship(back_populates="proposal")
    attachments: Mapped[list["ProposalFile"]] = relationship(back_populates="proposal", order_by="ProposalFile.file_id")

    @property
    def receipt_no(self) -> str:
        return f"{self.cycle.slug}-{self.number:04d}"


class Version(Base):
    """What was proposed at one time: text, place, type, field, cost lines. Never changed."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    id: Mapped[Key]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    problem: Mapped[Prose]  # what is wrong now
    idea: Mapped[Prose]  # what should be done
    effect: Mapped[Prose] = mapped_column(default="")  # who is helped and how
    type_id: Mapped[int] = mapped_column(ForeignKey("proposal_type.id"), index=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("field.id"), index=True)
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"), index=True)  # city, district or dong
    place_note: Mapped[Name] = mapped_column(default="")
    search_text: Mapped[Prose] = mapped_column(default="")  # title, texts, place and field as they are searched
    search_run: Mapped[Prose] = mapped_column(default="")  # the same without spaces
    written_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    why: Mapped[Prose] = mapped_column(default="")

    proposal: Mapped[Proposal] = relationship(back_populates="versions", foreign_keys=[proposal_id])
    cost_lines: Mapped[list["CostLine"]] = relationship(
        back_populates="version", order_by="CostLine.position", cascade="all, delete-orphan"
    )
    type: Mapped[ProposalType] = relationship()
    field: Mapped[Field] = relationship()
    place: Mapped[Place] = relationship()


class CostLine(Base):
    __tablename__ = "cost_line"
    __table_args__ = (CheckConstraint("amount_won > 0", name="amount_positive"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[Name]
    amount_won: Mapped[Won]
    version: Mapped[Version] = relationship(back_populates="cost_lines")


class Stage(StrEnum):
    """The stages of the one amount history, in order."""

    asked = "asked"
    reviewed = "reviewed"
    voted = "voted"
    bill = "bill"
    standing = "standing"
    budget_cmte = "budget_cmte"
    plenary = "plenary"
    executed = "executed"
    settled = "settled"


NO_REASON = "no_reason_given"


class ReasonCode(Base):
    """Why an amount changed, in a word that can be counted."""

    __tablename__ = "reason_code"

    code: Mapped[Code] = mapped_column(primary_key=True)
    name_ko: Mapped[Name]
    name_en: Mapped[Name]
    position: Mapped[int]


class Amount(Base):
    """One entry of the amount history: appended, never changed; a correction is a later row of the stage."""

    __tablename__ = "amount"
    __table_args__ = (
        CheckConstraint("amount_won >= 0", name="not_negative"),
        CheckConstraint("reason_code IS NOT NULL OR reason IS NULL OR length(reason) > 0", name="reason_said_or_not"),
        Index(None, "proposal_id", "stage"),
        Index(None, "stage", "reason_code"),
    )

    id: Mapped[Key]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    stage: Mapped[Stage] = stored(Stage)
    amount_won: Mapped[Won]
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[Name]  # in public: proposer, department, committee of the council
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason_code: Mapped[str | None] = mapped_column(ForeignKey("reason_code.code"))
    reason: Mapped[Prose | None]
    basis: Mapped[Basis] = stored(Basis, default=Basis.recorded)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("file.id"))
    proposal: Mapped[Proposal] = relationship(back_populates="amounts")
    source: Mapped[Source | None] = relationship()
    document: Mapped[File | None] = relationship()


class CoProposer(Base):
    """Somebody named as a co-proposer; public only after consent."""

    __tablename__ = "co_proposer"
    __table_args__ = (
        UniqueConstraint("proposal_id", "email"),
        CheckConstraint("consented_at IS NULL OR declined_at IS NULL", name="one_answer"),
    )

    id: Mapped[Key]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[Name]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    consented_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    declined_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    proposal: Mapped[Proposal] = relationship(back_populates="co_proposers")


class GuardianConsent(Base):
    """Consent of the legal representative of a proposer under 14 (PIPA art. 22-2)."""

    __tablename__ = "guardian_consent"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    guardian_email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    consented_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class Draft(Base):
    """A form as it was typed, saved before it can be valid. Only its writer sees it."""

    __tablename__ = "draft"
    __table_args__ = (Index(None, "account_id", "form"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    form: Mapped[Code]  # proposal, verdict, score ...
    subject: Mapped[str] = mapped_column(String(60))  # cycle slug, receipt number ...
    typed: Mapped[Json]
    saved_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class FileUse(StrEnum):
    attachment = "attachment"
    scan = "scan"  # of the paper original: staff only
    photo = "photo"  # of the finished work
    document = "document"


class ProposalFile(Base):
    __tablename__ = "proposal_file"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"), primary_key=True)
    use: Mapped[FileUse] = stored(FileUse)
    caption: Mapped[Name] = mapped_column(default="")
    proposal: Mapped[Proposal] = relationship(back_populates="attachments")
    file: Mapped[File] = relationship()


class Support(Base):
    """A citizen agrees (공감): once."""

    __tablename__ = "support"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Follow(Base):
    """Somebody wants to hear of each change."""

    __tablename__ = "follow"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    since: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class CommentKind(StrEnum):
    comment = "comment"
    question = "question"
    change = "change"  # a change that a member or an officer proposes
    answer = "answer"


class Comment(Base):
    """Hidden with a reason, never deleted."""

    __tablename__ = "comment"
    __table_args__ = (
        Index(None, "proposal_id", "at"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_reason IS NULL)", name="hidden_with_a_reason"),
        CheckConstraint("length(body) BETWEEN 1 AND 4000", name="body_length"),
    )

    id: Mapped[Key]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    kind: Mapped[CommentKind] = stored(CommentKind, default=CommentKind.comment)
    as_role: Mapped[Code]  # citizen, member, officer, organiser: shown beside the name
    body: Mapped[Prose]
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    hidden_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    hidden_reason: Mapped[Prose | None]
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proposal: Mapped[Proposal] = relationship()
    account: Mapped[Account] = relationship(foreign_keys=[account_id])


class CommentReport(Base):
    """Somebody finds that a comment should not stand; open until the office has decided."""

    __tablename__ = "comment_report"
    __table_args__ = (
        Index(
            "uq_comment_report_open", "comment_id", "account_id", unique=True,
            sqlite_where=text("settled_at IS NULL"), postgresql_where=text("settled_at IS NULL"),
        ),
        CheckConstraint("length(reason) BETWEEN 1 AND 500", name="reason_length"),
        CheckConstraint("(settled_at IS NULL) = (settled_why IS NULL)", name="settled_with_a_reason"),
    )  # fmt: skip

    id: Mapped[Key]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    reason: Mapped[Prose]
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_why: Mapped[Prose | None]


class LineageKind(StrEnum):
    merged_into = "merged_into"
    split_from = "split_from"
    reproposed_from = "reproposed_from"  # of an earlier year


class Lineage(Base):
    """How two proposals belong together; both texts stay, all proposers keep credit."""

    __tablename__ = "lineage"
    __table_args__ = (CheckConstraint("child_id <> parent_id", name="two_proposals"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True, index=True)
    kind: Mapped[LineageKind] = stored(LineageKind)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    why: Mapped[Prose] = mapped_column(default="")
    child: Mapped[Proposal] = relationship(foreign_keys=[child_id])
    parent: Mapped[Proposal] = relationship(foreign_keys=[parent_id])


class Incompatible(Base):
    """Two proposals that cannot both be carried out; settled before any selection."""

    __tablename__ = "incompatible"
    __table_args__ = (CheckConstraint("one_id < other_id", name="ordered_pair"),)

    one_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    why: Mapped[Prose]
    noted_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    settled_why: Mapped[Prose | None]
    kept_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    one: Mapped[Proposal] = relationship(foreign_keys=[one_id])
    other: Mapped[Proposal] = relationship(foreign_keys=[other_id])
