"""The day in the office: agenda, the door, questions, minutes."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.assembly.forms.day import AsideForm, AtTheDoorForm, MinutesForm, PointForm, WordsForm
from app.assembly.models import QuestionState
from app.assembly.services import agenda, asking, attending, checking_in, minutes
from app.assembly.views.area import blueprint, done, form_page, office_assembly
from app.assembly.views.office import crumbs_of
from app.core.actor import actor
from app.core.permissions import Permission, needs


@blueprint.get("/office/assemblies/<int:year>/agenda")
@needs(Permission.keep_assembly)
def keep_agenda(year: int) -> str:
    """List the points of the day with what can be changed."""
    assembly = office_assembly(year)
    return render_template("assembly/keep_agenda.html", assembly=assembly, items=agenda.items(assembly))


@blueprint.route("/office/assemblies/<int:year>/agenda/new", methods=["GET", "POST"])
@needs(Permission.keep_assembly)
def add_point(year: int) -> Any:
    return _point(year, None)


@blueprint.route("/office/assemblies/<int:year>/agenda/<int:item_id>", methods=["GET", "POST"])
@needs(Permission.keep_assembly)
def edit_point(year: int, item_id: int) -> Any:
    return _point(year, item_id)


@blueprint.post("/office/assemblies/<int:year>/agenda/<int:item_id>/remove")
@needs(Permission.keep_assembly)
def remove_point(year: int, item_id: int) -> Any:
    agenda.remove(agenda.item_numbered(office_assembly(year), item_id), by=actor())
    flash(_("The point is off the agenda."), "success")
    return redirect(url_for("assembly.keep_agenda", year=year))


@blueprint.get("/office/assemblies/<int:year>/door")
@needs(Permission.keep_assembly)
def door(year: int) -> str:
    """List who is registered with who is here; find one by number."""
    assembly, wanted = office_assembly(year), request.args.get("number", "").strip()
    people = attending.everybody(assembly)
    shown = [one for one in people if not wanted or str(one.number) == wanted]
    bodies = {body.id: body for body in assembly.bodies}
    here = sum(one.here_at is not None for one in people)
    return render_template(
        "assembly/door.html", assembly=assembly, people=shown, all=len(people), here=here, wanted=wanted, bodies=bodies
    )


@blueprint.route("/office/assemblies/<int:year>/door/new", methods=["GET", "POST"])
@needs(Permission.keep_assembly)
def add_attendee(year: int) -> Any:
    """Add somebody at the door: a citizen without a telephone, a facilitator, an official."""
    assembly = office_assembly(year)
    form = AtTheDoorForm(assembly)
    if done(form, attending.add, assembly, by=actor()):
        return redirect(url_for("assembly.door", year=year))
    title = _("Add somebody")
    return form_page(form, title=title, submit=_("Add"), crumbs=crumbs_of(assembly, title))


@blueprint.get("/office/assemblies/<int:year>/tickets/<code>")
@needs(Permission.keep_assembly)
def read_ticket(year: int, code: str) -> str:
    """Where the QR code of a ticket leads on the telephone of a helper: one button, "is here"."""
    assembly = office_assembly(year)
    return render_template("assembly/read_ticket.html", assembly=assembly, one=attending.with_ticket(assembly, code))


@blueprint.post("/office/assemblies/<int:year>/door/<int:number>")
@needs(Permission.keep_assembly)
def check_in(year: int, number: int) -> Any:
    """Note that somebody is here, or take that back."""
    attendee = attending.numbered(office_assembly(year), number)
    if request.form.get("here") == "no":
        checking_in.take_back(attendee, by=actor())
        flash(_("Number %(number)s is not here.", number=number), "success")
    elif checking_in.check_in(attendee, by=actor()):
        flash(_("Number %(number)s is here.", number=number), "success")
    else:
        flash(_("Number %(number)s was here already.", number=number), "warning")
    return redirect(url_for("assembly.door", year=year))


@blueprint.get("/office/assemblies/<int:year>/questions")
@needs(Permission.keep_assembly)
def keep_questions(year: int) -> str:
    """List the questions of one state, those that most agree to first."""
    assembly, named = office_assembly(year), request.args.get("state", "")
    state = QuestionState(named) if named in set(QuestionState) else QuestionState.collected
    return render_template(
        "assembly/keep_questions.html", assembly=assembly, state=state, states=list(QuestionState),
        counts=asking.in_numbers(assembly), questions=asking.board(assembly, states=[state]),
    )  # fmt: skip


@blueprint.post("/office/assemblies/<int:year>/questions/<int:question_id>/<to>")
@needs(Permission.keep_assembly)
def move_question(year: int, question_id: int, to: str) -> Any:
    """Put a question on the floor, or take it back."""
    if to not in ("put", "collected"):
        abort(404)
    asking.move(asking.numbered(office_assembly(year), question_id), QuestionState(to), by=actor())
    return redirect(url_for("assembly.keep_questions", year=year))


@blueprint.route("/office/assemblies/<int:year>/questions/<int:question_id>/answered", methods=["GET", "POST"])
@needs(Permission.keep_assembly)
def answer_question(year: int, question_id: int) -> Any:
    return _words(year, question_id, QuestionState.answered, WordsForm(), _("Write down the answer"))


@blueprint.route("/office/assemblies/<int:year>/questions/<int:question_id>/set_aside", methods=["GET", "POST"])
@needs(Permission.keep_assembly)
def set_question_aside(year: int, question_id: int) -> Any:
    return _words(year, question_id, QuestionState.set_aside, AsideForm(), _("Set a question aside"))


@blueprint.route("/office/assemblies/<int:year>/minutes", methods=["GET", "POST"])
@needs(Permission.keep_assembly)
def write_minutes(year: int) -> Any:
    """Write the minutes of the day."""
    assembly = office_assembly(year)
    form = MinutesForm(obj=assembly)
    if done(form, minutes.write, assembly, row=assembly, by=actor()):
        flash(_("Saved."), "success")
        return redirect(url_for("assembly.desk", year=year))
    note = _("When the minutes are published, the names of who took part and what they needed are erased.")
    return form_page(form, title=_("Minutes"), submit=_("Save"), crumbs=crumbs_of(assembly, _("Minutes")), note=note)


@blueprint.post("/office/assemblies/<int:year>/minutes/publish")
@needs(Permission.keep_assembly)
def publish_minutes(year: int) -> Any:
    minutes.publish(office_assembly(year), by=actor())
    flash(_("The minutes are out. Names and needs are erased."), "success")
    return redirect(url_for("assembly.desk", year=year))


def _point(year: int, item_id: int | None) -> Any:
    assembly = office_assembly(year)
    form = PointForm(obj=agenda.item_numbered(assembly, item_id) if item_id is not None else None)
    if done(form, agenda.set_item, assembly, item_id, by=actor()):
        return redirect(url_for("assembly.keep_agenda", year=year))
    title = _("Change a point of the agenda") if item_id is not None else _("Add a point to the agenda")
    return form_page(form, title=title, submit=_("Save"), crumbs=crumbs_of(assembly, title))


def _words(year: int, question_id: int, to: QuestionState, form: Any, title: str) -> Any:
    assembly = office_assembly(year)
    question = asking.numbered(assembly, question_id)
    text = question.text
    if done(form, asking.move, question, to, by=actor()):
        return redirect(url_for("assembly.keep_questions", year=year, state=to.value))
    return form_page(form, title=title, submit=_("Save"), crumbs=crumbs_of(assembly, title), note=text)
