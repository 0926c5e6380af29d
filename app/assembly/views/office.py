"""The organiser's desk: assemblies, their dates, merging and hiding."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from app.assembly.forms.office import EditAssemblyForm, NewAssemblyForm
from app.assembly.forms.policy import HideForm, MergeForm
from app.assembly.models import Assembly
from app.assembly.services import (
    agreeing,
    answers,
    asking,
    attending,
    checking_in,
    finding,
    funnel,
    hiding,
    making,
    merging,
    similar,
)
from app.assembly.views.area import blueprint, done, form_page, office_assembly, policy_url
from app.city.models import Place, PlaceLevel
from app.core.actor import actor
from app.core.db import db
from app.core.languages import named
from app.core.permissions import Permission, may, needs


@blueprint.get("/office/assemblies")
@needs(Permission.keep_assembly)
def office_index() -> str:
    """List the assemblies that the person keeps."""
    rows = [one for one in finding.assemblies(unpublished=True) if may(Permission.keep_assembly, finding.scope_of(one))]
    return render_template("assembly/office_index.html", rows=rows)


@blueprint.route("/office/assemblies/new", methods=["GET", "POST"])
@needs(Permission.keep_assembly)
def make() -> Any:
    """Make an assembly."""
    form = NewAssemblyForm()
    form.place_code.choices = _places()
    if done(form, making.make, by=actor()):
        return redirect(url_for("assembly.desk", year=form.year.data))
    crumbs = [(_("Assemblies"), url_for("assembly.office_index")), (_("New assembly"), "")]
    return form_page(form, title=_("New assembly"), submit=_("Make the assembly"), crumbs=crumbs)


@blueprint.get("/office/assemblies/<int:year>")
@needs(Permission.keep_assembly)
def desk(year: int) -> str:
    """Show where an assembly stands and what can be done next."""
    assembly = office_assembly(year)
    people = attending.everybody(assembly)
    return render_template(
        "assembly/desk.html", assembly=assembly, funnel=funnel.funnel_of(assembly), questions=asking.in_numbers(assembly),
        registered=len(people), here=checking_in.here_of(people), needs=attending.needs_in_numbers(people),
        agreement=agreeing.of(assembly), answers=answers.counts(assembly), synthetic=assembly.synthetic,
    )  # fmt: skip


@blueprint.route("/office/assemblies/<int:year>/edit", methods=["GET", "POST"])
@needs(Permission.keep_assembly)
def edit(year: int) -> Any:
    """Change dates and names."""
    assembly = office_assembly(year)
    form = EditAssemblyForm(obj=assembly)
    if done(form, making.change, assembly, row=assembly, by=actor()):
        flash(_("Saved."), "success")
        return redirect(url_for("assembly.desk", year=year))
    title = _("Dates and names")
    return form_page(form, title=title, submit=_("Save"), crumbs=crumbs_of(assembly, title))


@blueprint.post("/office/assemblies/<int:year>/publish")
@needs(Permission.keep_assembly)
def publish(year: int) -> Any:
    making.publish(office_assembly(year), by=actor())
    flash(_("Everybody sees the assembly now. Minhoe can be registered for it."), "success")
    return redirect(url_for("assembly.desk", year=year))


@blueprint.post("/office/assemblies/<int:year>/owe")
@needs(Permission.keep_assembly)
def owe_answers(year: int) -> Any:
    """Put every policy before whoever has to answer it."""
    owed = answers.owe_all(office_assembly(year), by=actor())
    flash(
        ngettext("An answer is owed for %(num)s policy.", "Answers are owed for %(num)s policies.", len(owed)),
        "success",
    )
    return redirect(url_for("assembly.desk", year=year))


@blueprint.route("/office/assemblies/<int:year>/merge", methods=["GET", "POST"])
@needs(Permission.keep_assembly)
def merge(year: int) -> Any:
    """Merge policies that ask for the same; pairs that are alike are listed."""
    assembly, form = office_assembly(year), MergeForm()
    if done(form, merging.merge, assembly, by=actor()):
        flash(_("Merged. All of them stay to be read, and their supporters count once."), "success")
        return redirect(url_for("assembly.show_policy", year=year, number=form.whole.data))
    return render_template("assembly/merge.html", assembly=assembly, form=form, pairs=similar.pairs(assembly.id))


@blueprint.route("/office/assemblies/<int:year>/policies/<int:number>/hide", methods=["GET", "POST"])
@needs(Permission.keep_assembly)
def hide_policy(year: int, number: int) -> Any:
    """Hide a policy with a reason that stays."""
    assembly, form = office_assembly(year), HideForm()
    policy = finding.policy_of(assembly, number)
    if done(form, hiding.hide, policy, by=actor()):
        return redirect(policy_url(policy, year))
    title = _("Hide policy %(number)s", number=policy.code)
    return form_page(form, title=title, submit=_("Hide it"), crumbs=crumbs_of(assembly, title), note=policy.title)


@blueprint.post("/office/assemblies/<int:year>/policies/<int:number>/show")
@needs(Permission.keep_assembly)
def show_policy_again(year: int, number: int) -> Any:
    policy = finding.policy_of(office_assembly(year), number)
    hiding.show_again(policy, by=actor())
    return redirect(policy_url(policy, year))


@blueprint.route("/office/minhoe/<int:minhoe_id>/hide", methods=["GET", "POST"])
@needs(Permission.keep_assembly)
def hide_minhoe(minhoe_id: int) -> Any:
    """Hide a meeting with a reason that stays."""
    found, form = finding.minhoe_numbered(minhoe_id), HideForm()
    assembly = office_assembly(found.assembly.year)
    if done(form, hiding.hide, found, by=actor()):
        return redirect(url_for("assembly.show_minhoe", minhoe_id=minhoe_id))
    return form_page(
        form,
        title=_("Hide a minhoe"),
        submit=_("Hide it"),
        crumbs=crumbs_of(assembly, _("Hide a minhoe")),
        note=found.title,
    )


@blueprint.post("/office/minhoe/<int:minhoe_id>/show")
@needs(Permission.keep_assembly)
def show_minhoe_again(minhoe_id: int) -> Any:
    found = finding.minhoe_numbered(minhoe_id)
    office_assembly(found.assembly.year)
    hiding.show_again(found, by=actor())
    return redirect(url_for("assembly.show_minhoe", minhoe_id=minhoe_id))


def crumbs_of(assembly: Assembly, here: str) -> list[tuple[str, str]]:
    desk_url = url_for("assembly.desk", year=assembly.year)
    return [(_("Assemblies"), url_for("assembly.office_index")), (str(assembly.year), desk_url), (here, "")]


def _places() -> list[tuple[str, str]]:
    """Return the city, for which an assembly is held; districts where the person keeps those."""
    query = select(Place).where(Place.level != PlaceLevel.dong).order_by(Place.level, Place.code)
    return [(place.code, named(place)) for place in db.session.scalars(query)]
