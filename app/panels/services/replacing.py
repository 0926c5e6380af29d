"""A free seat: the next reserve of the same cell, or a fresh lottery, in the same cell or among all who are left."""

from typing import Any

from app.core import audit
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.draws.models import Draw
from app.draws.services import preparing
from app.draws.services import replacing as draws
from app.draws.services.continued import GONE, whole_of
from app.panels.models import Panel, Panelist, PanelistState
from app.panels.services import drawing, making, seating


class NothingDrawn(RuleError):
    code = "nothing_drawn"
    sentence = N_("Nobody has been drawn for this panel yet.")


class NoReserve(RuleError):
    code = "no_reserve"
    sentence = N_("No reserve with the same values is left who does not live with a member. Draw for the seat instead.")


class SeatNotFree(RuleError):
    code = "seat_not_free"
    sentence = N_("The seat of number %(number)s is not free.")


def call_reserve(gone: Panelist, *, by: Any) -> Panelist:
    """Seat the next reserve with the same values for who left. Raises ``SeatNotFree``, ``NoReserve``."""
    panel_id, gone_id = gone.panel_id, gone.id
    with transaction():
        panel = making.locked_panel(panel_id)
        gone = seating.locked_panelist(gone_id)
        if gone.id not in {one.id for one in seating.unfilled(panel)}:
            raise SeatNotFree(number=gone.number)
        whole = whole_of(_latest(panel))
        members = {one.respondent_id: one for one in seating.panelists(panel)}
        found = draws.next_reserve(whole, gone.candidate, _taken(members, whole))
        if found is None:
            raise NoReserve()
        reserve = members[found.ref]
        seating.move(reserve, PanelistState.drawn, by=by)
        reserve.replaces_id = gone.id
        db.session.flush()
        audit.record("panelist.replace", of=("panelist", reserve.id), by=by, after={"replaces": gone.number})
    return reserve


def lottery(panel: Panel, *, same_cell: bool, by: Any) -> Draw:
    """Begin a draw for the free seats; flatmates of the seated are left out. Raises ``NothingDrawn``, ``NoSeatFree``."""
    panel_id = panel.id
    with transaction():
        panel = making.locked_panel(panel_id)
        last, members = _latest(panel), seating.panelists(panel)
        seated = [one.respondent_id for one in members if one.state in seating.SEATED]
        free = seating.unfilled(panel)
        gone = {one.respondent_id: one.state.value for one in free}
        draw = draws.replacement_draw(last, seated, gone, same_cell=same_cell, by=by)
        # Who left and was replaced by a reserve has no free seat, but must not be drawn again either.
        for one in members:
            if one.state in seating.GONE and one.respondent_id not in gone:
                preparing.exclude(draw, one.respondent_id, code=GONE, why=one.state.value, by=by)
        audit.record("panel.lottery", of=("panel", panel.id), by=by, after={"draw": draw.id, "same_cell": same_cell})
    return draw


def _taken(members: dict[int, Panelist], whole: Draw) -> set[int]:
    """Return who cannot be called: whoever is no reserve any more, or lives with somebody seated."""
    taken = {ref for ref, one in members.items() if one.state is not PanelistState.reserve}
    if not whole.one_per_home:
        return taken
    homes = {one.candidate.home for one in members.values() if one.state in seating.SEATED and one.candidate.home}
    return taken | {ref for ref, one in members.items() if one.candidate.home in homes}


def _latest(panel: Panel) -> Draw:
    draw = drawing.latest_drawn(panel)
    if draw is None:
        raise NothingDrawn()
    return draw
