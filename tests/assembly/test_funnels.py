"""The funnels that Gwangju's assemblies used run with their recorded figures, and a stage keeps its rule.

2017: 100 policies, 8 chosen beforehand and 2 by stickers on the day, then yes or no to each of the ten; all ten passed.
2018: 5 by agreements online, 3 by facilitators and proposers, 2 by stickers, then yes or no by the audience.
2020: 71 proposals, 10 by agreements, 3 of 10 by about 1,800 voters with up to three picks, 1 by a panel of 200.
2021: 144 proposals, 10, 3, 1. Votes of single policies were not published: they are made up here.
"""

import pytest
from flask import Flask

from app.assembly.models import Taken
from app.assembly.services import counting, finding, funnel, merging, sheets, stages, supporting
from app.core.db import db
from tests.assembly.builders import a_stage, an_assembly, an_organiser, chosen, on_a_sheet, policy, supported
from tests.builders import an_account

EIGHT, TWO = [3, 9, 17, 24, 38, 55, 71, 90], [12, 66]


def test_the_plain_top_ten_of_a_hundred_by_votes(app: Flask):
    assembly = an_assembly(policies=100)
    stage = a_stage(assembly, "pick_k", seats=10, picks=10)
    stages.open_stage(stage, by=None)
    votes = {number: 200 - number for number in range(1, 101)}
    on_a_sheet(assembly, stage, votes, voters=5000)
    stages.close(stage, by=None)
    assert chosen(assembly, 1) == list(range(1, 11))
    found = funnel.funnel_of(assembly)
    assert (found.policies, [p.number for p in found.top]) == (100, list(range(1, 11)))
    assert finding.stage_at(assembly, 1).voted == 5000


def test_2017_eight_before_two_by_stickers_and_yes_to_all_ten(app: Flask):
    assembly = an_assembly(policies=100)
    first = a_stage(assembly, "facilitators_pick", seats=8, method="named", counted="meeting")
    second = a_stage(assembly, "stickers", seats=2, sources=[(1, Taken.rest)])
    third = a_stage(assembly, "yes_no_each", sources=[(1, Taken.chosen), (2, Taken.chosen)])
    stages.open_stage(first, by=None)
    stages.close(first, chosen=EIGHT, why="시민 기획단이 골랐습니다.", by=None)
    stages.open_stage(second, by=None)
    assert len(finding.stage_at(assembly, 2).options) == 92
    on_a_sheet(assembly, second, {12: 60, 66: 55, 1: 54}, name="1~46번 판")
    on_a_sheet(assembly, second, {66: 30, 100: 20}, name="47~100번 판")
    stages.close(second, by=None)
    assert chosen(assembly, 2) == TWO
    stages.open_stage(third, by=None)
    ten = sorted(EIGHT + TWO)
    on_a_sheet(assembly, third, dict.fromkeys(ten, 300), against=dict.fromkeys(ten, 120), voters=500)
    stages.close(third, by=None)
    assert chosen(assembly, 3) == ten
    assert {p.number for p in funnel.funnel_of(assembly).top} == set(ten)


def test_2018_five_online_three_by_facilitators_two_by_stickers(app: Flask):
    assembly = an_assembly(policies=100)
    supported(assembly, {1: 9, 2: 8, 3: 7, 4: 6, 5: 5, 6: 4})
    online = a_stage(assembly, "agreements_online", seats=5, counted="agreements")
    pick = a_stage(assembly, "facilitators_pick", seats=3, sources=[(1, Taken.rest)])
    stickers = a_stage(assembly, "stickers", seats=2, sources=[(2, Taken.rest)])
    last = a_stage(assembly, "yes_no_each", sources=[(1, Taken.chosen), (2, Taken.chosen), (3, Taken.chosen)])
    stages.open_stage(online, by=None)
    stages.close(online, by=None)
    stages.open_stage(pick, by=None)
    on_a_sheet(assembly, pick, {20: 9, 30: 8, 40: 7, 6: 6}, voters=30)
    stages.close(pick, by=None)
    stages.open_stage(stickers, by=None)
    on_a_sheet(assembly, stickers, {50: 44, 60: 43})
    stages.close(stickers, by=None)
    stages.open_stage(last, by=None)
    assert [len(step.chosen) for step in funnel.funnel_of(assembly).steps] == [5, 3, 2, 0]
    numbers = [option.policy.number for option in finding.stage_at(assembly, 4).options]
    assert sorted(numbers) == [1, 2, 3, 4, 5, 20, 30, 40, 50, 60]
    on_a_sheet(assembly, last, dict.fromkeys(numbers, 51) | {60: 50}, against=dict.fromkeys(numbers, 50), voters=101)
    stages.close(last, by=None)
    assert 60 not in chosen(assembly, 4), "as many yes as no is no majority"
    assert len(chosen(assembly, 4)) == 9


