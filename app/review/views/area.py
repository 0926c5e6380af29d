"""The blueprint, and what its pages share."""

from flask import Blueprint, abort, current_app, request

from app.core.permissions import Permission, may
from app.cycles.models import Cycle
from app.cycles.services.finding import FIELDS, cycle_called
from app.cycles.services.scope import place_of
from app.proposals.models import Proposal
from app.review.services.cases import case_called

blueprint = Blueprint("review", __name__)


def office_cycle(slug: str, permission: Permission) -> Cycle:
    """Return the cycle of an address if the person at the browser runs it; 403 if it is another office's."""
    cycle = cycle_called(slug, FIELDS)
    if not may(permission, place_of(cycle)):
        abort(403)
    return cycle


def proposal_of(cycle: Cycle, receipt_no: str) -> Proposal:
    """Return the proposal of a receipt number, which may be typed without the cycle."""
    typed = receipt_no.strip()
    return case_called(f"{cycle.slug}-{typed}" if typed.isdigit() else typed).proposal


def page_size() -> int:
    return int(current_app.config["PAGE_SIZE"])


def chosen_ids() -> list[int]:
    """Return the proposals that were ticked in a list."""
    return request.form.getlist("proposal", int)
