"""Answering a matter: one of five answers with its reason and steps. A correction is a further version; none is lost."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import EditedByAnother, NotFound
from app.followup.errors import AnsweredBeforeItCame, ReasonMissing, UnknownAnswer
from app.followup.models import Answer, AnswerCode, EventKind, Matter, Milestone
from app.followup.services import telling
from app.followup.services.answerers import require_answerer
from app.followup.services.history import event
from app.followup.services.milestones import Step, as_lines
from app.followup.services.owing import taken


def answer(
    *, matter_id: int, code: AnswerCode | str, reason: str, by: Any, milestones: Sequence[Step] = (), seen: int = 0,
    answered_on: dt.date | None = None, synthetic: bool = False,
) -> Answer:  # fmt: skip
    """Answer a matter, or change the answer. The first answer stops the clock; proposers are told at once.

    ``seen`` is the number of the answer that was on the screen, 0 if there was none: ``EditedByAnother`` if another
    stands there now. ``answered_on``: by default today in Gwangju; of a change, its own day. What was done of the
    earlier steps stays done. ``by`` None is the system. Raises ``NotTheirMatter``, ``ReasonMissing``, ``UnknownAnswer``.
    """
    with transaction():
        matter = taken(matter_id)
        require_answerer(by, matter)
        chosen, day = _code(code), answered_on or clock.today()
        _require_sayable(matter, reason, day)
        before = latest(matter)
        if before is not None and _is_the_same(before, chosen, reason.strip(), milestones, by):
            return before  # a double click
        if matter.answers != seen:
            raise EditedByAnother()
        given = _write(matter, chosen, reason.strip(), milestones, day, by, synthetic)
        _keep_done(before, given)
        matter.code, matter.answers, matter.answered_on = chosen, given.number, matter.answered_on or day
        _note(matter, before, given, by)
    return given


def latest(matter: Matter) -> Answer | None:
    """Return the answer that counts, read afresh."""
    found = select(Answer).where(Answer.matter_id == matter.id, Answer.number == matter.answers)
    return db.session.scalar(found.execution_options(populate_existing=True))


def _code(code: AnswerCode | str) -> AnswerCode:
    if code not in set(AnswerCode):
        raise UnknownAnswer()
    return AnswerCode(code)


def _require_sayable(matter: Matter, reason: str, day: dt.date) -> None:
    if not reason.strip():
        raise ReasonMissing()
    if not matter.received_on <= day <= clock.today():
        raise AnsweredBeforeItCame(received_on=matter.received_on)


def _is_the_same(before: Answer, code: AnswerCode, reason: str, milestones: Sequence[Step], by: Any) -> bool:
    same_words = (before.code, before.reason) == (code, reason) and as_lines(before.milestones) == as_lines(milestones)
    return same_words and before.by_id == (by.id if by is not None else None)


def _write(
    matter: Matter, code: AnswerCode, reason: str, milestones: Sequence[Step], day: dt.date, by: Any, synthetic: bool
) -> Answer:
    given = Answer(
        matter_id=matter.id, number=matter.answers + 1, code=code, reason=reason, department_id=matter.department_id,
        by_id=by.id if by is not None else None, answered_on=day, at=clock.now(), synthetic=synthetic,
    )  # fmt: skip
    given.milestones = [
        Milestone(position=number, what=step.what, due_on=step.due_on) for number, step in enumerate(milestones, 1)
    ]
    db.session.add(given)
    db.session.flush()
    return given


def _keep_done(before: Answer | None, given: Answer) -> None:
    done = {step.what: step.done_on for step in before.milestones} if before is not None else {}
    for step in given.milestones:
        step.done_on = done.get(step.what)


def _note(matter: Matter, before: Answer | None, given: Answer, by: Any) -> None:
    kind = EventKind.answered if before is None else EventKind.corrected
    event(matter, kind, number=given.number)
    audit.record(
        "matter.answer" if before is None else "matter.correct", of=("matter", matter.id), by=by,
        before=_said(before) if before is not None else None, after=_said(given), why=given.reason,
    )  # fmt: skip
    telling.tell_proposers(matter, kind, given.reason, code=given.code, but=by)


def _said(answer: Answer) -> dict[str, Any]:
    """Return an answer as the log keeps it."""
    return {
        "number": answer.number, "code": str(answer.code), "reason": answer.reason, "department": answer.department_id,
        "answered_on": str(answer.answered_on), "milestones": as_lines(answer.milestones),
    }  # fmt: skip


def milestone_done(*, milestone_id: int, by: Any, done_on: dt.date | None = None) -> Milestone:
    """Note that a step of the latest answer is done (by default today); twice is once. Proposers are told at once."""
    with transaction():
        step = db.session.get(Milestone, milestone_id)
        if step is None:
            raise NotFound()
        matter, day = taken(step.answer.matter_id), done_on or clock.today()
        require_answerer(by, matter)
        db.session.refresh(step)
        if step.answer.number != matter.answers:
            raise EditedByAnother()
        if step.done_on is not None:
            return step
        if not matter.received_on <= day <= clock.today():
            raise AnsweredBeforeItCame(received_on=matter.received_on)
        step.done_on = day
        event(matter, EventKind.milestone_done, step.what, step.answer.number)
        audit.record("matter.step", of=("matter", matter.id), by=by, after={"what": step.what, "done_on": str(day)})
        telling.tell_proposers(matter, EventKind.milestone_done, step.what, but=by)
    return step
