"""A target that cannot be met is relaxed by a person, who says why; it stands in the record of the draw."""

from collections.abc import Sequence
from typing import Any

from app.core import audit, clock
from app.core.db import transaction
from app.core.errors import N_, RuleError
from app.draws.models import Draw, DrawState, DrawTarget, Relaxation
from app.draws.services import states
from app.draws.services.feasibility import TargetChange
from app.draws.services.pools import ReasonNeeded


class TargetGone(RuleError):
    code = "target_gone"
    sentence = N_("The targets were changed meanwhile. Look at what would help now.")


class Tightened(RuleError):
    code = "tightened"
    sentence = N_("Relaxing can only lower a least and raise a most. For “%(value)s” it would do otherwise.")


def relax(draw: Draw, changes: Sequence[TargetChange], why: str, by: Any) -> None:
    """Change targets as a person decided. Raises ``ReasonNeeded``, ``TargetGone``, ``Tightened``, and by the state."""
    if not why.strip():
        raise ReasonNeeded()
    with transaction():
        draw = states.require(draw.id, DrawState.preparing)
        targets = {(target.feature, target.value): target for target in draw.targets}
        for change in changes:
            target = targets.get((change.feature, change.value))
            if target is None:
                raise TargetGone()
            _relax(draw, target, change, why.strip(), by)
        after = [[change.feature, change.value, change.least, change.most] for change in changes]
        audit.record("draw.relax", of=("draw", draw.id), by=by, after=after, why=why.strip())


def _relax(draw: Draw, target: DrawTarget, change: TargetChange, why: str, by: Any) -> None:
    if not 0 <= change.least <= target.least or change.most < target.most:
        raise Tightened(value=target.name_ko)
    draw.relaxations.append(
        Relaxation(
            feature=target.feature, value=target.value, least_before=target.least, most_before=target.most,
            least_after=change.least, most_after=change.most, why=why, decided_by=getattr(by, "id", None),
            decided_at=clock.now(),
        )
    )  # fmt: skip
    target.least, target.most = change.least, change.most
