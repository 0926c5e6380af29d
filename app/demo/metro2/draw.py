"""The draw of 250: by the platform's lottery, to the published sexes and ages, stances in proportion to the survey."""

import hashlib
from dataclasses import replace
from typing import Any

from sqlalchemy import update

from app.core import clock
from app.core.clock import seoul
from app.core.db import db, transaction
from app.core.jobs import queue
from app.demo.metro2 import outline, texts
from app.draws.models import Draw, PublicValue
from app.draws.services import ceremony, lottery, preparing
from app.draws.services.preparing import TargetRow
from app.panels.models import Panel, Panelist, PanelistState
from app.panels.services import blinding, designs, drawing, pools, within_stances

PUBLISHED = {"sex": outline.SEXES, "age": outline.AGES}
VALUE = "437"  # of three dice, made up


def load(panel: Panel, by: Any) -> Draw:
    """Prepare, announce, commit and draw; all who were drawn say yes."""
    with clock.replaying(seoul(2018, 10, 24, 10)):
        _fix_letters(panel)
        draw = drawing.prepare(panel, plan="proportional", why=texts.DESIGN_WHY, reserves=0, one_per_home=False, by=by)
        _fix_salt(draw)
        preparing.set_targets(draw, _targets(panel), by)
        ceremony.announce(draw, PublicValue.dice, texts.DICE, by)
        queue.run(lottery.start(draw, by).id)
    with clock.replaying(seoul(2018, 10, 26, 14)):
        draw = ceremony.reveal(db.session.get_one(Draw, draw.id), VALUE, texts.WITNESSES, by)
    with clock.replaying(seoul(2018, 10, 28, 18)), transaction():
        values = {"state": PanelistState.accepted, "moved_at": clock.now(), "allowance_won": panel.allowance_won}
        db.session.execute(update(Panelist).where(Panelist.panel_id == panel.id).values(values))
    return draw


def _targets(panel: Panel) -> list[TargetRow]:
    """Return the platform's targets, with the published seats of each sex and age in place of the register's."""
    plan, survey = designs.plan_called("proportional"), drawing.survey_for_the_draw(panel)
    rows = [_published(row) if row.feature in PUBLISHED else row for row in designs.targets(plan, panel, survey)]
    pool = pools.rows(panel, survey, designs.with_seats(plan, panel))
    return rows + within_stances.joint_targets(rows, pool, outline.SEATS)


def _published(row: TargetRow) -> TargetRow:
    seats = PUBLISHED[row.feature][row.value]
    return replace(
        row, least=seats, most=seats, least_flex=seats - 1, most_flex=seats + 1, why_ko=texts.SEATS_KO,
        why_en=texts.SEATS_EN,
    )  # fmt: skip


def _fix_letters(panel: Panel) -> None:
    """Letters and salt are secrets of a real panel; here they are fixed, so that every demonstration draws the same."""
    pairs = ",".join(f"{letter}={stance.code}" for letter, stance in zip("나가다", panel.stances, strict=True))
    with transaction():
        row = db.session.get_one(Panel, panel.id)
        row.blind_key = f"{_secret('letters').hex()[:32]}:{pairs}"
        row.blind_hash = blinding.fingerprint(row.blind_key)


def _fix_salt(draw: Draw) -> None:
    with transaction():
        db.session.get_one(Draw, draw.id).salt = _secret("salt")


def _secret(of: str) -> bytes:
    return hashlib.sha256(f"metro line 2 {of} {outline.SEED}".encode()).digest()
