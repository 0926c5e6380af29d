"""The funnel: stages in order, each with its electorate, method, seats, ties, and where its options come from."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.assembly.models.assembly import Assembly
from app.assembly.models.policy import Policy
from app.core.db import Base, Json, Key, Name, Prose, UtcDateTime, stored


class StageKind(StrEnum):
    """What a stage is; who takes part and how it is counted are data beside it."""

    agreements_online = "agreements_online"
    facilitators_pick = "facilitators_pick"
    stickers = "stickers"
    pick_k = "pick_k"
    yes_no_each = "yes_no_each"
    random_panel = "random_panel"


class StageMethod(StrEnum):
    top_k = "top_k"  # the seats with the most votes
    yes_no = "yes_no"  # each for itself, by a majority
    named = "named"  # chosen in a meeting, with its reason; no votes


class Counted(StrEnum):
    """Where the votes of a stage come from."""

    agreements = "agreements"  # supports on this site
    sheets = "sheets"  # entered by two people
    poll = "poll"  # of this site
    meeting = "meeting"  # nothing is counted


class Taken(StrEnum):
    """Which policies of an earlier stage are options of a later one."""

    chosen = "chosen"
    rest = "rest"


class Stage(Base):
    """One stage. Its rule is frozen when it opens; options and result are kept when it closes."""

    __tablename__ = "assembly_stage"
    __table_args__ = (
        UniqueConstraint("assembly_id", "position"),
        UniqueConstraint("id", "assembly_id"),  # what sources refer to
        CheckConstraint("method <> 'top_k' OR seats IS NOT NULL", name="a_top_has_seats"),
        CheckConstraint("seats > 0 AND picks > 0 AND threshold >= 0", name="counts_are_counts"),
        CheckConstraint("(method = 'named') = (counted = 'meeting')", name="a_meeting_names"),
        CheckConstraint("counted <> 'agreements' OR method = 'top_k'", name="agreements_are_ranked"),
        CheckConstraint("pass_num >= 0 AND pass_den > 0 AND pass_num <= pass_den", name="a_share_of_one"),
        CheckConstraint("voted >= 0 AND invited >= 0 AND voted <= invited", name="voted_of_invited"),
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="closed_after_it_opened"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="no_result_before_the_close"),
    )

    id: Mapped[Key]
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    position: Mapped[int]
    kind: Mapped[StageKind] = stored(StageKind)
    name_ko: Mapped[Name]
    name_en: Mapped[Name]
    electorate_ko: Mapped[Name]
    electorate_en: Mapped[Name]
    method: Mapped[StageMethod] = stored(StageMethod)
    counted: Mapped[Counted] = stored(Counted)
    seats: Mapped[int | None]  # how many go on
    picks: Mapped[int | None]  # of one voter, at most
    threshold: Mapped[int] = mapped_column(default=0)  # fewest votes to go on
    pass_num: Mapped[int] = mapped_column(default=1)  # of yes/no: more than this share must say yes
    pass_den: Mapped[int] = mapped_column(default=2)
    of_present: Mapped[bool] = mapped_column(default=False)  # that share of all who voted, not of yes and no alone
    ties: Mapped[Json]  # criteria in order: "supports", "minhoe_people", "number"
    opens_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # as published
    closes_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    invited: Mapped[int | None]
    voted: Mapped[int | None]  # turnout, in people
    why: Mapped[Prose] = mapped_column(default="")  # of what a meeting named
    outcome: Mapped[Json | None] = mapped_column(default=None)
    poll_slug: Mapped[str | None] = mapped_column(String(40))
    synthetic: Mapped[bool] = mapped_column(default=False)  # its votes are made up
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    assembly: Mapped[Assembly] = relationship()
    sources: Mapped[list["StageSource"]] = relationship(
        foreign_keys="StageSource.stage_id", order_by="StageSource.from_id", cascade="all, delete-orphan"
    )
    options: Mapped[list["StageOption"]] = relationship(
        back_populates="stage", order_by="StageOption.position", cascade="all, delete-orphan"
    )


class StageSource(Base):
    """From which earlier stage options come; a stage without any takes every policy of the assembly."""

    __tablename__ = "assembly_stage_source"
    __table_args__ = (
        ForeignKeyConstraint(["stage_id", "assembly_id"], ["assembly_stage.id", "assembly_stage.assembly_id"]),
        ForeignKeyConstraint(["from_id", "assembly_id"], ["assembly_stage.id", "assembly_stage.assembly_id"]),
        CheckConstraint("stage_id <> from_id", name="from_another"),
    )

    stage_id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int]
    taken: Mapped[Taken] = stored(Taken)


class StageOption(Base):
    """A policy in a stage: its place in the tie order, and once the stage is closed its votes and whether it goes on."""

    __tablename__ = "assembly_stage_option"
    __table_args__ = (
        UniqueConstraint("stage_id", "position"),
        CheckConstraint("votes >= 0 AND against >= 0", name="votes_not_negative"),
    )

    stage_id: Mapped[int] = mapped_column(ForeignKey("assembly_stage.id"), primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policy.id"), primary_key=True, index=True)
    position: Mapped[int]
    votes: Mapped[int | None]  # picks, stickers, agreements, yes; unknown where none was recorded
    against: Mapped[int | None]
    chosen: Mapped[bool | None]  # unknown until the close
    place: Mapped[int | None]  # among those who got votes
    stage: Mapped[Stage] = relationship(back_populates="options")
    policy: Mapped[Policy] = relationship()
