"""A cycle in words: its phase, the sentence with its totals, its timeline, its bars, what one can do now."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext, ngettext
from markupsafe import Markup

from app.core.dates import MONTHS_EN, date_of, date_text, instant_text
from app.core.errors import N_
from app.core.languages import chosen
from app.core.money import WORDS
from app.core.navigation import page_exists
from app.cycles.labels import PHASES
from app.cycles.models import Cycle, Phase, PhaseKind
from app.cycles.services.phases import current_phase, next_phase
from app.public.services.facts import Figure
from app.public.services.totals import Sum, Totals

Row = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """A button: what one can do, and where."""

    text: str
    url: str


def short(won: int) -> str:
    """Write an amount as a headline does: 23.4억 원."""
    return WORDS[chosen()](won, "short")


def items(count: int) -> str:
    """Write a number of proposals with its unit."""
    return ngettext("%(count)s proposal", "%(count)s proposals", count, count=f"{count:,}")


def projects(count: int) -> str:
    """Write a number of chosen projects with its unit."""
    return ngettext("%(count)s project", "%(count)s projects", count, count=f"{count:,}")


def name(cycle: Cycle) -> str:
    """Return what a cycle is called."""
    return gettext("Participatory budget %(year)s", year=cycle.budget_year)


def phase_badge(cycle: Cycle, at: dt.datetime) -> tuple[str, str]:
    """Return the words and the tone of the phase that the cycle is in."""
    if cycle.recorded_only:
        return gettext("Past year, published figures"), "gray"
    now, coming = current_phase(cycle.phases, at), next_phase(cycle.phases, at)
    if now is not None and now.is_open(at):
        return gettext("Open now: %(phase)s", phase=gettext(PHASES[now.kind])), "success"
    if coming is not None:
        return gettext("Coming next: %(phase)s", phase=gettext(PHASES[coming.kind])), "primary"
    return (gettext("All steps are over"), "gray") if now else (gettext("Not announced yet"), "gray")


def totals_sentence(totals: Totals) -> Markup:
    """Say the totals as far as the cycle has come, each derived from the records."""
    at, council = totals.at, totals.council
    numbers = {
        "submitted": items(at["submitted"].count),
        "asked": short(at["submitted"].won),
        "selected": projects(at["selected"].count),
        "selected_won": short(at["selected"].won),
        "cut": short(council.cut),
        "executed": projects(at["executed"].count),
        "executed_won": short(at["executed"].won),
        "left": projects(at["passed_council"].count),
        "left_won": short(at["passed_council"].won),
    }
    sentence = Markup(gettext(_sentence(totals)))  # noqa: S704 - of the catalog, never typed by anyone
    return sentence % {name: strong(words) for name, words in numbers.items()}


def strong(words: str) -> Markup:
    """Set a number off from its sentence."""
    return Markup("<strong>{}</strong>").format(words)


def _sentence(totals: Totals) -> str:
    at = totals.at
    if not at["submitted"].count:
        return N_("No proposal has come in yet.")
    if not at["selected"].count:
        return N_("%(submitted)s have come in, asking for %(asked)s together.")
    if at["executed"].count:
        return N_(
            "Of %(submitted)s the committee chose %(selected)s at %(selected_won)s. "
            "The council cut %(cut)s; %(executed)s at %(executed_won)s were carried out."
        )
    if at["passed_council"].count or at["zeroed"].count:
        return N_(
            "Of %(submitted)s the committee chose %(selected)s at %(selected_won)s. "
            "The council cut %(cut)s; %(left)s at %(left_won)s are left."
        )
    return N_("Of %(submitted)s the committee chose %(selected)s at %(selected_won)s.")


def acts(cycle: Cycle, totals: Totals, at: dt.datetime) -> list[Act]:
    """Return what one can do now, the first being the primary button; pages that are not built are left out."""
    now = current_phase(cycle.phases, at)
    kind = now.kind if now is not None and now.is_open(at) else None
    base, selected = f"/cycles/{cycle.slug}", totals.at["selected"].count
    chosen = f"{base}/proposals?reached=selected" if cycle.recorded_only else f"{base}/results"
    offered = (
        (kind is PhaseKind.intake, gettext("Propose"), f"{base}/proposals/new"),
        (selected, gettext("See the %(projects)s chosen", projects=projects(selected)), chosen),
        (totals.council.items_touched, gettext("See what the council changed"), f"{base}/council"),
        (True, gettext("See all proposals"), f"{base}/proposals"),
    )  # fmt: skip
    found = [Act(text, request.script_root + path) for wanted, text, path in offered if wanted and _built(path)]
    return found[:2]


def _built(path: str) -> bool:
    return page_exists(path.split("?")[0])


def timeline(cycle: Cycle, totals: Totals, at: dt.datetime) -> list[Row]:
    """Return the phases as steps, each with its days and what came of it."""
    return [
        {
            "step": gettext(PHASES[phase.kind]),
            "state": "now" if phase.is_open(at) else "done" if phase.closes_at <= at else "next",
            "when": _days(phase),
            "note": _came_of(phase.kind, totals) if phase.opens_at <= at else None,
            "url": None,
        }
        for phase in cycle.phases
    ]


def _days(phase: Phase) -> str:
    first, last = date_of(phase.opens_at), date_of(phase.closes_at)
    if chosen() == "en":
        return f"{first.day} {MONTHS_EN[first.month - 1]} {first.year} – {last.day} {MONTHS_EN[last.month - 1]} {last.year}"
    year = "" if last.year == first.year else f"{last.year}. "
    return f"{first.year}. {first.month}. {first.day}. ~ {year}{last.month}. {last.day}."


CAME_OF: dict[PhaseKind, str] = {
    PhaseKind.intake: "submitted",
    PhaseKind.dept_review: "passed_review",
    PhaseKind.screening: "put_to_vote",
    PhaseKind.selection: "selected",
    PhaseKind.bill: "in_bill",
    PhaseKind.council: "passed_council",
    PhaseKind.execution: "executed",
    PhaseKind.settlement: "settled",
}
WITH_WON = {PhaseKind.selection, PhaseKind.bill, PhaseKind.council, PhaseKind.execution, PhaseKind.settlement}


def _came_of(kind: PhaseKind, totals: Totals) -> str | None:
    reached = totals.at.get(CAME_OF.get(kind, ""), Sum())
    if not reached.count:
        return None
    return " · ".join([items(reached.count), *([short(reached.won)] if kind in WITH_WON else [])])


BARS: tuple[tuple[str, str, str], ...] = (
    ("submitted", N_("Proposed"), "kept"),
    ("passed_review", N_("Passed the department review"), "kept"),
    ("put_to_vote", N_("Proposals put to the vote"), "kept"),
    ("selected", N_("Projects chosen by the committee"), "chosen"),
    ("in_bill", N_("Projects in the budget bill"), "chosen"),
    ("passed_council", N_("Left by the council"), "chosen"),
    ("executed", N_("Carried out"), "chosen"),
)


def bars(cycle: Cycle, totals: Totals) -> list[Row]:
    """Return how many proposals are left at each point, as rows of a bar table; each opens its items."""
    return [
        {
            "label": gettext(words),
            "url": url_for("public.list_proposals", slug=cycle.slug, reached=None if code == "submitted" else code),
            "note": None,
            "parts": [(kind, totals.at[code].count)],
            "values": [items(totals.at[code].count), short(totals.at[code].won)],
        }
        for code, words, kind in BARS
        if totals.at[code].count
    ]


def phase_name(phase: Phase) -> str:
    """Return what a phase is called."""
    return gettext(PHASES[phase.kind])


def opening(phase: Phase) -> str:
    """Write when a phase opens."""
    return instant_text(phase.opens_at, chosen(), "sentence")


def day_of(at: dt.datetime) -> str:
    """Write the date in Gwangju of an instant."""
    return date_text(date_of(at), chosen())


def year_row(cycle: Cycle, totals: Totals, figures: dict[str, Figure], at: dt.datetime) -> Row:
    """Return a year as a row: what came in, was chosen, was left after the council."""
    cells = _published(figures) if cycle.recorded_only else _derived(cycle, totals)
    text, tone = phase_badge(cycle, at)
    conflict = any(figure.conflict for figure in figures.values())
    return {"cycle": cycle, "cells": cells, "phase": text, "tone": tone, "conflict": conflict}


def _derived(cycle: Cycle, totals: Totals) -> list[Row]:
    """Return the three cells from the records, each opening its items."""
    after = "executed" if totals.at["executed"].count else "passed_council"
    codes = (("submitted", items), ("selected", projects), (after, projects))
    return [
        {
            "text": unit(totals.at[code].count) if totals.at[code].count else None,
            "won": totals.at[code].won,
            "url": url_for("public.list_proposals", slug=cycle.slug, reached=None if code == "submitted" else code),
        }
        for code, unit in codes
    ]


# Where a past year is known by published figures: keys of a number and of its amount, the first known counts.
PUBLISHED: tuple[tuple[tuple[str, str], ...], ...] = (
    (("proposals", "proposed_won"),),
    (("selected", "selected_won"), ("bill", "bill_won")),
    (("executed", "executed_won"), ("kept", "kept_won"), ("standing_kept", "standing_kept_won")),
)


def _published(figures: dict[str, Figure]) -> list[Row]:
    return [_published_cell(figures, pairs) for pairs in PUBLISHED]


def _published_cell(figures: dict[str, Figure], pairs: tuple[tuple[str, str], ...]) -> Row:
    for count, won in pairs:
        known = figures.get(count), figures.get(won)
        if any(known):
            number, amount = (figure.used.value if figure else None for figure in known)
            return {"text": None if number is None else items(number), "won": amount, "url": None}
    return {"text": None, "won": None, "url": None}
