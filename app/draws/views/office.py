"""The office's page of a draw: targets and what the pool can give, announcement, lottery, public value."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.forms import Form
from app.core.permissions import Permission, needs
from app.draws.forms import AnnounceForm, RevealForm, WhyForm
from app.draws.models import Draw, DrawState
from app.draws.services import (
    abandoning,
    attempts,
    ceremony,
    copying,
    feasibility,
    finding,
    lottery,
    preparing,
    relaxing,
    states,
)
from app.draws.services.pools import count
from app.draws.views.area import blueprint, office_draw


@blueprint.get("/office/draws/<int:draw_id>")
@needs(Permission.run_draw)
def desk(draw_id: int) -> str:
    """Everything that the state of the draw asks for next."""
    return _desk(office_draw(draw_id))


def _desk(draw: Draw, **forms: Form) -> str:
    preparing_now = draw.state is DrawState.preparing
    return render_template(
        "draws/desk.html", draw=draw, found=feasibility.feasibility(draw) if preparing_now else None, pool=count(draw),
        attempts=attempts.attempts_of(draw), excluded=finding.excluded(draw), synthetic=draw.synthetic,
        announce=forms.get("announce") or AnnounceForm(obj=draw), reveal=forms.get("reveal") or RevealForm(formdata=None),
        why=forms.get("why") or WhyForm(formdata=None), relax=forms.get("relax") or WhyForm(formdata=None, prefix="relax"),
    )  # fmt: skip


@blueprint.post("/office/draws/<int:draw_id>/targets")
@needs(Permission.run_draw)
def set_targets(draw_id: int) -> Response | str:
    """Take new bounds of the targets, all or none; where "try" was pressed by script, only show what they would do."""
    draw = office_draw(draw_id)
    try:
        preparing.set_bounds(draw, _bounds(draw), actor())
    except RuleError as error:
        flash(_(error.sentence, **error.params), "error")
        return redirect(url_for("draws.desk", draw_id=draw_id))
    flash(_("The targets are saved."), "success")
    return redirect(url_for("draws.desk", draw_id=draw_id))


def _bounds(draw: Draw) -> dict[int, tuple[int, int]]:
    """Read least and most of every target; what is no number stays as it was."""

    def number(name: str, before: int) -> int:
        typed = request.form.get(name, "").strip()
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else before

    return {
        target.id: (number(f"least-{target.id}", target.least), number(f"most-{target.id}", target.most))
        for target in draw.targets
    }


@blueprint.post("/office/draws/<int:draw_id>/relax")
@needs(Permission.run_draw)
def relax(draw_id: int) -> Response | str:
    """Apply one of the changes suggested, as a person decides with a reason."""
    draw, form = office_draw(draw_id), WhyForm(prefix="relax")
    suggested = feasibility.feasibility(draw).suggestions
    chosen = request.form.get("suggestion", "1")
    place = int(chosen) - 1 if chosen.isascii() and chosen.isdigit() and len(chosen) < 4 else -1
    if not 0 <= place < len(suggested):
        raise relaxing.TargetGone()
    if form.validate_on_submit():
        try:
            relaxing.relax(draw, suggested[place], form.why.data, actor())
            flash(_("Decided, and on record with your reason."), "success")
            return redirect(url_for("draws.desk", draw_id=draw_id))
        except RuleError as error:
            form.refuse(error)
    return _desk(office_draw(draw_id), relax=form)


@blueprint.post("/office/draws/<int:draw_id>/announce")
@needs(Permission.run_draw)
def announce(draw_id: int) -> Response | str:
    draw, form = office_draw(draw_id), AnnounceForm()
    if form.validate_on_submit():
        try:
            ceremony.announce(draw, form.value_kind.data, form.announced.data, actor())
            flash(_("Announced. It stands on the public page."), "success")
            return redirect(url_for("draws.desk", draw_id=draw_id))
        except RuleError as error:
            form.refuse(error)
    return _desk(office_draw(draw_id), announce=form)


@blueprint.post("/office/draws/<int:draw_id>/lottery")
@needs(Permission.run_draw)
def start(draw_id: int) -> Response:
    """Start the job that makes the lottery, and go to where it tells how far it is."""
    job = lottery.start(office_draw(draw_id), actor())
    return redirect(f"{request.script_root}/jobs/{job.id}")


@blueprint.post("/office/draws/<int:draw_id>/reveal")
@needs(Permission.run_draw)
def reveal(draw_id: int) -> Response | str:
    draw, form = office_draw(draw_id), RevealForm()
    if form.validate_on_submit():
        try:
            ceremony.reveal(draw, form.value.data, form.witnesses.data, actor())
            flash(_("Drawn. The transcript is public."), "success")
            return redirect(url_for("draws.show", draw_id=draw_id))
        except (states.AlreadyDrawn, states.Abandoned):
            raise
        except RuleError as error:
            form.refuse(error)
    return _desk(office_draw(draw_id), reveal=form)


@blueprint.post("/office/draws/<int:draw_id>/abandon")
@needs(Permission.run_draw)
def abandon(draw_id: int) -> Response | str:
    draw, form = office_draw(draw_id), WhyForm()
    if form.validate_on_submit():
        try:
            abandoning.abandon(draw, form.why.data, actor())
            flash(_("The draw is given up. It stays on record."), "success")
            return redirect(url_for("draws.desk", draw_id=draw_id))
        except RuleError as error:
            form.refuse(error)
    return _desk(office_draw(draw_id), why=form)


@blueprint.post("/office/draws/<int:draw_id>/<act>")
@needs(Permission.run_draw)
def again(draw_id: int, act: str) -> Response:
    """Begin another attempt or a rehearsal with the same people and targets."""
    if act not in ("attempt", "rehearsal"):
        abort(404)
    made: Any = copying.copy_of(office_draw(draw_id), is_test=act == "rehearsal", by=actor())
    return redirect(url_for("draws.desk", draw_id=made.id))
