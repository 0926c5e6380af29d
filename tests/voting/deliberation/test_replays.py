"""Published deliberations, replayed from the figures that were published and no others.

Sources: Gwangju metro line 2: Yonhap, 10 November 2018 and the recommendation of 12 November 2018; Shin-Kori 5·6: Kado,
20 October 2017, E-times, 20 October 2017, and on the rule Hankyung, 11 October 2017; Busan BRT: Financial News, 10
October 2018; Jeju: Ijejutoday 211702, Newsje 114223; Daejeon: Jungbu Ilbo 1229628; university admission: MBN and
Hankyung, August 2018.
"""

import itertools

import pytest

from voting.deliberation.decision import Finding, Wave, majority_beyond_error, simple_majority
from voting.deliberation.margins import Stratum, simple_margin, stratified_margin
from voting.deliberation.paired_mean import least_deviation_for_no_difference
from voting.deliberation.raking import rake
from voting.deliberation.shares import shares
from voting.deliberation.transitions import least_changed


def points(share):
    """Share in percentage points with one decimal, as newspapers print."""
    return round(100 * share, 1)


def possible_stratified_margins(first_survey, final, panel):
    """Return all stratified margins that fit the published shares of stance before and of the final answer."""
    sizes = [round(panel * share) for share in first_survey]
    found = []
    for yes in itertools.product(range(0, 101, 4), repeat=2):
        left = final - sum(share * y / 100 for share, y in zip(first_survey[:2], yes, strict=True))
        last = left / first_survey[2]
        if 0 <= last <= 1:
            strata = zip(first_survey, sizes, (yes[0] / 100, yes[1] / 100, last), strict=True)
            found.append(stratified_margin([Stratum(str(s), s, n, n * y) for s, n, y in strata]).margin)
    return found


class TestMetroLineTwo:
    POLL = {"for": 0.586, "against": 0.190, "undecided": 0.224}

    def test_first_survey_prints_the_margin_of_its_2500_weighted_people(self):
        assert round(100 * simple_margin(2500).margin, 2) == 1.96
        # The 2,930 interviews themselves would give less: the published figure is that of the weighted number.
        assert round(100 * simple_margin(2930).margin, 2) == 1.81

    def test_2930_interviews_weighted_to_2500_keep_the_published_shares(self):
        """Synthetic interviews, a margin by stance alone: 2,930 people weigh 2,500 and give 58.6 / 19.0 / 22.4."""
        stance = ["for"] * 1800 + ["against"] * 530 + ["undecided"] * 600
        raking = rake({"stance": stance}, {"stance": self.POLL}, total=2500)
        found = shares(stance, raking.weight_i.tolist())
        assert raking.weight_i.sum() == pytest.approx(2500)
        assert {row.answer: points(row.share) for row in found.rows} == {
            "for": 58.6,
            "against": 19.0,
            "undecided": 22.4,
        }
        assert found.effective_size < 2930

    def test_panel_of_250_decides_191_to_52(self):
        found = simple_majority({"for": 191, "against": 52}, panel=250)
        assert (found.winner, [points(row.value) for row in found.rows]) == ("for", [78.6, 21.4])
        assert (found.facts["votes"], found.absent_could_change) == (243, False)

    def test_at_least_those_undecided_moved(self):
        assert points(least_changed(self.POLL, {"for": 191 / 243, "against": 52 / 243})) == 22.4
        assert self.POLL["for"] + self.POLL["undecided"] > 191 / 243


class TestShinKori:
    WAVES = [
        Wave("1", {"resume": 0.366, "stop": 0.276, "undecided": 0.358}),
        Wave("3", {"resume": 0.447, "stop": 0.307, "undecided": 0.246}),
        Wave("4", {"resume": 0.572, "stop": 0.394, "undecided": 0.033}),
        Wave("4, either", {"resume": 0.595, "stop": 0.405}),
    ]

    def test_resuming_is_ahead_beyond_the_error_so_the_waves_are_not_combined(self):
        found = majority_beyond_error(("resume", "stop"), self.WAVES, 0.036)
        assert (found.finding, found.winner) == (Finding.BEYOND_ERROR, "resume")
        assert (points(found.facts["gap"]), points(found.facts["error"])) == (19.0, 7.2)

    def test_rule_as_explained_beforehand_53_to_47_at_three_points(self):
        def at(share):
            return majority_beyond_error(("a", "b"), [Wave("4", {"a": share, "b": 1 - share})], 0.03).finding

        assert at(0.529) is Finding.COMBINE_WAVES
        assert at(0.531) is Finding.BEYOND_ERROR

    def test_published_margin_of_3_6_can_only_be_the_stratified_one(self):
        simple = [simple_margin(471).margin, simple_margin(471, 0.595).margin]
        assert [points(margin) for margin in simple] == [4.5, 4.4]
        assert points(simple_margin(471, 0.595, population=20_006).margin) == 4.4
        possible = possible_stratified_margins([0.366, 0.276, 0.358], 0.595, 471)
        assert min(possible) < 0.036 < max(possible)


class TestJeju:
    def test_106_to_70_with_four_abstentions(self):
        votes = {"refuse": 106, "allow": 70, "abstain": 4}
        found = simple_majority(votes, panel=200, sides=["refuse", "allow"])
        assert (found.winner, [points(row.value) for row in found.rows]) == ("refuse", [58.9, 38.9])
        assert points(votes["abstain"] / 180) == 2.2

    def test_published_margin_of_5_8_is_below_every_unstratified_one(self):
        assert points(simple_margin(180).margin) == 7.3
        assert points(simple_margin(180, 0.589).margin) == 7.2
        assert points(simple_margin(180, 0.589, population=3000).margin) == 7.0
        # As a part of the simple margin it is the same as Shin-Kori's: two thirds of the variance.
        jeju, shin_kori = 0.058 / simple_margin(180, 0.589).margin, 0.036 / simple_margin(471, 0.595).margin
        assert (round(jeju**2, 2), round(shin_kori**2, 2)) == (0.65, 0.66)


class TestBusan:
    def test_equal_blocks_of_50_end_86_to_55(self):
        found = simple_majority({"resume": 86, "stop": 55}, panel=150)
        assert (found.winner, [points(row.value) for row in found.rows]) == ("resume", [61.0, 39.0])
        assert found.absent_could_change is False

    def test_87_who_changed_are_more_than_the_48_who_had_to(self):
        start = {"resume": 45 / 141, "stop": 48 / 141, "undecided": 48 / 141}
        assert round(141 * least_changed(start, {"resume": 86 / 141, "stop": 55 / 141})) == 48
        assert points(87 / 141) == 61.7
        assert points(52 / 141) == 36.9

    def test_first_survey_of_2585(self):
        found = shares(["resume"] * 1297 + ["stop"] * 1087 + ["undecided"] * 201)
        # 42.05 per cent was printed as 42.0.
        assert [row.share for row in found.rows] == [pytest.approx(x, abs=0.0006) for x in (0.502, 0.420, 0.078)]


def test_daejeon_prints_the_simple_margin():
    assert points(simple_margin(159).margin) == 7.8
    found = majority_beyond_error(("against", "for"), [Wave("2", {"against": 0.604, "for": 0.377})], 0.078)
    assert (found.finding, found.winner) == (Finding.BEYOND_ERROR, "against")


def test_university_admission_no_difference_holds_from_a_scatter_of_1_46_points():
    """3.40 and 3.27 on five points by 490 people; the deviation of the differences was not published."""
    assert round(least_deviation_for_no_difference(3.40 - 3.27, 490), 2) == 1.46
