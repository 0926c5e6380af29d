"""Supporting and following: forms of one button, with or without script."""

from typing import Any

from flask import redirect, request

from app.core.actor import actor
from app.core.permissions import Permission, needs
from app.proposals.addresses import public_page
from app.proposals.services import support as services
from app.proposals.services.find import by_number
from app.proposals.views.blueprint import blueprint

ON, OFF = "on", "off"


@blueprint.route("/cycles/<slug>/proposals/<int:number>/support", methods=["POST"])
@needs(Permission.support)
def support(slug: str, number: int) -> Any:
    """Support, or take it back where ``to`` is "off"."""
    proposal = by_number(slug, number)
    act = services.withdraw_support if request.form.get("to") == OFF else services.support
    act(proposal, by=actor())
    return redirect(public_page(by_number(slug, number)))


@blueprint.route("/cycles/<slug>/proposals/<int:number>/follow", methods=["POST"])
@needs(Permission.signed_in)
def follow(slug: str, number: int) -> Any:
    """Follow, or stop where ``to`` is "off"."""
    proposal = by_number(slug, number)
    act = services.unfollow if request.form.get("to") == OFF else services.follow
    act(proposal, by=actor())
    return redirect(public_page(by_number(slug, number)))
