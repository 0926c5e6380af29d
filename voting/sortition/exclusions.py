"""People of the pool who may not be drawn, each with the reason: officials, councillors, past members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voting.sortition.errors import BadInput
from voting.sortition.matching import Matched
from voting.sortition.pool import Pool, fold
from voting.sortition.table_file import Table, read_table, tidy
from voting.sortition.targets import Target, parts

NO_REASON = "no reason given"
NO_SEAT = "the target allows no seat"


@dataclass(frozen=True)
class Exclusion:
    """One person left out, and why."""

    id: str
    reason: str


def read_exclusions(path: Path) -> dict[str, str]:
    """Return the reason by id from a table whose first column is the id and whose ``reason`` says why."""
    return exclusions_from_table(read_table(path))


def exclusions_from_table(table: Table) -> dict[str, str]:
    """Return the reason by id; the second column serves when none is called ``reason``."""
    names = [fold(name) for name in table.header]
    at = next((names.index(name) for name in ("reason", "사유") if name in names), 1 if len(names) > 1 else None)
    ids = [name.strip() for name in table.columns[0]]
    if not all(ids):
        raise BadInput.of("no_id", f"{table.name}: an id in the first column is empty.", "Give every row an id.")
    reasons = table.columns[at] if at is not None else [""] * len(ids)
    return {name: tidy(reason) or NO_REASON for name, reason in zip(ids, reasons, strict=True)}


def exclude(pool: Pool, reasons: Mapping[str, str]) -> tuple[Pool, list[Exclusion], list[str]]:
    """Return the pool without the people named, those people, and the names that the pool does not have."""
    if not reasons:
        return pool, [], []
    place = {name: i for i, name in enumerate(pool.ids)}
    found = [Exclusion(name, reason) for name, reason in reasons.items() if name in place]
    unknown = [name for name in reasons if name not in place]
    return pool.without(place[exclusion.id] for exclusion in found), found, unknown


def not_wanted(pool: Pool, matched: Matched, targets: Sequence[Target]) -> dict[str, str]:
    """Return the reason by id of people whose value has a target of no seat at all."""
    forbidden = {
        (fold(t.feature), fold(t.value)): f"{NO_SEAT} for {t.label}"
        for t in targets
        if t.most == 0 and len(parts(t.feature)) == 1
    }
    reasons: dict[str, str] = {}
    for feature, values in zip(matched.features, matched.values_fi, strict=True):
        banned = {value for value in set(values) if (fold(feature), fold(value)) in forbidden}
        if not banned:
            continue
        for i, value in enumerate(values):
            if value in banned:
                reasons.setdefault(pool.ids[i], forbidden[fold(feature), fold(value)])
    return reasons


def unanswered(pool: Pool, matched: Matched) -> dict[str, str]:
    """Return the reason by id of people who left a needed cell empty."""
    return {pool.ids[i]: "a cell that the targets need is empty" for i in matched.unanswered}
