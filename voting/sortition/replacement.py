"""Fill the seats of people who declined: a fresh fair lottery given who has accepted, or the same cell.

The people still seated are taken off the targets and the size, those who are gone and those who live
with somebody seated are excluded, and the same method draws among the rest. So the whole panel keeps
the targets again; where it no longer can, a person decides on a change, which the record keeps.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from voting.sortition.errors import BadInput
from voting.sortition.households import households
from voting.sortition.matching import Matched, match
from voting.sortition.pool import Pool, fold
from voting.sortition.preparation import Request
from voting.sortition.targets import JOINT, Target, parts

SEATED = "already on the panel"
AT_HOME = "lives with somebody on the panel"
OTHER_CELL = "of another cell than those who declined"


class Mode(StrEnum):
    """How a seat is filled."""

    LOTTERY = "lottery"
    SAME_CELL = "same-cell"


@dataclass(frozen=True)
class Rest:
    """What is left to draw: targets and request of the replacement."""

    targets: list[Target]
    request: Request


def rest_to_draw(
    pool: Pool,
    targets: Sequence[Target],
    request: Request,
    seated: Iterable[str],
    gone: Mapping[str, str],
    mode: Mode = Mode.LOTTERY,
    freed: Iterable[str] = (),
) -> Rest:
    """Return the draw that fills the free seats.

    Parameters
    ----------
    pool, targets, request
        Of the whole panel.
    seated
        Ids of people on the panel who stay.
    gone
        Why each person who gave up a seat did so.
    mode
        A fresh lottery over all who are left, or people with the very values of those who are gone
        (as Shin-Kori's committee did).
    freed
        Ids of those among the gone whose seats are free now; needed for the same cell.

    Raises
    ------
    BadInput
        Somebody is not in the pool, more people are seated than there are seats, or those seated
        already pass a maximum.
    """
    place = {name: i for i, name in enumerate(pool.ids)}
    seated = sorted(seated)
    if strangers := [name for name in [*seated, *gone] if name not in place]:
        raise BadInput.of("strangers", f"Not in {pool.name}: {', '.join(strangers[:10])}.", "Give the pool drawn from.")
    free = request.size - len(seated)
    if free == 0:
        raise BadInput.of("no_free_seat", "No seat is free.", "Log who declined first.")
    if free < 0:
        raise BadInput.of("too_many_seated", f"{len(seated)} people for {request.size} seats.", "Check the contacts.")
    matched = match(pool, targets, missing=request.missing, ages=request.ages)
    exclusions = dict(request.exclusions) | dict(gone) | dict.fromkeys(seated, SEATED)
    exclusions |= living_with(pool, request.same_address, seated, exclusions)
    if mode is Mode.SAME_CELL:
        left = _cells_of(matched, targets, [place[name] for name in freed])
        exclusions |= _outside(pool, matched, left, exclusions)
        targets_left, free = left, sum(target.least for target in left)
    else:
        targets_left = _taken_off(matched, targets, [place[name] for name in seated])
    return Rest(targets_left, replace(request, size=free, exclusions=exclusions))


def living_with(
    pool: Pool, columns: Sequence[str], seated: Sequence[str], excluded: Mapping[str, str]
) -> dict[str, str]:
    """Return the people, by id, who share an address with somebody seated and are not excluded already."""
    if not columns:
        return {}
    homes, on_panel = households(pool, columns), set(seated)
    taken = {home for name, home in zip(pool.ids, homes, strict=True) if home >= 0 and name in on_panel}
    return {name: AT_HOME for name, home in zip(pool.ids, homes, strict=True) if home in taken and name not in excluded}


def _value_of(matched: Matched, feature: str, i: int) -> str:
    place = {fold(name): at for at, name in enumerate(matched.features)}
    return fold(JOINT.join(matched.values_fi[place[fold(name)]][i] for name in parts(feature)))


def _taken_off(matched: Matched, targets: Sequence[Target], seated: Sequence[int]) -> list[Target]:
    """Return the targets less the people seated."""
    found = []
    for target in targets:
        have = sum(_value_of(matched, target.feature, i) == fold(target.value) for i in seated)
        if have > target.most:
            text = f"{have} people of {target.label} are seated, more than the {target.most} of the target."
            raise BadInput.of("over_target", text, "Raise the target, which somebody has to decide.")
        flex = None if target.most_flex is None else target.most_flex - have
        found.append(replace(target, least=max(target.least - have, 0), most=target.most - have, most_flex=flex))
    return found


def _cells_of(matched: Matched, targets: Sequence[Target], gone: Sequence[int]) -> list[Target]:
    """Return one exact target for each full cell of the people who are gone."""
    feature = JOINT.join(matched.features)
    cells = Counter(JOINT.join(column[i] for column in matched.values_fi) for i in gone)
    return [Target(feature, cell, n, n) for cell, n in sorted(cells.items())]


def _outside(pool: Pool, matched: Matched, cells: Sequence[Target], excluded: Mapping[str, str]) -> dict[str, str]:
    wanted = {fold(target.value) for target in cells}
    feature = JOINT.join(matched.features)
    return {
        name: OTHER_CELL
        for i, name in enumerate(pool.ids)
        if name not in excluded and _value_of(matched, feature, i) not in wanted
    }
