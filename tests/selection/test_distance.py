"""By how much a loser missed; the oracle adds votes one by one and counts the whole poll again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.selection.services.counting import Tally, count, fits

VOTERS = 9


@st.composite
def elections(draw):
    size = draw(st.integers(2, 6))
    options = [
        {"id": i, "cost_won": draw(st.integers(1, 6)), "type": "t", "field": draw(st.sampled_from("ab")), "title": ""}
        for i in range(1, size + 1)
    ]
    rule = {
        "options": options, "picks": None, "pot_won": draw(st.integers(1, 14)),
        "rule": draw(st.sampled_from(["rank_and_fill", "majority_each"])),
        "on_misfit": draw(st.sampled_from(["skip", "stop"])),
        "minimum_share_percent": draw(st.sampled_from([0, 12, 40])), "just_missed_percent": 5,
        "ceilings": draw(st.sampled_from([[], [["field", "a", 5]]])),
        "incompatible": draw(st.sampled_from([[], [[1, 2]]])),
        "quorum_over": [1, 2], "pass_over": [1, 2],
    }  # fmt: skip
    votes = {o["id"]: draw(st.integers(0, VOTERS)) for o in options}
    return rule, votes


def counted(rule, votes):
    marks = {option: {"yes": yes, "no": VOTERS - yes} for option, yes in votes.items()}
    tally = Tally(VOTERS, VOTERS, marks, {})
    assert fits(rule, tally)
    return count(rule, tally)


@settings(max_examples=150, deadline=None)
@given(elections())
def test_the_votes_missing_are_the_fewest_that_would_have_won(election):
    rule, votes = election
    outcome = counted(rule, votes)
    for row in outcome["missed"]:
        enough = next(
            (
                n
                for n in range(votes[row["id"]], VOTERS + 1)
                if row["id"] in counted(rule, votes | {row["id"]: n})["selected"]
            ),
            None,
        )
        assert row["votes_short"] == (None if enough is None else enough - votes[row["id"]])


@settings(max_examples=150, deadline=None)
@given(elections())
def test_every_option_is_chosen_or_has_its_reason_and_the_pot_adds_up(election):
    rule, votes = election
    outcome = counted(rule, votes)
    assert sorted(outcome["selected"] + [row["id"] for row in outcome["missed"]]) == [o["id"] for o in rule["options"]]
    assert outcome["cost_won"] + outcome["left_won"] == rule["pot_won"]
    assert outcome["cost_won"] == sum(o["cost_won"] for o in rule["options"] if o["id"] in outcome["selected"])
    assert outcome["left_won"] >= 0
