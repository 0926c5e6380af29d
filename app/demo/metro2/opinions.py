"""An opinion map beside the real days: made-up statements and answers, to show what such a map looks like."""

import random
from collections.abc import Iterator
from typing import Any

from sqlalchemy import insert, select

from app.core import clock
from app.core.clock import seoul
from app.core.db import db, transaction
from app.demo.metro2 import outline, texts
from app.panels.models import Panel, Panelist, StatementAnswer
from app.panels.services import opinion_window, opinions

OPENS, CLOSES = seoul(2018, 11, 1, 9), seoul(2018, 11, 8, 18)
CAMPS = (46, 30, 24)  # of a hundred members: for growth, for buses and thrift, for quiet streets
SKIPS = 8  # of a hundred answers, not given


def load(panel: Panel, by: Any) -> None:
    """Write the statements and put the answers in; the worker makes the map within a minute of the first start."""
    with clock.replaying(OPENS):
        opinion_window.set_window(panel, opens_at=OPENS, closes_at=CLOSES, by=by)
        ids = [opinions.write(panel, ko, text_en=en, by=by).id for ko, en, _odds in texts.STATEMENTS]
    with transaction():
        db.session.execute(insert(StatementAnswer), list(_answers(panel, ids)))


def _answers(panel: Panel, ids: list[int]) -> Iterator[dict[str, int]]:
    rng = random.Random(outline.SEED)  # noqa: S311 - a fixed seed is the point
    query = select(Panelist.id).where(Panelist.panel_id == panel.id).order_by(Panelist.number)
    for panelist_id in db.session.scalars(query):
        camp = rng.choices(range(len(CAMPS)), CAMPS)[0]
        for statement_id, (_ko, _en, odds) in zip(ids, texts.STATEMENTS, strict=True):
            agree = odds[camp]
            answer = rng.choices((1, -1, 0), (agree, 92 - min(agree, 92), 8))[0]
            if rng.randrange(100) >= SKIPS:
                yield {"statement_id": statement_id, "panelist_id": panelist_id, "answer": answer}
