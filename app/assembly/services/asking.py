"""The board of questions: asked by who takes part, agreed to by citizens, put to a body, answered or set aside."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, exists, func, select

from app.assembly.models import AnswerBody, Assembly, Attendee, DayAgreement, DayQuestion, QuestionState
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError

LONGEST = 500  # characters
_S = QuestionState
NEXT: dict[QuestionState, frozenset[QuestionState]] = {
    _S.collected: frozenset({_S.put, _S.answered, _S.set_aside}),
    _S.put: frozenset({_S.answered, _S.collected}),
    _S.answered: frozenset(),
    _S.set_aside: frozenset({_S.collected}),
}


class RegisterFirst(RuleError):
    code = "question_register_first"
    sentence = N_("Register for the day first. Then you can ask and agree.")


class OfficialsDoNotAgree(RuleError):
    code = "question_officials"
    sentence = N_("Officials answer questions; they have no vote on them.")


class QuestionMoved(RuleError):
    code = "question_moved"
    sentence = N_("Somebody else has moved this question meanwhile. Look at the list again.")


class BoardClosed(RuleError):
    code = "question_board_closed"
    sentence = N_("The day of this assembly is over. No more questions are taken.")


class WordsMissing(RuleError):
    code = "question_words_missing"
    sentence = N_("Write it down: everybody reads it.")


@dataclass(frozen=True)
class OnBoard:
    """A question, its body, how many agree, and whether the one who looks is among them."""

    question: DayQuestion
    body: AnswerBody | None
    agreed: int
    mine: bool


def ask(assembly: Assembly, attendee: Attendee | None, *, text: str, body_id: int | None) -> DayQuestion:
    """Take a question. Raises ``RegisterFirst``, ``WordsMissing``, ``BoardClosed``."""
    words = " ".join(text.split())[:LONGEST]
    if attendee is None:
        raise RegisterFirst()
    if not words:
        raise WordsMissing()
    assembly_id, attendee_id = assembly.id, attendee.id
    with transaction():
        if assembly.held_on < clock.today():
            raise BoardClosed()
        body = db.session.get(AnswerBody, body_id) if body_id is not None else None
        if body is not None and body.assembly_id != assembly_id:
            raise NotFound()
        question = DayQuestion(
            assembly_id=assembly_id, attendee_id=attendee_id, body_id=body_id, text=words, asked_at=clock.now()
        )
        db.session.add(question)
    return question


def agree(question: DayQuestion, attendee: Attendee | None, *, yes: bool = True) -> None:
    """Say that a question be put, or take that back. Raises ``RegisterFirst``, ``OfficialsDoNotAgree``, ``QuestionMoved``."""
    if attendee is None:
        raise RegisterFirst()
    question_id, attendee_id = question.id, attendee.id
    with transaction():
        question, attendee = _locked(question_id), db.session.get_one(Attendee, attendee_id)
        if not attendee.may_vote:
            raise OfficialsDoNotAgree()
        if question.assembly_id != attendee.assembly_id:
            raise NotFound()
        if question.state is not _S.collected:
            raise QuestionMoved()
        mine = (DayAgreement.question_id == question_id) & (DayAgreement.attendee_id == attendee_id)
        if yes:
            db.session.merge(DayAgreement(question_id=question_id, attendee_id=attendee_id))
        else:
            db.session.execute(delete(DayAgreement).where(mine))


def move(question: DayQuestion, to: QuestionState, *, words: str = "", by: Any) -> None:
    """Put a question on the floor, take it back, write down its answer, or set it aside with the reason.

    Raises ``QuestionMoved``, ``WordsMissing`` where an answer or a reason is not given.
    """
    if to in (_S.answered, _S.set_aside) and not words.strip():
        raise WordsMissing()
    question_id = question.id
    with transaction():
        question = _locked(question_id)
        if to not in NEXT[question.state]:
            raise QuestionMoved()
        before, question.state = question.state, to
        question.answer = words.strip() if to is _S.answered else question.answer
        question.set_aside_why = words.strip() if to is _S.set_aside else None
        audit.record(
            "assembly.question", of=("assembly_question", question_id), by=by, before=before.value, after=to.value,
            why=words.strip() or None,
        )  # fmt: skip


def board(
    assembly: Assembly, *, states: Sequence[QuestionState] = tuple(_S), viewer: Attendee | None = None, most: int = 100
) -> list[OnBoard]:
    """Return the questions in ``states``, those that most agree to first."""
    agreed = (
        select(DayAgreement.question_id, func.count().label("people")).group_by(DayAgreement.question_id).subquery()
    )
    people = func.coalesce(agreed.c.people, 0)
    mine = (DayAgreement.question_id == DayQuestion.id) & (DayAgreement.attendee_id == (viewer.id if viewer else None))
    query = (
        select(DayQuestion, AnswerBody, people, exists().where(mine))
        .outerjoin(AnswerBody, AnswerBody.id == DayQuestion.body_id)
        .outerjoin(agreed, agreed.c.question_id == DayQuestion.id)
        .where(DayQuestion.assembly_id == assembly.id, DayQuestion.state.in_(states))
        .order_by(people.desc(), DayQuestion.id)
        .limit(most)
    )
    return [OnBoard(*row) for row in db.session.execute(query)]


def in_numbers(assembly: Assembly) -> Counter[QuestionState]:
    """Return how many questions are in each state."""
    query = select(DayQuestion.state, func.count()).where(DayQuestion.assembly_id == assembly.id)
    return Counter(dict(tuple(row) for row in db.session.execute(query.group_by(DayQuestion.state))))


def numbered(assembly: Assembly, question_id: int) -> DayQuestion:
    """Return a question of an assembly. Raises ``NotFound``."""
    question = db.session.get(DayQuestion, question_id)
    if question is None or question.assembly_id != assembly.id:
        raise NotFound()
    return question


def _locked(question_id: int) -> DayQuestion:
    question = locked(DayQuestion, question_id)
    if question is None:
        raise NotFound()
    return question
