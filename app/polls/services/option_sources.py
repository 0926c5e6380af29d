"""Where a poll's options can be taken from: the proposals of a cycle, and what other areas register."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.city.models import Place, PlaceLevel
from app.core.db import db
from app.core.errors import N_
from app.cycles.models import Cycle
from app.polls.services.sources import Source, Sources
from app.proposals.models import Proposal, Status, Version
from app.proposals.services import amounts

PROPOSALS = N_("Proposals of %(of)s that may be voted on")
VOTABLE = (Status.eligible, Status.amended, Status.on_ballot, Status.selected, Status.just_missed)


@dataclass(frozen=True)
class OfferedOption:
    """An option as a source offers it."""

    code: str
    title_ko: str
    title_en: str
    cost_won: int = 0
    labels: dict[str, str] = field(default_factory=dict)
    address: str = ""
    text_ko: str = ""
    text_en: str = ""


option_sources: Sources[OfferedOption] = Sources()


def _cycles() -> list[tuple[str, str, str]]:
    cycles = db.session.scalars(select(Cycle).order_by(Cycle.budget_year.desc()))
    offered = [cycle for cycle in cycles if not cycle.recorded_only]
    return [(cycle.slug, PROPOSALS, f"{cycle.budget_year} ({cycle.slug})") for cycle in offered]


def _proposals(slug: str) -> list[OfferedOption]:
    query = select(Proposal).join(Cycle).where(Cycle.slug == slug, Proposal.status.in_(VOTABLE))
    whole = joinedload(Proposal.current).joinedload(Version.field)
    found = db.session.scalars(query.options(whole, selectinload(Proposal.amounts)).order_by(Proposal.number))
    in_district = select(Place.code, Place.name_ko).where(Place.level == PlaceLevel.district)
    districts = {code[:5]: name for code, name in db.session.execute(in_district)}
    return [_option(proposal, slug, districts) for proposal in found]


def _option(proposal: Proposal, slug: str, districts: Mapping[str, str]) -> OfferedOption:
    version, latest = proposal.current, amounts.latest(proposal)
    labels, district = {"field": version.field.name_ko}, districts.get(version.place_code[:5])
    return OfferedOption(
        code=str(proposal.number), title_ko=version.title, title_en=version.title,
        cost_won=latest.amount_won if latest else 0, labels=labels | ({"district": district} if district else {}),
        address=f"/cycles/{slug}/proposals/{proposal.number:04d}", text_ko=version.idea,
    )  # fmt: skip


option_sources.register("cycle", Source(_cycles, _proposals))
