"""Before the pool: letters by stratum, and one person of each household drawn."""

from collections import Counter
from fractions import Fraction
from math import comb

import pytest

from voting.sortition.errors import BadInput
from voting.sortition.invitations import expected_response, invite, letters, letters_by_stratum
from voting.sortition.public_number import PublicNumbers, draw_seed


def enough(sent, need, response):
    """Return the exact chance of at least ``need`` answers, term by term."""
    return sum(comb(sent, k) * response**k * (1 - response) ** (sent - k) for k in range(need, sent + 1))


@pytest.mark.parametrize(("need", "response"), [(1, "1/20"), (5, "3/10"), (12, "1/2"), (7, "1")])
def test_letters_are_the_fewest_that_bring_enough_answers(need, response):
    share = Fraction(response)
    sent = letters(need, float(share))
    assert enough(sent, need, share) >= Fraction(95, 100)
    assert enough(sent - 1, need, share) < Fraction(95, 100)


def test_stratum_that_answers_less_gets_more_letters():
    sent = letters_by_stratum({"20s": 40, "60+": 40}, {"20s": 0.04, "60+": 0.12})
    assert sent["20s"] > 2 * sent["60+"]


def test_second_wave_expects_what_the_first_brought():
    assert expected_response(10_000, 300, prior=0.10) == pytest.approx(0.03, abs=0.001)
    assert expected_response(0, 0, prior=0.10) == 0.10


def test_person_of_a_large_household_is_reached_less_often_and_weighs_more():
    homes = {"A": ["a1"], "B": ["b1", "b2", "b3"], "C": ["c1", "c2"], "D": ["d1"]}
    reached = Counter()
    for value in range(6000):
        reached.update(i.id for i in invite(homes, 2, PublicNumbers(draw_seed("c", str(value)))))
    for home in homes.values():
        for name in home:
            assert reached[name] / 6000 == pytest.approx(0.5 / len(home), abs=0.03)
    invited = {i.id: i.weight for i in invite(homes, 4, PublicNumbers(draw_seed("c", "1")))}
    assert invited["a1"] == 1
    assert sum(invited.values()) == sum(map(len, homes.values()))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: letters(5, 0.0),
        lambda: letters(5, 1e-12),
        lambda: letters_by_stratum({"20s": 4}, {}),
        lambda: invite({"A": []}, 1, PublicNumbers(bytes(32))),
        lambda: invite({"A": ["a"]}, 2, PublicNumbers(bytes(32))),
    ],
)
def test_impossible_invitations_are_refused(wrong):
    with pytest.raises(BadInput):
        wrong()
