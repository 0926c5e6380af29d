"""Texts that a department's officers use again."""

from typing import Any

from sqlalchemy import or_, select

from app.core import audit
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.review.models import AnswerTemplate
from app.review.services.officers import departments_of, speaks_for


class TitleTaken(RuleError):
    code = "title_taken"
    sentence = N_("There is a text of that title already.")
    field = "title"


class TextMissing(RuleError):
    code = "text_missing"
    sentence = N_("Title and text are both needed.")
    field = "body"


def templates_for(account: Any) -> list[AnswerTemplate]:
    """Return the texts that an officer can use: those for all, and those of the own departments."""
    found, own = select(AnswerTemplate).order_by(AnswerTemplate.title), departments_of(account)
    if own is not None:
        found = found.where(or_(AnswerTemplate.department_id.is_(None), AnswerTemplate.department_id.in_(own)))
    return list(db.session.scalars(found))


def keep(*, department_id: int, title: str, body: str, by: Any, template_id: int | None = None) -> AnswerTemplate:
    """Add a text to a department's, or change one."""
    with transaction():
        if not (title.strip() and body.strip()):
            raise TextMissing()
        if not speaks_for(by, department_id):
            raise NotFound()
        same = select(AnswerTemplate.id).where(
            AnswerTemplate.department_id == department_id, AnswerTemplate.title == title.strip()
        )
        if db.session.scalar(same) not in (None, template_id):
            raise TitleTaken()
        kept = locked(AnswerTemplate, template_id) if template_id else AnswerTemplate(department_id=department_id)
        if kept is None or kept.department_id != department_id:
            raise NotFound()
        kept.title, kept.body = title.strip(), body.strip()
        db.session.add(kept)
        db.session.flush()
        audit.record("template.keep", of=("answer_template", kept.id), by=by, after={"title": kept.title})
    return kept


def drop(*, template_id: int, by: Any) -> None:
    """Take a text away; verdicts that used it keep their words."""
    with transaction():
        gone = locked(AnswerTemplate, template_id)
        if gone is None or gone.department_id is None or not speaks_for(by, gone.department_id):
            raise NotFound()
        audit.record("template.drop", of=("answer_template", gone.id), by=by, before={"title": gone.title})
        db.session.delete(gone)
