"""What waits for a person about proposals: a draft to finish before intake closes."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.cycles.models import Cycle, Phase, PhaseKind
from app.proposals.models import Draft


@dataclass(frozen=True)
class UnfinishedDraft:
    cycle_slug: str
    title: str
    closes_at: dt.datetime


def unfinished_drafts(account: Any) -> list[UnfinishedDraft]:
    """Return the drafts of new proposals that can still be submitted: one query."""
    found = (
        select(Draft.subject, Draft.typed, Phase.closes_at)
        .join(Cycle, Cycle.slug == Draft.subject)
        .join(Phase, (Phase.cycle_id == Cycle.id) & (Phase.kind == PhaseKind.intake))
        .where(Draft.account_id == account.id, Draft.form == "proposal", Phase.closes_at > clock.now())
        .order_by(Phase.closes_at)
    )
    return [UnfinishedDraft(slug, title_in(typed), closes_at) for slug, typed, closes_at in db.session.execute(found)]


def title_in(typed: list[list[str]]) -> str:
    """Return the title that was typed, or nothing."""
    return next((value for name, value in typed if name == "title"), "")
