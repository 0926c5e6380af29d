"""Weights for those who attended, so that they have the composition of the panel that was drawn.

By joint cells (each cell's attended stand for its absent) or, where a cell has nobody left, by raking to the panel's
margins. Shin-Kori weighted its later surveys to the first survey's sex, age and stance in this way.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from voting.deliberation.errors import BadInput
from voting.deliberation.raking import MarginRow, Raking, rake

CELL = " · "
Method = Literal["cells", "margins"]


@dataclass(frozen=True)
class Reweighting:
    """Weight by person (mean 1), the people of each value, and the absent who could not be made up for."""

    weights: dict[str, float]
    raking: Raking
    method: Method
    panel: int
    attended: int

    @property
    def rows(self) -> list[MarginRow]:
        """Composition of the attended before and after weighting, against the panel's."""
        return self.raking.rows

    @property
    def largest(self) -> float:
        """The largest weight: how many seats the most heavily weighted person stands for."""
        return float(self.raking.weight_i.max())


def reweight_attended(
    panel: Mapping[str, Mapping[str, str]],
    attended: Collection[str],
    features: Sequence[str],
    *,
    method: Method = "cells",
    bounds: tuple[float, float] | None = None,
) -> Reweighting:
    """Return weights that give the attended the composition of the panel.

    Parameters
    ----------
    panel
        Every member drawn, with the value of each feature.
    attended
        Those who came.
    features
        What the composition is about, such as stance, sex and age.
    method
        ``cells``: every joint cell keeps its size. ``margins``: every feature does.

    Raises
    ------
    BadInput
        ``not_on_panel``, ``nobody``, ``unknown_feature``, ``missing_value``; ``margin_with_nobody`` names the cells of
        which nobody came: join values, or take ``margins``.

    Examples
    --------
    >>> panel = {"1": {"stance": "for"}, "2": {"stance": "for"}, "3": {"stance": "against"}, "4": {"stance": "against"}}
    >>> {who: round(w, 2) for who, w in reweight_attended(panel, ["1", "2", "3"], ["stance"]).weights.items()}
    {'1': 0.75, '2': 0.75, '3': 1.5}
    """
    for person in attended:
        if person not in panel:
            raise BadInput("not_on_panel", person=person)
    here = [person for person in panel if person in set(attended)]
    if not here or not features:
        raise BadInput("nobody")
    for feature in features:
        if without := sum(not values.get(feature) for values in panel.values()):
            raise BadInput("missing_value", feature=feature, people=without)
    of_person = {person: _values(values, features, method) for person, values in panel.items()}
    names = list(next(iter(of_person.values())))
    margins = {name: _count([values[name] for values in of_person.values()]) for name in names}
    columns = {name: [of_person[person][name] for person in here] for name in names}
    raking = rake(columns, margins, bounds=bounds)
    weights = dict(zip(here, map(float, raking.weight_i), strict=True))
    return Reweighting(weights, raking, method, len(panel), len(here))


def _values(values: Mapping[str, str], features: Sequence[str], method: Method) -> dict[str, str]:
    own = {feature: values[feature] for feature in features}
    return own if method == "margins" else {CELL.join(own): CELL.join(own.values())}


def _count(column: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for value in column:
        found[value] = found.get(value, 0.0) + 1
    return found
