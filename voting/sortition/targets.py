"""Targets: for each value of a feature, how many of the panel it may have."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from voting.sortition.errors import BadInput, Complaint
from voting.sortition.pool import fold
from voting.sortition.table_file import Table, read_table, table_of, tidy

JOINT = " × "
JOINT_MARKS = ("×", "*")
MOST_SEATS = 10**9  # larger bounds are slips, and would not fit the solver


@dataclass(frozen=True)
class Target:
    """At least ``least`` and at most ``most`` seats for ``value`` of ``feature``.

    A joint cell has a feature "sex × age" and a value "f × 20-29". ``least_flex`` and ``most_flex``
    are how far a relaxation may go; unset means to nought and to everybody.
    """

    feature: str
    value: str
    least: int
    most: int
    least_flex: int | None = None
    most_flex: int | None = None

    @property
    def label(self) -> str:
        """The target in words: "district 북구"."""
        return f"{self.feature} “{self.value}”"


def read_targets(path: Path, size: int) -> list[Target]:
    """Return the targets of a CSV or XLSX file for a panel of ``size``.

    Headers ``category,feature,min,max`` or ``feature,value,min,max``, and ``min_flex``, ``max_flex``.
    A bound may be a number of seats or a share of the panel ("40%", "6/10"), rounded inwards.

    Raises
    ------
    BadInput
        A header, a bound or a value is missing, is no number, or stands twice.
    """
    return targets_from_table(read_table(path), size)


def targets_from_rows(rows: Sequence[Mapping[str, object]], size: int, name: str = "targets") -> list[Target]:
    """Return the targets that a program holds: keys feature, value, min, max, and min_flex, max_flex if any.

    Bounds as in a file: seats ("12" or 12) or a share ("40%"); messages count rows from 1.
    """
    return targets_from_table(table_of(rows, "feature", name), size) if rows else []


def targets_from_table(table: Table, size: int) -> list[Target]:
    """Return the targets of a table for a panel of ``size``."""
    columns = dict(zip(map(fold, table.header), table.columns, strict=True))
    names = (*(("category", "feature") if "category" in columns else ("feature", "value")), "min", "max")
    missing = [name for name in names if name not in columns]
    if missing:
        raise BadInput.of(
            "targets_header",
            f"{table.name} has no column {', '.join(missing)}.",
            "The header must be category,feature,min,max or feature,value,min,max.",
        )
    found: list[Target] = []
    complaints: list[Complaint] = []
    spelling: dict[str, str] = {}
    for at, line in enumerate(table.line_of):
        cells = {name: tidy(column[at]) for name, column in columns.items()}
        try:
            target = _target(cells, names, size)
            # "Sex" and "sex" are one feature: the first spelling stands.
            found.append(replace(target, feature=spelling.setdefault(fold(target.feature), target.feature)))
        except ValueError as reason:
            text = f"{table.name}, row {line}: {reason}"
            complaints.append(Complaint("target_row", text, "Correct the row.", {"row": line}))
    complaints += _twice(found, table.name) + _unknown_parts(found, table.name)
    if complaints:
        raise BadInput(complaints)
    return found


def _target(cells: dict[str, str], names: tuple[str, ...], size: int) -> Target:
    feature, value = joint_name(cells[names[0]]), joint_name(cells[names[1]])
    if not feature or not value:
        raise ValueError("the feature or its value is empty.")
    if len(parts(feature)) != len(parts(value)):
        raise ValueError(f"“{value}” does not have one value for each feature of “{feature}”.")
    if len(set(map(fold, parts(feature)))) != len(parts(feature)):
        raise ValueError(f"“{feature}” names a feature twice.")
    least = seats(cells["min"], size, upwards=True) if cells["min"] else 0
    most = seats(cells["max"], size, upwards=False) if cells["max"] else size
    if least > most:
        raise ValueError(f"min {least} is above max {most} for {feature} “{value}”.")
    flex = [seats(cells[name], size, upwards=up) if cells.get(name) else None for name, up in _FLEX]
    least_flex, most_flex = flex
    if least_flex is not None and least_flex > least:
        raise ValueError(f"min_flex {least_flex} is above min {least}; it says how far the minimum may fall.")
    if most_flex is not None and most_flex < most:
        raise ValueError(f"max_flex {most_flex} is below max {most}; it says how far the maximum may rise.")
    return Target(feature, value, least, most, least_flex, most_flex)


_FLEX = (("min_flex", True), ("max_flex", False))


def seats(text: str, size: int, *, upwards: bool) -> int:
    """Return a bound in seats from "12", "40%" or "6/10" of ``size``, exactly.

    Raises
    ------
    ValueError
        It is no number, negative, or not whole where a number of seats is meant.
    """
    try:
        if text.endswith("%"):
            share = Fraction(text[:-1].strip()) / 100 * size
        elif "/" in text:
            share = Fraction(text.replace(" ", "")) * size
        else:
            share = Fraction(text)
            if share.denominator != 1:
                raise ValueError
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"“{text}” is no number of seats and no share such as 40% or 6/10.") from None
    if share < 0:
        raise ValueError(f"“{text}” is negative.")
    if share > MOST_SEATS:
        raise ValueError(f"“{text}” is more than anybody can seat.")
    return -int(-share // 1) if upwards else int(share // 1)


def joint_name(text: str) -> str:
    """Return "a*b" and "a×b" as "a × b", other names tidied."""
    for mark in JOINT_MARKS:
        text = text.replace(mark, JOINT)
    return JOINT.join(tidy(part) for part in text.split(JOINT.strip()))


def parts(name: str) -> list[str]:
    """Return the features of a joint feature, or the values of a joint value."""
    return name.split(JOINT)


def _twice(targets: Sequence[Target], where: str) -> list[Complaint]:
    seen: set[tuple[str, str]] = set()
    found = []
    for target in targets:
        key = (fold(target.feature), fold(target.value))
        if key in seen:
            text = f"{where}: {target.label} stands twice."
            found.append(Complaint("target_twice", text, "Remove one of the rows.", {"value": target.value}))
        seen.add(key)
    return found


def _unknown_parts(targets: Sequence[Target], where: str) -> list[Complaint]:
    """Return the joint cells with a value that the targets of its feature do not name: a slip in writing."""
    named: dict[str, dict[str, str]] = {}
    for target in targets:
        named.setdefault(fold(target.feature), {})[fold(target.value)] = target.value
    found = []
    for target in targets:
        pairs = zip(parts(target.feature), parts(target.value), strict=True) if JOINT in target.feature else ()
        for feature, value in pairs:
            known = named.get(fold(feature))
            if known is not None and fold(value) not in known:
                text = f"{where}: {target.label} has “{value}”, which is no value of “{feature}”."
                remedy = f"Write one of {', '.join(known.values())}."
                found.append(Complaint("joint_value", text, remedy, {"feature": feature, "value": value}))
    return found


def by_feature(targets: Iterable[Target]) -> dict[str, list[Target]]:
    """Return the targets grouped by feature, in their order."""
    groups: dict[str, list[Target]] = {}
    for target in targets:
        groups.setdefault(target.feature, []).append(target)
    return groups


def sum_complaints(targets: Sequence[Target], size: int) -> list[Complaint]:
    """Return, per feature, why its bounds alone cannot add up to ``size``, before any solver runs.

    Joint cells need not cover everybody, so for them only the minima are checked.
    """
    found = []
    for feature, group in by_feature(targets).items():
        least, most = sum(t.least for t in group), sum(t.most for t in group)
        if least > size:
            text = f"{feature}: the minima add up to {least}, more than the {size} seats."
            remedy = f"Lower minima by {least - size} in all."
            found.append(Complaint("minima_above_size", text, remedy, {"feature": feature, "by": least - size}))
        if most < size and len(parts(feature)) == 1:
            text = f"{feature}: the maxima add up to {most}, fewer than the {size} seats."
            remedy = f"Raise maxima by {size - most} in all."
            found.append(Complaint("maxima_below_size", text, remedy, {"feature": feature, "by": size - most}))
    return found


def tightened(targets: Sequence[Target], size: int, available: Sequence[int]) -> list[Target]:
    """Return the targets with every bound as tight as people, size and the other bounds make it.

    Parameters
    ----------
    targets
        Targets in which each single feature names all values that occur.
    size
        Seats.
    available
        People with the value of each target.

    Returns
    -------
    list of Target
        Same order. ``least > most`` in one of them proves that no panel exists.
    """
    bounds = [[t.least, min(t.most, people, size)] for t, people in zip(targets, available, strict=True)]
    place = {(t.feature, t.value): at for at, t in enumerate(targets)}
    for feature, group in by_feature(targets).items():
        if len(parts(feature)) > 1:
            continue
        at_g = [place[feature, t.value] for t in group]
        least, most = sum(bounds[at][0] for at in at_g), sum(bounds[at][1] for at in at_g)
        old = [tuple(bounds[at]) for at in at_g]
        for at, (low, high) in zip(at_g, old, strict=True):
            bounds[at] = [max(low, size - (most - high)), min(high, size - (least - low))]
    return [replace(t, least=low, most=high) for t, (low, high) in zip(targets, bounds, strict=True)]
