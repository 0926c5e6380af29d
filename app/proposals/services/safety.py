"""Which proposals prevent accidents: said by officers and organisers, not by proposers (ordinance, art. 15(9))."""

from typing import Any

from app.core import audit
from app.core.db import locked, transaction
from app.core.errors import NotFound
from app.proposals.models import Proposal


def mark_safety(proposal: Proposal, *, safety: bool, by: Any, why: str) -> Proposal:
    """Set or take off the mark, on record with its reason."""
    with transaction():
        row = locked(Proposal, proposal.id)
        if row is None:
            raise NotFound()
        if row.safety != safety:
            audit.record("proposal.safety", of=("proposal", row.id), by=by, before=row.safety, after=safety, why=why)
            row.safety = safety
    return row
