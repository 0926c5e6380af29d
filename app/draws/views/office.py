"""The office prepares a draw: targets against what the pool can give, decisions, rules, who is left out."""

import hashlib
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.core import audit
from app.core.actor import actor
from app.core.errors import EditedByAnother, RuleError, kept_refusal
from app.core.forms import Form
from app.core.languages import sentence_of
from app.core.permissions import Permission, needs
from app.draws import shown
from app.draws.forms import AnnounceForm, ExcludeForm, RevealForm, RulesForm, TypedBounds, WhyForm, typed_bounds
from app.draws.labels import HINTS, VALUES
from app.draws.models import Draw, DrawState
from app.draws.services import attempts, feasibility, finding, lottery, making, pools, relaxing, targets
from app.draws.services.feasibility import Feasibility, TargetChange
from app.draws.views.area import blueprint, office_draw


@blueprint.get("/office/draws/<int:draw_id>")
@needs(Permission.run_draw)
def desk(draw_id: int) -> str:
    """Everything that the state of the draw asks for next; with ``?look`` what the pool can give, which takes longer."""
    draw = office_draw(draw_id)
    look = "look" in request.args and draw.state is DrawState.preparing
    return desk_page(draw, found=feasibility.feasibility(draw) if look else None)


@blueprint.post("/office/draws/<int:draw_id>/targets")
@needs(Permission.run_draw)
def set_targets(draw_id: int) -> Response | str:
    """Take new bounds of the targets, all or none."""
    draw = office_draw(draw_id)
    typed, problem, by_another = typed_bounds(request.form, draw.targets), "", False
    if not typed.wrong:
        try:
            targets.set_bounds(draw, typed.bounds, actor(), seen=request.form.get("seen"))
            flash(_("The targets are saved."), "success")
            return redirect(url_for("draws.desk", draw_id=draw_id, look=1))
        except RuleError as error:
            problem, by_another = sentence_of(error), isinstance(error, EditedByAnother)
    return desk_page(office_draw(draw_id), typed=typed, problem=problem, by_another=by_another)


@blueprint.post("/office/draws/<int:draw_id>/try")
@needs(Permission.run_draw)
def try_targets(draw_id: int) -> str:
    """Show what the bounds typed would do; nothing is saved."""
    draw = office_draw(draw_id)
    return desk_page(draw, typed=typed_bounds(request.form, draw.targets))


@blueprint.post("/office/draws/<int:draw_id>/relax")
@needs(Permission.run_draw)
def relax(draw_id: int) -> Response | str:
    """Apply one of the changes suggested, as a person decides with a reason."""
    draw, form = office_draw(draw_id), WhyForm(prefix="relax")
    found = feasibility.feasibility(draw)
    chosen = next((one for one in found.suggestions if key_of(one) == request.form.get("suggestion")), None)
    if chosen is None:
        raise relaxing.TargetGone()
    if form.validate_on_submit():
        try:
            relaxing.relax(draw, chosen, form.why.data, actor())
            flash(_("Decided, and on record with your reason."), "success")
            return redirect(url_for("draws.desk", draw_id=draw_id, look=1))
        except RuleError as error:
            form.refuse(error)
    return desk_page(office_draw(draw_id), found=found, relax=form)


@blueprint.post("/office/draws/<int:draw_id>/rules")
@needs(Permission.run_draw)
def set_rules(draw_id: int) -> Response | str:
    draw, form = office_draw(draw_id), RulesForm(prefix="rules")
    if form.validate_on_submit():
        try:
            making.set_rules(draw, **form.values, by=actor())
            flash(_("Saved."), "success")
            return redirect(url_for("draws.desk", draw_id=draw_id))
        except RuleError as error:
            form.refuse(error)
    return desk_page(office_draw(draw_id), rules=form)


@blueprint.post("/office/draws/<int:draw_id>/exclude")
@needs(Permission.run_draw)
def exclude(draw_id: int) -> Response | str:
    draw, form = office_draw(draw_id), ExcludeForm(prefix="exclude")
    if form.validate_on_submit():
        try:
            pools.exclude(draw, **form.values, by=actor())
            flash(_("Left out, with the reason."), "success")
            return redirect(url_for("draws.desk", draw_id=draw_id))
        except RuleError as error:
            form.refuse(error)
    return desk_page(office_draw(draw_id), exclude=form)


@blueprint.post("/office/draws/<int:draw_id>/include/<int:ref>")
@needs(Permission.run_draw)
def include(draw_id: int, ref: int) -> Response:
    pools.take_back(office_draw(draw_id), ref, by=actor())
    flash(_("Can be drawn after all."), "success")
    return redirect(url_for("draws.desk", draw_id=draw_id))


def key_of(changes: Sequence[TargetChange]) -> str:
    """Return what tells one suggestion from another, so that no other one is taken where things have changed."""
    told = [[change.feature, change.value, change.least, change.most] for change in changes]
    return hashlib.sha256(audit.canonical(told)).hexdigest()[:16]


def desk_page(
    draw: Draw, *, found: Feasibility | None = None, typed: TypedBounds | None = None, problem: str = "",
    by_another: bool = False, **forms: Form,
) -> str:  # fmt: skip
    """Return the office's page: forms that were refused as they were typed, the others fresh."""
    if typed is not None:
        found = feasibility.tried(draw, typed.bounds)
    bounds = typed.bounds if typed is not None else {}
    job = lottery.job_of(draw)
    refused = (job.result or {}).get("refusal") if job is not None and draw.state is DrawState.preparing else None
    return render_template(
        "draws/desk.html", draw=draw, found=found, typed=typed, problem=problem, by_another=by_another,
        seen=targets.mark(draw), before={(t.feature, t.value): bounds.get(t.id, (t.least, t.most)) for t in draw.targets},
        key_of=key_of, reaches=shown.reaches_of(found.reaches) if found else {},
        pool=pools.count(draw), left_out=finding.left_out(draw), attempts=attempts.attempts_of(draw), values=VALUES,
        hint=HINTS[draw.value_kind], job=job, at_work=lottery.is_at_work(job), synthetic=draw.synthetic,
        refusal=kept_refusal(refused) if refused else None,
        rules=forms.get("rules") or RulesForm(formdata=None, prefix="rules", obj=draw),
        exclude=forms.get("exclude") or ExcludeForm(formdata=None, prefix="exclude"),
        announce=forms.get("announce") or AnnounceForm(formdata=None, obj=draw),
        reveal=forms.get("reveal") or RevealForm(formdata=None),
        why=forms.get("why") or WhyForm(formdata=None), relax=forms.get("relax") or WhyForm(formdata=None, prefix="relax"),
    )  # fmt: skip
