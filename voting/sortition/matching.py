"""Match the people of a pool to the targets: which value of each feature everybody has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voting.sortition.age_bands import band_finder, looks_like_a_date
from voting.sortition.errors import BadInput, Complaint
from voting.sortition.pool import Pool, fold
from voting.sortition.targets import JOINT, Target, by_feature, parts

OTHER = "(other)"
NO_VALUE = "(no answer)"
SHOWN = 20


class Missing(StrEnum):
    """What to do with people who left a cell of a target feature empty."""

    FAIL = "fail"
    EXCLUDE = "exclude"
    VALUE = "value"


@dataclass(frozen=True)
class Matched:
    """Every person's value of every feature that targets speak of.

    Parameters
    ----------
    features
        Single features, those that occur only in joint cells included.
    values_fi
        ``values_fi[f][i]`` is the value of person ``i``, spelled as the targets spell it.
    unanswered
        Positions of people who left one of them empty and are to be excluded.
    """

    features: list[str]
    values_fi: list[list[str]]
    unanswered: list[int]


def match(
    pool: Pool, targets: Sequence[Target], *, missing: Missing = Missing.FAIL, ages: Sequence[str] = ()
) -> Matched:
    """Return everybody's values, spelled as the targets spell them.

    Parameters
    ----------
    pool, targets
        As read. Case, spaces and Unicode forms do not matter.
    missing
        Whether an empty cell is an error, excludes the person, or is the value "(no answer)".
    ages
        Features whose column holds ages in years while the targets name bands.

    Raises
    ------
    BadInput
        A feature without column, an empty cell, or a value that no target names, with its rows;
        ages of a feature without targets.
    """
    by_year = set(map(fold, ages))
    named = _named_values(targets)
    if unknown := by_year - set(map(fold, named)):
        text = f"No target speaks of “{sorted(unknown)[0]}”, whose ages were to be put into bands."
        raise BadInput.of("ages", text, f"The features are: {', '.join(named)}.")
    values_fi: list[list[str]] = []
    complaints: list[Complaint] = []
    unanswered: set[int] = set()
    for feature, (values, is_closed) in named.items():
        column = pool.column(feature)
        spell = _speller(values, is_closed=is_closed, missing=missing, banded=fold(feature) in by_year)
        spelled = {raw: spell(raw) for raw in set(column)}
        empty = {raw for raw, value in spelled.items() if value == ""}
        unknown = {raw for raw, value in spelled.items() if value is None}
        if empty and missing is Missing.EXCLUDE:
            unanswered.update(i for i, raw in enumerate(column) if raw in empty)
        elif empty:
            complaints += _empty_complaints(pool, feature, column, empty)
        if unknown:
            complaints += _unknown_complaints(pool, feature, column, unknown, list(values))
        values_fi.append([spelled[raw] or "" for raw in column])
    if complaints:
        raise BadInput(complaints)
    return Matched(list(named), values_fi, sorted(unanswered))


def _named_values(targets: Sequence[Target]) -> dict[str, tuple[dict[str, str], bool]]:
    """Return per single feature its values by folded name, and whether others are an error."""
    named: dict[str, tuple[dict[str, str], bool]] = {}
    for feature, group in by_feature(targets).items():
        names = parts(feature)
        if len(names) == 1:
            named[feature] = ({fold(t.value): t.value for t in group}, True)
    spelling = {fold(name): name for name in named}
    for feature, group in by_feature(targets).items():
        for at, name in enumerate(parts(feature)):
            if len(parts(feature)) == 1 or fold(name) in spelling:
                continue
            values: dict[str, str] = {}
            for t in group:
                values.setdefault(fold(parts(t.value)[at]), parts(t.value)[at])
            named[name] = (values, False)
    return named


def _speller(values: dict[str, str], *, is_closed: bool, missing: Missing, banded: bool) -> Callable[[str], str | None]:
    """Return the function from a cell to a target's value; "" is an empty cell, None an unknown value."""
    find_band = band_finder(values.values()) if banded else None

    def spell(raw: str) -> str | None:
        key = fold(raw)
        if key in values:
            return values[key]
        if not key:
            return values.get(fold(NO_VALUE), NO_VALUE) if missing is Missing.VALUE else ""
        if find_band is not None and (band := find_band(key)) is not None:
            return band
        if OTHER in values:
            return values[OTHER]
        return None if is_closed else key

    return spell


def _rows(pool: Pool, column: Sequence[str], cells: set[str]) -> str:
    lines = [str(pool.line_of[i]) for i, raw in enumerate(column) if raw in cells]
    more = f" and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    return ("row " if len(lines) == 1 else "rows ") + ", ".join(lines[:SHOWN]) + more


def _empty_complaints(pool: Pool, feature: str, column: Sequence[str], empty: set[str]) -> list[Complaint]:
    text = f"{pool.name}, {_rows(pool, column, empty)}: “{feature}” is empty."
    remedy = "Fill the cell, or choose --missing exclude or --missing value."
    return [Complaint("empty_cell", text, remedy, {"feature": feature})]


def _unknown_complaints(
    pool: Pool, feature: str, column: Sequence[str], unknown: set[str], known: list[str]
) -> list[Complaint]:
    if band_finder(known) and all(raw.strip().isdigit() for raw in unknown):
        text = f"{pool.name}, {_rows(pool, column, unknown)}: “{feature}” holds ages, the targets name bands."
        return [Complaint("ages_for_bands", text, f"Add --ages {feature}.", {"feature": feature})]
    found = []
    for raw in sorted(unknown)[:SHOWN]:
        text = f"{pool.name}, {_rows(pool, column, {raw})}: no target names “{raw}” of “{feature}”."
        remedy = f"Correct the cell, or add a target for it, or for “{OTHER}” (targets name: {', '.join(known)})."
        if looks_like_a_date(raw):
            remedy = "A spreadsheet seems to have made a date of a band such as 10-19: format the column as text."
        found.append(Complaint("unknown_value", text, remedy, {"feature": feature, "value": raw}))
    return found


def joint_values(features: Sequence[str], type_values: Sequence[str], feature: str) -> str:
    """Return the value of a single or joint ``feature`` for a person with ``type_values``."""
    place = {fold(name): at for at, name in enumerate(features)}
    return JOINT.join(type_values[place[fold(name)]] for name in parts(feature))
