"""The office takes a draw from step to step: announce, lottery, public value; give up, begin again, rehearse."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.permissions import Permission, needs
from app.draws.forms import AnnounceForm, RevealForm, WhyForm
from app.draws.services import abandoning, ceremony, copying, lottery, states
from app.draws.views.area import blueprint, office_draw
from app.draws.views.office import desk_page


@blueprint.post("/office/draws/<int:draw_id>/announce")
@needs(Permission.run_draw)
def announce(draw_id: int) -> Response | str:
    draw, form = office_draw(draw_id), AnnounceForm()
    if form.validate_on_submit():
        try:
            ceremony.announce(draw, **form.values, by=actor())
            flash(_("Announced. It stands on the public page."), "success")
            return redirect(url_for("draws.desk", draw_id=draw_id))
        except RuleError as error:
            form.refuse(error)
    return desk_page(office_draw(draw_id), announce=form)


@blueprint.post("/office/draws/<int:draw_id>/lottery")
@needs(Permission.run_draw)
def start(draw_id: int) -> Response:
    """Start the job that makes the lottery; the desk tells how far it is."""
    lottery.start(office_draw(draw_id), actor())
    return redirect(url_for("draws.desk", draw_id=draw_id))


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
    return desk_page(office_draw(draw_id), reveal=form)


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
    return desk_page(office_draw(draw_id), why=form)


@blueprint.post("/office/draws/<int:draw_id>/attempt")
@needs(Permission.run_draw)
def attempt(draw_id: int) -> Response:
    """Begin another attempt with the same people and targets."""
    made = copying.copy_of(office_draw(draw_id), is_test=False, by=actor())
    return redirect(url_for("draws.desk", draw_id=made.id))


@blueprint.post("/office/draws/<int:draw_id>/rehearsal")
@needs(Permission.run_draw)
def rehearsal(draw_id: int) -> Response:
    """Begin a rehearsal, which seats nobody, with the same people and targets."""
    made = copying.copy_of(office_draw(draw_id), is_test=True, by=actor())
    return redirect(url_for("draws.desk", draw_id=made.id))
