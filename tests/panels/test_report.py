"""What the public reads of a panel: nothing of the results while sealed, then the finding and how opinion moved."""

import csv
import io
import json
import math
import statistics
from collections import Counter
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.db import db, transaction
from app.core.errors import EditedByAnother
from app.panels.models import ClosingCount, DecisionRule, Panel
from app.panels.services import disclosure, recommending, report
from app.panels.views import report_paper
from tests.browser_support import axe, no_overflow, screenshot
from tests.builders import an_account
from tests.panels.builders import a_drawn_panel, a_panel, an_organiser
from tests.panels.report_builders import a_voted_panel
from tests.walks.test_queries import AT_MOST, statements

DESCRIPTION = Path(__file__).parents[2] / "app" / "api" / "openapi.json"


def test_a_panel_is_not_public_before_its_rule(client: FlaskClient):
    panel = a_panel(published=False)
    assert client.get(f"/panels/{panel.slug}").status_code == 404
    assert panel.title_ko not in client.get("/panels").text


def test_the_public_page_says_rule_committee_and_that_results_are_sealed(client: FlaskClient):
    panel = a_panel()
    page = client.get(f"/en/panels/{panel.slug}").text
    assert "Shall line 2 be built?" in page
    assert "Simple majority" in page
    assert page.count("declared to have no interest") == 7
    assert "sealed for everybody" in page
    assert panel.title_ko in client.get("/panels").text


def test_nobody_reads_a_result_while_results_are_sealed(client: FlaskClient, sign_in):
    panel = a_voted_panel(unsealed=False)
    assert fits(client.get(f"/api/v1/panels/{panel.slug}"))["report"] is None
    for account in (None, an_organiser()):
        if account is not None:
            sign_in(account)
        for path in ("report", "report.pdf", "report/answers.csv"):
            assert client.get(f"/panels/{panel.slug}/{path}").status_code == 403


def test_the_interface_gives_result_and_margins_by_slug_and_number(client: FlaskClient):
    panel = a_voted_panel()
    record = fits(client.get(f"/api/v1/panels/{panel.slug}"))
    assert record == fits(client.get(f"/api/v1/panels/{panel.id}"))
    assert record["report"]["result"] == {"for": 19, "against": 8, "blank": 0}
    assert record["report"]["winner"] == "for"
    assert [(row["formula"], row["used"]) for row in record["report"]["margins"]] == [
        ("simple", False), ("stratified", True)
    ]  # fmt: skip
    assert client.get("/api/v1/panels/none").status_code == 404


def test_the_report_says_finding_satisfaction_absentees_and_seats_on_one_page(client: FlaskClient):
    panel = a_voted_panel(stayed_away=3)
    with statements() as asked:
        page = client.get(f"/en/panels/{panel.slug}/report").text
    assert len(asked) <= AT_MOST, asked
    for sentence in (
        "19 to 8 of 27 votes (70.4%)", "used here",
        "30 members had accepted a seat; 27 came.",
        "Mean 3.56 of 5", "51.9% chose 4 or more.",  # 7 × 5, 7 × 4, 7 × 3, 6 × 2 of 27
        "27 of 30 answered the last survey", "Weighted back",
        "Seats by first stance: For 10, Against 10, Undecided 10",
        "members with a seat",
    ):  # fmt: skip
        assert sentence in page
    for caption in ("Seats by first stance, beside the first survey", "Who would accept it, by the last stance"):
        assert f"<caption>{caption}</caption>" in page
    korean = client.get(f"/panels/{panel.slug}/report").text
    assert "5점 만점에 평균 3.56점" in korean


def test_who_moved_is_counted_from_the_same_people(app):
    found = report.report_of(a_voted_panel())
    assert found.change is not None
    table = found.change.transitions
    there = {name: i for i, name in enumerate(table.answers)}
    assert table.counts[there["undecided"]][there["for"]] == 10
    assert table.changed_people == 10


def test_satisfaction_is_the_mean_of_the_sheets_with_students_margin(app):
    asked = {one.question.code: one for one in report.report_of(a_voted_panel(blank_sheets=3)).questions}
    points = [int("5432"[at % 4]) for at in range(3, 30)]
    found = asked["satisfaction"]
    assert found.scale is not None
    assert found.scale.mean == pytest.approx(statistics.mean(points))
    error = statistics.stdev(points) / math.sqrt(len(points))
    assert found.scale.margin == pytest.approx(2.0555 * error, rel=1e-3)  # t of 26 degrees, 95 %
    assert [row.people for row in found.shares.rows] == [points.count(n) for n in (5, 4, 3, 2, 1)]
    assert found.shares.missing == 3


