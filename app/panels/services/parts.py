"""Who has a part in a panel without a seat: the neutral committee of seven, observers, verifiers, moderators ...

Nobody has a part and a seat; officials lead no table; a declared interest excludes from a neutral part, with reason.
"""

from typing import Any

from sqlalchemy import select

from app.accounts.models import Account
from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, NotFound, RuleError
from app.core.permissions import Role
from app.panels.models import Panel, Panelist, PanelistState, PanelPart, PanelRole, Respondent, Side
from app.panels.services import identity, making
from app.panels.services.finding import locked_row

COMMITTEE_SEATS = 7
NEUTRAL = frozenset({PanelPart.committee, PanelPart.verifier, PanelPart.moderator})
OFFICES = frozenset({Role.officer, Role.organiser, Role.council_staff, Role.administrator, Role.auditor})
LEFT = frozenset({PanelistState.declined, PanelistState.unreachable, PanelistState.withdrawn})


class CommitteeFull(RuleError):
    code = "panel_committee_full"
    sentence = N_("The neutral committee has its %(seats)s members.")
    field = "part"


class NeutralPart(RuleError):
    code = "neutral_part"
    sentence = N_("Committee, verifiers and moderators stand for no side.")
    field = "side"


class OfficialBarred(RuleError):
    code = "official_barred"
    sentence = N_("Officials of the city have no seat and lead no table.")
    field = "official"


class HasASeat(RuleError):
    code = "has_a_seat"
    sentence = N_("This person has been drawn for the panel, and so can have no other part in it.")
    field = "contact"


class PartTwice(RuleError):
    code = "part_twice"
    sentence = N_("This person has a part in the panel already: %(name)s.")
    field = "contact"


class ReasonMissing(RuleError):
    code = "interest_reason_missing"
    sentence = N_("Say which interest it is. It is published with the exclusion.")
    field = "declared"


class DeclaredAlready(RuleError):
    code = "declared_already"
    sentence = N_("This person was excluded for an interest. Name somebody else instead.")


def add_role(
    panel: Panel, *, part: PanelPart, name: str, by: Any, side: Side = Side.neutral, expertise: str = "",
    contact: str | None = None, official: bool = False,
) -> PanelRole:  # fmt: skip
    """Give somebody a part. Raises ``CommitteeFull``, ``NeutralPart``, ``OfficialBarred``, ``HasASeat``, ``PartTwice``."""
    panel_id, contact = panel.id, (contact or "").strip() or None
    with transaction():
        panel = making.locked_panel(panel_id)
        account = _account(contact)
        official = official or is_official(account)
        _require_possible(part, side, official)
        if part is PanelPart.committee and len(_not_excluded(panel, part)) >= COMMITTEE_SEATS:
            raise CommitteeFull(seats=COMMITTEE_SEATS)
        _require_no_other(panel, contact)
        role = PanelRole(
            panel_id=panel_id, part=part, side=side, name=name, expertise=expertise, contact=contact, official=official,
            account_id=account.id if account is not None else None,
        )  # fmt: skip
        db.session.add(role)
        db.session.flush()
        audit.record("panel.part", of=("panel_role", role.id), by=by, after=_told(role))
    return role


def declare(role: PanelRole, *, has_interest: bool, declared: str, by: Any) -> None:
    """Record what somebody declared; an interest excludes from a neutral part. Raises ``ReasonMissing``."""
    role_id, declared = role.id, declared.strip()
    if has_interest and not declared:
        raise ReasonMissing()
    with transaction():
        role = locked_row(PanelRole, role_id)
        if role.excluded_why is not None and role.part in NEUTRAL:
            raise DeclaredAlready()
        before = _told(role)
        # A side's speaker has an interest by what she is there for: it is told, and excludes nobody.
        excludes = has_interest and role.part in NEUTRAL
        role.has_interest, role.declared, role.declared_at = excludes, declared or None, clock.now()
        role.excluded_why = declared if excludes else None
        audit.record("panel.declare", of=("panel_role", role.id), by=by, before=before, after=_told(role))


def roles_of(panel: Panel) -> list[PanelRole]:
    query = select(PanelRole).where(PanelRole.panel_id == panel.id)
    order = {part: at for at, part in enumerate(PanelPart)}
    return sorted(db.session.scalars(query), key=lambda role: (order[role.part], role.side.value, role.id))


def role_numbered(panel: Panel, role_id: int) -> PanelRole:
    """Return a part of a panel. Raises ``NotFound``."""
    role = db.session.get(PanelRole, role_id)
    if role is None or role.panel_id != panel.id:
        raise NotFound()
    return role


def committee_in_force(panel: Panel) -> list[PanelRole]:
    """Return the members of the committee who have declared that they have no interest."""
    return [role for role in _not_excluded(panel, PanelPart.committee) if role.has_interest is False]


def people_with_a_part(panel: Panel) -> set[str]:
    """Return the keys of everybody with a part whose contact is known."""
    keys = {identity.person_key(role.contact) for role in roles_of(panel)}
    return {key for key in keys if key}


def is_official(account: Account | None) -> bool:
    return account is not None and any(grant.role in OFFICES for grant in account.grants_in_force)


def _require_possible(part: PanelPart, side: Side, official: bool) -> None:
    if part in NEUTRAL and side is not Side.neutral:
        raise NeutralPart()
    if official and part in (PanelPart.moderator, PanelPart.committee):
        raise OfficialBarred()


def _require_no_other(panel: Panel, contact: str | None) -> None:
    key = identity.person_key(contact)
    if key is None:
        return
    same = next((role for role in roles_of(panel) if identity.person_key(role.contact) == key), None)
    if same is not None:
        raise PartTwice(name=same.name)
    seated = select(Panelist.id).join(Respondent, Respondent.id == Panelist.respondent_id)
    seated = seated.where(Panelist.panel_id == panel.id, Respondent.person == key, Panelist.state.not_in(LEFT))
    if db.session.scalar(seated.limit(1)) is not None:
        raise HasASeat()


def _not_excluded(panel: Panel, part: PanelPart) -> list[PanelRole]:
    return [role for role in roles_of(panel) if role.part is part and role.excluded_why is None]


def _account(contact: str | None) -> Account | None:
    if contact is None or not identity.is_mail(contact):
        return None
    return db.session.scalar(select(Account).where(Account.email == identity.plain_contact(contact)))


def _told(role: PanelRole) -> dict[str, Any]:
    told = {name: getattr(role, name) for name in ("name", "official", "has_interest", "declared", "excluded_why")}
    return told | {"part": role.part.value, "side": role.side.value}
