"""Taking back an entry that an import made by mistake, while nothing was entered after it."""

from sqlalchemy import delete

from app.core import audit
from app.core.db import db, locked, transaction
from app.core.errors import NotFound
from app.core.imports.errors import BuiltUpon
from app.council.services.changes import now_stands
from app.council.services.sittings import COUNCIL_STAGES
from app.proposals.models import Amount, Proposal, Status
from app.proposals.services import lifecycle


def take_back(amount_id: int) -> None:
    """Remove the last entry of an item; the log keeps what it said. Raises ``BuiltUpon``."""
    with transaction():
        entry = db.session.get(Amount, amount_id)
        if entry is None:
            raise NotFound()
        proposal = locked(Proposal, entry.proposal_id)
        if proposal is None or proposal.amounts[-1].id != amount_id:
            raise BuiltUpon(row=0)
        told = {"stage": entry.stage, "amount": entry.amount_won, "reason": entry.reason_code or entry.reason}
        db.session.execute(delete(Amount).where(Amount.id == amount_id))
        db.session.expire(proposal, ["amounts"])
        audit.record("amount.take_back", of=("proposal", proposal.id), before=told)
        council = any(amount.stage in COUNCIL_STAGES for amount in proposal.amounts)
        lifecycle.move(proposal, now_stands(proposal) if council else Status.in_bill)
