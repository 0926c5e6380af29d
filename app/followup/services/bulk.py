"""The same answer on many matters: looked at first, then given to all or to none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db, transaction
from app.core.errors import EditedByAnother, RuleError
from app.followup.errors import NotTheirMatter, ReasonMissing, UnknownAnswer
from app.followup.models import Answer, AnswerCode, Matter
from app.followup.services.answerers import may_answer
from app.followup.services.answering import answer
from app.followup.services.milestones import Step
from app.followup.services.placeholders import filled


@dataclass(frozen=True)
class Look:
    """What would happen to one matter: its reason as it would read, or why not."""

    matter: Matter
    reason: str
    refusal: RuleError | None


def look_at(*, matter_ids: Sequence[int], code: str, text: str, by: Any) -> list[Look]:
    """Return what the same answer would do to each matter; nothing is changed."""
    found = select(Matter).where(Matter.id.in_(list(matter_ids))).order_by(Matter.id)
    loaded = found.options(joinedload(Matter.department), joinedload(Matter.place))
    return [_look(matter, code, text, by) for matter in db.session.scalars(loaded)]


def _look(matter: Matter, code: str, text: str, by: Any) -> Look:
    try:
        _require(matter, code, text, by)
        return Look(matter, filled(text.strip(), matter), None)
    except RuleError as refusal:
        return Look(matter, "", refusal)


def _require(matter: Matter, code: str, text: str, by: Any) -> None:
    if not may_answer(by, matter):
        raise NotTheirMatter()
    if code not in set(AnswerCode):
        raise UnknownAnswer()
    if not text.strip():
        raise ReasonMissing()
    if matter.answers:
        raise EditedByAnother()  # what was answered is corrected one by one


def answer_in_bulk(
    *, matter_ids: Sequence[int], code: str, text: str, by: Any, milestones: Sequence[Step] = ()
) -> list[Answer]:
    """Give the same answer to several matters that have none yet, all or none; places in the text are filled in."""
    with transaction():
        looks = look_at(matter_ids=matter_ids, code=code, text=text, by=by)
        return [
            answer(matter_id=look.matter.id, code=code, reason=_reason(look), milestones=milestones, by=by)
            for look in looks
        ]  # fmt: skip


def _reason(look: Look) -> str:
    if look.refusal is not None:
        raise look.refusal
    return look.reason
