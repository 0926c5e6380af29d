"""Who is there on a day: by the badge's QR code on the telephone of a helper, or from the list."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core import audit, clock
from app.core.db import db, transaction
from app.core.encryption import keyed_hash, token_hash
from app.core.errors import N_, RuleError
from app.panels.models import Attendance, Panel, Panelist, PanelistState
from app.panels.services import attendance, closing_vote, entering, late, seating


class NotADayOfThePanel(RuleError):
    code = "not_a_day_of_the_panel"
    sentence = N_("Members are checked in on the days of the panel: %(first)s to %(last)s.")


class BadgeUnknown(RuleError):
    code = "badge_unknown"
    sentence = N_("This badge is not known on this panel.")
    status = 404


class HasVoted(RuleError):
    code = "member_has_voted"
    sentence = N_("Number %(number)s has voted, and so was here.")


@dataclass(frozen=True)
class CheckedIn:
    """A member who is there; ``before`` where somebody had checked her in already, ``tables`` those given to a latecomer."""

    panelist: Panelist
    before: bool
    tables: dict[int, int]  # table by number of the round


def check_in(panelist: Panelist, *, by: Any) -> CheckedIn:
    """Note that a member is here today, once a day; who comes after the tables were made gets a place at each.

    Raises ``NotADayOfThePanel``, ``SeatGivenUp``.
    """
    panelist_id, day = panelist.id, clock.today()
    with transaction():
        panelist = seating.locked_panelist(panelist_id)
        entering.require_seat(panelist)
        days = attendance.days_of(panelist.panel)
        if day not in days:
            raise NotADayOfThePanel(first=days[0] if days else "–", last=days[-1] if days else "–")
        before = db.session.get(Attendance, (panelist_id, day)) is not None
        if before:
            return CheckedIn(panelist, True, {})
        db.session.add(Attendance(panelist_id=panelist_id, day=day, at=clock.now(), by=getattr(by, "id", None)))
        db.session.flush()
        audit.record("panelist.check_in", of=("panelist", panelist_id), by=by, after={"day": day.isoformat()})
        tables = late.seat_latecomer(panelist)
    return CheckedIn(panelist, False, tables)


def take_back(panelist: Panelist, *, by: Any) -> None:
    """Undo a check-in of today that was a mistake. Raises ``HasVoted``."""
    panelist_id, day = panelist.id, clock.today()
    with transaction():
        panelist = seating.locked_panelist(panelist_id)
        found = db.session.get(Attendance, (panelist_id, day))
        if found is None:
            return
        if closing_vote.has_voted(panelist):
            raise HasVoted(number=panelist.number)
        db.session.delete(found)
        audit.record("panelist.check_in_undone", of=("panelist", panelist_id), by=by, before={"day": day.isoformat()})


def badge_of(panelist: Panelist) -> str:
    """Return the code on a badge: the same each time it is printed. Inside the caller's transaction."""
    code = keyed_hash("panel badge", str(panelist.id))[:24]
    panelist.badge_hash = token_hash(code)
    return code


def badges(panel: Panel, numbers: range) -> list[tuple[int, str]]:
    """Return the members' numbers among these and the codes of their badges, for printing."""
    with transaction():
        found = [one for one in seating.panelists(panel, PanelistState.accepted) if one.number in numbers]
        coded = [(one.number, badge_of(one)) for one in found]
    return coded


def with_badge(panel: Panel, code: str) -> Panelist:
    """Return whose badge it is. Raises ``BadgeUnknown``."""
    query = select(Panelist).where(Panelist.panel_id == panel.id, Panelist.badge_hash == token_hash(code))
    panelist = db.session.scalar(query)
    if panelist is None:
        raise BadgeUnknown()
    return panelist
