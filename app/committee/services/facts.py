"""What a scorer sees of a proposal: money, verdict, place, text. Never who proposed it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.proposals.models import Amount, CostLine, Proposal, Stage, Version
from app.proposals.services import amounts
from app.review.models import Verdict


@dataclass(frozen=True)
class Facts:
    """One proposal without its people."""

    version: Version
    cost_lines: Sequence[CostLine]
    asked: Amount | None
    reviewed: Amount | None
    verdict: Verdict | None


def of(proposal: Proposal) -> Facts:
    """Return the facts of a proposal."""
    query = select(Verdict).where(Verdict.proposal_id == proposal.id).order_by(Verdict.round.desc())
    verdict = db.session.scalars(query.options(joinedload(Verdict.kind), joinedload(Verdict.department))).first()
    money = (joinedload(Proposal.amounts), joinedload(Proposal.current).joinedload(Version.cost_lines))
    db.session.scalars(select(Proposal).where(Proposal.id == proposal.id).options(*money)).unique().one()
    return Facts(
        version=proposal.current,
        cost_lines=proposal.current.cost_lines,
        asked=amounts.at_stage(proposal.amounts, Stage.asked),
        reviewed=amounts.at_stage(proposal.amounts, Stage.reviewed),
        verdict=verdict,
    )
