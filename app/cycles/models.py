"""A cycle: one budget year of one body, and its operating plan, all of it data."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.city.models import Place, Source
from app.core.db import Base, Code, Json, Key, Name, Prose, UtcDateTime, Won, stored


class SelectionRule(StrEnum):
    rank_and_fill = "rank_and_fill"  # most votes first, while the pot and the ceilings last
    majority_each = "majority_each"  # yes/no each; needs a majority, then fills


class OnMisfit(StrEnum):
    skip = "skip"  # go on with the next that fits
    stop = "stop"


class BallotForm(StrEnum):
    yes_no_each = "yes_no_each"
    pick_k = "pick_k"


class Cycle(Base):
    """A budget year of one city or district. Everything here is the operating plan in force."""

    __tablename__ = "cycle"
    __table_args__ = (
        CheckConstraint("pot_won IS NULL OR pot_won > 0", name="pot_positive"),
        CheckConstraint("notice_days >= 0", name="notice_not_negative"),
        CheckConstraint("minimum_share_percent BETWEEN 0 AND 100", name="minimum_share_is_a_share"),
        CheckConstraint("support_threshold >= 0", name="support_threshold_not_negative"),
        CheckConstraint("picks IS NULL OR picks > 0", name="picks_positive"),
    )

    id: Mapped[Key]
    slug: Mapped[Code] = mapped_column(unique=True)  # "2019", "2019-bukgu"
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    budget_year: Mapped[int]  # the year in which the money is spent; the call runs the year before
    pot_won: Mapped[Won | None]
    notice_days: Mapped[int] = mapped_column(default=20)  # operating ordinance, art. 6
    ballot_form: Mapped[BallotForm] = stored(BallotForm, default=BallotForm.yes_no_each)
    picks: Mapped[int | None]
    rule: Mapped[SelectionRule] = stored(SelectionRule, default=SelectionRule.rank_and_fill)
    on_misfit: Mapped[OnMisfit] = stored(OnMisfit, default=OnMisfit.skip)
    minimum_share_percent: Mapped[int] = mapped_column(default=0)  # of the votes given
    tie_order: Mapped[Json] = mapped_column(default=list)  # ["safety", "min_cost", "receipt_no"], published
    safety_first: Mapped[bool] = mapped_column(default=True)  # operating ordinance, art. 15(9)
    support_threshold: Mapped[int] = mapped_column(default=0)  # supports at which the office must answer
    intro_ko: Mapped[Prose] = mapped_column(default="")
    intro_en: Mapped[Prose] = mapped_column(default="")
    recorded_only: Mapped[bool] = mapped_column(default=False)  # a past year known by its totals alone
    synthetic: Mapped[bool] = mapped_column(default=False)  # persons and texts are made up
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("cycle.id"))
    revision: Mapped[int] = mapped_column()
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    __mapper_args__ = {"version_id_col": revision}

    place: Mapped[Place] = relationship()
    types: Mapped[list["ProposalType"]] = relationship(back_populates="cycle", order_by="ProposalType.position")
    fields: Mapped[list["Field"]] = relationship(back_populates="cycle", order_by="Field.position")
    exclusions: Mapped[list["ExclusionCode"]] = relationship(order_by="ExclusionCode.position")
    criteria: Mapped[list["Criterion"]] = relationship(order_by="Criterion.position")
    verdict_kinds: Mapped[list["VerdictKind"]] = relationship(order_by="VerdictKind.position")
    phases: Mapped[list["Phase"]] = relationship(back_populates="cycle", order_by="Phase.opens_at")
    plans: Mapped[list["PlanVersion"]] = relationship(back_populates="cycle", order_by="PlanVersion.number")
    facts: Mapped[list["RecordedFact"]] = relationship(back_populates="cycle", order_by="RecordedFact.id")


class ProposalType(Base):
    """A kind of proposal with the ceiling of one project."""

    __tablename__ = "proposal_type"
    __table_args__ = (
        UniqueConstraint("cycle_id", "code"),
        CheckConstraint("ceiling_won IS NULL OR ceiling_won > 0", name="ceiling_positive"),
    )

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    code: Mapped[Code]  # city_type, youth_type, district_type, dong_plan_type, cogov_type
    name_ko: Mapped[Name]
    name_en: Mapped[Name]
    ceiling_won: Mapped[Won | None]  # of one project
    pot_won: Mapped[Won | None]  # of all projects of the type together
    position: Mapped[int]
    cycle: Mapped[Cycle] = relationship(back_populates="types")


class Field(Base):
    """A field (분야) of that year; each belongs to a subcommittee."""

    __tablename__ = "field"
    __table_args__ = (UniqueConstraint("cycle_id", "code"),)

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    code: Mapped[Code]
    name_ko: Mapped[Name]
    name_en: Mapped[Name]
    pot_won: Mapped[Won | None]
    position: Mapped[int]
    cycle: Mapped[Cycle] = relationship(back_populates="fields")


class ExclusionCode(Base):
    """A reason why a proposal may not be taken up that year."""

    __tablename__ = "exclusion_code"
    __table_args__ = (UniqueConstraint("cycle_id", "code"),)

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    code: Mapped[Code]
    name_ko: Mapped[Name]
    name_en: Mapped[Name]
    position: Mapped[int]


class Criterion(Base):
    """A question that each scorer answers with points; weights are relative."""

    __tablename__ = "criterion"
    __table_args__ = (
        UniqueConstraint("cycle_id", "code"),
        CheckConstraint("weight > 0 AND points > 0", name="positive"),
    )

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    code: Mapped[Code]
    name_ko: Mapped[Name]
    name_en: Mapped[Name]
    help_ko: Mapped[Prose]
    help_en: Mapped[Prose]
    weight: Mapped[int]
    points: Mapped[int] = mapped_column(default=5)  # the most that can be given
    position: Mapped[int]


class VerdictKind(Base):
    """What a department may conclude that year."""

    __tablename__ = "verdict_kind"
    __table_args__ = (UniqueConstraint("cycle_id", "code"),)

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    code: Mapped[Code]  # eligible, amended, ineligible, already_done, other_agency
    name_ko: Mapped[Name]
    name_en: Mapped[Name]
    goes_on: Mapped[bool]  # to the committee
    needs_exclusion: Mapped[bool]  # an exclusion code must be named
    position: Mapped[int]


class PhaseKind(StrEnum):
    intake = "intake"
    dept_review = "dept_review"
    review = "review"  # of the committee: comments, questions, changes
    screening = "screening"
    selection = "selection"
    bill = "bill"
    council = "council"
    execution = "execution"
    settlement = "settlement"


class Phase(Base):
    """From when to when an act is possible; judged by the clock inside the transaction of the act."""

    __tablename__ = "phase"
    __table_args__ = (
        UniqueConstraint("cycle_id", "kind"),
        CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),
    )

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    kind: Mapped[PhaseKind] = stored(PhaseKind)
    opens_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    cycle: Mapped[Cycle] = relationship(back_populates="phases")

    def is_open(self, at: dt.datetime) -> bool:
        return self.opens_at <= at < self.closes_at


class PlanVersion(Base):
    """The operating plan as it was published: a whole copy, never changed."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("cycle_id", "number"),)

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    number: Mapped[int]
    published_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    why: Mapped[Prose]
    content: Mapped[Json]
    cycle: Mapped[Cycle] = relationship(back_populates="plans")


