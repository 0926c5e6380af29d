"""The values of a plan as people read them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.city.models import Place
from app.core.dates import instant_text
from app.core.db import db
from app.core.languages import chosen, named
from app.core.money import WORDS
from app.cycles import labels
from app.cycles.models import BallotForm, OnMisfit, PhaseKind, PlanSection, SelectionRule
from app.cycles.services.contents import Row, instant
from app.cycles.services.differences import Change

CHOICES: dict[str, tuple[type, dict[Any, str]]] = {
    "kind": (PhaseKind, labels.PHASES),
    "ballot_form": (BallotForm, labels.BALLOTS),
    "rule": (SelectionRule, labels.RULES),
    "on_misfit": (OnMisfit, labels.MISFITS),
}

UNITS: dict[str, Callable[[int], str]] = {
    "notice_days": lambda days: ngettext("%(num)d day", "%(num)d days", days),
    "support_threshold": lambda supports: ngettext("%(num)d support", "%(num)d supports", supports),
    "minimum_share_percent": lambda share: f"{share}%",
}

COLUMNS_SHOWN: dict[PlanSection, tuple[str, ...]] = {
    PlanSection.types: ("ceiling_won", "pot_won"),
    PlanSection.fields: ("pot_won",),
    PlanSection.exclusions: (),
    PlanSection.criteria: ("help", "weight", "points"),
    PlanSection.verdicts: ("goes_on", "needs_exclusion"),
    PlanSection.phases: ("opens_at", "closes_at"),
}


def value_text(column: str, value: Any) -> str:
    """Write one value of a plan."""
    if column in CHOICES and value is not None:
        kind, words = CHOICES[column]
        return _(words[kind(value)])
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value is None or value == "":
        return _("none")
    if column.endswith("_won"):
        return WORDS[chosen()](value)
    if column.endswith("_at"):
        return instant_text(instant(value), chosen())
    if column in UNITS:
        return UNITS[column](value)
    if column == "tie_order":
        return ", ".join(_(labels.TIE_STEPS[step]) for step in value)
    if column == "place_code":
        return named(db.session.get_one(Place, value))
    return str(value)


def row_text(row: Row) -> str:
    """Name a row of a plan's list."""
    if "kind" in row:
        return value_text("kind", row["kind"])
    return str(row[f"name_{chosen()}"])


def change_text(change: Change) -> dict[str, str]:
    """Return what a change says: where, and the value before and after."""
    where = _(labels.SECTIONS[change.section])
    if change.column is None:
        came, name = change.before is None, row_text(change.row or {})
        return {"where": where, "what": name, "before": "" if came else name, "after": name if came else ""}
    column = _(labels.COLUMNS[change.column])
    what = f"{row_text(change.row)} · {column}" if change.row else column
    return {
        "where": where,
        "what": what,
        "before": value_text(change.column, change.before),
        "after": value_text(change.column, change.after),
    }


@dataclass(frozen=True)
class SectionShown:
    """A section as a page or a print shows it: pairs without heads, or a table with heads (text, "num" or "")."""

    title: str
    heads: list[tuple[str, str]]
    rows: list[list[str]]


def section_shown(section: PlanSection, content: Any) -> SectionShown:
    """Write out one section of a plan; columns that nothing stands in are left out."""
    title = _(labels.SECTIONS[section])
    if isinstance(content, dict):
        shown = [
            name for name in content if not name.startswith("intro_") and not (name == "picks" and not content[name])
        ]
        return SectionShown(title, [], [[_(labels.COLUMNS[name]), value_text(name, content[name])] for name in shown])
    columns = [name for name in COLUMNS_SHOWN[section] if any(row[_own(name)] not in (None, "") for row in content)]
    heads = [(_("Name"), ""), *((_(labels.COLUMNS[name]), _kind(name)) for name in columns)]
    rows = [[row_text(row), *(value_text(name, row[_own(name)]) for name in columns)] for row in content]
    return SectionShown(title, heads, rows)


def _own(column: str) -> str:
    """Return the column of the reader's language, where there is one for each."""
    return f"help_{chosen()}" if column == "help" else column


def _kind(column: str) -> str:
    return "num" if column.endswith("_won") or column in ("weight", "points") else ""
