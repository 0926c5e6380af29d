"""What the city owes for each policy and what it answered: kept as matters, told here by their counts."""

from typing import Any

from app.assembly.models import Assembly, Policy

KINDS = ("accepted", "partly", "already_done", "long_term", "refused")


def of_policy(policy: Policy) -> Any | None:
    """Return the matter of a policy, or nothing while none is owed."""
    return None


def counts(assembly: Assembly) -> dict[str, int]:
    """Return how many policies of an assembly got each answer."""
    return dict.fromkeys(KINDS, 0)
