"""The first survey in the office: planned, brought in or sent out, its design, its weights. No page tells a stance."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.actor import actor
from app.core.errors import RuleError
from app.core.languages import named
from app.core.permissions import Permission, needs
from app.panels.forms.setup import DesignOfSurveyForm, PlanSurveyForm, QuestionForm, WeightForm
from app.panels.models import Panel, Survey
from app.panels.services import answers_text, making, population, surveys, weighting
from app.panels.services.drawing import NoSurvey
from app.panels.views.area import blueprint, form_page, office_panel


@blueprint.get("/office/panels/<slug>/survey")
@needs(Permission.keep_panel)
def survey(slug: str) -> str:
    """Show the survey: how it is made, how many answered, how it is weighed."""
    panel = office_panel(slug)
    return _page(panel, making.first_survey(panel), None)


@blueprint.route("/office/panels/<slug>/survey/plan", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def plan_survey(slug: str) -> Any:
    """Plan the survey."""
    panel, form = office_panel(slug), PlanSurveyForm()
    if form.validate_on_submit():
        try:
            surveys.plan_survey(panel, **form.values, by=actor(), synthetic=panel.synthetic)
            return redirect(url_for("panels.survey", slug=slug))
        except RuleError as error:
            form.refuse(error)
    note = _("What is not known yet can be added later.")
    return form_page(panel, form, title=_("Plan the first survey"), submit=_("Save"), note=note)


@blueprint.route("/office/panels/<slug>/survey/design", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def survey_design(slug: str) -> Any:
    """Record how the survey was made."""
    panel = office_panel(slug)
    first = _survey(panel)
    form = DesignOfSurveyForm(obj=first)
    if form.validate_on_submit():
        try:
            surveys.record_design(first, **form.values, by=actor())
            return redirect(url_for("panels.survey", slug=slug))
        except RuleError as error:
            form.refuse(error)
    return form_page(panel, form, title=_("How the survey was made"), submit=_("Save"))


@blueprint.route("/office/panels/<slug>/survey/question", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def add_question(slug: str) -> Any:
    """Add a question beside that of the stance."""
    panel, form = office_panel(slug), QuestionForm()
    if form.validate_on_submit():
        try:
            values = form.values
            rows = answers_text.parse(values.pop("answers"))
            surveys.add_question(_survey(panel), **values, answers=rows, by=actor())
            return redirect(url_for("panels.survey", slug=slug))
        except RuleError as error:
            form.refuse(error)
    return form_page(panel, form, title=_("Add a question"), submit=_("Add"))


@blueprint.post("/office/panels/<slug>/survey/weights")
@needs(Permission.keep_panel)
def weigh(slug: str) -> Any:
    """Rake the answers to the population."""
    panel = office_panel(slug)
    first, form = _survey(panel), _weight_form(panel)
    if form.validate_on_submit():
        try:
            weighting.weigh(first, **form.values, by=actor())
            flash(_("The weights are there."), "success")
            return redirect(url_for("panels.survey", slug=slug))
        except RuleError as error:
            form.refuse(error)
    return _page(panel, first, form)


@blueprint.post("/office/panels/<slug>/survey/weights/delivered")
@needs(Permission.keep_panel)
def use_delivered_weights(slug: str) -> Any:
    """Take the weights that came with the answers."""
    weighting.use_delivered(_survey(office_panel(slug)), by=actor())
    flash(_("The weights are there."), "success")
    return redirect(url_for("panels.survey", slug=slug))


def _survey(panel: Panel) -> Survey:
    first = making.first_survey(panel)
    if first is None:
        raise NoSurvey()
    return first


def _page(panel: Panel, first: Survey | None, form: WeightForm | None) -> str:
    return render_template(
        "panels/survey.html", panel=panel, survey=first, form=form or _weight_form(panel, shown=True),
        answered=surveys.answered(first) if first else 0, features=population.features_of(panel), at=clock.now(),
        synthetic=panel.synthetic,
    )  # fmt: skip


def _weight_form(panel: Panel, *, shown: bool = False) -> WeightForm:
    features = population.features_of(panel)
    form = WeightForm(data={"features": [f.code for f in features]}) if shown else WeightForm()
    form.features.choices = [(feature.code, named(feature)) for feature in features]
    return form
