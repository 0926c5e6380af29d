"""The secretary keeps the committee: seats, subcommittees, rules."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.committee import forms
from app.committee.labels import MARKS
from app.committee.models import Body
from app.committee.rule_states import STATES
from app.committee.services import attendance, bodies, keeping, seats
from app.committee.services.composition import composition
from app.committee.views.area import blueprint, office_committee
from app.core.actor import actor
from app.core.errors import NotFound, RuleError
from app.core.forms import Form
from app.core.languages import named
from app.core.permissions import Permission, may, needs
from app.cycles.services.finding import cycle_called
from app.cycles.services.scope import place_of as place_of_cycle


def _home(body: Body) -> Response:
    return redirect(url_for("committee.keep", slug=body.slug))


def _page(body: Body, form: Form, *, title: str, submit: str, note: str = "") -> str:
    return render_template("committee/form.html", body=body, form=form, title=title, submit=submit, note=note)


@blueprint.get("/office/committees/<slug>")
@needs(Permission.keep_committee)
def keep(slug: str) -> str:
    """Members, composition, subcommittees, rules: with what can be done to each."""
    body = office_committee(slug)
    sitting = bodies.seats_in_force(body)
    return render_template(
        "committee/keep.html",
        body=body,
        seats=sitting,
        ended=keeping.ended_seats(body),
        found=composition(sitting, body.seats_at_most),
        parts=bodies.subcommittees(body),
        came=attendance.counted(body),
        cycle=keeping.latest_cycle(body),
        marks=MARKS,
        states=STATES,
        synthetic=body.synthetic,
    )


@blueprint.get("/office/cycles/<slug>/committee")
@needs(Permission.keep_committee)
def of_cycle(slug: str) -> Response:
    """Lead to the committee of a cycle, or to where it is made."""
    try:
        body = bodies.committee_of(cycle_called(slug))
    except NotFound:
        return redirect(url_for("committee.found", slug=slug))
    return redirect(url_for("committee.keep", slug=body.slug))


@blueprint.route("/office/cycles/<slug>/committee/new", methods=["GET", "POST"])
@needs(Permission.keep_committee)
def found(slug: str) -> Response | str:
    cycle = cycle_called(slug)
    if not may(Permission.keep_committee, place_of_cycle(cycle)):
        abort(403)
    form = forms.FoundForm()
    if form.validate_on_submit():
        try:
            return _home(bodies.found_committee(cycle, **form.values, by=actor()))
        except RuleError as error:
            form.refuse(error)
    return render_template(
        "committee/form.html", body=None, cycle=cycle, form=form, title=_("New committee"), submit=_("Make")
    )


@blueprint.route("/office/committees/<slug>/seats/new", methods=["GET", "POST"])
@needs(Permission.keep_committee)
def appoint(slug: str) -> Response | str:
    body = office_committee(slug)
    form = forms.SeatForm(data={"from_at": body.term_from, "until_at": body.term_until})
    form.subcommittee_id.choices = forms.subcommittee_choices(bodies.subcommittees(body))
    if form.validate_on_submit():
        try:
            seat = seats.appoint(body, **form.values, by=actor())
            flash(_("%(name)s now has a seat.", name=seat.account.name), "success")
            return _home(body)
        except RuleError as error:
            form.refuse(error)
    return _page(body, form, title=_("Appoint a member"), submit=_("Appoint"))


@blueprint.route("/office/committees/<slug>/seats/<int:seat_id>/end", methods=["GET", "POST"])
@needs(Permission.keep_committee)
def end(slug: str, seat_id: int) -> Response | str:
    body = office_committee(slug)
    seat, form = seats.seat_numbered(body, seat_id), forms.EndForm()
    if form.validate_on_submit():
        try:
            seats.end(seat, reason=form.reason.data, by=actor())
            flash(_("The seat has ended."), "success")
            return _home(body)
        except RuleError as error:
            form.refuse(error)
    note = _("The reason stays on record and is told to the member (ordinance on committees, art. 8(2)).")
    return _page(
        body, form, title=_("End a seat: %(name)s", name=seat.account.name), submit=_("End the seat"), note=note
    )


@blueprint.route("/office/committees/<slug>/seats/<int:seat_id>/replace", methods=["GET", "POST"])
@needs(Permission.keep_committee)
def replace(slug: str, seat_id: int) -> Response | str:
    body = office_committee(slug)
    seat, form = seats.seat_numbered(body, seat_id), forms.ReplaceForm()
    if form.validate_on_submit():
        try:
            seats.replace(seat, **form.values, by=actor())
            flash(_("The replacement serves the rest of the term."), "success")
            return _home(body)
        except RuleError as error:
            form.refuse(error)
    note = _(
        "The new member comes by the same route, joins the same subcommittee and serves the rest of the term (art. 11)."
    )
    return _page(
        body, form, title=_("Replace: %(name)s", name=seat.account.name), submit=_("Name a replacement"), note=note
    )


@blueprint.post("/office/committees/<slug>/seats/<int:seat_id>/renew")
@needs(Permission.keep_committee)
def renew(slug: str, seat_id: int) -> Response:
    body = office_committee(slug)
    seats.renew(seats.seat_numbered(body, seat_id), by=actor())
    flash(_("The term is renewed by two years."), "success")
    return _home(body)


@blueprint.route("/office/committees/<slug>/seats/<int:seat_id>/place", methods=["GET", "POST"])
@needs(Permission.keep_committee)
def place(slug: str, seat_id: int) -> Response | str:
    body = office_committee(slug)
    seat = seats.seat_numbered(body, seat_id)
    form = forms.PlaceForm(
        data={
            "subcommittee_id": seat.subcommittee_id,
            "office": seat.office,
            "subcommittee_office": seat.subcommittee_office,
        }
    )
    form.subcommittee_id.choices = forms.subcommittee_choices(bodies.subcommittees(body))
    if form.validate_on_submit():
        try:
            seats.place(seat, **form.values, by=actor())
            return _home(body)
        except RuleError as error:
            form.refuse(error)
    return _page(body, form, title=_("Subcommittee and offices: %(name)s", name=seat.account.name), submit=_("Save"))


@blueprint.route("/office/committees/<slug>/subcommittees/new", methods=["GET", "POST"])
@needs(Permission.keep_committee)
def add_subcommittee(slug: str) -> Response | str:
    body = office_committee(slug)
    form = forms.SubcommitteeForm()
    form.field_ids.choices = forms.field_choices(keeping.fields_of(body))
    if form.validate_on_submit():
        try:
            bodies.add_subcommittee(body, **form.values, by=actor())
            return _home(body)
        except RuleError as error:
            form.refuse(error)
    return _page(body, form, title=_("New subcommittee"), submit=_("Make"))


class FieldsForm(forms.SubcommitteeForm):
    """Only the fields of a subcommittee that exists."""

    name_ko = name_en = slug = None


@blueprint.route("/office/committees/<slug>/subcommittees/<int:part_id>", methods=["GET", "POST"])
@needs(Permission.keep_committee)
def assign_fields(slug: str, part_id: int) -> Response | str:
    body = office_committee(slug)
    part = next((part for part in bodies.subcommittees(body) if part.id == part_id), None) or abort(404)
    form = FieldsForm(data={"field_ids": [taken.field_id for taken in part.fields]})
    form.field_ids.choices = forms.field_choices(keeping.fields_of(body))
    if form.validate_on_submit():
        try:
            bodies.assign_fields(part, field_ids=form.field_ids.data, by=actor())
            return _home(body)
        except RuleError as error:
            form.refuse(error)
    return _page(body, form, title=_("Fields of a subcommittee: %(name)s", name=named(part)), submit=_("Save"))


@blueprint.route("/office/committees/<slug>/rules", methods=["GET", "POST"])
@needs(Permission.keep_committee)
def rules(slug: str) -> Response | str:
    body = office_committee(slug)
    form = forms.RulesForm(data={name: getattr(body, name) for name in bodies.RULES})
    if form.validate_on_submit():
        try:
            bodies.set_rules(body, **form.values, by=actor())
            flash(_("The rules are changed, on record."), "success")
            return _home(body)
        except RuleError as error:
            form.refuse(error)
    note = _(
        "The ordinance asks for more than half of those enrolled and more than half of those present (art. 16-2, 17)."
    )
    return _page(body, form, title=_("Quorum and majority"), submit=_("Save"), note=note)
