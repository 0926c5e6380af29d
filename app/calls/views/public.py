"""A call as anyone sees it, and the form to apply."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug import Response

from app.calls.forms import ApplicationForm
from app.calls.models import Channel
from app.calls.services import applying, calling, drawing
from app.calls.views.area import blueprint, districts
from app.committee.services import bodies
from app.core import clock
from app.core.actor import actor
from app.core.errors import RuleError
from app.core.permissions import Permission, needs
from app.extensions import limiter


@blueprint.get("/calls")
@needs(Permission.anyone)
def index() -> str:
    return render_template("calls/index.html", calls=calling.calls_of(public=True), now=clock.now())


@blueprint.get("/calls/<int:call_id>")
@needs(Permission.anyone)
def show(call_id: int) -> str:
    """Whom the committee looks for, until when, how seats are filled, and what the reader's own application came to."""
    call = calling.call_numbered(call_id, public=True)
    people = applying.applicants_of(call)
    mine = applying.own(call, current_user) if current_user.is_authenticated else None
    return render_template(
        "calls/show.html", call=call, applied=sum(one.standing != "withdrawn" for one in people), mine=mine,
        draw=drawing.latest_draw(call), is_open=call.opens_at <= clock.now() < call.closes_at, now=clock.now(),
        synthetic=call.synthetic,
    )  # fmt: skip


@blueprint.route("/calls/<int:call_id>/apply", methods=["GET", "POST"])
@needs(Permission.apply_for_seat)
@limiter.limit("10 per minute", methods=["POST"])
def apply(call_id: int) -> Response | str:
    call, form = calling.call_numbered(call_id, public=True), ApplicationForm()
    form.offer(districts(), bodies.subcommittees(call.body))
    if form.validate_on_submit():
        try:
            account = actor()
            made = applying.apply(
                call, name=account.name, email=account.email, channel=Channel.web, account=account, **form.about
            )
            flash(_("Your application is in: number %(number)s.", number=made.application.number), "success")
            return redirect(url_for("calls.show", call_id=call_id))
        except RuleError as error:
            form.refuse(error)
    form.begin()
    call = calling.call_numbered(call_id, public=True)
    is_open = call.opens_at <= clock.now() < call.closes_at
    return render_template("calls/apply.html", call=call, form=form, is_open=is_open)


@blueprint.post("/calls/<int:call_id>/withdraw")
@needs(Permission.apply_for_seat)
def withdraw(call_id: int) -> Response:
    call = calling.call_numbered(call_id, public=True)
    mine = applying.own(call, actor())
    if mine is not None:
        applying.withdraw(mine, by=actor())
        flash(_("Your application is withdrawn."), "success")
    return redirect(url_for("calls.show", call_id=call_id))
