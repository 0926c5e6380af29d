"""What an operating plan says, as plain data: read from a cycle, and written to it when it is published.

A plan is a dictionary by section. A section is a dictionary of the cycle's columns, or a list of
rows with the columns of its table, in the order in which they are shown.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.audit import canonical
from app.core.db import Base, db
from app.cycles.models import (
    BallotForm,
    Criterion,
    Cycle,
    ExclusionCode,
    Field,
    OnMisfit,
    Phase,
    PhaseKind,
    PlanSection,
    ProposalType,
    SelectionRule,
    VerdictKind,
)

Content = dict[str, Any]
Row = dict[str, Any]

COLUMNS: Mapping[PlanSection, tuple[str, ...]] = {
    PlanSection.basics: (
        "place_code", "budget_year", "pot_won", "notice_days", "support_threshold", "intro_ko", "intro_en",
    ),
    PlanSection.selection: (
        "ballot_form", "picks", "rule", "on_misfit", "minimum_share_percent", "tie_order", "safety_first",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A section that is a list: where its rows are, and which column tells them apart."""

    attribute: str
    model: type[Base]
    columns: tuple[str, ...]
    key: str = "code"


TABLES: Mapping[PlanSection, Table] = {
    PlanSection.types: Table("types", ProposalType, ("code", "name_ko", "name_en", "ceiling_won", "pot_won")),
    PlanSection.fields: Table("fields", Field, ("code", "name_ko", "name_en", "pot_won")),
    PlanSection.exclusions: Table("exclusions", ExclusionCode, ("code", "name_ko", "name_en")),
    PlanSection.criteria: Table(
        "criteria", Criterion, ("code", "name_ko", "name_en", "help_ko", "help_en", "weight", "points")
    ),
    PlanSection.verdicts: Table(
        "verdict_kinds", VerdictKind, ("code", "name_ko", "name_en", "goes_on", "needs_exclusion")
    ),
    PlanSection.phases: Table("phases", Phase, ("kind", "opens_at", "closes_at"), key="kind"),
}
_READ = {"kind": PhaseKind, "ballot_form": BallotForm, "rule": SelectionRule, "on_misfit": OnMisfit}


def plan_in_force(cycle: Cycle) -> Content:
    """Return the whole plan that the cycle follows now."""
    return {section: section_in_force(cycle, section) for section in PlanSection}


def section_in_force(cycle: Cycle, section: PlanSection) -> Any:
    """Return one section of the plan that the cycle follows now."""
    if section in COLUMNS:
        return {name: _plain(getattr(cycle, name)) for name in COLUMNS[section]}
    table = TABLES[section]
    return [{name: _plain(getattr(row, name)) for name in table.columns} for row in getattr(cycle, table.attribute)]


def write_section(cycle: Cycle, section: PlanSection, content: Any) -> None:
    """Make the cycle follow a section: rows keep their identity by their code, what is gone is deleted."""
    if section in COLUMNS:
        for name in COLUMNS[section]:
            setattr(cycle, name, _stored(name, content[name]))
        return
    table = TABLES[section]
    present = {_plain(getattr(row, table.key)): row for row in getattr(cycle, table.attribute)}
    for position, wanted in enumerate(content, 1):
        row = present.pop(wanted[table.key], None)
        if row is None:
            row = table.model(cycle_id=cycle.id)
            db.session.add(row)
        for name in table.columns:
            setattr(row, name, _stored(name, wanted[name]))
        if table.key == "code":
            row.position = position  # type: ignore[attr-defined]
    for row in present.values():
        db.session.delete(row)
    db.session.flush()
    db.session.expire(cycle, [table.attribute])


def instant(text: str) -> dt.datetime:
    """Read an instant of a plan: aware, in UTC."""
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)


def revision_of(content: Any) -> str:
    """Return what a form carries to notice that somebody else saved in between."""
    return hashlib.sha256(canonical(content)).hexdigest()[:16]


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return str(value) if isinstance(value, str) else value


def _stored(name: str, value: Any) -> Any:
    if name.endswith("_at"):
        return instant(value)
    return _READ[name](value) if name in _READ else value
