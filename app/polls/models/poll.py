"""What is asked, of whom, how it is counted: everything that is fixed before a poll opens, and the hash that fixes it."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Code, Json, Key, Name, Prose, UtcDateTime, Won, stored


class Form(StrEnum):
    """The form of the ballot; its numbers stand in ``Poll.form_numbers``."""

    approval = "approval"  # up to k, exactly k, k per field
    choose_one = "choose-1"
    yes_no = "yes-no"  # to each option
    ranking = "ordinal"
    points = "cumulative"
    knapsack = "knapsack"


class Publish(StrEnum):
    """What of the ballots anybody may read after the count."""

    marks = "marks"
    ballots = "ballots"
    open = "open"


class Channel(StrEnum):
    web = "web"
    booth = "booth"
    paper = "paper"


class Poll(Base):
    """One vote. Its subject (an assembly's stage, a panel) is known by code and number alone; it may have none.

    The state follows from the times: a draft until ``frozen_at``; open between ``opens_at`` and ``closes_at`` once
    ``opened_at`` is set; closed by ``closed_at`` (the close leaf), counted by ``counted_at`` (the tally leaf), published
    by ``published_at`` (the bundle); keys and openings gone by ``destroyed_at``.
    """

    __tablename__ = "poll"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),
        CheckConstraint("log_by >= closes_at", name="logged_after_the_close"),
        CheckConstraint("(frozen_at IS NULL) = (definition IS NULL)", name="frozen_with_its_definition"),
        CheckConstraint("(definition IS NULL) = (definition_hash IS NULL)", name="definition_with_its_hash"),
        CheckConstraint("(counted_at IS NULL) = (result IS NULL)", name="counted_with_a_result"),
        CheckConstraint("opened_at IS NULL OR frozen_at IS NOT NULL", name="frozen_before_it_opens"),
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="opened_before_it_closes"),
        CheckConstraint("counted_at IS NULL OR closed_at IS NOT NULL", name="closed_before_the_count"),
        CheckConstraint("published_at IS NULL OR counted_at IS NOT NULL", name="counted_before_the_bundle"),
        CheckConstraint("cancelled_at IS NULL OR cancelled_why <> ''", name="cancelled_with_a_reason"),
        CheckConstraint("appeal_days >= 0", name="appeals_take_time"),
    )

    id: Mapped[Key]
    slug: Mapped[Code] = mapped_column(unique=True)
    number: Mapped[str] = mapped_column(
        String(32), unique=True
    )  # 16 random bytes in hex: its name in leaves and proofs
    subject: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    title_ko: Mapped[Name]
    title_en: Mapped[Name]
    question_ko: Mapped[Prose]
    question_en: Mapped[Prose]
    form: Mapped[Form] = stored(Form)
    form_numbers: Mapped[Json]  # as the form of poll.json, without kind: at_least, at_most, per_label, points…, blank
    rule: Mapped[Json]  # as in poll.json: name, options (ties among them), limits
    publish: Mapped[Publish] = stored(Publish, default=Publish.marks)
    may_change: Mapped[bool] = mapped_column(default=True)  # a change of mind until the close
    randomness: Mapped[Name]  # where the public number of the sample comes from
    opens_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    log_by: Mapped[dt.datetime] = mapped_column(UtcDateTime)  # by then every ballot cast stands in the log
    appeal_days: Mapped[int] = mapped_column(default=14)
    auditors: Mapped[Json] = mapped_column(default=list)  # key, name, role of those whose confirmations count
    is_test: Mapped[bool] = mapped_column(default=False)  # a dry run: shown to organisers alone
    synthetic: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=1)
    box_key: Mapped[str | None] = mapped_column(String(64))  # X25519, public half
    log_key: Mapped[str | None] = mapped_column(String(64))  # Ed25519, public half
    definition: Mapped[Json | None] = mapped_column(default=None, deferred=True)  # poll.json
    definition_hash: Mapped[str | None] = mapped_column(String(64))
    frozen_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    counted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    result: Mapped[Json | None] = mapped_column(default=None)
    random_number: Mapped[str | None] = mapped_column(String(200))  # as it was drawn, after the count
    published_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    destroyed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    cancelled_why: Mapped[str] = mapped_column(default="")
    options: Mapped[list["PollOption"]] = relationship(
        back_populates="poll", order_by="PollOption.position", cascade="all, delete-orphan"
    )
    electorates: Mapped[list["Electorate"]] = relationship(
        back_populates="poll", order_by="Electorate.position", cascade="all, delete-orphan"
    )


class PollOption(Base):
    """What can be chosen. ``code`` is its name in ballots and files; positions are the published order of ties (``file``)."""

    __tablename__ = "poll_option"
    __table_args__ = (UniqueConstraint("poll_id", "position"), CheckConstraint("cost_won >= 0", name="costs_something"))

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    title_ko: Mapped[Name]
    title_en: Mapped[Name]
    text_ko: Mapped[Prose] = mapped_column(default="")
    text_en: Mapped[Prose] = mapped_column(default="")
    cost_won: Mapped[Won] = mapped_column(default=0)
    labels: Mapped[Json]  # kind -> value, for ceilings and picks per field
    address: Mapped[str] = mapped_column(String(200), default="")  # where more is told, a path of this site
    poll: Mapped[Poll] = relationship(back_populates="options")


class Electorate(Base):
    """Who votes: a body of voters with its rule of eligibility, its channels and, where there are weights, its weight."""

    __tablename__ = "poll_electorate"
    __table_args__ = (
        UniqueConstraint("poll_id", "position"),
        CheckConstraint("(weight_num IS NULL) = (weight_den IS NULL)", name="a_weight_is_a_fraction"),
        CheckConstraint("weight_num > 0 AND weight_den > 0", name="a_weight_is_positive"),
        CheckConstraint("eligibility IN ('accounts', 'list', 'codes')", name="known_eligibility"),
    )

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    code: Mapped[Code] = mapped_column(primary_key=True)
    position: Mapped[int]
    name_ko: Mapped[Name]
    name_en: Mapped[Name]
    weight_num: Mapped[int | None]
    weight_den: Mapped[int | None]
    eligibility: Mapped[Code]  # accounts: who meets ``conditions``; list, codes: enrolled before the opening
    conditions: Mapped[Json]  # of accounts: from_age, district…
    channels: Mapped[Json]  # codes of ``Channel``
    poll: Mapped[Poll] = relationship(back_populates="electorates")


class TurnoutMark(Base):
    """How many had voted at an instant; kept only when at least 20 more have since the mark before."""

    __tablename__ = "poll_turnout"

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, primary_key=True)  # a full hour
    voted: Mapped[int]
