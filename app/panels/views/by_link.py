"""Pages behind one-time links, without an account: the first survey, and the answer to an invitation."""

from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext
from wtforms import RadioField
from wtforms.validators import Optional

from app.core.errors import RuleError
from app.core.headers import told_to_nobody
from app.core.languages import chosen
from app.core.permissions import Permission, needs
from app.panels.forms.members import SeatForm
from app.panels.forms.setup import SurveyAnswerForm
from app.panels.models import Survey
from app.panels.services import answering, inviting, links, population
from app.panels.views.area import blueprint


@blueprint.route("/i/survey/<token>", methods=["GET", "POST"])
@needs(Permission.anyone)
def answer_survey(token: str) -> Response:
    """Ask the one question and what weights need; an answer is taken once."""
    person = links.person_of(token)
    form = _survey_form(person.survey)
    if form.validate_on_submit():
        try:
            links.answer(token, **_answered(form))
            return told_to_nobody(render_template("panels/survey_done.html", panel=person.survey.panel))
        except RuleError as error:
            form.refuse(error)
    page = render_template("panels/survey_answer.html", form=form, survey=person.survey, panel=person.survey.panel)
    return told_to_nobody(page)


@blueprint.route("/i/seat/<token>", methods=["GET", "POST"])
@needs(Permission.anyone)
def answer_invitation(token: str) -> Response:
    """Say yes, with what is needed, or no."""
    one, form = answering.invitation(token), SeatForm()
    panel = one.panel
    if request.method == "POST" and request.form.get("answer") == "no":
        return told_to_nobody(render_template("panels/seat_done.html", panel=panel, one=answering.decline(token)))
    if form.validate_on_submit():
        one = answering.accept(token, **form.values)
        return told_to_nobody(render_template("panels/seat_done.html", panel=panel, one=one, token=token))
    page = render_template(
        "panels/seat_answer.html",
        panel=panel,
        one=one,
        form=form,
        days=inviting.days_text(panel, chosen()),
        token=token,
    )
    return told_to_nobody(page)


def _survey_form(survey: Survey) -> SurveyAnswerForm:
    """Return the form with the survey's own questions, and without the district where all live in one."""
    questions = {
        f"q_{question.code}": RadioField(
            getattr(question, f"text_{chosen()}"), [Optional()],
            choices=[(answer["code"], answer[chosen()]) for answer in question.answers],
        )
        for question in survey.questions
    }  # fmt: skip
    has_district = population.DISTRICT in population.population_of(survey.panel).features
    gone = {} if has_district else {"district": None}
    form = type("SurveyAnswerForm", (SurveyAnswerForm,), questions | gone)()
    form.sex.choices = _choices(population.SEXES)
    if has_district:
        form.district.choices = [("", gettext("Choose one")), *_choices(population.DISTRICTS)]
    form.stance_id.choices = [(stance.id, getattr(stance, f"name_{chosen()}")) for stance in survey.panel.stances]
    return form  # type: ignore[no-any-return]


def _choices(names: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    return [(code, english if chosen() == "en" else korean) for code, (korean, english) in names.items()]


def _answered(form: SurveyAnswerForm) -> dict[str, Any]:
    """Return what was answered by the service's parameters."""
    values = form.values
    questions = {name.removeprefix("q_"): values.pop(name) for name in list(values) if name.startswith("q_")}
    return values | {"questions": {code: value for code, value in questions.items() if value}}
