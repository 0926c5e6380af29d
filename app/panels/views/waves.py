"""The later surveys: planned by the organiser, answered on the member's page, typed in from paper by helpers."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from wtforms import RadioField
from wtforms.validators import InputRequired

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.forms import Form
from app.core.languages import chosen, named
from app.core.permissions import Permission, needs
from app.panels.forms.days import NOT_READ, PaperNumberForm, WaveForm, WaveTimesForm
from app.panels.models import PanelPart, Survey
from app.panels.services import seating, waves
from app.panels.views.area import blueprint, form_page, office_panel
from app.panels.views.standing import crew_here, is_booth, member_here, personal


@blueprint.get("/office/panels/<slug>/waves")
@needs(Permission.keep_panel)
def keep_waves(slug: str) -> str:
    """List the surveys among members: when, and how many have answered. What they answered is sealed."""
    panel = office_panel(slug)
    return render_template(
        "panels/keep_waves.html", panel=panel, waves=waves.waves(panel), answered=waves.answered_by_wave(panel),
        synthetic=panel.synthetic,
    )  # fmt: skip


@blueprint.route("/office/panels/<slug>/waves/new", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def add_wave(slug: str) -> Any:
    panel, form = office_panel(slug), WaveForm()
    if form.validate_on_submit():
        try:
            waves.plan(panel, **form.values, by=actor())
            return redirect(url_for("panels.keep_waves", slug=slug))
        except RuleError as error:
            form.refuse(error)
            panel = office_panel(slug)
    note = _("The panel's own question is always asked. Answers stay sealed until the closing vote is over.")
    return form_page(panel, form, title=_("Plan a survey among members"), submit=_("Save"), note=note)


@blueprint.route("/office/panels/<slug>/waves/<int:wave>", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def move_wave(slug: str, wave: int) -> Any:
    """Change when a survey runs."""
    panel = office_panel(slug)
    survey = waves.wave_numbered(panel, wave)
    form = WaveTimesForm(obj=survey)
    if form.validate_on_submit():
        try:
            waves.move(survey, **form.values, by=actor())
            return redirect(url_for("panels.keep_waves", slug=slug))
        except RuleError as error:
            form.refuse(error)
            panel = office_panel(slug)
    return form_page(panel, form, title=_("Time of survey %(wave)s", wave=wave), submit=_("Save"))


@blueprint.route("/panels/<slug>/me/survey/<int:wave>", methods=["GET", "POST"])
@needs(Permission.anyone)
def answer_wave(slug: str, wave: int) -> Any:
    """Answer a survey, once."""
    panelist = member_here(slug)
    survey = waves.wave_numbered(panelist.panel, wave)
    waves.require_open(survey)
    if waves.has_answered(survey, panelist):
        raise waves.WaveAnswered(number=panelist.number)
    form = _form(survey, [], Form)
    if form.validate_on_submit():
        try:
            waves.answer(survey, panelist, **_answered(form))
            flash(_("Your answers are in. They stay sealed until the closing vote is over."), "success")
            return redirect(url_for("panels.me", slug=slug))
        except RuleError as error:
            form.refuse(error)
            panelist = member_here(slug)
    panel = panelist.panel
    return personal(
        render_template(
            "panels/wave.html", panel=panel, form=form, wave=wave, booth=is_booth(panel), synthetic=panel.synthetic
        )
    )


@blueprint.route("/panels/<slug>/desk/survey/<int:wave>", methods=["GET", "POST"])
@needs(Permission.signed_in)
def type_wave_in(slug: str, wave: int) -> Any:
    """Type a sheet of paper in."""
    panel = crew_here(slug, PanelPart.helper)
    survey = waves.wave_numbered(panel, wave)
    form = _form(survey, [NOT_READ], PaperNumberForm)
    if form.validate_on_submit():
        number = form.number.data
        try:
            waves.answer(survey, seating.panelist_numbered(panel, number), **_answered(form), by=actor())
            flash(_("The sheet of number %(number)s is in.", number=number), "success")
            return redirect(url_for("panels.type_wave_in", slug=slug, wave=wave))
        except RuleError as error:
            form.refuse(error)
            panel = crew_here(slug, PanelPart.helper)
    title = _("Survey %(wave)s on paper", wave=wave)
    return personal(form_page(None, form, title=title, submit=_("Keep the sheet"), synthetic=panel.synthetic))


def _form(survey: Survey, more: list[Any], base: type[Form]) -> Any:
    """Return the form of a survey: the panel's question, then its own."""
    ask = [InputRequired(_("Choose one of the answers."))]
    stances = [(str(stance.id), named(stance)) for stance in survey.panel.stances]
    fields: dict[str, Any] = {
        "stance_id": RadioField(getattr(survey.panel, f"question_{chosen()}"), ask, choices=[*stances, *more])
    }
    for question in survey.questions:
        rows = [(row["code"], row[chosen()]) for row in question.answers]
        fields[f"q_{question.code}"] = RadioField(getattr(question, f"text_{chosen()}"), ask, choices=[*rows, *more])
    return type("WaveSheet", (base,), fields)()


def _answered(form: Any) -> dict[str, Any]:
    values = form.values
    stance = values["stance_id"]
    return {
        "stance_id": int(stance) if stance.isdigit() else None,
        "answers": {name.removeprefix("q_"): value for name, value in values.items() if name.startswith("q_")},
    }
