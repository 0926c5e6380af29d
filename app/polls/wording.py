"""Sentences about ballots and results: what must be changed on a ballot, why an option did not win and what it lacked."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.errors import N_
from app.core.templating import won
from app.polls.services.standing import Line
from voting.ballots.forms import Violation
from voting.explain.losers import Loss

FAULTS = {
    "too_few": N_("You chose %(named)s. Choose at least %(at_least)s."),
    "too_many": N_("You chose %(named)s, at most %(at_most)s are possible. Take some out."),
    "too_many_of_label": N_("You chose %(named)s of “%(label)s”, at most %(at_most)s are possible."),
    "too_dear": N_("What you chose costs %(cost)s, the money is %(budget)s. Take something out."),
    "points_too_high": N_("“%(project)s” has %(points)s points, at most %(at_most)s are possible."),
    "points_too_low": N_("“%(project)s” has %(points)s points, at least %(at_least)s are needed."),
    "sum_too_high": N_("You gave %(sum)s points, at most %(at_most)s are possible."),
    "sum_too_low": N_("You gave %(sum)s points, at least %(at_least)s are needed."),
}


def fault(found: Violation, titles: Mapping[str, str]) -> str:
    """Say what must be changed on a ballot."""
    params = dict(found.params)
    if "project" in params:
        params["project"] = titles.get(str(params["project"]), params["project"])
    if "label" in params:
        params["label"] = params["label"][1]  # type: ignore[index]
    for name in ("cost", "budget"):
        if name in params:
            params[name] = won(int(params[name]))  # type: ignore[call-overload]
    return _(
        FAULTS.get(found.code, N_("The ballot is not filled in as this poll asks. Please look at it again.")), **params
    )


def unread(codes: Sequence[str], titles: Mapping[str, str]) -> list[str]:
    """Return a sentence for each option whose mark cannot be read."""
    return [_("“%(project)s”: enter a whole number, each place of the ranking once.", project=titles[c]) for c in codes]


def missed(line: Line, titles: Mapping[str, str], loss: Loss | None = None) -> str:
    """Say why an option did not win, and what it lacked."""
    if line.missed is None:
        return ""
    detail = dict(line.missed["detail"])
    said = REASONS.get(line.missed["reason"], _plain)(detail, titles)
    return f"{said} {_lacked(detail, loss)}".strip()


def _lacked(detail: Mapping[str, Any], loss: Loss | None) -> str:
    if loss is None or loss.votes == 0:
        return ""
    dear = None if loss.wins_at_cost is None else won(int(Fraction(loss.cost) - Fraction(loss.wins_at_cost)))
    more = loss.more_supporters
    if more and dear:
        return _("It would have won with %(more)s more votes, or for %(dear)s less.", more=more, dear=dear)
    if more:
        return _("It would have won with %(more)s more votes.", more=more)
    if dear:
        return _("It would have won for %(dear)s less.", dear=dear)
    return _("No number of votes and no lower cost would have brought it in.")


def number(value: Any) -> str:
    """Write votes or weighted votes: whole ones as they are, others with two decimals."""
    exact = Fraction(str(value))
    return f"{exact.numerator:,}" if exact.denominator == 1 else f"{float(exact):,.2f}"


def _below_place(detail: Mapping[str, Any], _titles: Mapping[str, str]) -> str:
    short = Fraction(str(detail["last_in"])) - Fraction(str(detail["votes"]))
    if short == 0:
        return _("It has as many votes as the last winner; the order fixed beforehand decided.")
    return ngettext(
        "%(number)s vote behind the last winner.", "%(number)s votes behind the last winner.",
        2 if short != 1 else 1, number=number(short),
    )  # fmt: skip


def _plain(detail: Mapping[str, Any], _titles: Mapping[str, str]) -> str:
    return _("It was not chosen.")


REASONS: dict[str, Callable[[Mapping[str, Any], Mapping[str, str]], str]] = {
    "below_place": _below_place,
    "no_votes": lambda d, t: _("Nobody voted for it."),
    "below_threshold": lambda d, t: _("It has %(votes)s votes; at least %(needed)s were needed.", votes=number(d["votes"]), needed=number(d["needed"])),
    "below_minimum_share": lambda d, t: _("It has %(votes)s votes; at least %(needed)s were needed.", votes=number(d["votes"]), needed=number(d["needed"])),
    "over_budget": lambda d, t: _("%(cost)s is more than the %(left)s left in the pot.", cost=won(int(d["cost"])), left=won(int(Fraction(str(d.get("left", 0)))))),
    "over_ceiling": lambda d, t: _("%(cost)s is more than the %(left)s left under the ceiling of %(label)s.", cost=won(int(d["cost"])), left=won(int(Fraction(str(d["left"])))), label=d["label"][1]),
    "incompatible": lambda d, t: _("It excludes “%(other)s”, which was chosen.", other=t.get(str(d["with"]), d["with"])),
    "after_stop": lambda d, t: _("The count ended at “%(other)s”, which did not fit.", other=t.get(str(d["stopped_at"]), d["stopped_at"])),
    "unaffordable": lambda d, t: _("The part of the money of those who voted for it was not enough."),
    "no_majority": lambda d, t: _("%(yes)s were in favour, %(needed)s were needed.", yes=d["yes"], needed=d["yes_needed"]),
    "no_quorum": lambda d, t: _("%(present)s took part, %(needed)s were needed.", present=d["present"], needed=d["quorum_needed"]),
}  # fmt: skip


def won_because(line: Line, place: int) -> str:
    """Say why an option won."""
    if line.favour is not None:
        return _("%(yes)s in favour, %(no)s against.", yes=f"{line.favour[0]:,}", no=f"{line.favour[1]:,}")
    return _("In place %(place)s with %(votes)s votes.", place=place, votes=number(line.votes))
