"""The opinion map of a panel: made by a job after the close from all answers, and stored. Nothing in it is one person.

Groups, their stability, what all share and what sets a group apart come from ``voting.deliberation.opinions``.
"""

from typing import Any

from sqlalchemy import select

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, RuleError
from app.core.jobs import queue
from app.core.jobs.models import Job
from app.panels.models import OpinionMap, Panel, Panelist, PanelistState, Statement, StatementAnswer, StatementState
from app.panels.services import opinion_window
from voting.deliberation.errors import BadInput
from voting.deliberation.opinions.opinion_map import OpinionMap as Map
from voting.deliberation.opinions.opinion_map import Options, opinion_map
from voting.deliberation.opinions.statements import Tally
from voting.deliberation.suppression import LEAST

JOB = "panel-opinion-map"
OPTIONS = Options()
Answers = dict[int, dict[int, int]]  # answer by statement, by member
Figures = dict[str, Any]


class MapTooEarly(RuleError):
    code = "opinion_map_early"
    sentence = N_("The map is made after the close: before it, nobody sees how members judge.")


class StatementsChanged(RuleError):
    code = "statements_changed"
    sentence = N_("Statements were changed while the map was being made. Make it again.")


def start(panel: Panel, *, by: Any) -> Job:
    """Start the job that makes the map (anew). Raises ``MapTooEarly``."""
    panel_id = panel.id
    with transaction():
        row = locked(OpinionMap, panel_id)
        if row is None or not opinion_window.is_over(row):
            raise MapTooEarly()
        job = queue.start(JOB, by=by, leads_to=f"/office/panels/{panel.slug}/opinions", panel_id=panel_id)
        row.job_id = job.id
        audit.record("panel.opinion_map", of=("panel", panel_id), by=by)
    return job


@queue.job(JOB)
def make(_progress: Any, *, panel_id: int) -> Figures:
    """Make the map and store it. Run again on the same answers it stores the same map."""
    ids, answers = _answers(panel_id)
    db.session.rollback()
    figures = figures_of(ids, answers)
    with transaction():
        row = locked(OpinionMap, panel_id)
        if row is None or not opinion_window.is_over(row):
            raise MapTooEarly()
        if _answers(panel_id) != (ids, answers):
            raise StatementsChanged()
        row.figures, row.made_at = figures, clock.now()
    return {"groups": len(figures.get("groups", []))}


def due() -> list[Panel]:
    """Return the panels whose statements are closed and whose map nobody is making."""
    query = select(Panel).join(OpinionMap, OpinionMap.panel_id == Panel.id).order_by(Panel.id)
    waiting = OpinionMap.made_at.is_(None) & OpinionMap.job_id.is_(None)
    return list(db.session.scalars(query.where(OpinionMap.closes_at <= clock.now(), waiting)))


def figures_of(ids: list[int], answers: Answers) -> Figures:
    """Return the map as it is stored, or in both languages why there is none."""
    ballots = [[own.get(key) for key in ids] for _member, own in sorted(answers.items())]
    try:
        found = opinion_map(ballots, [str(key) for key in ids], OPTIONS)
    except BadInput as wrong:
        return {"refusal": {language: wrong.in_words(language) for language in ("ko", "en")}}
    return {
        "placed": found.placed,
        "not_placed": found.not_placed if found.not_placed >= LEAST or not found.not_placed else None,
        "groups": _groups(found),
        "silhouettes": {str(groups): round(value, 3) for groups, value in found.silhouettes.items()},
        "stability": _stability(found),
        "variance": [round(share, 3) for share in found.variance_share],
        "statements": [
            {"id": int(row.statement), "everybody": _tally(row.everybody), "groups": [_tally(t) for t in row.groups]}
            for row in found.statements
        ],
        "consensus": [
            {"id": int(row.statement), "side": row.side, "lowest": round(row.lowest_share, 4)} for row in found.consensus
        ],
        "distinguishing": [
            {"group": row.group, "id": int(row.statement), "side": row.side, "inside": round(row.share_inside, 4),
             "outside": round(row.share_outside, 4)}
            for row in found.distinguishing
        ],
        "fewest_votes": min(found.options.fewest_votes, len(ids)),
        "least": found.options.least,
    }  # fmt: skip


def _groups(found: Map) -> list[Figures]:
    return [
        {
            "letter": group.letter, "people": group.people, "share": round(group.share, 4),
            "centre": [round(at, 3) for at in group.centre], "scatter": [round(wide, 3) for wide in group.scatter],
        }
        for group in found.groups
    ]  # fmt: skip


def _stability(found: Map) -> Figures | None:
    of = found.stability
    if of is None:
        return None
    return {"mean": round(of.mean, 3), "low": round(of.low, 3), "resamples": of.resamples, "stable": of.is_stable}


def _tally(tally: Tally) -> list[int] | None:
    """Return people who agree, pass, disagree; nothing where fewer than ``LEAST`` judged."""
    return [tally.agree, tally.passed, tally.disagree] if tally.voted >= LEAST else None


def _answers(panel_id: int) -> tuple[list[int], Answers]:
    """Return the open statements, and what members with a seat answered to them."""
    shown = select(Statement.id).where(Statement.panel_id == panel_id, Statement.state == StatementState.open)
    ids = list(db.session.scalars(shown.order_by(Statement.id)))
    query = select(StatementAnswer.panelist_id, StatementAnswer.statement_id, StatementAnswer.answer)
    query = query.join(Panelist, Panelist.id == StatementAnswer.panelist_id)
    query = query.where(Panelist.state == PanelistState.accepted, StatementAnswer.statement_id.in_(ids))
    answers: Answers = {}
    for panelist_id, statement_id, answer in db.session.execute(query):
        answers.setdefault(panelist_id, {})[statement_id] = answer
    return ids, answers