def test_acceptance_is_told_by_side_and_not_of_fewer_than_ten(app):
    asked = {one.question.code: one for one in report.report_of(a_voted_panel()).questions}
    assert [(row.side, row.people, row.share) for row in asked["acceptance"].by_side] == [
        ("against", 10, 0.0), ("for", 20, 1.0)
    ]  # fmt: skip
    asked = {one.question.code: one for one in report.report_of(a_voted_panel(stayed_away=3)).questions}
    assert [(row.side, row.shown, row.people) for row in asked["acceptance"].by_side] == [
        ("against", False, None), ("for", False, None)  # nine are hidden with: 27 less 20 would give them away
    ]  # fmt: skip


def test_the_absent_are_weighted_back_beside_the_raw_shares(app):
    back = report.report_of(a_voted_panel(stayed_away=3)).restored
    assert back is not None
    rows = {row.answer: row for row in back.rows}
    assert rows["against"].share == pytest.approx(7 / 27)
    assert rows["against"].weighted == pytest.approx(10 / 30)  # all against stayed against: their seats are a third
    assert rows["for"].weighted == pytest.approx(20 / 30)
    assert {row.value for row in back.composition if row.feature == "stance"} == {
        "undecided"
    }  # seven are too few to show
    assert {row.value for row in back.composition if row.feature == "sex"} == {"f", "m"}


def test_attendance_is_counted_by_day(app):
    panel = a_voted_panel(stayed_away=3)
    found = report.report_of(panel).attended
    assert found.people == 27
    assert found.by_day == {panel.first_day: 27, panel.last_day: 14}


@pytest.mark.parametrize(
    ("votes", "said"),
    [((15, 12), "within the error"), ((27, 0), "more than the error")],
)
def test_waves_are_combined_only_within_the_error(client: FlaskClient, votes: tuple[int, int], said: str):
    panel = a_voted_panel(rule=DecisionRule.combine_within_error, votes=votes, undecided_split=True)
    found = report.report_of(panel)
    assert found.decision is not None
    gap, error = found.decision.facts["gap"], found.decision.facts["error"]
    used = next(row for row in found.margins if row.used)
    assert (gap, error) == (pytest.approx((votes[0] - votes[1]) / 27), pytest.approx(2 * used.margin))
    assert (found.decision.winner is None) == (gap <= error)
    page = client.get(f"/en/panels/{panel.slug}/report").text
    assert said in page
    assert [wave.name for wave in found.waves] == ["1", "2", report.VOTE]
    assert found.waves[1].shares == {"for": 15 / 30, "against": 15 / 30, "undecided": 0}
    assert "<caption>All surveys and the closing vote</caption>" in page
    assert "The closing vote decides if the gap is beyond the error" in page


def test_the_designs_stand_side_by_side_with_what_they_mean_for_everybodys_chance(app):
    panel = a_drawn_panel(seats=30)
    with transaction():
        db.session.get_one(Panel, panel.id).unsealed_at = clock.now()
    found = report.report_of(panel).chances
    assert found is not None
    by_plan = {one.plan.code: one for one in found.designs}
    drawn = [(own.seats, own.people) for own in by_plan["proportional"].stances]
    assert by_plan["proportional"].is_drawn
    assert sum(seats for seats, _people in drawn) == 30
    assert [people for _seats, people in drawn] == [100, 100, 100]
    assert [(own.seats, own.chance) for own in by_plan["two_sides"].stances] == [
        (15, Fraction(15, 100)), (15, Fraction(15, 100)), (0, 0)
    ]  # fmt: skip
    assert 0 < found.least <= 0.1 <= found.most


def test_open_data_has_ten_people_of_every_combination(client: FlaskClient):
    panel = a_voted_panel()
    sent = client.get(f"/panels/{panel.slug}/report/answers.csv").data.decode("utf-8-sig")
    rows = [tuple(row.values()) for row in csv.DictReader(io.StringIO(sent))]
    assert rows
    assert min(Counter(rows).values()) >= 10


@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=2, max_size=4))
def test_no_hidden_cell_can_be_had_by_subtraction(counts: list[list[int]]):
    hidden = disclosure.hidden_cells(counts)
    cells = {(i, j) for i, row in enumerate(counts) for j in range(len(row))}
    assert {(i, j) for i, j in cells if 0 < counts[i][j] < 10} <= hidden
    for axis in (0, 1):
        for line in {cell[axis] for cell in cells}:
            inside = [cell for cell in hidden if cell[axis] == line]
            shown = [cell for cell in cells - hidden if cell[axis] == line]
            assert not inside or not shown or (len(inside) > 1 and sum(counts[i][j] for i, j in inside) >= 10)


