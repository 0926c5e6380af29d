"""Accounts, the roles they hold, and the little that is known of a person."""

import datetime as dt
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base, Code, Key, Name, UtcDateTime, stored
from app.core.permissions import Role, Scope


class Account(UserMixin, Base):
    """A person who signs in. Name and address are all that is kept; residence and age are claims."""

    __allow_unmapped__ = True

    __tablename__ = "account"

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case, NFKC
    name: Mapped[Name]  # as the person wants to be called in public
    password_hash: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(5), default="ko")
    synthetic: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    email_confirmed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="account", lazy="selectin", foreign_keys="RoleGrant.account_id"
    )
    claims: Mapped[list["Claim"]] = relationship(back_populates="account")

    session_token: str | None = None  # of this browser's session, while a request lasts

    def get_id(self) -> str:
        """What the browser's cookie names: the session, not the account."""
        return self.session_token or ""

    @property
    def grants_in_force(self) -> list["RoleGrant"]:
        at = clock.now()
        return [grant for grant in self.grants if grant.holds(at)]

    @property
    def main_role(self) -> Role:
        """The most particular role in force, for the log."""
        held = {grant.role for grant in self.grants_in_force}
        return next((role for role in reversed(Role) if role in held), Role.citizen)


class RoleGrant(Base):
    """A role of an account, where it holds and how long."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("account_id", "role", "scope", "scope_key", "from_at"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role] = stored(Role)
    scope: Mapped[Scope] = stored(Scope, default=Scope.everywhere)
    scope_key: Mapped[str] = mapped_column(String(40), default="")  # place code, body id, department id
    from_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    account: Mapped[Account] = relationship(back_populates="grants", foreign_keys=[account_id])

    def holds(self, at: dt.datetime) -> bool:
        return self.from_at <= at and (self.until_at is None or at < self.until_at)


class ClaimKind(StrEnum):
    residence = "residence"  # place code: city, district or dong
    birth_band = "birth_band"  # "10-19", "20-29" ...
    workplace = "workplace"  # place code
    guardian_needed = "guardian_needed"  # under 14


class ClaimSource(StrEnum):
    self_declared = "self_declared"
    staff_checked = "staff_checked"
    identity_provider = "identity_provider"


class Claim(Base):
    """Something known of a person, and who says so. Never a resident registration number."""

    __tablename__ = "claim"
    __table_args__ = (
        UniqueConstraint("account_id", "kind", "claimed_at"),
        CheckConstraint("length(value) <= 20", name="short"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[ClaimKind] = stored(ClaimKind)
    value: Mapped[Code]
    source: Mapped[ClaimSource] = stored(ClaimSource)
    claimed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    account: Mapped[Account] = relationship(back_populates="claims")


class Consent(Base):
    """One consent to one text, given apart from all others (Personal Information Protection Act, art. 22)."""

    __tablename__ = "consent"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[Code]  # terms, residence, notices
    text_version: Mapped[Code]
    given_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class LoginSession(Base):
    """One sign-in of one browser. The cookie holds the secret, the database its hash."""

    __tablename__ = "login_session"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    began_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    account: Mapped[Account] = relationship()


class MailLinkPurpose(StrEnum):
    confirm = "confirm"
    reset = "reset"
    change_email = "change_email"


class MailLink(Base):
    """A link sent by mail: single use, only its hash is kept; opening it changes nothing."""

    __tablename__ = "mail_link"
    __table_args__ = (Index(None, "account_id", "purpose"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    purpose: Mapped[MailLinkPurpose] = stored(MailLinkPurpose)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    new_email: Mapped[str | None] = mapped_column(String(254))
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
