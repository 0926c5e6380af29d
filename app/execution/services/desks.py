"""Which department carries out a project: the one that examined it last."""

from sqlalchemy import select

from app.core.db import db
from app.core.permissions import Place, Scope
from app.proposals.models import Proposal
from app.review.models import Assignment


def places_of(proposals: list[Proposal]) -> dict[int, Place]:
    """Return by proposal id where the right to report on it must hold."""
    query = select(Assignment.proposal_id, Assignment.department_id).order_by(Assignment.id)
    ids = [proposal.id for proposal in proposals]
    latest = dict(db.session.execute(query.where(Assignment.proposal_id.in_(ids))).all())
    return {key: Place(frozenset({(Scope.department, str(latest.get(key, "")))})) for key in ids}