def fits(answer) -> dict:
    """Return the answer's JSON after holding it against the description."""
    described = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    record = answer.get_json()
    jsonschema.Draft202012Validator(
        {"$ref": "#/components/schemas/Panel", "components": described["components"]}
    ).validate(record)
    return record


def test_the_organiser_publishes_recommendation_and_minority_view(client: FlaskClient, sign_in):
    panel = a_voted_panel()
    address, report_page = f"/office/panels/{panel.slug}/recommendation", f"/panels/{panel.slug}/report"
    texts = {"recommendation_ko": "재개를 권고한다", "recommendation_en": "Resume", "minority_ko": "요금 걱정"}
    sign_in(an_organiser())
    client.post(address, data=texts | {"revision": panel.revision})
    assert "재개를 권고한다" not in client.get(report_page).text
    db.session.refresh(panel)
    client.post(address, data=texts | {"revision": panel.revision, "publish": "y"})
    assert "재개를 권고한다" in client.get(report_page).text
    assert "요금 걱정" in client.get(report_page).text


def test_no_report_is_published_while_sealed_or_over_anothers_text(app):
    texts = dict.fromkeys(recommending.TEXTS, "글")
    panel = a_voted_panel(unsealed=False)
    with pytest.raises(recommending.StillSealed):
        recommending.save(panel, texts, revision=panel.revision, publish=True, by=None)
    with pytest.raises(EditedByAnother):
        recommending.save(panel, texts, revision=panel.revision - 1, publish=False, by=None)
    open_panel = a_voted_panel()
    with pytest.raises(recommending.RecommendationMissing):
        recommending.save(
            open_panel, texts | {"recommendation_en": " "}, revision=open_panel.revision, publish=True, by=None
        )


def test_only_the_organiser_writes_the_recommendation(client: FlaskClient, sign_in):
    panel = a_voted_panel()
    assert client.get(f"/office/panels/{panel.slug}/recommendation").status_code != 200
    sign_in(an_account())
    assert client.get(f"/office/panels/{panel.slug}/recommendation").status_code == 403


def test_public_pages_need_few_queries(client: FlaskClient):
    panel = a_voted_panel()
    for path in ("/panels", f"/panels/{panel.slug}"):
        with statements() as asked:
            assert client.get(path).status_code == 200
        assert len(asked) <= AT_MOST, asked


@pytest.mark.browser
def test_pages_pass_every_check_in_a_browser(page):
    panel = a_voted_panel(stayed_away=3)
    for path in ("/panels", "/panels/{0}", "/panels/{0}/report", "/en/panels/{0}/report"):
        assert page.goto(path.format(panel.slug)).status == 200
        axe(page)
        no_overflow(page)
        screenshot(page, "panels" + path.format("x").replace("/", "-"))


def test_the_published_result_of_metro_line_2_is_read_from_its_counts(client: FlaskClient):
    """250 seats, 243 voted, 191 to 52, 78.6 % (committee's announcement of 10 November 2018); single moves unknown."""
    panel = a_panel(seats=250)
    with transaction():
        panel = db.session.get_one(Panel, panel.id)
        panel.unsealed_at = clock.now()
        counts = {"for": 191, "against": 52, "blank": 0}
        db.session.add(ClosingCount(panel_id=panel.id, enrolled=243, voted=243, counts=counts, closed_at=clock.now()))
    page = client.get(f"/en/panels/{panel.slug}/report").text
    assert "191 to 52 of 243 votes (78.6%)" in page
    assert "who moved where is not known" in page
    assert "cannot be computed here" in page
    assert client.get(f"/panels/{panel.slug}/report/answers.csv").data.count(b"\r\n") == 1


def test_the_report_is_a_pdf_with_the_same_figures(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    panel, set_in = a_voted_panel(stayed_away=3), report_paper.as_pdf
    typeset = []
    monkeypatch.setattr(report_paper, "as_pdf", lambda name, data: (typeset.append(data), set_in(name, data))[1])
    sent = client.get(f"/en/panels/{panel.slug}/report.pdf")
    assert sent.mimetype == "application/pdf"
    assert sent.data.startswith(b"%PDF")
    parts = dict(typeset[0]["parts"])
    assert parts["Who came"] == ["30 members had accepted a seat; 27 came."]
    assert parts["Had everybody answered"][1] == "Against: 25.9% → 33.3%"
    assert "Mean 3.56 of 5" in parts["Satisfaction and acceptance"][0]