@pytest.mark.parametrize(("policies", "panel"), [(71, 200), (144, None)], ids=["2020", "2021"])
def test_many_to_ten_to_three_to_one(app: Flask, policies: int, panel: int | None):
    assembly = an_assembly(policies=policies)
    supported(assembly, {number: 12 - number for number in range(1, 12)})
    likes = a_stage(assembly, "agreements_online", seats=10, counted="agreements")
    vote = a_stage(assembly, "pick_k", seats=3, picks=3, sources=[(1, Taken.chosen)])
    final = a_stage(assembly, "random_panel", seats=1, picks=1, sources=[(2, Taken.chosen)])
    stages.open_stage(likes, by=None)
    stages.close(likes, by=None)
    assert chosen(assembly, 1) == list(range(1, 11))
    stages.open_stage(vote, by=None)
    offices = [({2: 700, 4: 600, 7: 500, 1: 400}, 1000), ({2: 400, 4: 350, 7: 200, 1: 450}, 800)]
    for place, (votes, voters) in enumerate(offices):
        on_a_sheet(assembly, vote, votes, voters=voters, name=f"{place + 1}동 행정복지센터")
    stages.close(vote, by=None)
    assert (chosen(assembly, 2), finding.stage_at(assembly, 2).voted) == ([1, 2, 4], 1800)
    stages.open_stage(final, by=None)
    on_a_sheet(assembly, final, {1: 60, 2: 90, 4: 40}, voters=190)
    stages.close(final, invited=panel, by=None)
    found = funnel.funnel_of(assembly)
    assert ([p.number for p in found.top], found.over) == ([2], True)
    assert finding.stage_at(assembly, 3).invited == panel


def test_ties_are_settled_by_the_order_that_was_published(app: Flask):
    assembly = an_assembly(policies=4)
    supported(assembly, {3: 2, 1: 1})
    stage = a_stage(assembly, "stickers", seats=1, ties=["supports", "number"])
    stages.open_stage(stage, by=None)
    on_a_sheet(assembly, stage, {1: 7, 2: 7, 3: 7})
    stages.close(stage, by=None)
    assert chosen(assembly, 1) == [3]
    assert finding.stage_at(assembly, 1).outcome["ties"][0]["mattered"]


def test_two_people_enter_a_sheet_apart_and_what_differs_is_not_counted(app: Flask):
    assembly, one, other = an_assembly(policies=3), an_organiser(), an_organiser()
    stage = a_stage(assembly, "stickers", seats=1)
    stages.open_stage(stage, by=None)
    ids = [policy(assembly, number).id for number in (1, 2, 3)]
    sheet = sheets.add(stage, name="가 판", by=None)
    sheets.enter(sheet, 1, voters=None, votes={ids[0]: 5, ids[1]: 4}, by=one)
    with pytest.raises(sheets.SamePerson):
        sheets.enter(sheet, 2, voters=None, votes={}, by=one)
    with pytest.raises(sheets.SheetsMissing):
        stages.close(stage, by=None)
    sheets.enter(sheet, 2, voters=None, votes={ids[0]: 5, ids[1]: 6}, by=other)
    difference = sheets.differences(sheets.numbered(stage, sheet.id))
    assert [(d.policy_id, d.first[0], d.second[0]) for d in difference] == [(ids[1], 4, 6)]
    with pytest.raises(sheets.SheetsDiffer):
        stages.close(stage, by=None)
    sheets.enter(sheet, 1, voters=None, votes={ids[0]: 5, ids[1]: 6}, by=one)
    stages.close(stage, by=None)
    assert chosen(assembly, 1) == [2]
    with pytest.raises(sheets.NoSheets):
        sheets.enter(sheet, 1, voters=None, votes={ids[2]: 99}, by=one)


@pytest.mark.parametrize(
    ("votes", "voters", "refused"),
    [({1: 11}, 10, sheets.MoreThanVoters), ({1: 10, 2: 10, 3: 10}, 10, counting.VotesCannotBe)],
    ids=["more votes than voters", "more votes than picks"],
)
def test_votes_that_cannot_be_are_not_counted(app: Flask, votes: dict[int, int], voters: int, refused: type[Exception]):
    assembly = an_assembly(policies=3)
    stage = a_stage(assembly, "pick_k", seats=1, picks=2)
    stages.open_stage(stage, by=None)

    def counted() -> None:
        on_a_sheet(assembly, stage, votes, voters=voters)
        stages.close(stage, by=None)

    with pytest.raises(refused):
        counted()
    assert finding.stage_at(assembly, 1).closed_at is None


def test_a_stage_stands_still_once_open_and_waits_for_those_before_it(app: Flask):
    assembly = an_assembly(policies=5)
    first = a_stage(assembly, "stickers", seats=2)
    second = a_stage(assembly, "yes_no_each", sources=[(1, Taken.chosen)])
    with pytest.raises(stages.SourceNotBefore):
        a_stage(assembly, "yes_no_each", sources=[(7, Taken.chosen)])
    with pytest.raises(stages.SourceNotClosed):
        stages.open_stage(second, by=None)
    stages.open_stage(first, by=None)
    with pytest.raises(stages.StageHasOpened):
        stages.remove(first, by=None)
    with pytest.raises(merging.InTheFunnel):
        merging.merge(assembly, whole=1, parts=[2], why="같습니다", by=an_organiser())
    stages.remove(second, by=None)
    assert len(finding.stages_of(assembly)) == 1


def test_agreements_are_counted_as_they_stood_and_then_closed(app: Flask):
    assembly, citizen = an_assembly(policies=3), an_account()
    supported(assembly, {2: 1})
    stage = a_stage(assembly, "agreements_online", seats=1, counted="agreements", ties=["number"])
    stages.open_stage(stage, by=None)
    supporting.support(policy(assembly, 1), by=citizen)
    stages.close(stage, by=None)
    assert chosen(assembly, 1) == [1], "equal, and the lower number comes first"
    with pytest.raises(supporting.AgreementsClosed):
        supporting.support(policy(assembly, 3), by=citizen)
    db.session.rollback()
