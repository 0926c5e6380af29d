"""From published rows to the result, by the rule that ``poll.json`` declares.

Where single marks are published (``publish`` = ``marks``) nobody knows which stood on one ballot. Rules that add up need
not know: the marks are *dealt* to as many ballots as were cast, each option's marks to ballots one after the other, so that
no ballot gets an option twice. Sums, number of ballots and thresholds are the true ones; the combinations are made up.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from voting.ballots import Ballots, Election, from_lists
from voting.ballots.electorates import Electorate, ballot_weights, join
from voting.ledger.canonical import LARGEST, Json, canonical, parse
from voting.ledger.definition import WITH_POINTS, Definition
from voting.ledger.slots import Value, option_of
from voting.rules import count
from voting.rules.majority import YesNo, decide
from voting.rules.majority_fill import decide_and_fill
from voting.rules.outcome import Outcome, to_plain

Ballot = tuple[list[Value], int]
"""Marks, and how many ballots are alike."""


@dataclass
class Votes:
    """What one electorate voted.

    Attributes
    ----------
    roll, ballots, void : int
        People on the roll; ballots that count; those that do not.
    values : Counter
        How often each row's value (canonical bytes) occurs; empty where rows are kept back.
    """

    roll: int
    ballots: int
    void: int
    values: Counter[bytes]


def add_up(values: Mapping[bytes, int], whole: bool) -> Counter[bytes]:
    """Return how often each single mark was made, blanks left out."""
    found: Counter[bytes] = Counter()
    for data, times in values.items():
        marks = parse(data) if whole else [parse(data)]
        for mark in marks:
            if mark is not None:
                found[canonical(mark)] += times
    return found


def votes_of(poll: Definition, values: Mapping[bytes, int]) -> Json:
    """Return votes by option; for yes/no ballots ``[yes, no, abstained]``, with points their sum.

    A ranking counts as one vote for each option that it names.
    """
    kind = poll.form.kind
    found: dict[str, Any] = {option.id: [0, 0, 0] if kind == "yes-no" else 0 for option in poll.options}
    for data, times in add_up(values, poll.publish != "marks").items():
        mark = parse(data)
        if kind == "yes-no":
            found[mark[0]][{1: 0, -1: 1, 0: 2}[mark[1]]] += times
        else:
            found[option_of(mark)] += times * (mark[1] if kind in WITH_POINTS else 1)
    return found


def ballots_of(poll: Definition, votes: Votes) -> list[Ballot]:
    """Return the ballots of an electorate: as published, or dealt."""
    if poll.publish != "marks":
        return [(parse(data), times) for data, times in sorted(votes.values.items())]
    place = {option.id: i for i, option in enumerate(poll.options)}
    marks = [(parse(data), times) for data, times in votes.values.items()]
    marks = sorted((m for m in marks if m[0] is not None), key=lambda m: (place[option_of(m[0])], canonical(m[0])))
    dealt: list[list[Value]] = [[] for _ in range(votes.ballots)]
    at = 0
    for mark, times in marks:
        for _ in range(times):
            dealt[at].append(mark)
            at = (at + 1) % votes.ballots
    return [(ballot, 1) for ballot in dealt]


def _grouped(poll: Definition, ballots: Sequence[Ballot]) -> Ballots:
    place = {option.id: i for i, option in enumerate(poll.options)}
    choices = [[place[option_of(mark)] for mark in marks] for marks, _ in ballots]
    points = [[mark[1] for mark in marks] for marks, _ in ballots] if poll.form.kind in WITH_POINTS else None
    return from_lists(poll.form.kind, choices, [times for _, times in ballots], points)


def election(poll: Definition, votes: Mapping[str, Votes]) -> Election:
    """Return the election as a rule counts it; electorates with declared weights are joined by these."""
    parts = {name: ballots_of(poll, votes[name]) for name in poll.electorates}
    if any(weight is None for weight in poll.electorates.values()):
        ballots = _grouped(poll, [ballot for part in parts.values() for ballot in part])
    else:
        given = [Electorate(n, poll.electorates[n] or 0, _grouped(poll, part)) for n, part in parts.items()]
        ballots, _ = join(given)
    return Election(poll.options, poll.limits, ballots)


def result(poll: Definition, votes: Mapping[str, Votes]) -> Json:
    """Return ``result.json``.

    Raises
    ------
    BadInput
        The rule cannot count these ballots.
    """
    counted = {
        name: {
            "ballots": part.ballots, "roll": part.roll, "void": part.void, "votes": votes_of(poll, part.values),
        }
        for name, part in votes.items()
    }  # fmt: skip
    return {
        "electorates": counted, "outcome": _outcome(poll, votes), "poll": poll.poll, "type": "result", "v": 1,
        "weights": _weights(poll, votes),
    }  # fmt: skip


def _weights(poll: Definition, votes: Mapping[str, Votes]) -> Json | None:
    """Return what one ballot of each electorate counts."""
    if any(weight is None for weight in poll.electorates.values()):
        return None
    rows = ballot_weights([(n, weight or 0, votes[n].ballots) for n, weight in poll.electorates.items()])
    return {
        row.electorate: {"one_ballot": str(row.one_ballot), "times_the_lightest": str(row.times_the_lightest)}
        for row in rows
    }


def _outcome(poll: Definition, votes: Mapping[str, Votes]) -> Json:
    if poll.rule == "majority":
        return _decisions(poll, votes)
    if poll.rule == "majority-fill":
        return _plain(
            decide_and_fill(poll.options, _items(poll, votes), _ballots(votes), poll.limits, poll.rule_options)
        )
    return _plain(count(poll.rule, election(poll, votes), poll.rule_options))


def _plain(outcome: Outcome) -> Json:
    """Return an outcome without its rounds."""
    plain: Json = exact(replace(outcome, rounds=()).as_json())
    return {key: value for key, value in plain.items() if key != "rounds"}


def _ballots(votes: Mapping[str, Votes]) -> int:
    return sum(part.ballots for part in votes.values())


def _totals(poll: Definition, votes: Mapping[str, Votes]) -> Json:
    """Return what each item got in all electorates together, as ``votes_of``."""
    parts = [votes_of(poll, part.values) for part in votes.values()]
    if poll.form.kind != "yes-no":
        return {option.id: sum(part[option.id] for part in parts) for option in poll.options}
    return {
        option.id: [sum(numbers) for numbers in zip(*(part[option.id] for part in parts), strict=True)]
        for option in poll.options
    }


def _items(poll: Definition, votes: Mapping[str, Votes]) -> list[YesNo]:
    """Return each item's count: on yes/no ballots who marked it took part in it, where one picks all who voted did."""
    totals = _totals(poll, votes)
    if poll.form.kind != "yes-no":
        return [YesNo(option, picks, 0, 0, _ballots(votes)) for option, picks in totals.items()]
    return [YesNo(option, *numbers) for option, numbers in totals.items()]


def _decisions(poll: Definition, votes: Mapping[str, Votes]) -> Json:
    """Decide each item by all electorates together."""
    totals, present = _totals(poll, votes), _ballots(votes)
    if poll.form.kind == "choose-1":
        totals = _one_of_them(totals, present)
    items = [YesNo(option, yes, no, abstained, present) for option, (yes, no, abstained) in totals.items()]
    decisions = decide(items, sum(part.roll for part in votes.values()), **poll.rule_options)
    plain = exact(to_plain(list(decisions)))
    return {"decisions": plain, "rule": "majority", "selected": [d.id for d in decisions if d.passed]}


def _one_of_them(votes: Mapping[str, int], present: int) -> Json:
    """Return for each option who chose it, who chose another one, and who chose none."""
    chose = sum(votes.values())
    return {option: [own, chose - own, present - chose] for option, own in votes.items()}


def exact(value: Any) -> Any:
    """Return plain data that canonical JSON can hold: what is not exact there becomes text."""
    if isinstance(value, dict):
        return {key: exact(item) for key, item in value.items()}
    if isinstance(value, list):
        return [exact(item) for item in value]
    if isinstance(value, float) or (isinstance(value, int) and abs(value) > LARGEST):
        return repr(value)
    return value
