"""An entry of the feed in words, and where it leads."""

import datetime as dt
from collections.abc import Callable

from flask import url_for
from flask_babel import gettext

from app.core.errors import N_
from app.core.languages import chosen
from app.core.money import WORDS
from app.cycles.labels import PHASES
from app.cycles.models import PhaseKind
from app.proposals.labels import STAGES
from app.proposals.models import Stage
from app.public.services.feed import Change
from app.public.wording.cycles import items, projects

OPENS: dict[str, str] = {  # stage -> the list of its items
    "voted": "selected", "bill": "in_bill", "standing": "standing", "budget_cmte": "budget_cmte",
    "plenary": "plenary", "executed": "executed", "settled": "settled",
}  # fmt: skip


def title(change: Change) -> str:
    """Say what happened."""
    return gettext("Budget %(year)s: %(what)s", year=change.year, what=TOLD[change.kind](change))


def address(change: Change) -> str:
    """Return where the items of an entry are."""
    if change.count == 1 and change.number is not None:
        return url_for("public.proposal", slug=change.slug, number=change.number)
    if change.kind == "amounts":
        return url_for("public.list_proposals", slug=change.slug, reached=OPENS[change.what or ""])
    if change.kind == "submitted":
        return url_for("public.list_proposals", slug=change.slug, sort="newest")
    if change.kind in ("verdicts", "reports"):
        reached = "passed_review" if change.kind == "verdicts" else "executed"
        return url_for("public.list_proposals", slug=change.slug, reached=reached)
    return url_for("public.cycle", slug=change.slug)


def key(change: Change) -> str:
    """Return what names an entry for ever: its kind, cycle, subject and day."""
    return "/".join(part for part in (change.slug, change.kind, change.what, change.who, change.day) if part)


def _phase(change: Change) -> str:
    return gettext(PHASES[PhaseKind(change.what)])


def _amounts(change: Change) -> str:
    return gettext(
        "%(stage)s: %(count)s, %(won)s together",
        stage=gettext(STAGES[Stage(change.what)]),
        count=projects(change.count),
        won=WORDS[chosen()](change.won or 0, "short"),
    )


SENTENCES: dict[str, str] = {
    "submitted": N_("%(count)s came in"),
    "verdicts": N_("departments answered %(count)s"),
    "reports": N_("reports on %(count)s"),
}


def _counted(change: Change) -> str:
    return gettext(SENTENCES[change.kind], count=items(change.count))


TOLD: dict[str, Callable[[Change], str]] = {
    "submitted": _counted,
    "verdicts": _counted,
    "reports": _counted,
    "amounts": _amounts,
    "plan": lambda change: gettext("operating plan published, version %(number)s", number=change.what),
    "opened": lambda change: gettext("%(phase)s opened", phase=_phase(change)),
    "closed": lambda change: gettext("%(phase)s closed", phase=_phase(change)),
}


def instant(at: dt.datetime | None) -> str:
    """Write an instant as feeds do (RFC 3339); of an empty feed, the beginning of time."""
    return (at or dt.datetime.fromtimestamp(0, dt.UTC)).astimezone(dt.UTC).isoformat(timespec="seconds")
