"""The report of a panel, after the seal was opened: the finding by the rule published first, and how opinion moved.

All figures come from ``voting.deliberation``; docs/deliberation.md says how each is computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.core.db import db
from app.panels.models import ClosingCount, DecisionRule, Panel, Survey
from app.panels.services import absentees, chances_by_design, composition, disclosure, last_questions, sealing
from app.panels.services.absentees import Attended, Restored
from app.panels.services.before_after import Member, Sheet, before_and_after, last_of_members, sheets_of, surveys_of
from app.panels.services.chances_by_design import Chances
from app.panels.services.composition import Group
from app.panels.services.last_questions import AskedLast
from app.panels.services.population import Feature, NoPopulation
from voting.deliberation.decision import Decision, Wave, majority_beyond_error, simple_majority
from voting.deliberation.errors import BadInput
from voting.deliberation.margins import MarginOfError, by_both_formulas, strata_of
from voting.deliberation.report import ChangeReport, change_report
from voting.deliberation.suppression import LEAST

FEATURES = ("sex", "age", "district")
VOTE = "vote"  # the wave of the closing vote


@dataclass(frozen=True)
class Finding:
    """What the panel found: closing count, decision by the rule, margins, shares of the first survey and of all waves."""

    count: ClosingCount | None
    decision: Decision | None
    margins: list[MarginOfError]
    first: dict[str, float]
    waves: list[Wave]


@dataclass(frozen=True)
class Report:
    """What the report says; a part without data is None or empty.

    ``waves`` are the shares of every survey by its number, and of the closing vote as ``VOTE``. ``hidden`` are cells of the transition table not shown. ``seats`` are members by first stance, none where some group
    is too small to be shown. ``composition`` is the panel beside the population.
    """

    panel: Panel
    count: ClosingCount | None
    seated: int
    attended: Attended
    decision: Decision | None
    margins: list[MarginOfError]
    first: dict[str, float]
    waves: list[Wave]
    change: ChangeReport | None
    hidden: set[disclosure.Cell]
    restored: Restored | None
    questions: list[AskedLast]
    seats: dict[str, int]
    composition: list[tuple[Feature, list[Group]]]
    chances: Chances | None
    surveys: list[Survey]


def report_of(panel: Panel) -> Report:
    """Return the report. Raises ``Sealed`` for everybody until the seal is opened."""
    sealing.require_unsealed(panel)
    surveys, (seated, sheets) = surveys_of(panel), before_and_after(panel)
    last = last_of_members(surveys)
    last_sheets, totals = sheets_of(last, sheets), _totals(surveys)
    found = _finding(panel, surveys, seated, sheets, totals)
    change = _change(panel, seated, _stances(last_sheets))
    return Report(
        panel,
        found.count,
        len(seated),
        absentees.attended(panel),
        found.decision,
        found.margins,
        found.first,
        found.waves,
        change,
        disclosure.hidden_cells(change.transitions.counts) if change else set(),
        absentees.restored(panel, seated, last_sheets),
        last_questions.asked_last(last, last_sheets, panel.confidence_percent / 100),
        _seats(panel, seated),
        _composition(panel, seated),
        chances_by_design.chances(panel, totals),
        surveys,
    )


def finding_of(panel: Panel) -> Finding:
    """Return the finding alone. Raises ``Sealed``."""
    sealing.require_unsealed(panel)
    surveys = surveys_of(panel)
    return _finding(panel, surveys, *before_and_after(panel), _totals(surveys))


def _finding(
    panel: Panel, surveys: list[Survey], seated: Mapping[str, Member], sheets: Mapping[int, Mapping[str, Sheet]],
    totals: Mapping[str, Fraction],
) -> Finding:  # fmt: skip
    count, whole = db.session.get(ClosingCount, panel.id), sum(totals.values())
    first = {code: float(total / whole) for code, total in totals.items()}
    waves = _waves(panel, surveys, sheets, first, count)
    last = last_of_members(surveys)
    answered = _stances(sheets.get(last.id, {})) if last is not None else {}
    margins = _margins(panel, seated, answered, count)
    return Finding(count, _decision(panel, count, waves, margins), margins, first, waves)


def _waves(
    panel: Panel, surveys: list[Survey], sheets: Mapping[int, Mapping[str, Sheet]], first: dict[str, float],
    count: ClosingCount | None,
) -> list[Wave]:  # fmt: skip
    """Return the shares of every survey that somebody answered in their order, and last those of the closing vote."""
    found = [Wave(str(survey.wave), first) for survey in surveys if not survey.of_members and first]
    for survey in surveys:
        given = [sheet.stance for sheet in sheets.get(survey.id, {}).values() if sheet.stance]
        if survey.of_members and given:
            shares = {stance.code: given.count(stance.code) / len(given) for stance in panel.stances}
            found.append(Wave(str(survey.wave), shares))
    if count is not None and count.voted:
        found.append(Wave(VOTE, {side: count.counts.get(side, 0) / count.voted for side in _sides(panel)}))
    return found


def _totals(surveys: list[Survey]) -> Mapping[str, Fraction]:
    """Return the weighted totals by stance of the first survey; whoever calls has made sure that the seal is open."""
    first = next((survey for survey in surveys if not survey.of_members), None)
    return sealing.shares_for_the_draw(first) if first is not None else {}


def _stances(sheets: Mapping[str, Sheet]) -> dict[str, str | None]:
    return {who: sheet.stance for who, sheet in sheets.items()}


def _seats(panel: Panel, seated: Mapping[str, Member]) -> dict[str, int]:
    found = {stance.code: sum(m.stance == stance.code for m in seated.values()) for stance in panel.stances}
    return found if seated and min(found.values()) >= LEAST else {}


def _composition(panel: Panel, seated: Mapping[str, Member]) -> list[tuple[Feature, list[Group]]]:
    try:
        return composition.composition_of(panel, (member.values for member in seated.values())) if seated else []
    except NoPopulation:
        return []


def _sides(panel: Panel) -> list[str]:
    return [stance.code for stance in panel.stances if stance.final]


def _change(panel: Panel, seated: Mapping[str, Member], last: Mapping[str, str | None]) -> ChangeReport | None:
    groups = {
        feature: {who: member.values[feature] for who, member in seated.items() if feature in member.values}
        for feature in FEATURES
    }
    before = {who: member.stance for who, member in seated.items()}
    try:
        return change_report(before, last, order=[stance.code for stance in panel.stances], groups=groups)
    except BadInput:  # nobody answered both times
        return None


def _margins(
    panel: Panel, seated: Mapping[str, Member], last: Mapping[str, str | None], count: ClosingCount | None
) -> list[MarginOfError]:
    """Return the margin of the leading side: stratified by first stance where members were asked under their number."""
    answered = {who: stance for who, stance in last.items() if stance and seated[who].stance}
    confidence = panel.confidence_percent / 100
    if answered:
        leading = max(_sides(panel), key=lambda side: sum(given == side for given in answered.values()))
        yes = [given == leading for given in answered.values()]
        cells = [seated[who].stance or "" for who in answered]
        shares = {code: sum(m.stance == code for m in seated.values()) / len(seated) for code in dict.fromkeys(cells)}
        try:
            strata = strata_of(cells, yes, shares)
            return by_both_formulas(len(yes), sum(yes) / len(yes), strata=strata, confidence=confidence)
        except BadInput:  # a first stance of whom nobody answered again: only the simple formula holds
            return by_both_formulas(len(yes), sum(yes) / len(yes), confidence=confidence)
    if count is None or not count.voted:
        return []
    return by_both_formulas(
        count.voted, max(count.counts.get(side, 0) for side in _sides(panel)) / count.voted, confidence=confidence
    )


def _decision(
    panel: Panel, count: ClosingCount | None, waves: list[Wave], margins: list[MarginOfError]
) -> Decision | None:
    sides = _sides(panel)
    if count is None or len(sides) < 2:
        return None
    votes = dict.fromkeys(sides, 0) | count.counts
    if panel.rule is DecisionRule.simple_majority or not count.voted or len(sides) != 2:
        return simple_majority(votes, panel=max(panel.seats, count.voted), sides=sides)
    used = next(row for row in margins if row.used)
    return majority_beyond_error((sides[0], sides[1]), waves, used.margin)
