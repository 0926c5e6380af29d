"""Members of a panel: drawn, invited, seated or replaced; and every attempt to reach them."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.db import Base, Key, Prose, UtcDateTime, Won, stored
from app.core.encryption import Encrypted
from app.draws.models import Candidate
from app.panels.models.panel import Panel
from app.panels.models.surveys import Respondent


class PanelistState(StrEnum):
    drawn = "drawn"
    invited = "invited"
    accepted = "accepted"
    declined = "declined"
    unreachable = "unreachable"
    withdrawn = "withdrawn"  # after having accepted
    reserve = "reserve"


class Panelist(Base):
    """A person drawn for a panel, or kept ready for it."""

    __tablename__ = "panelist"
    __table_args__ = (
        UniqueConstraint("panel_id", "number"),
        UniqueConstraint("panel_id", "candidate_id"),
        UniqueConstraint("panel_id", "respondent_id"),
        ForeignKeyConstraint(["respondent_id", "respondent_official"], ["respondent.id", "respondent.official"]),
        CheckConstraint("NOT respondent_official", name="officials_have_no_seat"),
        CheckConstraint("allowance_won IS NULL OR allowance_won >= 0", name="allowance_not_negative"),
    )

    id: Mapped[Key]
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    number: Mapped[int]  # on the badge; not the order of the draw
    candidate_id: Mapped[int] = mapped_column(ForeignKey("draw_candidate.id"))
    respondent_id: Mapped[int] = mapped_column(index=True)
    respondent_official: Mapped[bool] = mapped_column(default=False)  # of the city: the database gives no seat
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[PanelistState] = stored(PanelistState, default=PanelistState.drawn)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("panelist.id"), index=True)
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)  # of the invitation
    link_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    badge_hash: Mapped[str | None] = mapped_column(String(64), unique=True)  # of the QR code at the door
    entry_hash: Mapped[str | None] = mapped_column(String(64), unique=True)  # of the personal link to the days
    entry_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    browser_hash: Mapped[str | None] = mapped_column(String(64))  # the one browser that opened that link
    needs: Mapped[str | None] = mapped_column(Encrypted)  # access, interpreter, care of children, food
    accessible_table: Mapped[bool] = mapped_column(default=False)
    moved_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)  # into the present state
    allowance_won: Mapped[Won | None]
    allowance_paid_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    panel: Mapped[Panel] = relationship()
    candidate: Mapped[Candidate] = relationship()
    respondent: Mapped[Respondent] = relationship()
    account: Mapped[Account | None] = relationship()


class ContactOutcome(StrEnum):
    sent = "sent"
    reached = "reached"
    no_answer = "no_answer"
    wrong_address = "wrong_address"


class Contact(Base):
    """One attempt to reach a member."""

    __tablename__ = "panelist_contact"

    id: Mapped[Key]
    panelist_id: Mapped[int] = mapped_column(ForeignKey("panelist.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    channel: Mapped[str] = mapped_column(String(10))  # mail, sms, letter, telephone
    outcome: Mapped[ContactOutcome] = stored(ContactOutcome)
    note: Mapped[Prose] = mapped_column(default="")
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
