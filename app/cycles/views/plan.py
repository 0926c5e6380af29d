"""Writing and publishing a plan."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from app.city.models import Place, PlaceLevel
from app.core import clock
from app.core.actor import actor
from app.core.db import db
from app.core.errors import EditedByAnother, NotFound, RuleError
from app.core.languages import named
from app.core.permissions import Permission, needs
from app.cycles import labels, plan_words
from app.cycles.forms.acts import DiscardForm, PublishForm
from app.cycles.forms.sections import SECTION_FORMS
from app.cycles.models import Cycle, PlanSection
from app.cycles.services import drafts, publishing
from app.cycles.services.contents import plan_in_force, revision_of
from app.cycles.services.differences import differences, section_differences
from app.cycles.services.notice import earliest_intake
from app.cycles.services.readiness import plan_blockers
from app.cycles.views.area import blueprint, office_cycle


@blueprint.route("/office/cycles/<slug>/plan", methods=["GET", "POST"])
@needs(Permission.edit_plan)
def edit_plan(slug: str) -> Any:
    """Show the plan as it is written, and publish it."""
    cycle, form = office_cycle(slug, Permission.edit_plan), PublishForm()
    if form.validate_on_submit():
        try:
            version = publishing.publish(cycle_id=cycle.id, by=actor(), **form.values)
            flash(_("Version %(number)s of the plan is public now.", number=version.number), "success")
            return redirect(url_for("cycles.plan", slug=slug))
        except RuleError as error:
            form.refuse(error)
            cycle = office_cycle(slug, Permission.edit_plan)
    return _plan_page(cycle, form)


@blueprint.route("/office/cycles/<slug>/plan/discard", methods=["POST"])
@needs(Permission.edit_plan)
def discard_draft(slug: str) -> Any:
    cycle = office_cycle(slug, Permission.edit_plan)
    if cycle.plans and DiscardForm().validate_on_submit():
        drafts.discard(cycle_id=cycle.id, by=actor())
        flash(_("The unpublished changes are gone. The public plan stays as it is."), "success")
    return redirect(url_for("cycles.edit_plan", slug=slug))


@blueprint.route("/office/cycles/<slug>/plan/<section>", methods=["GET", "POST"])
@needs(Permission.edit_plan)
def edit_section(slug: str, section: str) -> Any:
    """Edit one section of the plan."""
    cycle, part = office_cycle(slug, Permission.edit_plan), _section(section)
    stored, theirs = drafts.section_of(cycle, part), []
    form = _section_form(part, stored)
    if form.validate_on_submit():
        typed = form.content
        try:
            drafts.save_section(
                cycle_id=cycle.id, section=part, content=typed, revision=form.revision.data or "", by=actor()
            )
            flash(_("Saved. Citizens see it once it is published."), "success")
            return redirect(url_for("cycles.edit_plan", slug=slug))
        except RuleError as error:
            form.refuse(error)
            cycle = office_cycle(slug, Permission.edit_plan)
            if isinstance(error, EditedByAnother):
                stored = drafts.section_of(cycle, part)
                form.revision.data = revision_of(stored)
                theirs = [plan_words.change_text(change) for change in section_differences(part, typed, stored)]
    return render_template("cycles/section.html", cycle=cycle, section=part, form=form, theirs=theirs, labels=labels)


def _section(section: str) -> PlanSection:
    if section not in set(PlanSection):
        raise NotFound()
    return PlanSection(section)


def _section_form(section: PlanSection, stored: Any) -> Any:
    kind = SECTION_FORMS[section]
    form = kind(data=kind.shown(stored) | {"revision": revision_of(stored)})
    if section is PlanSection.basics:
        form.place_code.choices = bodies()
    return form


def bodies() -> list[tuple[str, str]]:
    """Return the city and its districts, for a choice."""
    places = select(Place).where(Place.level != PlaceLevel.dong).order_by(Place.code)
    return [(place.code, named(place)) for place in db.session.scalars(places)]


def _plan_page(cycle: Cycle, form: PublishForm) -> str:
    plan, published_at = drafts.draft_of(cycle), cycle.plans[0].published_at if cycle.plans else clock.now()
    form.revision.data = revision_of(plan)
    notice_days = plan[PlanSection.basics]["notice_days"]
    return render_template(
        "cycles/edit_plan.html",
        cycle=cycle,
        plan=plan,
        form=form,
        discard_form=DiscardForm(),
        labels=labels,
        words=plan_words,
        sections=list(PlanSection),
        changes=[plan_words.change_text(c) for c in differences(plan_in_force(cycle), plan)] if cycle.plans else [],
        blockers=plan_blockers(cycle, plan),
        earliest_at=earliest_intake(published_at, notice_days),
    )
