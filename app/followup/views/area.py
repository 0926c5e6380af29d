"""The blueprint, and what its pages share."""

from typing import Any

from flask import Blueprint, render_template

from app.core.actor import actor
from app.core.errors import EditedByAnother, RuleError
from app.followup import wording
from app.followup.forms import AnswerForm, BulkForm
from app.followup.models import Answer, Matter
from app.followup.services.answering import latest
from app.followup.services.milestones import as_lines, steps_of
from app.followup.services.placeholders import filled
from app.review.services.answer_templates import templates_for

blueprint = Blueprint("followup", __name__)


def page(template: str, **shown: Any) -> str:
    """Return a page of the area; ``words`` says matters in the reader's words."""
    return render_template(f"followup/{template}", words=wording, **shown)


def insert_template(form: AnswerForm | BulkForm, matter: Matter | None = None) -> None:
    """Put the chosen text below what the officer has typed, its places filled in where the matter is known."""
    text = next((text for text in templates_for(actor()) if text.id == form.template.data), None)
    if text is None:
        return
    try:
        body = filled(text.body, matter) if matter is not None else text.body
    except RuleError as error:
        form.refuse(error)
        body = text.body
    form.reason.data = "\n\n".join(part for part in ((form.reason.data or "").strip(), body) if part)


def answer_form(kind: type[AnswerForm], matter: Matter) -> AnswerForm:
    """Return the form with the present answer in it, and its number as what was on the screen."""
    given = matter.answer
    shown = {"seen": matter.answers}
    if given is not None:
        shown |= {"code": str(given.code), "reason": given.reason, "milestones": as_lines(given.milestones)}  # type: ignore[dict-item]
    form = kind(data=shown)
    form.offer(templates_for(actor()))
    return form


def typed_answer(form: AnswerForm, matter: Matter) -> dict[str, Any]:
    """Return what was typed, as the parameters of the service. Raises what a line or a place is refused for."""
    seen = (form.seen.raw_data or [""])[0]
    return {
        "code": form.code.data or "",
        "reason": filled(form.reason.data or "", matter),
        "milestones": steps_of(form.milestones.data or ""),
        "seen": int(seen) if seen.isdigit() else 0,
    }


def refused(form: AnswerForm, error: RuleError, matter: Matter) -> Answer | None:
    """Put a refusal on the form; where another saved first, return the answer that stands and go on from it."""
    form.refuse(error)
    if not isinstance(error, EditedByAnother):
        return None
    other = latest(matter)
    form.seen.data = str(matter.answers)
    return other
