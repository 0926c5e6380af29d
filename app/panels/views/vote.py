"""The closing vote: on the member's page in two steps, at the desk on paper, counted by the organiser."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.permissions import Permission, needs
from app.panels.forms.days import PaperNumberForm, WindowForm
from app.panels.models import Panel, PanelPart
from app.panels.services import closing_vote, published, sealing, seating
from app.panels.views.area import blueprint, form_page, office_panel
from app.panels.views.standing import crew_here, is_booth, leave, member_here, personal


@blueprint.route("/panels/<slug>/me/vote", methods=["GET", "POST"])
@needs(Permission.anyone)
def vote(slug: str) -> Response:
    """Choose; what was chosen comes back from the check, and is kept nowhere else."""
    panelist = member_here(slug)
    closing_vote.require_may_vote(panelist)
    panel = panelist.panel
    page = render_template(
        "panels/vote.html", panel=panel, choices=closing_vote.choices(panel), chosen=request.form.get("choice"),
        blank=closing_vote.BLANK, booth=is_booth(panel), synthetic=panel.synthetic,
    )  # fmt: skip
    return personal(page)


@blueprint.post("/panels/<slug>/me/vote/check")
@needs(Permission.anyone)
def check_vote(slug: str) -> Response:
    """Show what was chosen once more, before it is cast."""
    panelist, choice = member_here(slug), request.form.get("choice", "")
    closing_vote.require_may_vote(panelist)
    panel, choices = panelist.panel, closing_vote.choices(panelist.panel)
    stance = next((one for one in choices if one.code == choice), None)
    if stance is None and choice != closing_vote.BLANK:
        missing = render_template(
            "panels/vote.html", panel=panel, choices=choices, chosen=None, blank=closing_vote.BLANK, missing=True,
            synthetic=panel.synthetic,
        )  # fmt: skip
        return personal(missing)
    return personal(
        render_template("panels/vote_check.html", panel=panel, stance=stance, choice=choice, synthetic=panel.synthetic)
    )


@blueprint.post("/panels/<slug>/me/vote/cast")
@needs(Permission.anyone)
def cast_vote(slug: str) -> Response:
    """Cast the vote. The booth is free for the next at once."""
    panelist = member_here(slug)
    closing_vote.cast(panelist, choice=request.form.get("choice", ""))
    answer = make_response(redirect(url_for("panels.voted", slug=slug)))
    return leave(answer, panelist.panel) if is_booth(panelist.panel) else answer


@blueprint.get("/panels/<slug>/voted")
@needs(Permission.anyone)
def voted(slug: str) -> Response:
    """Say that a vote is in: the same page for everybody, which knows nobody."""
    panel = published.published_panel(slug)
    return personal(render_template("panels/voted.html", panel=panel, synthetic=panel.synthetic))


@blueprint.get("/office/panels/<slug>/vote")
@needs(Permission.keep_panel)
def keep_vote(slug: str) -> str:
    """Show the window, how many have voted, the papers, and the result once it is counted."""
    return _keep(office_panel(slug))


@blueprint.route("/office/panels/<slug>/vote/window", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def vote_window(slug: str) -> Any:
    """Fix when one may vote."""
    panel = office_panel(slug)
    form = WindowForm(data={"opens_at": panel.vote_opens_at, "closes_at": panel.vote_closes_at})
    if form.validate_on_submit():
        try:
            closing_vote.set_window(panel, **form.values, by=actor())
            flash(_("The time of the vote is fixed."), "success")
            return redirect(url_for("panels.keep_vote", slug=slug))
        except RuleError as error:
            form.refuse(error)
            panel = office_panel(slug)
    note = _("The clock is read when a vote is cast. Once the vote has opened, its end can only be moved to later.")
    return form_page(panel, form, title=_("Time of the closing vote"), submit=_("Save"), note=note)


@blueprint.route("/panels/<slug>/desk/paper", methods=["GET", "POST"])
@needs(Permission.signed_in)
def hand_out_paper(slug: str) -> Any:
    """Mark on the roll that a member votes on paper."""
    panel, form = crew_here(slug, PanelPart.helper), PaperNumberForm()
    if form.validate_on_submit():
        number = form.number.data
        try:
            closing_vote.hand_out_paper(seating.panelist_numbered(panel, number), by=actor())
            flash(_("Number %(number)s is marked: hand out one paper now.", number=number), "success")
            return redirect(url_for("panels.hand_out_paper", slug=slug))
        except RuleError as error:
            form.refuse(error)
            panel = crew_here(slug, PanelPart.helper)
    note = _("Mark the roll first, then hand out the paper: who is marked can no longer vote by telephone.")
    return form_page(None, form, title=_("Vote on paper"), submit=_("Mark and hand out"), note=note)


@blueprint.route("/panels/<slug>/desk/papers", methods=["GET", "POST"])
@needs(Permission.signed_in)
def read_papers(slug: str) -> Any:
    """Enter what one of the two readers has counted."""
    panel = crew_here(slug, PanelPart.helper, PanelPart.verifier)
    form, asked = FlaskForm(), [(one.code, one) for one in closing_vote.choices(panel)]
    typed = {code: request.form.get(code, "") for code in [*(code for code, _one in asked), closing_vote.BLANK]}
    errors = [code for code, text in typed.items() if not (text.isascii() and text.isdigit() and len(text) < 6)]
    refusal = None
    if form.validate_on_submit() and not errors:
        try:
            both = closing_vote.read_papers(panel, {code: int(text) for code, text in typed.items()}, by=actor())
            flash(
                _("Both readings agree. The papers are in the box.") if both else _("Kept. Now the second person."),
                "success",
            )
            return redirect(url_for("panels.read_papers", slug=slug))
        except RuleError as error:
            refusal = error
            panel = crew_here(slug, PanelPart.helper, PanelPart.verifier)
    return render_template(
        "panels/papers.html", panel=panel, choices=closing_vote.choices(panel), typed=typed, refusal=refusal,
        errors=errors if request.method == "POST" else [], blank=closing_vote.BLANK, vote=closing_vote.standing(panel),
        synthetic=panel.synthetic,
    )  # fmt: skip


@blueprint.post("/office/panels/<slug>/vote/count")
@needs(Permission.keep_panel)
def count_vote(slug: str) -> Any:
    """Count the vote after its window."""
    closing_vote.close(office_panel(slug), by=actor())
    flash(_("The vote is counted."), "success")
    return redirect(url_for("panels.keep_vote", slug=slug))


@blueprint.post("/office/panels/<slug>/unseal")
@needs(Permission.keep_panel)
def unseal(slug: str) -> Any:
    """Open the seal: from now on everybody reads the report."""
    sealing.unseal(office_panel(slug), by=actor())
    flash(_("The seal is open. Everybody can read the report."), "success")
    return redirect(url_for("panels.keep_vote", slug=slug))


def _keep(panel: Panel) -> str:
    state = closing_vote.standing(panel)
    outcome = closing_vote.result(panel) if state.counted else None
    return render_template(
        "panels/keep_vote.html", panel=panel, vote=state, outcome=outcome, choices=closing_vote.choices(panel),
        blank=closing_vote.BLANK, synthetic=panel.synthetic,
    )  # fmt: skip
