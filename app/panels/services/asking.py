"""Questions of members and tables to the sides: collected, agreed to, put on the floor, answered, or set aside."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, exists, func, select

from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, NotFound, RuleError
from app.panels.models import Item, Panel, Panelist, PanelQuestion, QuestionAgreement, QuestionState, Side
from app.panels.services import attendance, entering
from app.panels.services.finding import locked_row

LONGEST = 500  # characters
_S = QuestionState
NEXT: dict[QuestionState, frozenset[QuestionState]] = {
    _S.collected: frozenset({_S.put, _S.answered, _S.set_aside}),
    _S.put: frozenset({_S.answered, _S.collected}),
    _S.answered: frozenset(),
    _S.set_aside: frozenset({_S.collected}),
}


class QuestionLength(RuleError):
    code = "question_length"
    sentence = N_("Write one question of at most %(longest)s characters.")
    field = "text"


class QuestionSide(RuleError):
    code = "question_side"
    sentence = N_("Say which side is to answer.")
    field = "to_side"


class NotPossibleNow(RuleError):
    code = "question_not_possible_now"
    sentence = N_("Somebody else has moved this question meanwhile. Look at the list again.")


class QuestionsOver(RuleError):
    code = "questions_over"
    sentence = N_("The days of the panel are over. No more questions are taken.")


class WhySetAside(RuleError):
    code = "question_why"
    sentence = N_("Say why the question is set aside. Members see the reason.")
    field = "why"


class AnswerMissing(RuleError):
    code = "question_answer_missing"
    sentence = N_("Write down what was answered.")
    field = "answer"


@dataclass(frozen=True)
class Asked:
    """A question, how many members agree that it be put, and whether the one who looks is among them."""

    question: PanelQuestion
    agreed: int
    mine: bool = False


def ask(
    panel: Panel, *, to_side: Side, text: str, panelist: Panelist | None = None, item: Item | None = None,
    table_no: int | None = None, by: Any = None,
) -> PanelQuestion:  # fmt: skip
    """Take a question of a member or of a table. Raises ``QuestionLength``, ``QuestionSide``, ``QuestionsOver``."""
    words = " ".join(text.split())
    if not 0 < len(words) <= LONGEST:
        raise QuestionLength(longest=LONGEST)
    if to_side not in (Side.favour, Side.against):
        raise QuestionSide()
    with transaction():
        days = attendance.days_of(panel)
        if days and clock.today() > days[-1]:
            raise QuestionsOver()
        if panelist is not None:
            entering.require_seat(panelist)
        question = PanelQuestion(
            panel_id=panel.id, panelist_id=panelist.id if panelist else None, item_id=item.id if item else None,
            table_no=table_no, to_side=to_side, text=words, asked_at=clock.now(), synthetic=panel.synthetic,
        )  # fmt: skip
        db.session.add(question)
        db.session.flush()
        if by is not None:
            audit.record("panel.question", of=("panel_question", question.id), by=by, after={"table": table_no})
    return question


def agree(question: PanelQuestion, panelist: Panelist, *, yes: bool = True) -> None:
    """Say that a collected question be put, or take that back. Raises ``NotPossibleNow``, ``NotFound``, ``SeatGivenUp``."""
    question_id, panelist_id = question.id, panelist.id
    with transaction():
        question = locked_row(PanelQuestion, question_id)
        panelist = db.session.get_one(Panelist, panelist_id)
        entering.require_seat(panelist)
        if question.panel_id != panelist.panel_id:
            raise NotFound()
        if question.state is not _S.collected:
            raise NotPossibleNow()
        if yes:
            db.session.merge(QuestionAgreement(question_id=question_id, panelist_id=panelist_id))
        else:
            mine = delete(QuestionAgreement).where(QuestionAgreement.question_id == question_id)
            db.session.execute(mine.where(QuestionAgreement.panelist_id == panelist_id))


def put(question: PanelQuestion, *, by: Any) -> None:
    """Put a question to its side on the floor. Raises ``NotPossibleNow``."""
    _move(question.id, _S.put, by)


def take_off(question: PanelQuestion, *, by: Any) -> None:
    """Bring a question back among the collected ones. Raises ``NotPossibleNow``."""
    _move(question.id, _S.collected, by)


def record_answer(question: PanelQuestion, *, answer: str, by: Any) -> None:
    """Write down what the side answered. Raises ``AnswerMissing``, ``NotPossibleNow``."""
    if not answer.strip():
        raise AnswerMissing()
    _move(question.id, _S.answered, by, answer=answer.strip())


def set_aside(question: PanelQuestion, *, why: str, by: Any) -> None:
    """Set a question aside, with the reason that members see. Raises ``WhySetAside``, ``NotPossibleNow``."""
    if not why.strip():
        raise WhySetAside()
    _move(question.id, _S.set_aside, by, why=why.strip())


def asked(panel: Panel, *, states: Sequence[QuestionState] = tuple(_S), viewer: Panelist | None = None) -> list[Asked]:
    """Return the questions in ``states``, those that most agree to first."""
    count = (
        select(QuestionAgreement.question_id, func.count().label("agreed"))
        .group_by(QuestionAgreement.question_id)
        .subquery()
    )
    query = (
        select(PanelQuestion, func.coalesce(count.c.agreed, 0))
        .outerjoin(count, count.c.question_id == PanelQuestion.id)
        .where(PanelQuestion.panel_id == panel.id, PanelQuestion.state.in_(states))
        .order_by(func.coalesce(count.c.agreed, 0).desc(), PanelQuestion.id)
    )
    viewer_id = viewer.id if viewer is not None else None
    of_viewer = (QuestionAgreement.question_id == PanelQuestion.id) & (QuestionAgreement.panelist_id == viewer_id)
    return [Asked(*row) for row in db.session.execute(query.add_columns(exists().where(of_viewer)))]


def counts(panel: Panel) -> Counter[QuestionState]:
    """Return how many questions are in each state."""
    query = select(PanelQuestion.state, func.count()).where(PanelQuestion.panel_id == panel.id)
    return Counter(dict(iter(db.session.execute(query.group_by(PanelQuestion.state)))))  # type: ignore[arg-type]


def question_numbered(panel: Panel, question_id: int) -> PanelQuestion:
    """Return a question of a panel. Raises ``NotFound``."""
    question = db.session.get(PanelQuestion, question_id)
    if question is None or question.panel_id != panel.id:
        raise NotFound()
    return question


def _move(question_id: int, to: QuestionState, by: Any, *, answer: str = "", why: str | None = None) -> None:
    with transaction():
        question = locked_row(PanelQuestion, question_id)
        if to not in NEXT[question.state]:
            raise NotPossibleNow()
        before, question.state, question.set_aside_why = question.state, to, why
        question.answer = answer or question.answer
        question.put_at = clock.now() if to is _S.put else question.put_at
        question.answered_at = clock.now() if to is _S.answered else question.answered_at
        after = {"state": to.value}
        audit.record(
            "panel.question_state", of=("panel_question", question_id), by=by, before={"state": before.value},
            after=after, why=why,
        )  # fmt: skip
