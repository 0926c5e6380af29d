"""A draw as pages show it: its targets by feature, with names in the reader's language and figures beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from flask_babel import gettext

from app.core.languages import chosen, named
from app.draws import labels
from app.draws.models import Draw, DrawTarget
from app.draws.services.feasibility import Reach, TargetChange
from app.draws.services.sealing import open_targets
from voting.sortition.errors import Complaint
from voting.sortition.targets import JOINT, parts


@dataclass(frozen=True)
class Value:
    """One value of a feature: bounds, people of the pool and seats drawn where they are known."""

    target: DrawTarget
    name: str
    people: int | None
    drawn: int | None

    @property
    def why(self) -> str:
        """The ordinance or table behind it."""
        return self.target.why_en if chosen() == "en" else self.target.why_ko


@dataclass(frozen=True)
class Group:
    """The values of one feature, or the cells of a joint one."""

    name: str
    values: list[Value]

    @property
    def people(self) -> int:
        """The population of all values, nought unless each of them has one."""
        found = [value.target.population for value in self.values]
        return sum(number for number in found if number) if all(found) else 0


def groups_of(draw: Draw) -> list[Group]:
    """Return the targets that are public by feature, in their order."""
    figures, names = draw.figures or {}, feature_names(draw)
    people, drawn = figures.get("people"), figures.get("drawn")
    found: dict[str, list[Value]] = {}
    for at, target in open_targets(draw):
        value = Value(target, named(target), people[at] if people else None, drawn[at] if drawn else None)
        found.setdefault(target.feature, []).append(value)
    return [Group(names[feature], values) for feature, values in found.items()]


def marks_of(groups: Sequence[Group]) -> list[tuple[str, int, str]]:
    """Return name, seats and mark of the values of the first feature that has few enough of them to tell apart."""
    for group in groups:
        if len(group.values) <= len(labels.MARKS) and all(value.drawn is not None for value in group.values):
            return [(v.name, v.drawn or 0, mark) for v, mark in zip(group.values, labels.MARKS, strict=False)]
    return []


def title(draw: Draw) -> str:
    return draw.title_en if chosen() == "en" else draw.title_ko


def feature_names(draw: Draw) -> dict[str, str]:
    """Return what features are called, joint ones too, by code."""
    single = {one.code: named(one) for one in draw.features}
    joint = {
        target.feature: JOINT.join(single.get(part, part) for part in parts(target.feature)) for target in draw.targets
    }
    return joint | single


def value_names(draw: Draw) -> dict[tuple[str, str], str]:
    """Return what values are called, by feature and value."""
    return {(target.feature, target.value): named(target) for target in draw.targets}


def reaches_of(reaches: Sequence[Reach]) -> dict[tuple[str, str], Reach]:
    return {(reach.feature, reach.value): reach for reach in reaches}


def changes_in_words(
    draw: Draw, changes: Sequence[TargetChange], before: Mapping[tuple[str, str], tuple[int, int]]
) -> str:
    """Say what a suggestion would change: "District Buk-gu: least 76 → 61"."""
    names, values, said = feature_names(draw), value_names(draw), []
    for change in changes:
        key = (change.feature, change.value)
        least, most = before[key]
        label = f"{names.get(change.feature, change.feature)} {values.get(key, change.value)}"
        if change.least != least:
            said.append(gettext("%(group)s: at least %(old)s → %(new)s", group=label, old=least, new=change.least))
        if change.most != most:
            said.append(gettext("%(group)s: at most %(old)s → %(new)s", group=label, old=most, new=change.most))
    return ", ".join(said)


def complaint_in_words(draw: Draw, complaint: Complaint) -> str:
    """Say what is wrong with pool or targets, features and values by their names."""
    params: dict[str, Any] = dict(complaint.params)
    feature, value = str(params.get("feature", "")), str(params.get("value", ""))
    params["value"] = value_names(draw).get((feature, value), value)
    params["feature"] = feature_names(draw).get(feature, feature)
    return gettext(labels.COMPLAINTS.get(complaint.code, labels.OTHER_COMPLAINT), **params)


def excluded_in_words(code: str) -> str:
    return gettext(labels.EXCLUSIONS[code]) if code in labels.EXCLUSIONS else code


def reasons_in_words(people: Mapping[str, int]) -> str:
    """Say how many were left out for which reason."""
    return ", ".join(f"{excluded_in_words(code)} {number}" for code, number in people.items())


def cell_in_words(cell: Mapping[str, str], draw: Draw) -> str:
    """Say the values of one person."""
    values = value_names(draw)
    return ", ".join(values.get((feature.code, cell[feature.code]), cell[feature.code]) for feature in draw.features)


def number(count: int | None) -> str:
    """Write a number of people: 2,500."""
    return "–" if count is None else f"{count:,}"


def bounds(target: DrawTarget) -> str:
    """Write a target: 125, or 3–5."""
    return number(target.least) if target.least == target.most else f"{target.least:,}–{target.most:,}"


def percent(share: float | str | None, places: int = 1, *, down: bool = False) -> str:
    """Write a chance as 6.3%; ``down`` for what is promised to be at least so much."""
    if share is None:
        return "–"
    way = ROUND_FLOOR if down else ROUND_HALF_UP
    return f"{(Decimal(str(share)) * 100).quantize(Decimal(1).scaleb(-places), way)}%"


def points(share: float) -> str:
    """Write a small difference of chances in percentage points, its leading digit kept: 0.000005."""
    return f"{Decimal(f'{share * 100:.1g}'):f}"
