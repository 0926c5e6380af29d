"""A panel, what it is asked, and who has a part in it without a seat."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.city.models import Place
from app.core.db import Base, Code, Key, Name, Prose, UtcDateTime, Won, stored
from app.core.encryption import Encrypted


class DecisionRule(StrEnum):
    """What the answer of the panel is; published before the first survey."""

    simple_majority = "simple_majority"
    combine_within_error = "combine_within_error"  # of the waves, where the difference is within the error


class Design(StrEnum):
    proportional = "proportional"  # as the first survey and the population are
    equal = "equal"  # as many of each stance


class Panel(Base):
    """One question put to a drawn panel; steps are derived from its dates and draws."""

    __tablename__ = "panel"
    __table_args__ = (
        CheckConstraint("seats > 0", name="has_seats"),
        CheckConstraint("allowance_won IS NULL OR allowance_won >= 0", name="allowance_not_negative"),
        CheckConstraint("confidence_percent BETWEEN 50 AND 99", name="confidence_is_a_share"),
        CheckConstraint("last_day >= first_day", name="ends_after_it_begins"),
        CheckConstraint("(blind_key IS NULL) = (blind_hash IS NULL)", name="a_key_has_its_hash"),
    )

    id: Mapped[Key]
    slug: Mapped[Code] = mapped_column(unique=True)  # "metro-2"
    title_ko: Mapped[Name]
    title_en: Mapped[Name]
    question_ko: Mapped[Prose]
    question_en: Mapped[Prose]
    context_ko: Mapped[Prose] = mapped_column(default="")
    context_en: Mapped[Prose] = mapped_column(default="")
    place_code: Mapped[str] = mapped_column(ForeignKey("place.code"))
    rule: Mapped[DecisionRule] = stored(DecisionRule, default=DecisionRule.simple_majority)
    rule_published_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    confidence_percent: Mapped[int] = mapped_column(default=95)
    seats: Mapped[int]
    design: Mapped[Design | None] = stored(Design, nullable=True)
    design_why: Mapped[Prose] = mapped_column(default="")
    blind_key: Mapped[str | None] = mapped_column(Encrypted)  # which letter of a draw stands for which stance
    blind_hash: Mapped[str | None] = mapped_column(String(64))  # of that key, published with the draw
    youngest: Mapped[int] = mapped_column(default=19)  # age in years from which one may be drawn
    first_day: Mapped[dt.date | None]
    last_day: Mapped[dt.date | None]
    allowance_won: Mapped[Won | None]
    venue_ko: Mapped[Name] = mapped_column(default="")
    venue_en: Mapped[Name] = mapped_column(default="")
    unsealed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)  # surveys are sealed for everybody until then
    recommendation_ko: Mapped[Prose] = mapped_column(default="")
    recommendation_en: Mapped[Prose] = mapped_column(default="")
    minority_ko: Mapped[Prose] = mapped_column(default="")
    minority_en: Mapped[Prose] = mapped_column(default="")
    reported_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    synthetic: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    place: Mapped[Place] = relationship()
    stances: Mapped[list["Stance"]] = relationship(
        back_populates="panel", order_by="Stance.position", cascade="all, delete-orphan"
    )


class Side(StrEnum):
    """Which side of the matter somebody or something stands for."""

    favour = "favour"
    against = "against"
    neutral = "neutral"


class Stance(Base):
    """An answer to the panel's question."""

    __tablename__ = "panel_stance"
    __table_args__ = (UniqueConstraint("panel_id", "code"),)

    id: Mapped[Key]
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    code: Mapped[Code]
    name_ko: Mapped[Name]
    name_en: Mapped[Name]
    side: Mapped[Side] = stored(Side)
    final: Mapped[bool] = mapped_column(default=True)  # may be chosen in the closing vote
    position: Mapped[int]
    panel: Mapped[Panel] = relationship(back_populates="stances")


class PanelPart(StrEnum):
    """A part in a panel other than a seat."""

    committee = "committee"  # of the neutral seven
    observer = "observer"
    verifier = "verifier"
    moderator = "moderator"
    adviser = "adviser"  # on the booklets
    speaker = "speaker"
    helper = "helper"  # at the door: check-in, paper


class PanelRole(Base):
    """A person's part in a panel, and what that person declared of own interests."""

    __tablename__ = "panel_role"
    __table_args__ = (
        CheckConstraint("NOT (official AND part = 'moderator')", name="officials_lead_no_table"),
        CheckConstraint(
            "part NOT IN ('committee', 'verifier', 'moderator') OR side = 'neutral'", name="neutral_parts_take_no_side"
        ),
        CheckConstraint(
            "has_interest IS NULL OR NOT has_interest OR excluded_why IS NOT NULL", name="a_conflict_excludes"
        ),
        CheckConstraint("(has_interest IS NULL) = (declared_at IS NULL)", name="declared_at_a_time"),
    )

    id: Mapped[Key]
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), index=True)
    part: Mapped[PanelPart] = stored(PanelPart)
    side: Mapped[Side] = stored(Side, default=Side.neutral)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[Name]  # shown: these are public parts
    expertise: Mapped[Name] = mapped_column(default="")
    contact: Mapped[str | None] = mapped_column(Encrypted)
    official: Mapped[bool] = mapped_column(default=False)  # of the city: no seat, no table
    has_interest: Mapped[bool | None]  # as declared
    declared: Mapped[Prose | None]  # which interest, or what makes sure that there is none
    declared_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    excluded_why: Mapped[Prose | None]
