"""The result as pages and tables tell it: one line an option, the winners first, with votes and what was missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.polls.models import Form, Poll, PollOption


@dataclass(frozen=True)
class Line:
    """One option after the count.

    ``votes`` is what it is ranked by: votes, points or, on yes/no ballots, those in favour; with weights the weighted sum.
    ``favour`` is yes, no and abstaining on yes/no ballots. ``missed`` is the outcome's reason and its numbers.
    """

    option: PollOption
    votes: Fraction
    favour: Sequence[int] | None
    by_electorate: Mapping[str, int]
    selected: bool
    missed: Mapping[str, Any] | None


def lines_of(poll: Poll) -> list[Line]:
    """Return the options of a counted poll: the winners in the order of selection, then by votes."""
    outcome = poll.result["outcome"]
    selected = outcome["selected"]
    missed = {row["project"]: row for row in outcome.get("missed", ())}
    missed |= {row["id"]: _decision(poll, row) for row in outcome.get("decisions", ()) if not row["passed"]}
    lines = [_line(poll, option, option.code in selected, missed.get(option.code)) for option in poll.options]
    places = {code: place for place, code in enumerate(selected)}
    return sorted(lines, key=lambda line: (places.get(line.option.code, len(places)), -line.votes))


def ballots_of(poll: Poll) -> int:
    """Return how many ballots counted."""
    return sum(part["ballots"] for part in poll.result["electorates"].values())


def weight_of_one(poll: Poll) -> dict[str, Fraction]:
    """Return what one ballot of each electorate counts."""
    weights = poll.result["weights"]
    return {
        code: Fraction(weights[code]["one_ballot"]) if weights else Fraction(1) for code in poll.result["electorates"]
    }


def _line(poll: Poll, option: PollOption, selected: bool, missed: Mapping[str, Any] | None) -> Line:
    parts = {code: part["votes"][option.code] for code, part in poll.result["electorates"].items()}
    favour = [sum(numbers) for numbers in zip(*parts.values(), strict=True)] if poll.form is Form.yes_no else None
    each = {code: part[0] if favour else part for code, part in parts.items()}
    ones = weight_of_one(poll)
    votes = sum((ones[code] * value for code, value in each.items()), start=Fraction(0))
    return Line(option, votes, favour, each, selected, missed)


def _decision(poll: Poll, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return why an item did not pass; where one option is chosen nobody said no to the others, they fell short of votes."""
    if poll.form is Form.choose_one and row["reason"] == "no_majority":
        short = {"votes": row["yes"], "needed": row["yes_needed"]}
        return {"project": row["id"], "reason": "below_threshold", "detail": short}
    detail = {name: row[name] for name in ("yes", "no", "yes_needed", "quorum_needed", "present", "short_by")}
    return {"project": row["id"], "reason": row["reason"], "detail": detail}
