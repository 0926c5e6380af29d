"""What a rule is told takes effect in the count and stands in poll.json; what it does not know is refused at its field."""

from collections import Counter
from typing import Any

import pytest
from flask import Flask

from app.polls.models import Poll
from app.polls.services import faults, rule_settings
from app.polls.services.definitions import document_of
from app.polls.services.making import OptionRow
from tests.polls.builders import a_draft
from voting.ledger.canonical import canonical
from voting.ledger.definition import read_definition
from voting.ledger.recount import Votes, result
from voting.rules import RULES

pytestmark = pytest.mark.one_database
COSTS, FIELDS = (60, 50, 40, 30), ("transport", "transport", "welfare", "welfare")
OPTIONS = [
    OptionRow(str(n), f"정책 {n}", f"Option {n}", cost_won=cost, labels={"field": field, "district": "Buk-gu"})
    for n, (cost, field) in enumerate(zip(COSTS, FIELDS, strict=True), 1)
]
# Whole ballots: 1 has 9 votes, 2 has 8, 3 has 5, 4 has 2.
APPROVALS = [["1", "2"]] * 7 + [["1", "3"]] * 2 + [["2", "3"]] + [["3", "4"]] * 2
RANKED = ("borda", "stv", "expanding-approvals")


def a_poll(rule: str, options: dict[str, Any] | None = None, *, budget: int = 180, **limits: Any) -> Poll:
    kind = "ordinal" if rule in RANKED else "cumulative" if rule == "cstv" else "approval"
    numbers = {"sum_at_most": 2} if rule == "cstv" else {}
    return a_draft(
        options=OPTIONS, form=kind, form_numbers=numbers, publish="ballots",
        rule={"name": rule, "options": options or {}, "limits": {"budget": budget, "ceilings": [], "incompatible": []} | limits},
    )  # fmt: skip


def winners(poll: Poll, ballots: list[Any]) -> list[str]:
    """Count ballots as the poll's poll.json says, by the library alone."""
    definition = read_definition(document_of(poll))
    values = Counter(canonical(ballot) for ballot in ballots)
    outcome = result(definition, {"citizens": Votes(20, len(ballots), 0, values)})["outcome"]
    return sorted(outcome["selected"])


def marked(poll: Poll) -> list[Any]:
    """The same wishes on a ballot of the poll's form."""
    return [[[code, 1] for code in ballot] for ballot in APPROVALS] if poll.form.value == "cumulative" else APPROVALS


SPENDING = [name for name in RULES if name not in rule_settings.WITHOUT_LIMITS]


@pytest.mark.parametrize("rule", SPENDING)
def test_of_options_that_exclude_each_other_one_wins_under_every_rule_that_spends(app: Flask, rule: str):
    free, bound = a_poll(rule), a_poll(rule, incompatible=[["1", "2"]])
    assert set(winners(free, marked(free))) >= {"1", "2"}
    assert len({"1", "2"} & set(winners(bound, marked(bound)))) == 1


@pytest.mark.parametrize("rule", SPENDING)
def test_a_ceiling_holds_for_the_options_of_its_field_under_every_rule_that_spends(app: Flask, rule: str):
    poll = a_poll(rule, ceilings=[{"kind": "field", "value": "transport", "amount": 100}])
    assert len({"1", "2"} & set(winners(poll, marked(poll)))) == 1


def test_a_ceiling_may_be_of_a_district_too(app: Flask):
    poll = a_poll("greedy", ceilings=[{"kind": "district", "value": "Buk-gu", "amount": 100}])
    assert winners(poll, APPROVALS) == ["1", "3"]


def test_fewest_votes_and_least_share_keep_out_who_has_less(app: Flask):
    assert winners(a_poll("greedy"), APPROVALS) == ["1", "2", "3", "4"]
    assert winners(a_poll("greedy", {"threshold": 5}), APPROVALS) == ["1", "2", "3"]
    assert winners(a_poll("greedy", {"minimum_share": "1/2"}), APPROVALS) == ["1", "2"], "5 of 12 are less than half"
    assert winners(a_poll("top-k", {"k": 4, "threshold": 6}), APPROVALS) == ["1", "2"]


def yes_no(**options: Any) -> list[str]:
    """Ten of a roll of 20 vote: 1 gets 6 yes and 4 no, 2 gets 5 and 2, three abstaining; 3 gets 3 and 0."""
    rule = {"name": "majority", "options": options, "limits": {"budget": 0, "ceilings": [], "incompatible": []}}
    poll = a_draft(options=OPTIONS[:3], form="yes-no", form_numbers={}, publish="ballots", rule=rule)
    answers = {"1": [1] * 6 + [-1] * 4, "2": [1] * 5 + [-1] * 2 + [0] * 3, "3": [1] * 3 + [0] * 7}
    return winners(poll, [[[code, answers[code][n]] for code in answers] for n in range(10)])


def test_a_majority_has_its_own_share_base_quorum_and_least_share_of_the_roll(app: Flask):
    half, none = {"share": "1/2", "exceed": True}, {"share": "0", "exceed": False}
    assert yes_no(majority=half, of="present", quorum=none) == ["1"]
    assert yes_no(majority=half, of="decided", quorum=none) == ["1", "2", "3"]
    assert yes_no(majority={"share": "7/10", "exceed": False}, of="decided", quorum=none) == ["2", "3"]
    assert yes_no(majority=half, of="decided", quorum=none, minimum_share={"share": "1/4"}) == ["1", "2"]
    assert yes_no(majority=half, of="decided", quorum=half) == [], "ten of twenty are not more than half"


@pytest.mark.parametrize(
    ("rule", "options", "limits", "field"),
    [
        ("top-k", {"k": 2, "minimum_share": "1/10"}, {}, "minimum_share"),
        ("equal-shares", {"threshold": 3}, {}, "threshold"),
        ("top-k", {"k": 2}, {"incompatible": [["1", "2"]]}, "incompatible"),
        ("top-k", {"k": 2}, {"ceilings": [{"kind": "field", "value": "transport", "amount": 1}]}, "ceilings"),
        ("greedy", {}, {"ceilings": [{"kind": "field", "value": "culture", "amount": 1}]}, "ceilings"),
        ("greedy", {}, {"incompatible": [["1", "9"]]}, "incompatible"),
        ("greedy", {}, {"incompatible": [["1", "1"]]}, "incompatible"),
    ],
)  # fmt: skip
def test_what_would_have_no_effect_is_refused_at_its_field(app: Flask, rule, options, limits, field):
    with pytest.raises((rule_settings.SettingUnknown, rule_settings.CeilingOfNothing, rule_settings.ExcludesUnknown)) as refused:  # fmt: skip
        a_poll(rule, options, **limits)
    assert refused.value.field == field


def test_auditors_and_days_of_appeal_stand_in_the_definition(app: Flask):
    auditors = [{"name": "김감사", "role": "외부 감사인", "key": "ab" * 32}]
    document = document_of(a_draft(appeal_days=30, auditors=auditors))
    assert (document["v"], document["appeal_days"], document["auditors"]) == (2, 30, auditors)
    with pytest.raises(faults.AuditorsInvalid):
        a_draft(auditors=auditors * 2)
