"""What changed lately, read from the records themselves; what happened together on one day is one entry."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, null, select, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from app.core import clock
from app.core.db import db
from app.cycles.models import Cycle, Phase, PlanVersion
from app.execution.models import Report
from app.proposals.models import Amount, Proposal, Stage
from app.review.models import Verdict

PER_PAGE = 30


class seoul_day(GenericFunction[str]):  # noqa: N801 - the name of a function in SQL
    """The date in Gwangju of an instant, as text: 2018-12-14."""

    type = String()
    inherit_cache = True


@compiles(seoul_day, "sqlite")
def _sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)}, '+9 hours')"


@compiles(seoul_day, "postgresql")
def _postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **options)} AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD')"


@dataclass(frozen=True)
class Change:
    """One entry of the feed. ``what``: a stage, a phase or a plan's number; ``won``: the amounts together."""

    kind: str  # submitted | verdicts | amounts | reports | plan | opened | closed
    at: dt.datetime
    day: str  # in Gwangju
    slug: str
    year: int
    what: str | None
    who: str | None
    count: int
    won: int | None
    number: int | None  # of one of the proposals; the only one where count is 1


def changes(slug: str | None = None, page: int = 1, per_page: int = PER_PAGE) -> tuple[list[Change], bool]:
    """Return one page of the feed, the latest first, and whether there is more."""
    every = union_all(_submitted(), _verdicts(), _amounts(), _reports(), _plans(), *_phases()).subquery()
    query = select(*every.c[:3], Cycle.slug, Cycle.budget_year, *every.c[4:]).join(Cycle, Cycle.id == every.c[3])
    if slug is not None:
        query = query.where(Cycle.slug == slug)
    query = query.order_by(every.c[1].desc(), every.c[0], Cycle.slug, every.c[4], every.c[5])
    rows = db.session.execute(query.offset((page - 1) * per_page).limit(per_page + 1)).all()
    return [Change(*row) for row in rows[:per_page]], len(rows) > per_page


NO_WORD = cast(null(), String)


def _together(
    kind: str, at: Any, *by: ColumnElement[Any], what: Any = NO_WORD, who: Any = NO_WORD, won: Any = None
) -> Select[Any]:
    """Select what happened to proposals on one day as one row."""
    return select(
        literal(kind, String).label("kind"),
        func.max(at).label("at"),
        seoul_day(at).label("day"),
        Proposal.cycle_id.label("cycle_id"),
        what.label("what"),
        who.label("who"),
        func.count(Proposal.id.distinct()).label("count"),
        (func.sum(won) if won is not None else cast(null(), Proposal.id.type)).label("won"),
        func.min(Proposal.number).label("number"),
    ).group_by(Proposal.cycle_id, seoul_day(at), *by)


def _submitted() -> Select[Any]:
    return _together("submitted", Proposal.submitted_at)


def _verdicts() -> Select[Any]:
    return _together("verdicts", Verdict.given_at).join(Proposal, Proposal.id == Verdict.proposal_id)


def _amounts() -> Select[Any]:
    stage = cast(Amount.stage, String)
    told = [stage.value for stage in Stage if stage not in (Stage.asked, Stage.reviewed)]
    return (
        _together(
            "amounts", Amount.at, stage, Amount.decided_by, what=stage, who=Amount.decided_by, won=Amount.amount_won
        )
        .join(Proposal, Proposal.id == Amount.proposal_id)
        .where(Amount.stage.in_(told))
    )


def _reports() -> Select[Any]:
    return _together("reports", Report.reported_at).join(Proposal, Proposal.id == Report.proposal_id)


def _once(kind: str, at: Any, cycle_id: Any, what: Any) -> Select[Any]:
    nothing = cast(null(), Proposal.id.type)
    return select(
        literal(kind, String), at, seoul_day(at), cycle_id, what, NO_WORD, literal(1), nothing, nothing
    ).where(at <= clock.now())


def _plans() -> Select[Any]:
    return _once("plan", PlanVersion.published_at, PlanVersion.cycle_id, cast(PlanVersion.number, String))


def _phases() -> list[Select[Any]]:
    """Tell what opened and closed: by the clock, no job has to have run."""
    kind = cast(Phase.kind, String)
    return [
        _once("opened", Phase.opens_at, Phase.cycle_id, kind),
        _once("closed", Phase.closes_at, Phase.cycle_id, kind),
    ]
