"""Every number of the board opens the items behind it, and all of them add up."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.council.services import board, years
from app.council.services.changes import fate_of
from app.proposals.models import Stage
from tests.builders import a_cycle
from tests.council.builders import a_sitting, before_the_council
from tests.council.test_changes import cut

MANWON = 10_000


def test_groups_add_up_to_the_whole_whatever_the_council_does(app):
    cycle, projects = before_the_council(*(n * 1000 * MANWON for n in range(1, 7)))

    for project, left in zip(projects, (0, 1, 2, 3, 0, 9), strict=True):
        cut(cycle, project, left * 1000 * MANWON, reason_code="overlap" if left else None)
    items = board.items_of(cycle)
    whole = board.total("", items)
    assert whole.before_won == sum(range(1, 7)) * 1000 * MANWON
    for group in ("field", "type", "district", "fate"):
        sums = board.sums_by(items, group)
        assert sum(row.before_won for row in sums) == whole.before_won
        assert sum(row.after_won for row in sums) == whole.after_won
        assert sum(row.items for row in sums) == len(items)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.integers(0, 10**10), after=st.integers(0, 10**10))
def test_a_fate_is_named_by_its_two_amounts_alone(before: int, after: int):
    fate = fate_of(before, after)
    assert (fate == "unchanged") == (before == after)
    assert (fate == "zeroed") == (after == 0 < before)
    assert (fate == "increased") == (after > before)


def test_the_number_by_reason_opens_exactly_its_items(client):
    cycle, projects = before_the_council(100_000_000, 200_000_000, 300_000_000)
    cut(cycle, projects[0], 0, reason_code="overlap")
    cut(cycle, projects[1], 100_000_000, reason_code="overlap")
    cut(cycle, projects[2], 0)
    found = json.loads(client.get(f"/cycles/{cycle.slug}/council.json?reason=overlap").data)
    assert [item["receipt_no"] for item in found] == [p.receipt_no for p in projects[:2]]
    page = client.get(f"/cycles/{cycle.slug}/council?reason=overlap").text
    assert projects[2].current.title not in page


def test_by_stage_a_restored_cut_counts_at_its_stage_and_not_in_the_whole(app):
    cycle, (project,) = before_the_council(100_000_000)
    cut(cycle, project, 40_000_000, reason_code="overlap")
    cut(cycle, project, 100_000_000, stage=Stage.budget_cmte)
    items = board.items_of(cycle)
    assert board.total("", items).cut_won == 0
    assert [row.cut_won for row in board.sums_by_stage(items)] == [60_000_000, 0]


def test_before_the_council_the_page_says_when_it_begins(client):
    assert "의회가 아직 심의하지 않았습니다" in client.get(f"/cycles/{a_cycle().slug}/council").text


@pytest.mark.parametrize("address", ["?fate=nonsense", "?stage=never", "?field=&reason=%00", "?district=' OR 1=1"])
def test_a_filter_that_means_nothing_finds_nothing_and_breaks_nothing(client, address: str):
    cycle, _ = before_the_council(100_000_000)
    assert client.get(f"/cycles/{cycle.slug}/council{address}").status_code == 200


def test_the_csv_opens_in_excel_with_korean_and_holds_no_formula(client):
    cycle, (project,) = before_the_council(100_000_000)
    cut(cycle, project, 0, reason="=HYPERLINK(1)")
    content = client.get(f"/cycles/{cycle.slug}/council.csv").data
    assert content.startswith(b"\xef\xbb\xbf")
    assert b",=HYPERLINK" not in content


def test_the_years_agree_with_the_board(app):
    cycle, projects = before_the_council(100_000_000, 50_000_000)
    cut(cycle, projects[0], 40_000_000)
    cut(cycle, projects[1], 20_000_000)
    cut(cycle, projects[1], 50_000_000, stage=Stage.budget_cmte)
    year = next(year for year in years.years() if year.cycle.id == cycle.id)
    whole = board.total("", board.items_of(cycle))
    assert (year.before_won, year.after_won, year.stage) == (whole.before_won, whole.after_won, "budget_cmte")


def test_in_english_a_decider_has_its_english_name_and_a_person_her_own(client):
    cycle, (project,) = before_the_council(100_000_000)
    sitting = a_sitting(cycle, body="산업건설위원회", body_en="Industry and Construction Committee")
    cut(cycle, project, 40_000_000, sitting=sitting, reason_code="overlap")
    for address in ("council", f"proposals/{project.number:04}"):
        english = client.get(f"/en/cycles/{cycle.slug}/{address}").text
        assert "Industry and Construction Committee" in english
        assert "산업건설위원회" not in english
        assert "산업건설위원회" in client.get(f"/cycles/{cycle.slug}/{address}").text
    assert project.proposer_name in client.get(f"/en/cycles/{cycle.slug}/proposals/{project.number:04}").text
