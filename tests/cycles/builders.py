"""Plans in every state: opened, written, published."""

import datetime as dt
from typing import Any

from app.accounts.models import Account
from app.core.clock import seoul
from app.cycles.models import Cycle, PlanSection, PlanVersion
from app.cycles.services import drafts, publishing
from app.cycles.services.contents import revision_of
from app.cycles.services.opening import open_cycle
from tests.builders import CITY, an_account, the_city

PLAN_PUBLISHED = seoul(2027, 2, 1, 10)


def a_new_cycle(budget_year: int = 2028, by: Account | None = None) -> Cycle:
    """A cycle with the offered plan, nothing published."""
    the_city()
    return open_cycle(place_code=CITY, budget_year=budget_year, by=by or an_account("organiser"))


def save(cycle: Cycle, section: PlanSection, content: Any, by: Account | None = None) -> None:
    """Save a section as one who has just read it."""
    revision = revision_of(drafts.section_of(cycle, section))
    drafts.save_section(cycle_id=cycle.id, section=section, content=content, revision=revision, by=by)


def publish(cycle: Cycle, why: str = "", *, at: dt.datetime | None = None) -> PlanVersion:
    """Publish what is written as one who has just read it."""
    revision = revision_of(drafts.draft_of(cycle))
    return publishing.publish(cycle_id=cycle.id, why=why, revision=revision, by=None, at=at)


def a_published_cycle(budget_year: int = 2028) -> Cycle:
    """A cycle whose plan was published on 1 February of the year of the call; its intake opens on 12 March."""
    cycle = a_new_cycle(budget_year)
    publish(cycle, at=PLAN_PUBLISHED.replace(year=budget_year - 1))
    return cycle
