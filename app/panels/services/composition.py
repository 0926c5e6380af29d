"""How the panel is made up beside the population. Of stances it says nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.core.db import db
from app.draws.models import Candidate
from app.panels.models import Panel, Panelist
from app.panels.services import population, seating
from app.panels.services.population import Feature


@dataclass(frozen=True)
class Group:
    """One value: people of the population and members of the panel."""

    name_ko: str
    name_en: str
    population: int
    panel: int


def composition(panel: Panel) -> list[tuple[Feature, list[Group]]]:
    """Return for sex, age and district the people of the population and the members who hold a seat."""
    query = select(Candidate.answers).join(Panelist, Panelist.candidate_id == Candidate.id)
    seated = query.where(Panelist.panel_id == panel.id, Panelist.state.in_(seating.SEATED))
    return composition_of(panel, db.session.scalars(seated))


def composition_of(panel: Panel, people: Iterable[Mapping[str, str]]) -> list[tuple[Feature, list[Group]]]:
    """Return the same of people whose values are known."""
    seated, found = list(people), []
    for feature in population.features_of(panel):
        have = Counter(answers.get(feature.code) for answers in seated)
        rows = [Group(*names, feature.people[value], have[value]) for value, names in feature.values.items()]
        found.append((feature, rows))
    return found
