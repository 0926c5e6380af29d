"""Do the projects marked as selected follow from the rule that the file declares?"""

from collections.abc import Iterator

from voting.ballots.election import Election
from voting.pabulib.checker import Finding, Table, error, warning
from voting.pabulib.document import parse
from voting.pabulib.reader import read_text
from voting.rules import equal_shares, greedy
from voting.rules.ties import TieOrder


def check_selected(text: str) -> Iterator[Finding]:
    """Count by the declared rule and compare with the column ``selected``; the text must be readable.

    ``greedy-custom`` and ``greedy-exclusive`` have rules of their own city: a difference is a warning. Equal shares with a
    comparison step are counted without it.
    """
    table = Table(parse(text))
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


def _outcomes(election: Election, rule: str, threshold: int) -> list[tuple[str, ...]]:
    """Count by a rule of the format; Add1 with and without stopping when nothing more fits, as cities do both."""
    if rule.startswith("equalshares/add1"):
        ways = [equal_shares.Options(completion="add1", exhaustive=name) for name in ("all", "no")]
        return [equal_shares.count(election, way).selected for way in ways]
    if rule.startswith("equalshares"):
        return [equal_shares.count(election, equal_shares.Options(completion="greedy")).selected]
    options = greedy.Options(skip=rule != "greedy-no-skip", threshold=threshold, ties=TieOrder(("file",)))
    return [greedy.count(election, options).selected]
