"""The report of a panel, after the seal was opened: the finding by the rule published first, and how opinion moved.

All figures come from ``voting.deliberation``; docs/deliberation.md says how each is computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.panels.models import (
    Attendance,
    ClosingCount,
    DecisionRule,
    Panel,
    Panelist,
    PanelistState,
    Survey,
    SurveyAnswer,
)
from app.panels.services import disclosure, sealing
from voting.deliberation.decision import Decision, Wave, majority_beyond_error, simple_majority
from voting.deliberation.errors import BadInput
from voting.deliberation.margins import MarginOfError, by_both_formulas, strata_of
from voting.deliberation.report import ChangeReport, change_report
from voting.deliberation.reweighting import Reweighting, reweight_attended

FEATURES = ("sex", "age", "district")


@dataclass(frozen=True)
class Report:
    """What the report says; a part without data is None.

    ``attended`` counts members who were there on a day. ``hidden`` are cells of the transition table not shown.
    ``restored`` gives the members who answered last the stances, sexes and ages of all who had a seat.
    """

    panel: Panel
    count: ClosingCount | None
    seated: int
    attended: int
    decision: Decision | None
    margins: list[MarginOfError]
    first: dict[str, float]
    change: ChangeReport | None
    hidden: set[disclosure.Cell]
    restored: Reweighting | None


@dataclass(frozen=True)
class Member:
    """A seated member without a name: first stance, and the values of the features."""

    stance: str | None
    values: Mapping[str, str]


def report_of(panel: Panel) -> Report:
    """Return the report. Raises ``Sealed`` for everybody until the seal is opened."""
    sealing.require_unsealed(panel)
    seated = members_of(panel)
    last = last_answers(panel, seated)
    count = db.session.get(ClosingCount, panel.id)
    first = first_shares(panel)
    change = _change(panel, seated, last)
    margins = _margins(panel, seated, last, count)
    return Report(
        panel,
        count,
        len(seated),
        _attended(panel),
        _decision(panel, count, first, margins),
        margins,
        first,
        change,
        disclosure.hidden_cells(change.transitions.counts) if change else set(),
        _restored(seated, last),
    )


def members_of(panel: Panel) -> dict[str, Member]:
    """Return who has a seat, by number."""
    query = (
        select(Panelist)
        .where(Panelist.panel_id == panel.id, Panelist.state == PanelistState.accepted)
        .options(joinedload(Panelist.respondent))
        .order_by(Panelist.number)
    )
    codes = {stance.id: stance.code for stance in panel.stances}
    return {
        str(p.number): Member(codes.get(p.respondent.stance_id or 0), p.respondent.answers)
        for p in db.session.scalars(query)
    }


def last_answers(panel: Panel, seated: Mapping[str, Member]) -> dict[str, str | None]:
    """Return the stance that each seated member gave in the last survey among members."""
    waves = select(Survey.id).where(Survey.panel_id == panel.id, Survey.of_members)
    last = db.session.scalar(waves.order_by(Survey.wave.desc()).limit(1))
    query = select(Panelist.number, SurveyAnswer.stance_id).join(Panelist, Panelist.id == SurveyAnswer.panelist_id)
    codes = {stance.id: stance.code for stance in panel.stances}
    found = db.session.execute(query.where(SurveyAnswer.survey_id == last).order_by(Panelist.number))
    return {str(number): codes.get(stance) for number, stance in found if str(number) in seated}


def first_shares(panel: Panel) -> dict[str, float]:
    """Return the weighted shares of the first survey by stance. Raises ``Sealed``."""
    survey = db.session.scalar(select(Survey).where(Survey.panel_id == panel.id, Survey.wave == 1))
    totals = sealing.stance_totals(survey) if survey else {}
    return {code: total / sum(totals.values()) for code, total in totals.items()}


def _attended(panel: Panel) -> int:
    query = select(Attendance.panelist_id).join(Panelist, Panelist.id == Attendance.panelist_id)
    return len(set(db.session.scalars(query.where(Panelist.panel_id == panel.id))))


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
    panel: Panel, count: ClosingCount | None, first: Mapping[str, float], margins: list[MarginOfError]
) -> Decision | None:
    sides = _sides(panel)
    if count is None or len(sides) < 2:
        return None
    votes = dict.fromkeys(sides, 0) | count.counts
    if panel.rule is DecisionRule.simple_majority or not count.voted or len(sides) != 2:
        return simple_majority(votes, panel=max(panel.seats, count.voted), sides=sides)
    used = next(row for row in margins if row.used)
    waves = [Wave("1", first), Wave("2", {side: votes[side] / count.voted for side in sides})]
    return majority_beyond_error((sides[0], sides[1]), waves, used.margin)


def _restored(seated: Mapping[str, Member], last: Mapping[str, str | None]) -> Reweighting | None:
    everybody = {who: {"stance": m.stance or "-", **_of(m)} for who, m in seated.items()}
    try:
        return reweight_attended(everybody, list(last), ["stance", "sex", "age"], method="margins")
    except BadInput:  # nobody came of one value, or a value is not known: nothing is restored
        return None


def _of(member: Member) -> dict[str, str]:
    return {feature: member.values.get(feature, "") for feature in ("sex", "age")}
