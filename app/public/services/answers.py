"""Who answered what on a proposal: assignment, verdict, reply, appeal, screening, vote, reports, in one query."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, String, Text, cast, func, literal, null, select, union_all

from app.city.models import Department
from app.committee.models import Body, BodyField, Criterion, Points, ScoreSheet, ScreeningClose
from app.core.db import UtcDateTime, db
from app.cycles.models import ExclusionCode, VerdictKind
from app.execution.models import Report
from app.proposals.models import Proposal, Version
from app.review.models import Appeal, Assignment, Reply, Verdict
from app.selection.models import SelectionPoll, SelectionTally


@dataclass(frozen=True)
class Answer:
    """One thing that somebody answered.

    ``what`` and ``number`` depend on the kind: a verdict's name and round, a report's progress and spending
    in won, a vote's value and how often it was given, how many scored. ``until`` is the deadline of an assignment.
    """

    kind: str  # assigned | verdict | reply | appeal | screened | voted | report
    at: dt.datetime
    who_ko: str | None
    who_en: str | None
    what_ko: str | None
    what_en: str | None
    why_ko: str | None  # the exclusion code of a verdict, the quarter of a report
    why_en: str | None
    number: int | None
    text: str | None
    until: dt.datetime | None


@dataclass(frozen=True)
class Score:
    """One criterion: the points all scorers gave together, how many scored, the most one can give, its weight."""

    name_ko: str
    name_en: str
    given: int
    scorers: int
    points: int
    weight: int

    @property
    def mean(self) -> Fraction:
        return Fraction(self.given, self.scorers)


NO_WORD, NO_TEXT = cast(null(), String), cast(null(), Text)
NO_NUMBER, NO_TIME = cast(null(), BigInteger), cast(null(), UtcDateTime)


def answers_of(proposal: Proposal) -> list[Answer]:
    """Return what was answered on a proposal, the oldest first. What is still secret is not among it."""
    parts = (_assignments, _verdicts, _replies, _appeals, _screening, _votes, _reports)
    rows = db.session.execute(union_all(*(part(proposal) for part in parts)))
    return sorted((Answer(*row) for row in rows), key=lambda answer: answer.at)


def total_score(scores: list[Score]) -> Fraction:
    """Return the weighted mean of all criteria, out of 100."""
    weights = sum(score.weight for score in scores)
    return sum((score.weight * score.mean / score.points for score in scores), Fraction(0)) * 100 / weights


def scores_of(proposal: Proposal) -> list[Score]:
    """Return the scores of a proposal by criterion. To be shown only after the screening was closed."""
    query = (
        select(
            Criterion.name_ko,
            Criterion.name_en,
            func.sum(Points.given),
            func.count(),
            Criterion.points,
            Criterion.weight,
        )
        .join(Points, Points.criterion_id == Criterion.id)
        .join(ScoreSheet, ScoreSheet.id == Points.sheet_id)
        .where(ScoreSheet.proposal_id == proposal.id)
        .group_by(Criterion.id)
        .order_by(Criterion.position)
    )
    return [Score(ko, en, int(given), *rest) for ko, en, given, *rest in db.session.execute(query)]


def _answer(
    kind: str,
    at: Any,
    *,
    who: tuple[Any, Any] = (NO_WORD, NO_WORD),
    what: tuple[Any, Any] = (NO_WORD, NO_WORD),
    why: tuple[Any, Any] = (NO_WORD, NO_WORD),
    number: ColumnElement[Any] = NO_NUMBER,
    text: Any = NO_TEXT,
    until: Any = NO_TIME,
) -> Select[Any]:
    return select(literal(kind, String), at, *who, *what, *why, cast(number, BigInteger), text, until)


def _assignments(proposal: Proposal) -> Select[Any]:
    return (
        _answer(
            "assigned",
            Assignment.assigned_at,
            who=(Department.name_ko, Department.name_en),
            number=Assignment.round,
            text=Assignment.why,
            until=Assignment.due_at,
        )
        .join(Department, Department.id == Assignment.department_id)
        .where(Assignment.proposal_id == proposal.id, Assignment.ended_at.is_(None))
    )


def _verdicts(proposal: Proposal) -> Select[Any]:
    return (
        _answer(
            "verdict",
            Verdict.given_at,
            who=(Department.name_ko, Department.name_en),
            what=(VerdictKind.name_ko, VerdictKind.name_en),
            why=(ExclusionCode.name_ko, ExclusionCode.name_en),
            number=Verdict.round,
            text=Verdict.reason,
        )
        .join(Department, Department.id == Verdict.department_id)
        .join(VerdictKind, VerdictKind.id == Verdict.kind_id)
        .outerjoin(ExclusionCode, ExclusionCode.id == Verdict.exclusion_id)
        .where(Verdict.proposal_id == proposal.id)
    )


def _replies(proposal: Proposal) -> Select[Any]:
    return (
        _answer("reply", Reply.at, text=Reply.body)
        .join(Verdict, Verdict.id == Reply.verdict_id)
        .where(Verdict.proposal_id == proposal.id)
    )


def _appeals(proposal: Proposal) -> Select[Any]:
    return _answer("appeal", Appeal.at, text=Appeal.body).where(Appeal.proposal_id == proposal.id)


def _screening(proposal: Proposal) -> Select[Any]:
    """Say how many scored, once the subcommittee of the field has closed its screening."""
    scorers = select(func.count()).where(ScoreSheet.proposal_id == proposal.id).scalar_subquery()
    return (
        _answer("screened", ScreeningClose.closed_at, who=(Body.name_ko, Body.name_en), number=scorers)
        .join(Body, Body.id == ScreeningClose.body_id)
        .join(BodyField, BodyField.body_id == Body.id)
        .join(Version, Version.field_id == BodyField.field_id)
        .where(Version.id == proposal.current_id, ScreeningClose.cycle_id == proposal.cycle_id, scorers > 0)
    )


def _votes(proposal: Proposal) -> Select[Any]:
    """Return the marks by value, once the poll has been counted."""
    return (
        _answer("voted", SelectionPoll.closed_at, who=(Body.name_ko, Body.name_en), what=(SelectionTally.value, SelectionTally.value),
                number=SelectionTally.marks)
        .join(SelectionPoll, SelectionPoll.id == SelectionTally.poll_id)
        .join(Body, Body.id == SelectionPoll.body_id)
        .where(SelectionTally.proposal_id == proposal.id)
    )  # fmt: skip


def _reports(proposal: Proposal) -> Select[Any]:
    quarter = cast(Report.year, String) + "-" + cast(Report.quarter, String)
    progress = cast(Report.progress, String)
    return _answer(
        "report",
        Report.reported_at,
        what=(progress, progress),
        why=(quarter, quarter),
        number=Report.spent_won,
        text=Report.note,
    ).where(Report.proposal_id == proposal.id)
