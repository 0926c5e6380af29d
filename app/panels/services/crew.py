"""Who works at a panel beside its organiser: moderators, helpers, observers, verifiers, by their accounts."""

from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.core.errors import N_, RuleError
from app.core.permissions import Permission, allowed
from app.panels.models import Panel, PanelPart, PanelRole
from app.panels.services import finding

WATCHING = frozenset({PanelPart.observer, PanelPart.verifier, PanelPart.committee})


class NotOfTheCrew(RuleError):
    code = "not_of_the_crew"
    sentence = N_("This page is for people with another part in this panel.")
    status = 403


def roles_of(panel: Panel, account: Any) -> list[PanelRole]:
    """Return the parts in force of an account in a panel: nobody who was excluded for an interest."""
    query = select(PanelRole).where(PanelRole.panel_id == panel.id, PanelRole.account_id == account.id)
    return list(db.session.scalars(query.where(PanelRole.excluded_why.is_(None)).order_by(PanelRole.id)))


def keeps(panel: Panel, account: Any) -> bool:
    """Say whether the account organises the panel."""
    return allowed(account.grants_in_force, Permission.keep_panel, finding.place_of(panel))


def require(panel: Panel, account: Any, *parts: PanelPart) -> None:
    """Raise ``NotOfTheCrew`` for who neither organises the panel nor has one of the parts."""
    if not keeps(panel, account) and not any(role.part in parts for role in roles_of(panel, account)):
        raise NotOfTheCrew()
