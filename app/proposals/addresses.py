"""Addresses of a proposal that several pages link to."""

from flask import request

from app.proposals.models import Proposal


def public_page(proposal: Proposal, part: str = "") -> str:
    """Return the address of the public page, in the reader's language; ``part`` is below it."""
    path = f"/cycles/{proposal.cycle.slug}/proposals/{proposal.number:04d}"
    return f"{request.script_root}{path}{part}"


def own_page(proposal: Proposal, part: str = "") -> str:
    """Return the address of the proposer's own page."""
    return f"{request.script_root}/my/proposals/{proposal.receipt_no}{part}"
