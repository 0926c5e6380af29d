"""A member says yes or no by the link of the invitation, once, in time, and what is needed to come."""

from sqlalchemy import select

from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.panels.models import Panelist, PanelistState
from app.panels.services import identity, seating

NEEDS = ("access", "interpreter", "child_care", "food")


class InvitationUnknown(RuleError):
    code = "invitation_unknown"
    sentence = N_("This link is not known, or a later invitation has taken its place. Use the latest one.")
    status = 404


class AcceptedAlready(RuleError):
    code = "invitation_accepted"
    sentence = N_("You have said yes; the link has been used. If something has changed, call us.")
    status = 410


class DeclinedAlready(RuleError):
    code = "invitation_declined"
    sentence = N_("The seat was given up; the link has been used. If that was not you, call us.")
    status = 410


class InvitationOver(RuleError):
    code = "invitation_over"
    sentence = N_("The invitation was open until %(until)s. Call us: the seat may still be free.")
    status = 410


def invitation(token: str) -> Panelist:
    """Return whose invitation it is, while it can be answered. Raises the refusals of this file."""
    panelist = db.session.scalar(select(Panelist).where(Panelist.link_hash == identity.token_key(token)))
    if panelist is None:
        raise InvitationUnknown()
    _require_open(panelist)
    return panelist


def accept(token: str, *, needs: list[str], other_needs: str, accessible_table: bool) -> Panelist:
    """Take a yes, with what the member needs. Raises as ``invitation``."""
    with transaction():
        panelist = _locked(token)
        wanted = [need for need in NEEDS if need in needs] + ([other_needs.strip()] if other_needs.strip() else [])
        panelist.needs, panelist.accessible_table = "\n".join(wanted) or None, accessible_table
        _move(panelist, PanelistState.accepted)
    return panelist


def decline(token: str) -> Panelist:
    """Take a no; no reason is asked. Raises as ``invitation``."""
    with transaction():
        panelist = _locked(token)
        _move(panelist, PanelistState.declined)
    return panelist


def _locked(token: str) -> Panelist:
    panelist = seating.locked_panelist(invitation(token).id)
    _require_open(panelist)
    return panelist


def _move(panelist: Panelist, to: PanelistState) -> None:
    before, panelist.state, panelist.moved_at = panelist.state, to, clock.now()
    audit.record("panelist.answer", of=("panelist", panelist.id), before=before.value, after=to.value)


def _require_open(panelist: Panelist) -> None:
    if panelist.state is PanelistState.accepted:
        raise AcceptedAlready()
    if panelist.state is not PanelistState.invited:
        raise DeclinedAlready()
    if panelist.link_until is None or clock.now() >= panelist.link_until:
        raise InvitationOver(until=panelist.link_until or panelist.moved_at)
