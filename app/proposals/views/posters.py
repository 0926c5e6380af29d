"""The poster of a proposal."""

from flask import Response, make_response
from flask_babel import gettext as _

from app.core import mail
from app.core.errors import NotFound
from app.core.languages import chosen
from app.core.permissions import Permission, needs
from app.core.templating import won
from app.extensions import limiter
from app.proposals.models import Proposal
from app.proposals.naming import place_name
from app.proposals.services.find import by_number
from app.proposals.services.poster import Poster, as_pdf
from app.proposals.views.blueprint import blueprint


@blueprint.route("/cycles/<slug>/proposals/<int:number>/poster.pdf")
@needs(Permission.anyone)
@limiter.limit("20 per minute")
def poster(slug: str, number: int) -> Response:
    """Hand out the poster as PDF, in the language of the page."""
    proposal = by_number(slug, number)
    if proposal.hidden_at is not None:
        raise NotFound()
    answer = make_response(as_pdf(_poster(proposal)))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{proposal.receipt_no}.pdf"'
    return answer


def _poster(proposal: Proposal) -> Poster:
    version = proposal.current
    place = " ".join(filter(None, (place_name(version.place), version.place_note)))
    asked = sum(line.amount_won for line in version.cost_lines)
    return Poster(
        lang=chosen(),
        heading=_("Citizens' budget of %(year)s", year=proposal.cycle.budget_year),
        receipt_no=proposal.receipt_no,
        title=version.title,
        proposer=proposal.proposer_name,
        facts=[(_("Place"), place), (_("Asked for"), won(asked)), (_("Proposer"), proposal.proposer_name)],
        parts=[(_("What is wrong now"), version.problem), (_("What should be done"), version.idea)],
        call=_("Read it and support it"),
        address=mail.address(f"/cycles/{proposal.cycle.slug}/proposals/{proposal.number:04d}", chosen()),
    )
