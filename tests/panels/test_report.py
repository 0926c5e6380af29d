"""What the public reads of a panel: nothing of the results while sealed, then the finding and how opinion moved."""

import csv
import io
import json
from collections import Counter
from pathlib import Path

import jsonschema
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select

from app.core import clock
from app.core.db import db, transaction
from app.core.errors import EditedByAnother
from app.panels.models import ClosingCount, Panel, Panelist, PanelistState, Survey, SurveyAnswer, SurveyMode
from app.panels.services import disclosure, opinions, recommending, report
from tests.browser_support import axe, no_overflow, screenshot
from tests.builders import an_account
from tests.panels.builders import DAY, a_drawn_panel, a_panel, an_organiser

DESCRIPTION = Path(__file__).parents[2] / "app" / "api" / "openapi.json"


def a_voted_panel(*, unsealed: bool = True, votes: tuple[int, int] = (19, 8)) -> Panel:
    """A panel of 30 seats: all accept, the undecided move to "for", a vote of ``votes``."""
    panel = a_drawn_panel(seats=30)
    stances = {stance.code: stance.id for stance in panel.stances}
    now = clock.now()
    with transaction():
        panel = db.session.get_one(Panel, panel.id)
        panel.vote_opens_at, panel.vote_closes_at = now - DAY, now - DAY / 2
        panel.unsealed_at = now if unsealed else None
        wave = Survey(
            panel_id=panel.id, wave=2, of_members=True, mode=SurveyMode.on_site, opens_at=now - DAY, closes_at=now
        )
        db.session.add(wave)
        db.session.flush()
        drawn = select(Panelist).where(Panelist.panel_id == panel.id, Panelist.state == PanelistState.drawn)
        for member in db.session.scalars(drawn):
            member.state = PanelistState.accepted
            before = member.respondent.stance_id
            after = stances["for"] if before == stances["undecided"] else before
            db.session.add(
                SurveyAnswer(survey_id=wave.id, panelist_id=member.id, stance_id=after, answers={}, answered_at=now)
            )
        db.session.add(
            ClosingCount(
                panel_id=panel.id, enrolled=sum(votes), voted=sum(votes), closed_at=now,
                counts={"for": votes[0], "against": votes[1], "blank": 0},
            )
        )  # fmt: skip
    return panel


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


@pytest.mark.parametrize("path", ["report", "report.pdf", "report/answers.csv"])
def test_nobody_reads_the_report_while_results_are_sealed(client: FlaskClient, sign_in, path: str):
    panel = a_voted_panel(unsealed=False)
    assert client.get(f"/panels/{panel.slug}/{path}").status_code == 403
    sign_in(an_organiser())
    assert client.get(f"/panels/{panel.slug}/{path}").status_code == 403


def test_the_interface_tells_nothing_of_the_result_while_sealed(client: FlaskClient):
    panel = a_voted_panel(unsealed=False)
    assert fits(client.get(f"/api/v1/panels/{panel.slug}"))["report"] is None


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


def test_the_report_says_the_finding_in_both_languages(client: FlaskClient):
    panel = a_voted_panel()
    page = client.get(f"/en/panels/{panel.slug}/report").text
    assert "19 to 8 of 27 votes (70.4%)" in page
    assert "used here" in page
    assert "19" in client.get(f"/panels/{panel.slug}/report").text


def test_who_moved_is_counted_from_the_same_people(app):
    panel = a_voted_panel()
    found = report.report_of(panel)
    assert found.change is not None
    before = Counter(m.stance for m in report.members_of(panel).values())
    table = found.change.transitions
    there = {name: i for i, name in enumerate(table.answers)}
    assert table.counts[there["undecided"]][there["for"]] == before["undecided"]
    assert table.changed_people == before["undecided"]


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


def a_member(panel: Panel) -> Panelist:
    with transaction():
        query = select(Panelist).where(Panelist.panel_id == panel.id, Panelist.state == PanelistState.drawn)
        member = db.session.scalars(query.order_by(Panelist.id)).first()
        assert member is not None
        member.state = PanelistState.accepted
    return member


def test_a_member_answers_a_statement_and_changes_the_answer(app):
    panel = a_drawn_panel()
    member = a_member(panel)
    statement = opinions.write(panel, "버스만으로는  부족하다", by=None)
    opinions.answer(member, statement, opinions.AGREE)
    opinions.answer(member, statement, opinions.DISAGREE)
    assert [(s.text_ko, given) for s, given in opinions.open_statements(member)] == [("버스만으로는 부족하다", -1)]


def test_a_members_statement_waits_for_the_office(app):
    panel = a_drawn_panel()
    member = a_member(panel)
    statement = opinions.write(panel, "요금이 걱정이다", panelist=member, by=None)
    with pytest.raises(opinions.StatementClosed):
        opinions.answer(member, statement, opinions.AGREE)
    opinions.let_in(statement, by=None)
    opinions.answer(member, statement, opinions.PASS)
    opinions.hide(statement, "겹치는 내용", by=None)
    assert opinions.open_statements(member) == []


def test_only_members_of_the_panel_answer_with_one_of_three_answers(app):
    panel, other = a_drawn_panel(), a_panel()
    member = a_member(panel)
    with pytest.raises(opinions.NotAMember):
        opinions.answer(member, opinions.write(other, "다른 문장", by=None), opinions.AGREE)
    with pytest.raises(opinions.NoSuchAnswer):
        opinions.answer(member, opinions.write(panel, "문장", by=None), 2)
    with pytest.raises(opinions.StatementLength):
        opinions.write(panel, "   ", by=None)


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


@pytest.mark.parametrize("path", ["/panels", "/panels/{0}", "/panels/{0}/report"])
def test_pages_need_few_queries(client: FlaskClient, path: str):
    panel = a_voted_panel()
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert client.get(path.format(panel.slug)).status_code == 200
    assert len(asked) <= 12, asked


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/panels", "/panels/{0}", "/panels/{0}/report", "/en/panels/{0}/report"])
def test_pages_pass_every_check_in_a_browser(page, path: str):
    panel = a_voted_panel()
    answered = page.goto(path.format(panel.slug))
    assert answered.status == 200
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


def test_the_report_is_a_pdf_too(client: FlaskClient):
    panel = a_voted_panel()
    sent = client.get(f"/panels/{panel.slug}/report.pdf")
    assert sent.mimetype == "application/pdf"
    assert sent.data.startswith(b"%PDF")
