"""Why an option was not chosen, and by how much it missed: in sentences."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.templating import won


def reason(missed: Mapping[str, Any], names: Mapping[int, str], labels: Mapping[tuple[str, str], str]) -> str:
    """Say the reason. ``names`` are receipt numbers by option, ``labels`` names of types and fields by code."""
    return SENTENCES[missed["reason"]](missed["detail"], names, labels)


def distance(missed: Mapping[str, Any]) -> str:
    """Say how many votes were missing, or that no number would have been enough."""
    short = missed["votes_short"]
    if short is None:
        return _("No number of votes would have brought it in.")
    return ngettext(
        "%(num)s more vote would have brought it in.", "%(num)s more votes would have brought it in.", short
    )


def _over_ceiling(detail: Mapping[str, Any], _names: object, labels: Mapping[tuple[str, str], str]) -> str:
    name = labels.get(tuple(detail["label"]), detail["label"][1])
    return _(
        "%(cost)s is more than the %(left)s left under the ceiling of %(label)s.",
        cost=won(detail["cost"]), left=won(detail["left"]), label=name,
    )  # fmt: skip


SENTENCES: dict[str, Any] = {
    "no_votes": lambda d, n, t: _("Nobody voted for it."),
    "below_minimum_share": lambda d, n, t: _(
        "It has %(votes)s votes; at least %(needed)s were needed.", votes=d["votes"], needed=d["needed"]
    ),
    "no_majority": lambda d, n, t: _(
        "It has %(votes)s votes in favour; the majority was %(needed)s.", votes=d["votes"], needed=d["needed"]
    ),
    "over_budget": lambda d, n, t: _(
        "%(cost)s is more than the %(left)s left in the pot.", cost=won(d["cost"]), left=won(d["left"])
    ),
    "over_ceiling": _over_ceiling,
    "incompatible": lambda d, n, t: _("It excludes no. %(other)s, which was chosen.", other=n[int(d["with"])]),
    "after_stop": lambda d, n, t: _(
        "Selection ended at no. %(other)s, which did not fit.", other=n[int(d["stopped_at"])]
    ),
}
