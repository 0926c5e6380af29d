"""What other areas call to prepare a draw, in one place."""

from app.draws.services.feasibility import Feasibility, Reach, TargetChange, feasibility
from app.draws.services.making import make_draw, set_rules
from app.draws.services.pools import PoolRow, exclude, set_pool, take_back
from app.draws.services.relaxing import relax
from app.draws.services.targets import TargetRow, set_bounds, set_features, set_targets

__all__ = [
    "Feasibility", "PoolRow", "Reach", "TargetChange", "TargetRow", "exclude", "feasibility", "make_draw", "relax",
    "set_bounds", "set_features", "set_pool", "set_rules", "set_targets", "take_back",
]  # fmt: skip