class PlanSection(StrEnum):
    """The parts in which a plan is written and compared."""

    basics = "basics"
    types = "types"
    fields = "fields"
    exclusions = "exclusions"
    criteria = "criteria"
    verdicts = "verdicts"
    phases = "phases"
    selection = "selection"


class PlanDraft(Base):
    """A part of the plan as the office is writing it: in force, and public, only once it is published."""

    __tablename__ = "plan_draft"

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"), primary_key=True)
    section: Mapped[PlanSection] = stored(PlanSection, primary_key=True)
    content: Mapped[Json]
    saved_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class RecordedFact(Base):
    """A published figure of a cycle, with its source; two that differ stand side by side."""

    __tablename__ = "recorded_fact"

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"), index=True)
    key: Mapped[Code]  # proposals, proposed_won, put_to_vote, selected, selected_won, council_cut_won ...
    value: Mapped[int | None]
    unit: Mapped[str] = mapped_column(String(10))  # won, items, people, percent
    used: Mapped[bool] = mapped_column(default=True)  # false: another source says otherwise
    inferred: Mapped[bool] = mapped_column(default=False)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"))
    note_ko: Mapped[Prose] = mapped_column(default="")
    note_en: Mapped[Prose] = mapped_column(default="")
    cycle: Mapped[Cycle] = relationship(back_populates="facts")
    source: Mapped[Source | None] = relationship()
