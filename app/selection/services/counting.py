"""The count: from the frozen rule and the numbers of the poll to an outcome. Pure: the same in, the same out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from app.cycles.models import BallotForm, SelectionRule
from app.selection.services.distance import votes_needed
from voting.ballots import Limits, Project
from voting.rules.majority import Share, YesNo
from voting.rules.majority_fill import Options, decide_and_fill
from voting.rules.outcome import Missed, Outcome, to_plain
from voting.rules.ties import TieOrder


@dataclass(frozen=True)
class Tally:
    """What poll and roll say, and no more: numbers for each option."""

    enrolled: int
    voted: int
    votes: Mapping[int, Mapping[str, int]]  # option -> value -> how many
    recused: Mapping[int, int]  # option -> voters who did not have it on their ballot

    def favour(self, option: int) -> int:
        """Return the marks in favour: yes, or picks."""
        given = self.votes.get(option, {})
        return given.get("yes", 0) + given.get("pick", 0)

    def present(self, option: int) -> int:
        """Return who took part in deciding on an option: voters without those recused from it."""
        return self.voted - self.recused.get(option, 0)


def quorum(rule: Mapping[str, Any], tally: Tally) -> dict[str, Any]:
    """Return the quorum: more than the body's share of those enrolled must have voted (operating ordinance, art. 16-2).

    Who was recused from single proposals stays enrolled.
    """
    needed = Share(Fraction(*rule["quorum_over"]), exceed=True).needed(tally.enrolled)
    return {"enrolled": tally.enrolled, "voted": tally.voted, "needed": needed, "met": tally.voted >= needed}


def fits(rule: Mapping[str, Any], tally: Tally) -> bool:
    """Say whether the box can come from this roll: no option has more marks than voters who had it."""
    options = {option["id"] for option in rule["options"]}
    marks = {option: sum(given.values()) for option, given in tally.votes.items()}
    within = all(marks[option] <= tally.present(option) for option in marks)
    at_most = tally.voted * rule["picks"] if rule["picks"] else None
    return set(marks) <= options and within and (at_most is None or sum(marks.values()) <= at_most)


def count(rule: Mapping[str, Any], tally: Tally) -> dict[str, Any]:
    """Count a poll by its frozen rule and return the outcome as plain data."""
    met = quorum(rule, tally)
    if not met["met"]:
        return {"void": True, "quorum": met}
    options = rule["options"]
    projects = [
        Project(str(o["id"]), o["cost_won"], {"type": o["type"], "field": o["field"]}, o["title"]) for o in options
    ]
    limits = Limits(
        rule["pot_won"],
        {(kind, value): won for kind, value, won in rule["ceilings"]},
        [frozenset(map(str, pair)) for pair in rule["incompatible"]],
    )
    items, used = _items(rule, tally), _options(rule)
    filled = decide_and_fill(projects, items, tally.voted, limits, used)
    votes = {item.id: item.yes for item in items}
    needed = votes_needed(
        projects, votes, _floors(items, tally, used), limits, filled, stop=rule["on_misfit"] == "stop"
    )
    return {
        "void": False,
        "quorum": met,
        "selected": [int(project) for project in filled.selected],
        "cost_won": int(filled.cost),
        "left_won": int(filled.budget - filled.cost),
        "options": [_line(o["id"], tally, filled) for o in options],
        "missed": _missed(rule, tally, filled, needed),
        "ties": to_plain([tie for tie in filled.ties if tie.mattered]),
    }


def _options(rule: Mapping[str, Any]) -> Options:
    """Return the rule: a majority at each item where the plan asks for one; then rank and fill."""
    each = rule["rule"] == SelectionRule.majority_each
    return Options(
        majority=Share(Fraction(*rule["pass_over"]), exceed=True) if each else None,
        minimum_share=Fraction(rule["minimum_share_percent"], 100) or None,
        skip=rule["on_misfit"] == "skip",
        ties=TieOrder(("file",)),  # the list stands in the published order
    )


def _items(rule: Mapping[str, Any], tally: Tally) -> list[YesNo]:
    """Return the count of each option; who was recused from it was not present."""
    counts = ((o["id"], tally.votes.get(o["id"], {}).get("no", 0)) for o in rule["options"])
    return [YesNo(str(o), tally.favour(o), against, 0, _present(rule, tally, o)) for o, against in counts]


def _present(rule: Mapping[str, Any], tally: Tally, option: int) -> int:
    """Return who took part: where one picks, a ballot does not tell who left an option out for an interest."""
    return tally.voted if rule.get("form") == BallotForm.pick_k else tally.present(option)


def _floors(items: Sequence[YesNo], tally: Tally, used: Options) -> dict[str, int]:
    """Return the fewest votes with which an option is considered at all."""
    share = ceil((used.minimum_share or 0) * tally.voted)
    return {item.id: max(1, share, used.majority.needed(item.attending) if used.majority else 0) for item in items}


def _line(option: int, tally: Tally, filled: Outcome) -> dict[str, Any]:
    given = tally.votes.get(option, {})
    return {
        "id": option,
        "favour": tally.favour(option),
        "against": given.get("no", 0),
        "present": tally.present(option),
        "recused": tally.recused.get(option, 0),
        "selected": str(option) in filled.selected,
    }


def _missed(
    rule: Mapping[str, Any],
    tally: Tally,
    filled: Outcome,
    needed: Mapping[str, int | None],
) -> list[dict[str, Any]]:
    """Return for each loser the reason, the votes it would have needed and whether it just missed."""
    reasons = {m.project: (m.reason, _detail(m)) for m in filled.missed}
    close = ceil(Fraction(rule["just_missed_percent"] * tally.voted, 100))
    rows = []
    for project, (reason, detail) in reasons.items():
        option = int(project)
        enough = needed[project]
        short = None if enough is None or enough > tally.present(option) else enough - tally.favour(option)
        rows.append(
            {
                "id": option, "reason": reason, "detail": detail, "votes_short": short,
                "just_missed": short is not None and short <= close,
            }
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row["votes_short"] is None, row["votes_short"] or 0, row["id"]))


def _detail(missed: Missed) -> dict[str, Any]:
    detail: dict[str, Any] = to_plain(missed.detail)
    return {"votes": detail["yes"], "needed": detail["yes_needed"]} if missed.reason == "no_majority" else detail
