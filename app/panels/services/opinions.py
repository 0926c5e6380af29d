"""Statements on which members agree, disagree or pass: written by anyone of the panel, let in by the office."""

from typing import Any

from sqlalchemy import select

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.panels.models import Panel, Panelist, PanelistState, Statement, StatementAnswer, StatementState

LONGEST = 200
AGREE, PASS, DISAGREE = 1, 0, -1


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


class ReasonMissing(RuleError):
    code = "reason_missing"
    sentence = N_("Say why the statement is not let in.")
    field = "why"


def write(panel: Panel, text_ko: str, *, text_en: str = "", panelist: Panelist | None = None, by: Any) -> Statement:
    """Add a statement: the office's is open at once, a member's waits. Raises ``StatementLength``, ``NotAMember``."""
    words = " ".join(text_ko.split())
    if not 0 < len(words) <= LONGEST:
        raise StatementLength(longest=LONGEST)
    if panelist is not None and panelist.panel_id != panel.id:
        raise NotAMember()
    with transaction():
        statement = Statement(
            panel_id=panel.id, panelist_id=panelist.id if panelist else None, text_ko=words, text_en=text_en.strip(),
            state=StatementState.waiting if panelist else StatementState.open, written_at=clock.now(),
            synthetic=panel.synthetic,
        )  # fmt: skip
        db.session.add(statement)
        db.session.flush()
        if panelist is None:
            audit.record("panel.statement", of=("panel", panel.id), by=by, after={"statement": statement.id})
    return statement


def let_in(statement: Statement, *, by: Any) -> None:
    """Open a waiting or hidden statement to answers."""
    _move(statement.id, StatementState.open, None, by)


def hide(statement: Statement, why: str, *, by: Any) -> None:
    """Keep a statement out, with the reason. Raises ``ReasonMissing``."""
    if not why.strip():
        raise ReasonMissing()
    _move(statement.id, StatementState.hidden, why.strip(), by)


def answer(panelist: Panelist, statement: Statement, answer: int) -> None:
    """Keep a member's answer (1, 0, -1); a later one replaces it.

    Raises ``NoSuchAnswer``, ``NotAMember`` (of another panel, or without a seat), ``StatementClosed``.
    """
    if answer not in (AGREE, PASS, DISAGREE):
        raise NoSuchAnswer()
    statement_id, panelist_id = statement.id, panelist.id
    with transaction():
        member = locked(Panelist, panelist_id)
        found = db.session.get(Statement, statement_id)
        if member is None or found is None:
            raise NotFound()
        if member.panel_id != found.panel_id or member.state is not PanelistState.accepted:
            raise NotAMember()
        if found.state is not StatementState.open:
            raise StatementClosed()
        db.session.merge(StatementAnswer(statement_id=statement_id, panelist_id=panelist_id, answer=answer))


def open_statements(panelist: Panelist) -> list[tuple[Statement, int | None]]:
    """Return the open statements of the member's panel with the member's own answer, oldest first."""
    query = (
        select(Statement, StatementAnswer.answer)
        .outerjoin(
            StatementAnswer,
            (StatementAnswer.statement_id == Statement.id) & (StatementAnswer.panelist_id == panelist.id),
        )
        .where(Statement.panel_id == panelist.panel_id, Statement.state == StatementState.open)
        .order_by(Statement.id)
    )
    return [(statement, given) for statement, given in db.session.execute(query)]


def _move(statement_id: int, state: StatementState, why: str | None, by: Any) -> None:
    with transaction():
        statement = locked(Statement, statement_id)
        if statement is None:
            raise NotFound()
        before, statement.state, statement.hidden_why = statement.state, state, why
        audit.record(
            "panel.statement_state", of=("panel", statement.panel_id), by=by, before={"state": before.value},
            after={"statement": statement_id, "state": state.value}, why=why,
        )  # fmt: skip
