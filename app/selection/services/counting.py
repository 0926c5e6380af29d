"""The count: from the frozen rule and the numbers of the box to an outcome. Pure: the same in, the same out."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from app.cycles.models import SelectionRule
from app.selection.services.distance import votes_needed
from voting.ballots import Limits, Project
from voting.rules.greedy import fill
from voting.rules.majority import Share, YesNo, decide
from voting.rules.outcome import Outcome, to_plain
from voting.rules.ties import TieOrder


@dataclass(frozen=True)
class Tally:
    """What the box and the roll say, and no more: numbers for each option."""

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
    votes = {str(o["id"]): tally.favour(o["id"]) for o in options}
    failed, yes_needed = _without_majority(rule, tally)
    limits = Limits(
        rule["pot_won"],
        {(kind, value): won for kind, value, won in rule["ceilings"]},
        [frozenset(map(str, pair)) for pair in rule["incompatible"]],
    )
    share = Fraction(rule["minimum_share_percent"], 100)
    filled = fill(
        [project for project in projects if project.id not in failed],
        votes,
        limits,
        on_misfit=rule["on_misfit"],
        minimum_share=share or None,
        ballots=tally.voted,
        ties=TieOrder(("file",)),  # the list stands in the published order
    )
    floors = {p.id: max(1, ceil(share * tally.voted), yes_needed.get(p.id, 0)) for p in projects}
    needed = votes_needed(projects, votes, floors, limits, filled, stop=rule["on_misfit"] == "stop")
    return {
        "void": False,
        "quorum": met,
        "selected": [int(project) for project in filled.selected],
        "cost_won": int(filled.cost),
        "left_won": int(filled.budget - filled.cost),
        "options": [_line(o["id"], tally, filled) for o in options],
        "missed": _missed(rule, tally, filled, failed, needed),
        "ties": to_plain([tie for tie in filled.ties if tie.mattered]),
        "record": filled.as_json(),
    }


def _without_majority(rule: Mapping[str, Any], tally: Tally) -> tuple[dict[str, dict[str, Any]], dict[str, int]]:
    """Return what failed to get the body's majority of those present at it, and how many yes each needed."""
    if rule["rule"] != SelectionRule.majority_each:
        return {}, {}
    items = [
        YesNo(str(o["id"]), tally.favour(o["id"]), tally.votes.get(o["id"], {}).get("no", 0), 0, tally.present(o["id"]))
        for o in rule["options"]
    ]
    majority = Share(Fraction(*rule["pass_over"]), exceed=True)
    decisions = decide(items, tally.enrolled, quorum=Share(Fraction(0)), majority=majority)
    failed = {d.id: asdict(d) for d in decisions if not d.passed}
    return failed, {d.id: d.yes_needed for d in decisions}


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
    failed: Mapping[str, Mapping[str, Any]],
    needed: Mapping[str, int | None],
) -> list[dict[str, Any]]:
    """Return for each loser the reason, the votes it would have needed and whether it just missed."""
    reasons = {m.project: (m.reason, to_plain(m.detail)) for m in filled.missed}
    reasons |= {p: ("no_majority", {"votes": d["yes"], "needed": d["yes_needed"]}) for p, d in failed.items()}
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
