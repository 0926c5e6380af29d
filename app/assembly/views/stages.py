"""The funnel in the office: stages set, opened, entered from sheets, closed."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from app.assembly.forms.office import MOST, CloseForm, NamedForm, SheetForm, StageForm
from app.assembly.models import Assembly, Sheet, Stage, StageMethod
from app.assembly.services import finding, minutes, sheets, stages
from app.assembly.views.area import blueprint, done, form_page, office_assembly
from app.assembly.views.office import crumbs_of
from app.core.actor import actor
from app.core.forms import Form
from app.core.permissions import Permission, needs


@blueprint.route("/office/assemblies/<int:year>/stages/new", methods=["GET", "POST"])
@needs(Permission.keep_assembly)
def add_stage(year: int) -> Any:
    """Add a stage at the end of the funnel."""
    assembly = office_assembly(year)
    return _stage_form(assembly, StageForm(finding.stages_of(assembly)), None)


@blueprint.route("/office/assemblies/<int:year>/stages/<int:position>/edit", methods=["GET", "POST"])
@needs(Permission.keep_assembly)
def edit_stage(year: int, position: int) -> Any:
    """Change a stage that has not opened."""
    assembly = office_assembly(year)
    stage = finding.stage_at(assembly, position)
    every = {one.id: one for one in finding.stages_of(assembly)}
    form = StageForm([one for one in every.values() if one.position < position], obj=stage)
    if request.method == "GET":
        form.sources.data = [f"{every[source.from_id].position}:{source.taken.value}" for source in stage.sources]
    return _stage_form(assembly, form, stage)


@blueprint.get("/office/assemblies/<int:year>/stages/<int:position>")
@needs(Permission.keep_assembly)
def keep_stage(year: int, position: int) -> str:
    """Show a stage with what is to be done: open, enter sheets, close, put on the screen."""
    assembly = office_assembly(year)
    stage = finding.stage_at(assembly, position)
    return _stage_page(assembly, stage, _closing_form(stage))


@blueprint.post("/office/assemblies/<int:year>/stages/<int:position>/<act>")
@needs(Permission.keep_assembly)
def move_stage(year: int, position: int, act: str) -> Any:
    """Open a stage, take it away, or put it on the big screen."""
    assembly = office_assembly(year)
    stage, by = finding.stage_at(assembly, position), actor()
    if act == "remove":
        stages.remove(stage, by=by)
        return redirect(url_for("assembly.desk", year=year))
    if act not in ("open", "screen", "screen-off"):
        abort(404)
    if act == "open":
        stages.open_stage(stage, by=by)
        flash(_("The stage is open. Its rule and its options stand still."), "success")
    else:
        minutes.show_on_screen(assembly, stage if act == "screen" else None, by=by)
    return redirect(url_for("assembly.keep_stage", year=year, position=position))


@blueprint.post("/office/assemblies/<int:year>/stages/<int:position>/close")
@needs(Permission.keep_assembly)
def close_stage(year: int, position: int) -> Any:
    """Count and close."""
    assembly = office_assembly(year)
    stage = finding.stage_at(assembly, position)
    form = _closing_form(stage)
    if done(form, stages.close, stage, by=actor()):
        flash(_("The stage is counted and closed. Everybody sees its result."), "success")
        return redirect(url_for("assembly.keep_stage", year=year, position=position))
    return _stage_page(assembly, finding.stage_at(assembly, position), form)


@blueprint.route("/office/assemblies/<int:year>/stages/<int:position>/sheets/new", methods=["GET", "POST"])
@needs(Permission.keep_assembly)
def add_sheet(year: int, position: int) -> Any:
    """Add a sheet of a stage."""
    assembly, form = office_assembly(year), SheetForm()
    stage = finding.stage_at(assembly, position)
    if done(form, sheets.add, stage, by=actor()):
        return redirect(url_for("assembly.keep_stage", year=year, position=position))
    return form_page(form, title=_("Add a sheet"), submit=_("Add"), crumbs=crumbs_of(assembly, _("Add a sheet")))


@blueprint.post("/office/assemblies/<int:year>/stages/<int:position>/sheets/<int:sheet_id>/remove")
@needs(Permission.keep_assembly)
def remove_sheet(year: int, position: int, sheet_id: int) -> Any:
    stage = finding.stage_at(office_assembly(year), position)
    sheets.remove(sheets.numbered(stage, sheet_id), by=actor())
    return redirect(url_for("assembly.keep_stage", year=year, position=position))


@blueprint.route(
    "/office/assemblies/<int:year>/stages/<int:position>/sheets/<int:sheet_id>/<int:place>", methods=["GET", "POST"]
)
@needs(Permission.keep_assembly)
def enter_sheet(year: int, position: int, sheet_id: int, place: int) -> Any:
    """Enter a sheet for the first or the second time; what the other person entered is not shown."""
    assembly = office_assembly(year)
    stage = finding.stage_at(assembly, position)
    sheet = sheets.numbered(stage, sheet_id)
    if place not in (1, 2):
        abort(404)
    form = sheet_form(stage, sheet, place)

    def act(**typed: Any) -> None:
        votes, against = (
            {option.policy_id: typed.get(f"{kind}_{option.policy_id}") or 0 for option in stage.options}
            for kind in ("votes", "against")
        )
        sheets.enter(sheet, place, voters=typed["voters"], votes=votes, against=against, by=actor())

    if done(form, act):
        flash(_("Entered."), "success")
        return redirect(url_for("assembly.keep_stage", year=year, position=position))
    return render_template(
        "assembly/sheet.html", assembly=assembly, stage=stage, sheet=sheet, place=place, form=form,
        noes=sheets.asks_against(stage),
    )  # fmt: skip


def sheet_form(stage: Stage, sheet: Sheet, place: int) -> Form:
    """Return a form with a box for each option, filled with what this entry said before."""
    number = {"validators": [Optional(), NumberRange(0, MOST)]}

    class EnterForm(Form):
        voters = IntegerField(_("Voters on this sheet, where they were counted"), **number)

    kinds = ("votes", "against") if sheets.asks_against(stage) else ("votes",)
    names = {"votes": _("Yes votes") if len(kinds) == 2 else _("Votes"), "against": _("No votes")}
    for option in stage.options:
        for kind in kinds:
            label = f"{option.policy.code} {names[kind]}"
            setattr(EnterForm, f"{kind}_{option.policy_id}", IntegerField(label, **number))
    before = next((entry for entry in sheet.entries if entry.place == place and entry.by == actor().id), None)
    typed = {f"votes_{count.policy_id}": count.votes for count in before.counts} if before else {}
    typed |= {f"against_{count.policy_id}": count.against for count in before.counts} if before else {}
    return EnterForm(data={"voters": before.voters if before else None, **typed})


def _closing_form(stage: Stage) -> Form:
    return NamedForm() if stage.method is StageMethod.named else CloseForm()


def _stage_page(assembly: Assembly, stage: Stage, form: Form) -> str:
    found = sheets.of_stage(stage)
    return render_template(
        "assembly/keep_stage.html", assembly=assembly, stage=stage, sheets=found, form=form,
        differences={sheet.id: sheets.differences(sheet) for sheet in found}, rule=stages.rule_of(stage),
    )  # fmt: skip


def _stage_form(assembly: Assembly, form: StageForm, stage: Stage | None) -> Any:
    position = stage.position if stage else None

    def act(revision: int, **values: Any) -> None:
        stages.set_stage(assembly, position, revision=revision or None, **values, by=actor())

    if done(form, act, row=stage):
        flash(_("Saved."), "success")
        return redirect(url_for("assembly.desk", year=assembly.year))
    title = _("Change the stage") if stage else _("Add a stage")
    return form_page(form, title=title, submit=_("Save"), crumbs=crumbs_of(assembly, title))
