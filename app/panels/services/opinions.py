"""Statements on which members agree, disagree or pass: written by anyone of the panel, let in by the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.panels.models import OpinionMap, Panel, Panelist, Statement, StatementAnswer, StatementState
from app.panels.services import entering, making, opinion_window, seating

LONGEST = 200
MOST_WAITING = 5  # of one member, for the office to read
AGREE, PASS, DISAGREE = 1, 0, -1
ANSWERS = (AGREE, PASS, DISAGREE)


class StatementClosed(RuleError):
    code = "statement_closed"
    sentence = N_("This statement is not open to answers.")


class NotAMember(RuleError):
    code = "not_a_member"
    sentence = N_("Only members of this panel answer its statements.")
    status = 403


class NoSuchAnswer(RuleError):
    code = "no_such_answer"
    sentence = N_("Choose agree, disagree or pass.")
    field = "answer"


class StatementLength(RuleError):
    code = "statement_length"
    sentence = N_("Write one statement of at most %(longest)s characters.")
    field = "text"


class StatementThere(RuleError):
    code = "statement_there"
    sentence = N_("The same statement is there already, so that it was not taken a second time.")
    field = "text"


class TooManyWaiting(RuleError):
    code = "statements_waiting"
    sentence = N_("%(most)s of your statements wait for the office. Write more once they are read.")
    field = "text"


class ReasonMissing(RuleError):
    code = "reason_missing"
    sentence = N_("Say why the statement is not let in.")
    field = "why"


@dataclass(frozen=True)
class Judged:
    """A statement and how many judged it: agree, pass, disagree never before the close."""

    statement: Statement
    answers: int


def write(panel: Panel, text: str, *, text_en: str = "", panelist: Panelist | None = None, by: Any = None) -> Statement:
    """Add a statement: the office's is open at once, a member's waits.

    Raises ``StatementLength``, ``StatementThere``, ``OpinionsOver``; of members also ``NotAMember``, ``SeatGivenUp``,
    ``TooManyWaiting``, and as ``opinion_window.require_running``.
    """
    words, english = " ".join(text.split()), " ".join(text_en.split())
    if not 0 < len(words) <= LONGEST or len(english) > LONGEST:
        raise StatementLength(longest=LONGEST)
    panel_id, panelist_id = panel.id, panelist.id if panelist else None
    with transaction():
        panel = making.locked_panel(panel_id)
        _require_may_write(panel, panelist_id)
        same = select(Statement.id).where(Statement.panel_id == panel_id, Statement.text_ko == words)
        if db.session.scalar(same) is not None:
            raise StatementThere()
        statement = Statement(
            panel_id=panel_id, panelist_id=panelist_id, text_ko=words, text_en=english,
            state=StatementState.waiting if panelist_id else StatementState.open, written_at=clock.now(),
            synthetic=panel.synthetic,
        )  # fmt: skip
        db.session.add(statement)
        db.session.flush()
        if panelist_id is None:
            audit.record("panel.statement", of=("panel", panel_id), by=by, after={"statement": statement.id})
    return statement


def let_in(statement: Statement, *, by: Any) -> None:
    """Open a waiting or hidden statement to answers. Raises ``OpinionsOver``: nobody could answer it any more."""
    _move(statement.id, StatementState.open, None, by)


def hide(statement: Statement, *, why: str, by: Any) -> None:
    """Keep a statement out, with the reason; a map that was made with it is made anew. Raises ``ReasonMissing``."""
    if not why.strip():
        raise ReasonMissing()
    _move(statement.id, StatementState.hidden, why.strip(), by)


def answer(panelist: Panelist, statement: Statement, answer: int) -> None:
    """Keep a member's answer (1, 0, -1); a later one replaces it while the window is open.

    Raises ``NoSuchAnswer``, ``NotAMember`` (of another panel), ``SeatGivenUp``, ``StatementClosed``, and as
    ``opinion_window.require_running``.
    """
    if answer not in ANSWERS:
        raise NoSuchAnswer()
    statement_id, panelist_id = statement.id, panelist.id
    with transaction():
        member = seating.locked_panelist(panelist_id)
        found = db.session.get(Statement, statement_id, populate_existing=True)
        if found is None:
            raise NotFound()
        if member.panel_id != found.panel_id:
            raise NotAMember()
        entering.require_seat(member)
        opinion_window.require_running(found.panel_id)
        if found.state is not StatementState.open:
            raise StatementClosed()
        db.session.merge(StatementAnswer(statement_id=statement_id, panelist_id=panelist_id, answer=answer))


def open_statements(panelist: Panelist) -> list[tuple[Statement, int | None]]:
    """Return the open statements of the member's panel with the member's own answer, oldest first."""
    mine = (StatementAnswer.statement_id == Statement.id) & (StatementAnswer.panelist_id == panelist.id)
    query = select(Statement, StatementAnswer.answer).outerjoin(StatementAnswer, mine)
    query = query.where(Statement.panel_id == panelist.panel_id, Statement.state == StatementState.open)
    return [(statement, given) for statement, given in db.session.execute(query.order_by(Statement.id))]


def written_by(panelist: Panelist) -> list[Statement]:
    """Return what a member wrote and is not open: waiting, or kept out with its reason."""
    query = select(Statement).where(Statement.panelist_id == panelist.id, Statement.state != StatementState.open)
    return list(db.session.scalars(query.order_by(Statement.id)))


def statements(panel: Panel, states: Sequence[StatementState] = tuple(StatementState)) -> list[Judged]:
    """Return the statements of a panel in these states, with how many judged each."""
    query = (
        select(Statement, func.count(StatementAnswer.panelist_id))
        .outerjoin(StatementAnswer, StatementAnswer.statement_id == Statement.id)
        .where(Statement.panel_id == panel.id, Statement.state.in_(states))
        .group_by(Statement.id)
        .order_by(Statement.id)
    )
    return [Judged(statement, answers) for statement, answers in db.session.execute(query)]


def counts(panel: Panel) -> dict[StatementState, int]:
    """Return how many statements are in each state."""
    query = select(Statement.state, func.count()).where(Statement.panel_id == panel.id).group_by(Statement.state)
    return dict.fromkeys(StatementState, 0) | dict(iter(db.session.execute(query)))  # type: ignore[arg-type]


def statement_numbered(panel: Panel, statement_id: int) -> Statement:
    """Return a statement of a panel. Raises ``NotFound``."""
    statement = db.session.get(Statement, statement_id)
    if statement is None or statement.panel_id != panel.id:
        raise NotFound()
    return statement


def _require_may_write(panel: Panel, panelist_id: int | None) -> None:
    if panelist_id is None:
        _require_not_over(panel.id)
        return
    member = seating.locked_panelist(panelist_id)
    if member.panel_id != panel.id:
        raise NotAMember()
    entering.require_seat(member)
    opinion_window.require_running(panel.id)
    waiting = select(func.count()).where(
        Statement.panelist_id == panelist_id, Statement.state == StatementState.waiting
    )
    if (db.session.scalar(waiting) or 0) >= MOST_WAITING:
        raise TooManyWaiting(most=MOST_WAITING)


def _require_not_over(panel_id: int) -> None:
    row = db.session.get(OpinionMap, panel_id, populate_existing=True)
    if row is not None and opinion_window.is_over(row):
        raise opinion_window.OpinionsOver(closed_at=row.closes_at)


def _move(statement_id: int, state: StatementState, why: str | None, by: Any) -> None:
    with transaction():
        statement = locked(Statement, statement_id)
        if statement is None:
            raise NotFound()
        if state is StatementState.open:
            _require_not_over(statement.panel_id)
        before, statement.state, statement.hidden_why = statement.state, state, why
        row = locked(OpinionMap, statement.panel_id)
        if row is not None and before is StatementState.open:
            row.figures, row.made_at, row.job_id = None, None, None
        audit.record(
            "panel.statement_state", of=("panel", statement.panel_id), by=by, before={"state": before.value},
            after={"statement": statement_id, "state": state.value}, why=why,
        )  # fmt: skip
