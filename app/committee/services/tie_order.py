"""The order, published in the plan, by which equal proposals are told apart."""

from collections.abc import Callable, Sequence

from app.proposals.models import Proposal

CRITERIA: dict[str, Callable[[Proposal, int], object]] = {
    "safety": lambda proposal, cost_won: not proposal.safety,
    "min_cost": lambda proposal, cost_won: cost_won,
    "max_cost": lambda proposal, cost_won: -cost_won,
    "receipt_no": lambda proposal, cost_won: proposal.number,
}


def key(order: Sequence[str], proposal: Proposal, cost_won: int) -> tuple[object, ...]:
    """Return what sorts a proposal among its equals, preferred first; the receipt number ends every order."""
    return tuple(CRITERIA[name](proposal, cost_won) for name in (*order, "receipt_no"))
