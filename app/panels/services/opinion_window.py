"""When members write and judge statements: a window that the organiser sets, read by the clock inside the transaction."""

import datetime as dt
from typing import Any

from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.panels.models import OpinionMap, Panel
from app.panels.services import making


class NoOpinionWindow(RuleError):
    code = "no_opinion_window"
    sentence = N_("The time for statements is not fixed yet.")


class OpinionsNotOpen(RuleError):
    code = "opinions_not_open"
    sentence = N_("Statements open at %(opens_at)s. Nothing was kept.")


class OpinionsOver(RuleError):
    code = "opinions_over"
    sentence = N_("Statements closed at %(closed_at)s. Nothing was changed.")


class OpinionTimesWrong(RuleError):
    code = "opinion_times_wrong"
    sentence = N_("Statements close after they open, and later than now.")
    field = "closes_at"


class OpinionsBegun(RuleError):
    code = "opinions_begun"
    sentence = N_("Members have begun. Only the end can still be moved.")
    field = "opens_at"


def window_of(panel: Panel) -> OpinionMap | None:
    return db.session.get(OpinionMap, panel.id)


def set_window(panel: Panel, *, opens_at: dt.datetime, closes_at: dt.datetime, by: Any) -> None:
    """Fix when members judge statements. Raises ``OpinionTimesWrong``, ``OpinionsBegun``, ``OpinionsOver``."""
    panel_id, now = panel.id, clock.now()
    with transaction():
        row = window_of(making.locked_panel(panel_id))
        if row is not None and row.closes_at <= now:
            raise OpinionsOver(closed_at=row.closes_at)
        if row is not None and row.opens_at <= now and row.opens_at != opens_at:
            raise OpinionsBegun()
        if closes_at <= max(opens_at, now):
            raise OpinionTimesWrong()
        before = _told(row) if row is not None else None
        row = row or OpinionMap(panel_id=panel_id)
        row.opens_at, row.closes_at = opens_at, closes_at
        db.session.add(row)
        audit.record("panel.opinion_window", of=("panel", panel_id), by=by, before=before, after=_told(row))


def require_running(panel_id: int) -> None:
    """Raise ``NoOpinionWindow``, ``OpinionsNotOpen``, ``OpinionsOver``. Inside the caller's transaction."""
    row, now = db.session.get(OpinionMap, panel_id, populate_existing=True), clock.now()
    if row is None:
        raise NoOpinionWindow()
    if now < row.opens_at:
        raise OpinionsNotOpen(opens_at=row.opens_at)
    if now >= row.closes_at:
        raise OpinionsOver(closed_at=row.closes_at)


def is_running(row: OpinionMap | None) -> bool:
    """Say whether members can write and judge now."""
    return row is not None and row.opens_at <= clock.now() < row.closes_at


def is_over(row: OpinionMap | None) -> bool:
    return row is not None and row.closes_at <= clock.now()


def _told(row: OpinionMap) -> dict[str, str]:
    return {"opens_at": row.opens_at.isoformat(), "closes_at": row.closes_at.isoformat()}
