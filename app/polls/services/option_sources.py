"""Where a poll's options can be taken from: the proposals of a cycle, and what other areas register."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.core.errors import N_, NotFound
from app.cycles.models import Cycle
from app.proposals.models import Proposal, Status, Version
from app.proposals.services import amounts

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


@dataclass(frozen=True)
class OptionSource:
    """``name``: a sentence to translate with ``%(of)s``; ``choices``: key and title; ``options`` of a key."""

    name: str
    choices: Callable[[], Sequence[tuple[str, str]]]
    options: Callable[[str], Sequence[OfferedOption]]


_sources: dict[str, OptionSource] = {}


def register(code: str, source: OptionSource) -> None:
    """Register a source of options under a code."""
    _sources[code] = source


def choices() -> list[tuple[str, str, dict[str, Any]]]:
    """Return what can be chosen: key ``code:choice``, sentence, its parameters."""
    return [
        (f"{code}:{key}", source.name, {"of": title})
        for code, source in _sources.items()
        for key, title in source.choices()
    ]


def options_of(key: str) -> Sequence[OfferedOption]:
    """Return the options of a choice. Raises ``NotFound``."""
    code, _, choice = key.partition(":")
    if code not in _sources or choice not in {known for known, _ in _sources[code].choices()}:
        raise NotFound()
    return _sources[code].options(choice)


def _cycles() -> list[tuple[str, str]]:
    cycles = db.session.scalars(select(Cycle).order_by(Cycle.budget_year.desc()))
    return [(cycle.slug, f"{cycle.budget_year} ({cycle.slug})") for cycle in cycles if not cycle.recorded_only]


def _proposals(slug: str) -> list[OfferedOption]:
    query = select(Proposal).join(Cycle).where(Cycle.slug == slug, Proposal.status.in_(VOTABLE))
    whole = joinedload(Proposal.current).joinedload(Version.field)
    found = db.session.scalars(query.options(whole, selectinload(Proposal.amounts)).order_by(Proposal.number))
    return [_option(proposal, slug) for proposal in found]


def _option(proposal: Proposal, slug: str) -> OfferedOption:
    version, latest = proposal.current, amounts.latest(proposal)
    return OfferedOption(
        code=str(proposal.number), title_ko=version.title, title_en=version.title,
        cost_won=latest.amount_won if latest else 0, labels={"field": version.field.name_ko},
        address=f"/cycles/{slug}/proposals/{proposal.number:04d}", text_ko=version.idea,
    )  # fmt: skip


register("cycle", OptionSource(N_("Proposals of %(of)s that may be voted on"), _cycles, _proposals))
