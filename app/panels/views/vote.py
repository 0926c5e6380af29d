"""The closing vote: the way from the member's page to the ballot, paper at the desk, and where the vote stands."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.permissions import Permission, needs
from app.panels.forms.days import PaperNumberForm, WindowForm
from app.panels.models import PanelPart
from app.panels.services import ballot_pass, closing_vote, sealing, seating
from app.panels.views.area import blueprint, form_page, office_panel
from app.panels.views.standing import crew_here, is_booth, leave, member_here, personal


@blueprint.get("/panels/<slug>/me/vote")
@needs(Permission.anyone)
def vote(slug: str) -> Response:
    """Hand the member a pass to the ballot. At the booth the member's page ends here: the device is free for the next."""
    panelist = member_here(slug)
    poll, panel = closing_vote.require_may_vote(panelist), panelist.panel
    booth = is_booth(panel)
    page = personal(
        render_template(
            "panels/vote.html", panel=panel, poll=poll, ballot_pass=ballot_pass.give(panelist), booth=booth,
            synthetic=panel.synthetic,
        )
    )  # fmt: skip
    return leave(page, panel) if booth else page


@blueprint.get("/office/panels/<slug>/vote")
@needs(Permission.keep_panel)
def keep_vote(slug: str) -> str:
    """Show where the vote stands: its time, how many have voted, paper, what is to be done next, the result."""
    panel = office_panel(slug)
    state = closing_vote.standing(panel)
    return render_template(
        "panels/keep_vote.html", panel=panel, vote=state, count=closing_vote.result(panel),
        choices=closing_vote.choices(panel), synthetic=panel.synthetic,
    )  # fmt: skip


@blueprint.route("/office/panels/<slug>/vote/window", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def vote_window(slug: str) -> Any:
    """Fix when one may vote."""
    panel = office_panel(slug)
    form = WindowForm(obj=closing_vote.poll_of(panel))
    if form.validate_on_submit():
        try:
            closing_vote.set_window(panel, **form.values, by=actor())
            flash(_("The time of the vote is fixed."), "success")
            return redirect(url_for("panels.keep_vote", slug=slug))
        except RuleError as error:
            form.refuse(error)
            panel = office_panel(slug)
    note = _("The clock is read when a vote is cast. Once the vote is frozen with its key, its times are fixed.")
    return form_page(panel, form, title=_("Time of the closing vote"), submit=_("Save"), note=note)


@blueprint.route("/panels/<slug>/desk/paper", methods=["GET", "POST"])
@needs(Permission.signed_in)
def hand_out_paper(slug: str) -> Any:
    """Mark on the roll that a member votes on paper."""
    panel, form = crew_here(slug, PanelPart.helper), PaperNumberForm()
    if form.validate_on_submit():
        number = form.number.data
        try:
            closing_vote.hand_out_paper(seating.panelist_numbered(panel, number))
            flash(_("Number %(number)s is marked: hand out one paper now.", number=number), "success")
            return redirect(url_for("panels.hand_out_paper", slug=slug))
        except RuleError as error:
            form.refuse(error)
            panel = crew_here(slug, PanelPart.helper)
    note = _("Mark the roll first, then hand out the paper: who is marked can no longer vote by telephone.")
    return form_page(None, form, title=_("Vote on paper"), submit=_("Mark and hand out"), note=note)


@blueprint.post("/office/panels/<slug>/unseal")
@needs(Permission.keep_panel)
def unseal(slug: str) -> Any:
    """Open the seal where no vote is counted: from now on everybody reads the report."""
    sealing.unseal(office_panel(slug), by=actor())
    flash(_("The seal is open. Everybody can read the report."), "success")
    return redirect(url_for("panels.keep_vote", slug=slug))
