"""The states of a draw: preparing, computing, committed, drawn; or abandoned. Each act says which it needs."""

from app.core.db import locked
from app.core.errors import N_, NotFound, RuleError
from app.draws.models import Draw, DrawState


class BeingComputed(RuleError):
    code = "being_computed"
    sentence = N_("The lottery is being made: pool and targets can no longer be changed.")


class AlreadyCommitted(RuleError):
    code = "already_committed"
    sentence = N_("The lottery is made and its fingerprint published: nothing of it can be changed.")


class AlreadyDrawn(RuleError):
    code = "already_drawn"
    sentence = N_("This draw has been made, with the public value %(value)s. It is not made twice.")


class Abandoned(RuleError):
    code = "draw_abandoned"
    sentence = N_("This draw was given up. It stays on record as it is.")


class NotCommitted(RuleError):
    code = "not_committed"
    sentence = N_(
        "The fingerprint of the lottery is not published yet. Only after that may the public value be entered."
    )
    field = "value"


_REFUSALS = {
    DrawState.preparing: NotCommitted,
    DrawState.computing: BeingComputed,
    DrawState.committed: AlreadyCommitted,
    DrawState.abandoned: Abandoned,
}


def require(draw_id: int, *allowed: DrawState) -> Draw:
    """Return the draw locked, in one of the states allowed; say why not otherwise."""
    draw = locked(Draw, draw_id)
    if draw is None:
        raise NotFound()
    if draw.state not in allowed:
        raise refusal(draw)
    return draw


def refusal(draw: Draw) -> RuleError:
    """Return why something cannot be done in the state that a draw is in."""
    return AlreadyDrawn(value=draw.value) if draw.state is DrawState.drawn else _REFUSALS[draw.state]()
