"""The day for who takes part: registration, ticket, questions, the big screen."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.assembly.forms.day import AttendForm, QuestionForm
from app.assembly.models import Assembly, Attendee, QuestionState
from app.assembly.services import agenda, asking, attending, checking_in, finding, screen
from app.assembly.views.area import blueprint, done, form_page
from app.core import mail
from app.core.actor import actor
from app.core.permissions import Permission, needs
from app.core.qr import on_page

ON_BOARD = (QuestionState.put, QuestionState.collected, QuestionState.answered)


@blueprint.get("/assemblies/<int:year>/day")
@needs(Permission.anyone)
def day(year: int) -> str:
    """Show the day: agenda, questions, one's own ticket."""
    assembly = finding.assembly_of(year)
    return _day(assembly, QuestionForm(assembly))


@blueprint.route("/assemblies/<int:year>/day/attend", methods=["GET", "POST"])
@needs(Permission.signed_in)
def attend(year: int) -> Any:
    """Register for the day, with what one needs."""
    assembly, form = finding.assembly_of(year), AttendForm()
    form.name.data = form.name.data or actor().name
    if done(form, attending.register, assembly, by=actor()):
        return redirect(url_for("assembly.ticket", year=year))
    return form_page(
        form, title=_("Register for the day"), submit=_("Register"), crumbs=_crumbs(assembly, _("Register for the day"))
    )


@blueprint.get("/assemblies/<int:year>/day/ticket")
@needs(Permission.signed_in)
def ticket(year: int) -> Any:
    """Show one's ticket: a code that is read at the door."""
    assembly = finding.assembly_of(year)
    attendee = _mine(assembly)
    if attendee is None:
        return redirect(url_for("assembly.attend", year=year))
    address = mail.address(f"/office/assemblies/{year}/tickets/{attending.ticket_of(attendee)}")
    picture = on_page(address, _("Ticket of number %(number)s", number=attendee.number))
    return render_template(
        "assembly/ticket.html", assembly=assembly, attendee=attendee, picture=picture, synthetic=assembly.synthetic
    )


@blueprint.post("/assemblies/<int:year>/day/cancel")
@needs(Permission.signed_in)
def cancel_attending(year: int) -> Any:
    assembly = finding.assembly_of(year)
    attendee = _mine(assembly)
    if attendee is not None:
        attending.cancel(attendee, by=actor())
        flash(_("You are no longer registered. What you wrote is erased."), "success")
    return redirect(url_for("assembly.day", year=year))


@blueprint.post("/assemblies/<int:year>/day/questions")
@needs(Permission.signed_in)
def ask(year: int) -> Any:
    """Ask a question on the board."""
    assembly = finding.assembly_of(year)
    form = QuestionForm(assembly)
    if done(form, asking.ask, assembly, _mine(assembly)):
        flash(_("Your question is on the board."), "success")
        return redirect(url_for("assembly.day", year=year) + "#questions")
    return _day(assembly, form)


@blueprint.post("/assemblies/<int:year>/day/questions/<int:question_id>/agree")
@needs(Permission.signed_in)
def agree(year: int, question_id: int) -> Any:
    """Agree that a question be put, or take that back."""
    assembly = finding.assembly_of(year)
    question = asking.numbered(assembly, question_id)
    asking.agree(question, _mine(assembly), yes=request.form.get("agrees") != "no")
    return redirect(url_for("assembly.day", year=year) + f"#question-{question_id}")


@blueprint.get("/assemblies/<int:year>/screen")
@needs(Permission.anyone)
def show_screen(year: int) -> str:
    """Show the big screen: what runs, questions on the floor, a stage with its result once it is closed."""
    assembly = finding.assembly_of(year)
    items = agenda.items(assembly)
    running, following = agenda.now_and_next(items)
    return render_template(
        "assembly/screen.html", assembly=assembly, running=running, following=following, stage=screen.stage_of(assembly),
        floor=asking.board(assembly, states=[QuestionState.put], most=3), here=checking_in.voters_here(assembly),
        synthetic=assembly.synthetic,
    )  # fmt: skip


def _mine(assembly: Assembly) -> Attendee | None:
    return attending.of_account(assembly, actor().id) if current_user.is_authenticated else None


def _day(assembly: Assembly, form: QuestionForm) -> str:
    mine = _mine(assembly)
    items = agenda.items(assembly)
    return render_template(
        "assembly/day.html", assembly=assembly, items=items, running=agenda.now_and_next(items)[0], mine=mine, form=form,
        questions=asking.board(assembly, states=ON_BOARD, viewer=mine), synthetic=assembly.synthetic,
    )  # fmt: skip


def _crumbs(assembly: Assembly, here: str) -> list[tuple[str, str]]:
    return [
        (_("Citizens' assembly"), url_for("assembly.index")),
        (str(assembly.year), url_for("assembly.show", year=assembly.year)),
        (_("The day"), url_for("assembly.day", year=assembly.year)),
        (here, ""),
    ]
