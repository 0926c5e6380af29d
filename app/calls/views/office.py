"""The secretary's pages of a call: written, published, applications checked, seats drawn and filled."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.calls import forms
from app.calls.labels import CHANNELS
from app.calls.models import Channel, Standing
from app.calls.services import applying, appointing, calling, checking, drawing, erasing, placing
from app.calls.views.area import blueprint, districts, office_call
from app.committee.services import bodies, keeping
from app.committee.services.composition import composition
from app.core import clock
from app.core.actor import actor
from app.core.errors import RuleError
from app.core.languages import sentence_of
from app.core.permissions import Permission, may, needs


def _home(call_id: int) -> Response:
    return redirect(url_for("calls.desk", call_id=call_id))


@blueprint.get("/office/calls")
@needs(Permission.keep_call)
def desks() -> str:
    calls = [call for call in calling.calls_of() if may(Permission.keep_call, calling.place_of(call))]
    return render_template("calls/desks.html", calls=calls)


@blueprint.route("/office/committees/<slug>/calls/new", methods=["GET", "POST"])
@needs(Permission.keep_call)
def new(slug: str) -> Response | str:
    body = bodies.committee_called(slug)
    if not may(Permission.keep_call, bodies.place_of(body)):
        abort(403)
    form = forms.CallForm()
    if form.validate_on_submit():
        try:
            return _home(calling.write(body, **form.values, by=actor()).id)
        except RuleError as error:
            form.refuse(error)
    return render_template("calls/form.html", form=form, title=_("New call for members"), submit=_("Save"), call=None)


@blueprint.route("/office/calls/<int:call_id>/edit", methods=["GET", "POST"])
@needs(Permission.keep_call)
def edit(call_id: int) -> Response | str:
    call = office_call(call_id)
    form = forms.EditCallForm(obj=call)
    if form.validate_on_submit():
        try:
            calling.rewrite(call, **form.values, by=actor())
            return _home(call_id)
        except RuleError as error:
            form.refuse(error)
    return render_template("calls/form.html", form=form, title=_("Change the call"), submit=_("Save"), call=call)


@blueprint.get("/office/calls/<int:call_id>")
@needs(Permission.keep_call)
def desk(call_id: int) -> str:
    """What comes next for this call, and every application by where it stands."""
    call = office_call(call_id)
    people = applying.applicants_of(call)
    sitting = bodies.seats_in_force(call.body, max(call.term_from, clock.now()))
    return render_template(
        "calls/desk.html", call=call, people=people, channels=CHANNELS, draw=drawing.latest_draw(call),
        counts={standing: sum(one.standing is standing for one in people) for standing in Standing},
        unchecked=checking.missing(call), closed=clock.now() >= call.closes_at, sitting=sitting,
        found=composition(sitting, call.body.seats_at_most), cycle=keeping.latest_cycle(call.body),
        synthetic=call.synthetic,
    )  # fmt: skip


@blueprint.post("/office/calls/<int:call_id>/publish")
@needs(Permission.keep_call)
def publish(call_id: int) -> Response:
    calling.publish(office_call(call_id), by=actor())
    flash(_("The call is public."), "success")
    return _home(call_id)


@blueprint.route("/office/calls/<int:call_id>/paper", methods=["GET", "POST"])
@needs(Permission.keep_call)
def paper(call_id: int) -> Response | str:
    """Enter an application that came on paper."""
    call, form = office_call(call_id), forms.PaperForm()
    form.offer(districts(), bodies.subcommittees(call.body))
    if form.validate_on_submit():
        try:
            made = applying.apply(call, **form.about, channel=Channel.paper, by=actor())
            flash(_("Entered as number %(number)s.", number=made.application.number), "success")
            return _home(call_id)
        except RuleError as error:
            form.refuse(error)
    call = office_call(call_id)
    return render_template(
        "calls/form.html", form=form, title=_("Enter an application on paper"), submit=_("Enter"), call=call
    )


@blueprint.route("/office/calls/<int:call_id>/applications/<int:number>", methods=["GET", "POST"])
@needs(Permission.keep_call)
def check(call_id: int, number: int) -> Response | str:
    """Look at one application and note what its papers showed."""
    call = office_call(call_id)
    one = applying.applicant_numbered(call, number)
    form = forms.CheckForm(data=_shown(one))
    if form.validate_on_submit():
        try:
            checking.check(one, **form.values, by=actor())
            flash(_("Checked: number %(number)s.", number=number), "success")
            return _home(call_id)
        except RuleError as error:
            form.refuse(error)
    call = office_call(call_id)
    return render_template(
        "calls/check.html", form=form, call=call, one=applying.applicant_numbered(call, number), channels=CHANNELS
    )


def _shown(one: Any) -> dict[str, Any]:
    words = {True: "yes", False: "no", None: None}
    return {"address_ok": words[one.address_ok], "arrears_ok": words[one.arrears_ok], "why": one.check_why}


@blueprint.post("/office/calls/<int:call_id>/pass")
@needs(Permission.keep_call)
def pass_several(call_id: int) -> Response:
    numbers = [int(number) for number in request.form.getlist("number") if number.isascii() and number.isdigit()]
    passed = checking.pass_all(office_call(call_id), numbers, by=actor())
    flash(_("%(passed)s applications passed the check.", passed=passed), "success")
    return _home(call_id)


@blueprint.post("/office/calls/<int:call_id>/draw")
@needs(Permission.run_draw)
def begin_draw(call_id: int) -> Response:
    """Make the draw with pool and targets; what follows happens on the draw's own page."""
    call = office_call(call_id)
    asked = request.form.get("reserves", "0")
    reserves = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    draw = drawing.begin(call, by=actor(), reserves=reserves)
    return redirect(f"{request.script_root}/office/draws/{draw.id}")


