"""Whom an assembly offers as voters of a poll: who is registered for its day, who registered a minhoe that was held."""

from collections.abc import Sequence

from sqlalchemy import select

from app.assembly.models import Assembly, Attendee, Capacity, Minhoe, MinhoeState
from app.assembly.services import finding
from app.core.db import db
from app.core.errors import N_
from app.polls.services.sources import Source
from app.polls.services.voter_sources import voter_sources

DAY, MINHOE = N_("Registered for the day of the assembly %(of)s"), N_("Who registered a minhoe of %(of)s that was held")


def _lists() -> list[tuple[str, str, str]]:
    years = [str(one.year) for one in finding.assemblies(unpublished=True)]
    return [(f"{year}-{kind}", said, year) for year in years for kind, said in (("day", DAY), ("minhoe", MINHOE))]


def _listed(choice: str) -> Sequence[int]:
    year, kind = choice.split("-")
    return {"day": _of_the_day, "minhoe": _of_the_minhoe}[kind](int(year))


def _of_the_day(year: int) -> Sequence[int]:
    """Return the accounts of citizens and facilitators; officials have no vote."""
    query = select(Attendee.account_id).join(Assembly, Assembly.id == Attendee.assembly_id)
    voting = query.where(Assembly.year == year, Attendee.capacity != Capacity.official)
    return db.session.scalars(voting.where(Attendee.account_id.is_not(None)).order_by(Attendee.number)).all()  # type: ignore[return-value]


def _of_the_minhoe(year: int) -> Sequence[int]:
    query = select(Minhoe.registered_by).join(Assembly, Assembly.id == Minhoe.assembly_id)
    held = query.where(Assembly.year == year, Minhoe.state == MinhoeState.held, Minhoe.hidden_at.is_(None))
    return db.session.scalars(held.where(Minhoe.registered_by.is_not(None)).order_by(Minhoe.id)).all()  # type: ignore[return-value]


voter_sources.register("assembly", Source(_lists, _listed))
