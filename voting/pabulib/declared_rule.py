"""Do the projects marked as selected follow from the rule that the file declares?"""

from collections.abc import Iterator, Mapping

from voting.ballots.election import Election
from voting.explain.comparison import compare
from voting.pabulib.checker import Finding, Table, error, warning
from voting.pabulib.document import parse
from voting.pabulib.reader import read_text
from voting.rules import equal_shares, greedy
from voting.rules.ties import TieOrder


def check_selected(text: str) -> Iterator[Finding]:
    """Count by the declared rule and compare with the column ``selected``; the text must be readable.

    ``greedy-custom`` and ``greedy-exclusive`` have rules of their own city: a difference is a warning, but Poznań's is known.
    """
    table = Table(parse(text))
    yield from _unused_budget(table)
    official = {row["project_id"] for _, row in table.projects if row.get("selected") == "1"}
    rule = table.meta.get("rule", "").strip()
    line = table.meta_line.get("rule", 0)
    if not any(row.get("selected") for _, row in table.projects):
        yield warning("missing selected field in projects", 0, "whether the rule was followed cannot be checked")
        return
    if rule == "unknown":
        yield warning("rule validation skipped", line, "the rule is unknown")
        return
    if rule == "greedy" and "min_project_score_threshold" in table.meta:
        yield error("incorrect rule with threshold", line, "the rule should be greedy-threshold")
        return
    if rule == "greedy-threshold" and "min_project_score_threshold" not in table.meta:
        yield error("missing threshold field", line, "min_project_score_threshold is missing")
        return
    if rule == "greedy-custom" and not table.meta.get("comment", "").strip():
        yield warning("missing comment for greedy-custom", line, "a rule of its own needs a comment that says it")
    if rule == "greedy-custom" and table.meta.get("unit", "").strip() == "Poznań":
        yield from _poznan(table)
        return
    election = read_text(text)
    outcomes = [set(ids) for ids in _outcomes(election, rule, int(table.limit("min_project_score_threshold") or 0))]
    if official in outcomes:
        return
    ours = outcomes[0]
    detail = "; ".join(
        f"{label}: {', '.join(sorted(projects))}"
        for label, projects in (
            ("selected but should not be", official - ours),
            ("should be selected", ours - official),
        )
        if projects
    )
    if rule in ("greedy-custom", "greedy-exclusive"):
        yield warning(f"{rule} cannot be verified", line, detail)
    else:
        yield error(f"{rule} rule not followed", line, detail)


def _unused_budget(table: Table) -> Iterator[Finding]:
    """Find projects that the money left would still pay for, best first; rules that end early may leave money."""
    rule = table.meta.get("rule", "").strip()
    if rule not in ("greedy", "greedy-threshold", "greedy-exclusive", "greedy-custom") or "fully_funded" in table.meta:
        return
    threshold = table.limit("min_project_score_threshold") or 0.0
    left = float(table.limit("budget") or 0)
    waiting: list[tuple[float, str, float]] = []
    for _, row in table.projects:
        cost = table.costs[row["project_id"]] or 0.0
        if row.get("selected") == "1":
            left -= int(cost)
        score = result_of(row)
        if row.get("selected") == "0" and (threshold <= 0 or score > threshold):
            waiting.append((score, row["project_id"], int(cost)))
    fitting = []
    for _, project, cost in sorted(waiting, key=lambda entry: -entry[0]):
        if cost <= left:
            left -= cost
            fitting.append(project)
    if fitting and left >= 0:
        make = error if rule in ("greedy", "greedy-threshold") else warning
        yield make("unused budget", 0, f"{', '.join(fitting)} would still fit and are not selected")


def result_of(row: Mapping[str, str]) -> float:
    """Return what projects are ranked by: the score where there is one, else the votes."""
    return float(row.get("score") or row.get("votes") or 0)


def _poznan(table: Table) -> Iterator[Finding]:
    """Check Poznań's rule: projects in order; the first that does not fit is funded if the rest pays 80 % of it, and ends it.

    Projects marked 3 were paid from reserves whose size the file does not say: they must be the next in order.
    """
    left = float(table.limit("budget") or 0)
    official = {
        row["project_id"]: row.get("selected") for _, row in table.projects if row.get("selected") in {"1", "2", "3"}
    }
    order = [row["project_id"] for _, row in table.projects]
    expected: list[str] = []
    for project in order:
        cost = table.costs[project] or 0.0
        if cost > left:
            # In tenths, so that 80 % is compared without rounding.
            expected += [project] if left * 10 >= cost * 8 else []
            break
        expected.append(project)
        left -= cost
    reserve = sum(mark == "3" for mark in official.values())
    expected += [project for project in order if project not in expected][:reserve]
    line = table.meta_line.get("rule", 0)
    if missing := set(expected) - set(official):
        yield warning("poznan rule not followed", line, f"should be selected: {', '.join(sorted(missing))}")
    if extra := set(official) - set(expected):
        yield error("poznan rule not followed", line, f"selected but should not be: {', '.join(sorted(extra))}")


def _outcomes(election: Election, rule: str, threshold: int) -> list[tuple[str, ...]]:
    """Count by a rule of the format; Add1 with and without stopping when nothing more fits, as cities do both."""
    if rule.startswith("equalshares"):
        add1 = rule.startswith("equalshares/add1")
        ways = [
            equal_shares.Options(completion="add1" if add1 else "greedy", exhaustive=name)
            for name in (("all", "no") if add1 else ("all",))
        ]
        outcomes = [equal_shares.count(election, way).selected for way in ways]
        return [_preferred(election, ids) for ids in outcomes] if rule.endswith("-comparison") else outcomes
    options = greedy.Options(skip=rule != "greedy-no-skip", threshold=threshold, ties=TieOrder(("file",)))
    return [greedy.count(election, options).selected]


def _preferred(election: Election, selected: tuple[str, ...]) -> tuple[str, ...]:
    """Return rank and fill instead where more voters have more winners by it: the comparison step."""
    filled = greedy.count(election, greedy.Options(ties=TieOrder(("file",)))).selected
    voters, _ = compare(election, selected, filled)
    return filled if voters.second > voters.first else selected
