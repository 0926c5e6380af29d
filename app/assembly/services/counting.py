"""The count of a stage: from its frozen rule and numbers to a result. Pure: the same in, the same out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any

from app.assembly.models import Stage, StageMethod
from app.core.errors import N_, RuleError
from voting.ballots import Project
from voting.rules.majority import Share, YesNo, decide
from voting.rules.outcome import to_plain
from voting.rules.ties import TieOrder
from voting.rules.top_k import pick


class VotesCannotBe(RuleError):
    code = "stage_votes_cannot_be"
    sentence = N_("These votes cannot be: more votes for a policy than people who voted. Nothing was counted.")


@dataclass(frozen=True)
class StageRule:
    """What decides: policies in the order that settles ties, method, seats, picks, threshold, share."""

    options: Sequence[int]
    method: StageMethod
    seats: int | None
    picks: int | None
    threshold: int
    more_than: Fraction
    of_present: bool


@dataclass(frozen=True)
class Tally:
    """Votes by policy; ``voters`` where it is known how many people they come from."""

    votes: Mapping[int, int] = field(default_factory=dict)
    against: Mapping[int, int] = field(default_factory=dict)
    voters: int | None = None
    named: Sequence[int] | None = None


@dataclass(frozen=True)
class Line:
    """What became of one policy. Votes are unknown where nothing was counted."""

    votes: int | None
    against: int | None
    chosen: bool
    place: int | None


@dataclass(frozen=True)
class Result:
    """A line for each option, and the record of the count as plain data."""

    lines: Mapping[int, Line]
    record: dict[str, Any]


def rule_in_numbers(stage: Stage) -> StageRule:
    """Return what a stage decides by."""
    options = [option.policy_id for option in stage.options]
    share = Fraction(stage.pass_num, stage.pass_den)
    return StageRule(options, stage.method, stage.seats, stage.picks, stage.threshold, share, stage.of_present)


def count(rule: StageRule, tally: Tally) -> Result:
    """Count a stage. Raises ``VotesCannotBe``."""
    _check(rule, tally)
    return METHODS[rule.method](rule, tally)


def _check(rule: StageRule, tally: Tally) -> None:
    """Refuse votes for what is no option, and more votes than the voters can have given."""
    if not {*tally.votes, *tally.against} <= set(rule.options):
        raise VotesCannotBe()
    if tally.voters is None:
        return
    given = [tally.votes.get(option, 0) + tally.against.get(option, 0) for option in rule.options]
    at_most = None if rule.picks is None else rule.picks * tally.voters
    if max(given, default=0) > tally.voters or (at_most is not None and sum(given) > at_most):
        raise VotesCannotBe()


def _top_k(rule: StageRule, tally: Tally) -> Result:
    projects = [Project(str(option), 0) for option in rule.options]
    votes = {str(option): tally.votes.get(option, 0) for option in rule.options}
    # The options stand in the published order: it settles ties.
    outcome = pick(projects, votes, rule.seats or 0, threshold=rule.threshold, ties=TieOrder(("file",)))
    places = {int(row.project): row.place for row in outcome.rounds}
    chosen = {int(project) for project in outcome.selected}
    lines = {option: Line(votes[str(option)], None, option in chosen, places.get(option)) for option in rule.options}
    return Result(lines, outcome.as_json())


def _yes_no(rule: StageRule, tally: Tally) -> Result:
    items = [_item(option, tally, rule.of_present) for option in rule.options]
    enrolled = max((item.attending for item in items), default=0)
    decisions = decide(
        items, enrolled, quorum=Share(Fraction(0)), majority=Share(rule.more_than, exceed=True),
        of="present" if rule.of_present else "decided",
    )  # fmt: skip
    passed = [d for d in decisions if d.passed and d.yes >= rule.threshold]
    ranked = sorted(passed, key=lambda d: (-d.yes, rule.options.index(int(d.id))))[: rule.seats]
    places = {int(d.id): place for place, d in enumerate(ranked, 1)}
    lines = {int(d.id): Line(d.yes, d.no, int(d.id) in places, places.get(int(d.id))) for d in decisions}
    return Result(lines, {"rule": "yes-no", "decisions": to_plain([asdict(d) for d in decisions])})


def _item(option: int, tally: Tally, of_present: bool) -> YesNo:
    yes, no = tally.votes.get(option, 0), tally.against.get(option, 0)
    return YesNo(str(option), yes, no, present=tally.voters if of_present and tally.voters is not None else None)


def _named(rule: StageRule, tally: Tally) -> Result:
    named = set(tally.named or ())
    lines = {option: Line(None, None, option in named, None) for option in rule.options}
    return Result(lines, {"rule": "named"})


METHODS = {StageMethod.top_k: _top_k, StageMethod.yes_no: _yes_no, StageMethod.named: _named}
