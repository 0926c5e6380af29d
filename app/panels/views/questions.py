"""The organiser's board of questions: which are put, answered, set aside."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.permissions import Permission, needs
from app.panels.forms.days import AnswerForm, AsideForm
from app.panels.models import QuestionState
from app.panels.services import asking
from app.panels.views.area import blueprint, form_page, office_panel


@blueprint.get("/office/panels/<slug>/questions")
@needs(Permission.keep_panel)
def keep_questions(slug: str) -> str:
    """List the questions of one state, those that most agree to first."""
    panel, named = office_panel(slug), request.args.get("state", "")
    state = QuestionState(named) if named in set(QuestionState) else QuestionState.collected
    return render_template(
        "panels/keep_questions.html", panel=panel, state=state, counts=asking.counts(panel), states=list(QuestionState),
        questions=asking.asked(panel, states=[state]), synthetic=panel.synthetic,
    )  # fmt: skip


@blueprint.post("/office/panels/<slug>/questions/<int:question_id>/put")
@needs(Permission.keep_panel)
def put_question(slug: str, question_id: int) -> Any:
    asking.put(asking.question_numbered(office_panel(slug), question_id), by=actor())
    return redirect(url_for("panels.keep_questions", slug=slug))


@blueprint.post("/office/panels/<slug>/questions/<int:question_id>/back")
@needs(Permission.keep_panel)
def take_question_off(slug: str, question_id: int) -> Any:
    asking.take_off(asking.question_numbered(office_panel(slug), question_id), by=actor())
    return redirect(url_for("panels.keep_questions", slug=slug))


@blueprint.route("/office/panels/<slug>/questions/<int:question_id>/answer", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def answer_question(slug: str, question_id: int) -> Any:
    """Write down what the side answered."""
    panel, form = office_panel(slug), AnswerForm()
    question = asking.question_numbered(panel, question_id)
    text = question.text
    if form.validate_on_submit():
        try:
            asking.record_answer(question, **form.values, by=actor())
            return redirect(url_for("panels.keep_questions", slug=slug, state="answered"))
        except RuleError as error:
            form.refuse(error)
            panel = office_panel(slug)
    return form_page(panel, form, title=_("Write down the answer"), submit=_("Save"), note=text)


@blueprint.route("/office/panels/<slug>/questions/<int:question_id>/aside", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def set_question_aside(slug: str, question_id: int) -> Any:
    """Set a question aside, with the reason."""
    panel, form = office_panel(slug), AsideForm()
    question = asking.question_numbered(panel, question_id)
    text = question.text
    if form.validate_on_submit():
        try:
            asking.set_aside(question, **form.values, by=actor())
            return redirect(url_for("panels.keep_questions", slug=slug, state="set_aside"))
        except RuleError as error:
            form.refuse(error)
            panel = office_panel(slug)
    return form_page(panel, form, title=_("Set a question aside"), submit=_("Set aside"), note=text)
