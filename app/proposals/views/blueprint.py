"""The one blueprint of the area; each file of this folder adds its routes."""

from typing import Any

from flask import Blueprint

from app.proposals import labels
from app.proposals.addresses import own_page, public_page
from app.proposals.naming import place_name
from app.proposals.services import reproposal

blueprint = Blueprint("proposals", __name__)


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    """Give every template the addresses and words of proposals."""
    return {
        "public_page": public_page,
        "own_page": own_page,
        "place_name": place_name,
        "STATUSES": labels.STATUSES,
        "ROLE_WORDS": labels.ROLES,
        "PROPOSE_AGAIN": reproposal.AGAIN,
        "COMMENT_KINDS": labels.COMMENT_KINDS,
    }
