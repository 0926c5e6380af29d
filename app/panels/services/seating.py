"""The members of a panel from the draw to the day: one table of what may follow what, and who sits in a free seat."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, NotFound, RuleError
from app.draws.models import Candidate, Draw
from app.panels.models import Panel, Panelist, PanelistState
from app.panels.services import finding

_S = PanelistState
NEXT: dict[PanelistState, frozenset[PanelistState]] = {
    _S.drawn: frozenset({_S.invited, _S.accepted, _S.declined, _S.unreachable}),
    _S.invited: frozenset({_S.accepted, _S.declined, _S.unreachable}),
    _S.accepted: frozenset({_S.withdrawn}),
    _S.reserve: frozenset({_S.drawn, _S.declined, _S.unreachable}),
    _S.declined: frozenset(),
    _S.unreachable: frozenset(),
    _S.withdrawn: frozenset(),
}
SEATED = (_S.drawn, _S.invited, _S.accepted)
GONE = (_S.declined, _S.unreachable, _S.withdrawn)


class NotPossibleNow(RuleError):
    code = "panelist_not_possible_now"
    sentence = N_("This cannot follow: number %(number)s is in another state by now.")


class WhyNeeded(RuleError):
    code = "panelist_why_needed"
    sentence = N_("Give the reason.")
    field = "why"


def move(panelist: Panelist, to: PanelistState, *, by: Any, why: str | None = None) -> Panelist:
    """Bring a member into another state, on record. Raises ``NotPossibleNow``."""
    panelist_id = panelist.id
    with transaction():
        panelist = locked_panelist(panelist_id)
        if to not in NEXT[panelist.state]:
            raise NotPossibleNow(number=panelist.number)
        before = panelist.state
        panelist.state, panelist.moved_at = to, clock.now()
        audit.record("panelist.move", of=("panelist", panelist.id), by=by, before=before.value, after=to.value, why=why)
    return panelist


def leave(panelist: Panelist, *, why: str, by: Any) -> Panelist:
    """Record that a seat falls free: withdrawn after having accepted, declined before. Raises ``WhyNeeded``."""
    if not why.strip():
        raise WhyNeeded()
    to = _S.withdrawn if panelist.state is _S.accepted else _S.declined
    return move(panelist, to, by=by, why=why.strip())


def locked_panelist(panelist_id: int) -> Panelist:
    return finding.locked_row(Panelist, panelist_id)


def panelist_numbered(panel: Panel, number: int) -> Panelist:
    """Return a member by the number on the badge. Raises ``NotFound``."""
    found = db.session.scalar(select(Panelist).where(Panelist.panel_id == panel.id, Panelist.number == number))
    if found is None:
        raise NotFound()
    return found


def panelists(panel: Panel, *states: PanelistState) -> list[Panelist]:
    """Return the members in the order of their numbers, those in ``states`` or all; who they are comes along."""
    query = select(Panelist).where(Panelist.panel_id == panel.id).order_by(Panelist.number)
    if states:
        query = query.where(Panelist.state.in_(states))
    return list(db.session.scalars(query.options(joinedload(Panelist.respondent), joinedload(Panelist.candidate))))


def by_state(panel: Panel) -> dict[PanelistState, int]:
    """Return how many members are in each state."""
    query = select(Panelist.state, func.count()).where(Panelist.panel_id == panel.id).group_by(Panelist.state)
    return dict(iter(db.session.execute(query)))  # type: ignore[arg-type]


def free_seats(panel: Panel) -> int:
    """Return how many seats nobody has, once people were drawn."""
    return free_of(panel, by_state(panel))


def free_of(panel: Panel, count: Mapping[PanelistState, int]) -> int:
    """Return the same from how many are in each state."""
    return panel.seats - sum(count.get(state, 0) for state in SEATED) if count else 0


def seat_drawn(panel: Panel, draw: Draw) -> None:
    """Make members of who was drawn and kept ready, in the draw's transaction. Numbers tell nothing of the order."""
    query = select(Candidate).where(Candidate.draw_id == draw.id)
    drawn = query.where(Candidate.seat_no.is_not(None)).order_by(Candidate.pseudonym)
    ready = query.where(Candidate.reserve_no.is_not(None)).order_by(Candidate.pseudonym)
    known = {panelist.respondent_id: panelist for panelist in panelists(panel)}
    free = _unfilled(panel, list(known.values()))
    for candidate in db.session.scalars(drawn):
        _seat(panel, candidate, known, _S.drawn, _same_cell(candidate, free) if draw.continues_id else None)
    for candidate in db.session.scalars(ready):
        _seat(panel, candidate, known, _S.reserve, None)
    db.session.flush()


def unseat(panel: Panel, draw: Draw) -> None:
    """Take back the members of a draw that is given up while nobody was told. Raises ``PeopleWereTold``."""
    members = [one for one in panelists(panel) if one.candidate.draw_id == draw.id]
    if any(one.state not in (_S.drawn, _S.reserve) or one.link_hash for one in members):
        raise PeopleWereTold()
    for one in members:
        db.session.delete(one)
    db.session.flush()


class PeopleWereTold(RuleError):
    code = "people_were_told"
    sentence = N_("People of this draw have been invited. It stands.")


def _seat(
    panel: Panel, candidate: Candidate, known: dict[int, Panelist], state: PanelistState, replaces: Panelist | None
) -> None:
    panelist = known.get(candidate.ref)
    if panelist is None:
        number = max((one.number for one in known.values()), default=0) + 1
        panelist = Panelist(panel_id=panel.id, number=number, respondent_id=candidate.ref, candidate_id=candidate.id)
        known[candidate.ref] = panelist
        db.session.add(panelist)
    elif panelist.state is not _S.reserve:
        return
    panelist.candidate_id, panelist.state, panelist.moved_at = candidate.id, state, clock.now()
    panelist.replaces_id = replaces.id if replaces is not None else None


def unfilled(panel: Panel) -> list[Panelist]:
    """Return the members who left and whom nobody has replaced yet."""
    return _unfilled(panel, panelists(panel))


def _unfilled(panel: Panel, members: Sequence[Panelist]) -> list[Panelist]:
    replaced = {one.replaces_id for one in members if one.state is not _S.reserve}
    left = [one for one in members if one.state in GONE and one.id not in replaced]
    return [one for one in left if one.candidate.seat_no is not None or one.replaces_id is not None]


def _same_cell(candidate: Candidate, free: list[Panelist]) -> Panelist | None:
    """Take the first of the free seats whose member had the same values, or else the first."""
    if not free:
        return None
    found = next((one for one in free if one.candidate.answers == candidate.answers), free[0])
    free.remove(found)
    return found
