"""One proposal by the names that people use for it."""

import re

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.core.db import db
from app.core.errors import NotFound
from app.cycles.models import Cycle
from app.cycles.services.finding import FIELDS, TYPES, cycle_called
from app.proposals.models import Proposal, Version

_RECEIPT = re.compile(r"(?P<slug>.+)-(?P<number>\d{1,6})")


def cycle_with_choices(slug: str) -> Cycle:
    """Return a cycle with what a form of a proposal offers; whether it is open the act asks. Raises ``NotFound``."""
    return cycle_called(slug, TYPES, FIELDS, phases=False)


def by_number(slug: str, number: int) -> Proposal:
    """Return a proposal by its cycle and number, with both and its text. Raises ``NotFound``."""
    whole = (contains_eager(Proposal.cycle), joinedload(Proposal.current).joinedload(Version.cost_lines))
    query = select(Proposal).join(Cycle, Cycle.id == Proposal.cycle_id).options(*whole)
    query = query.where(Cycle.slug == slug, Proposal.number == number)
    found = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound()
    return found


def with_amounts(cycle: Cycle, number: int) -> Proposal:
    """Return a proposal of a cycle with its text and its amount history. Raises ``NotFound``."""
    query = select(Proposal).where(Proposal.cycle_id == cycle.id, Proposal.number == number)
    found = db.session.scalar(query.options(selectinload(Proposal.amounts), joinedload(Proposal.current)))
    if found is None or not found.amounts:
        raise NotFound()
    return found


def by_receipt(receipt_no: str) -> Proposal:
    """Return a proposal by its receipt number, "2027-0123". Raises ``NotFound``."""
    parts = _RECEIPT.fullmatch(receipt_no)
    if parts is None:
        raise NotFound()
    return by_number(parts["slug"], int(parts["number"]))
