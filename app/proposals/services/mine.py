"""What a person has to do with proposals: drafts, own ones, those she stands behind, those she follows."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.proposals.models import CoProposer, Draft, Follow, Proposal
from app.proposals.services.drafts import drafts_of


@dataclass(frozen=True)
class OwnThings:
    drafts: list[Draft]
    own: list[Proposal]
    together: list[Proposal]
    followed: list[Proposal]


def own_things(account: Any) -> OwnThings:
    """Return all lists of the page, four queries and two of loading."""
    shown = (joinedload(Proposal.cycle), joinedload(Proposal.current), selectinload(Proposal.amounts))
    latest = Proposal.submitted_at.desc()
    own = select(Proposal).where(Proposal.proposer_id == account.id)
    together = (
        select(Proposal)
        .join(CoProposer)
        .where(CoProposer.account_id == account.id, CoProposer.consented_at.is_not(None))
    )
    followed = (
        select(Proposal)
        .join(Follow, Follow.proposal_id == Proposal.id)
        .where(Follow.account_id == account.id, Proposal.proposer_id.is_distinct_from(account.id))
    )
    lists = [
        list(db.session.scalars(query.options(*shown).order_by(latest).limit(100)))
        for query in (own, together, followed)
    ]
    return OwnThings([draft for draft in drafts_of(account.id) if draft.form == "proposal"], *lists)