@blueprint.post("/office/calls/<int:call_id>/ask")
@needs(Permission.keep_call)
def ask(call_id: int) -> Response:
    sent = appointing.ask(office_call(call_id), by=actor())
    flash(_("%(sent)s letters are on their way.", sent=sent), "success")
    return _home(call_id)


@blueprint.route("/office/calls/<int:call_id>/applications/<int:number>/answer", methods=["GET", "POST"])
@needs(Permission.keep_call)
def answer_for(call_id: int, number: int) -> Response | str:
    """Note that somebody drawn declined or did not answer."""
    call = office_call(call_id)
    one, form = applying.applicant_numbered(call, number), forms.DeclineForm()
    if form.validate_on_submit():
        try:
            standing = Standing(form.standing.data)
            appointing.decline(one, standing=standing, why=form.why.data or "", by=actor())
            return _home(call_id)
        except RuleError as error:
            form.refuse(error)
    call = office_call(call_id)
    title = _("Number %(number)s does not take the seat", number=number)
    return render_template("calls/form.html", form=form, title=title, submit=_("Note"), call=call)


@blueprint.post("/office/calls/<int:call_id>/applications/<int:number>/<act>")
@needs(Permission.keep_call)
def act_for(call_id: int, number: int, act: str) -> Response:
    """Seat somebody who said yes on the telephone, or call the next reserve of the same cell."""
    call = office_call(call_id)
    acts = {"accept": appointing.accept, "next": appointing.next_in_line}
    if act not in acts:
        abort(404)
    acts[act](applying.applicant_numbered(call, number), by=actor())
    return _home(call_id)


@blueprint.post("/office/calls/<int:call_id>/again")
@needs(Permission.run_draw)
def again(call_id: int) -> Response:
    draw = appointing.draw_again(office_call(call_id), by=actor())
    return redirect(f"{request.script_root}/office/draws/{draw.id}")


@blueprint.route("/office/calls/<int:call_id>/place", methods=["GET", "POST"])
@needs(Permission.keep_call)
def place(call_id: int) -> Response | str:
    """Show who would sit in which subcommittee, and do so."""
    call = office_call(call_id)
    if request.method == "POST":
        placed = placing.place(call, by=actor())
        flash(_("%(placed)s members have their subcommittee.", placed=len(placed)), "success")
        return _home(call_id)
    try:
        placed = placing.propose(call)
    except RuleError as nothing_to_place:
        flash(sentence_of(nothing_to_place))
        return _home(call_id)
    return render_template("calls/place.html", call=call, placed=placed, told=placing.told(placed))


@blueprint.post("/office/calls/<int:call_id>/erase")
@needs(Permission.keep_call)
def erase(call_id: int) -> Response:
    erased = erasing.erase(office_call(call_id), by=actor())
    flash(_("The details of %(erased)s people are erased.", erased=erased), "success")
    return _home(call_id)
