"""The deliberation on metro line 2 in the demonstration: the published figures come out, and what is made up is marked.

Sources: Yonhap, 10 November 2018 (250 members by sex and age; 243 votes, 191 to 52, 78.6 %); Gwangju In, October and 12
November 2018 (2,930 interviews weighted to 2,500; 58.6 / 19.0 / 22.4).
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.core import clock
from app.core.clock import seoul
from app.core.db import db
from app.draws.models import Draw
from app.panels.models import (
    OpinionMap,
    Panel,
    Panelist,
    PanelistState,
    PanelPart,
    PanelRole,
    Respondent,
    Stance,
    Statement,
    StatementAnswer,
    Survey,
)
from app.panels.services import closing_vote, drawing, opinion_map, report
from tests.conftest import Browser


@pytest.fixture
def panel(city_loaded: Flask) -> Panel:
    return db.session.scalars(select(Panel).where(Panel.slug == "metro-2")).one()


@pytest.fixture
def visitor(city_loaded: Flask) -> FlaskClient:
    return Browser(city_loaded, city_loaded.response_class)


def of_the_draw(panel: Panel) -> Draw:
    found = drawing.latest_drawn(panel)
    assert found is not None
    return found


def test_2930_interviews_weighted_to_2500_divide_as_published(panel: Panel):
    survey = db.session.scalars(select(Survey).where(Survey.panel_id == panel.id, Survey.wave == 1)).one()
    interviews = select(func.count()).where(Respondent.survey_id == survey.id)
    assert db.session.scalar(interviews) == 2_930
    assert survey.weighted_to == 2_500
    weights = select(Stance.code, func.sum(Respondent.weight)).join(Respondent, Respondent.stance_id == Stance.id)
    found = dict(iter(db.session.execute(weights.where(Respondent.survey_id == survey.id).group_by(Stance.code))))
    assert found == {code: pytest.approx(n) for code, n in {"for": 1465, "against": 475, "undecided": 560}.items()}
    assert (survey.landline_percent, survey.mobile_percent, survey.response_percent) == (58, 42, 18.8)


def test_250_were_drawn_with_the_published_sexes_and_ages(panel: Panel):
    query = select(Respondent.answers, Respondent.stance_id).join(Panelist, Panelist.respondent_id == Respondent.id)
    seated = db.session.execute(query.where(Panelist.panel_id == panel.id, Panelist.state == PanelistState.accepted))
    rows = list(seated)
    assert Counter(answers["sex"] for answers, _stance in rows) == {"m": 122, "f": 128}
    assert Counter(answers["age"] for answers, _stance in rows) == {
        "20-29": 48, "30-39": 43, "40-49": 53, "50-59": 49, "60+": 57
    }  # fmt: skip
    codes = {stance.id: stance.code for stance in panel.stances}
    assert Counter(codes[stance] for _answers, stance in rows) == {"for": 147, "against": 47, "undecided": 56}


def test_within_each_stance_the_districts_are_in_proportion(panel: Panel):
    query = select(Respondent.answers, Respondent.stance_id).join(Panelist, Panelist.respondent_id == Respondent.id)
    rows = list(db.session.execute(query.where(Panelist.panel_id == panel.id)))
    together = Counter((stance, answers["district"]) for answers, stance in rows)
    stances, districts = Counter(s for _a, s in rows), Counter(a["district"] for a, _s in rows)
    for (stance, district), people in together.items():
        assert abs(people - stances[stance] * districts[district] / 250) < 1


def test_243_voted_in_secret_191_to_52(panel: Panel):
    found = report.report_of(panel)
    assert (found.count.enrolled, found.count.voted) == (243, 243)
    assert found.count.counts == {"for": 191, "against": 52, "blank": 0}
    poll = closing_vote.poll_of(panel)
    part = poll.result["electorates"]["members"]
    assert (part["roll"], part["ballots"], part["votes"]) == (250, 243, {"for": 191, "against": 52})
    assert poll.synthetic
    assert found.decision.winner == "for"
    assert round(100 * found.decision.rows[0].value, 1) == 78.6
    assert found.count.closed_at == seoul(2018, 11, 10, 15, 30)
    assert found.attended.people == 243


def test_the_files_of_the_vote_verify_from_the_download_alone(panel: Panel, visitor: FlaskClient, tmp_path: Path):
    slug, file = closing_vote.poll_of(panel).slug, tmp_path / "bundle.zip"
    file.write_bytes(visitor.get(f"/polls/{slug}/bundle.zip").data)
    command = [sys.executable, "-m", "voting", "verify", str(file)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "191" in visitor.get(f"/en/polls/{slug}/result").text


def test_the_transcript_of_the_draw_verifies_from_the_download_alone(
    panel: Panel, visitor: FlaskClient, tmp_path: Path
):
    file = tmp_path / "transcript.json"
    file.write_bytes(visitor.get(f"/draws/{of_the_draw(panel).id}/transcript.json").data)
    command = [sys.executable, "-m", "voting", "verify", str(file)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_equal_sides_stand_beside_the_design_drawn_with_everybodys_chance(panel: Panel):
    found = report.report_of(panel).chances
    designs = {one.plan.code: one for one in found.designs}
    assert found.people == 2_500
    assert [one.plan.code for one in found.designs if one.is_drawn] == ["proportional"]
    assert [own.seats for own in designs["two_sides"].stances] == [125, 125, 0]
    assert [own.seats for own in designs["proportional"].stances] == [147, 47, 56]
    fair, equal = ([float(own.chance) for own in designs[code].stances] for code in ("proportional", "two_sides"))
    assert max(fair) - min(fair) < 0.005
    assert equal[1] > 2.5 * equal[0]
    assert equal[2] == 0
    assert 0.05 < found.least < 0.1 < found.most


def test_the_public_pages_and_the_interface_show_the_figures(panel: Panel, visitor: FlaskClient):
    assert "도시철도 2호선" in visitor.get("/panels").text
    page = visitor.get("/en/panels/metro-2").text
    assert "Made up: every person and answer" in page
    assert page.count("declared to have no interest") == 7
    text = visitor.get("/en/panels/metro-2/report").text
    for figure in (
        "191 to 52 of 243 votes (78.6%)",
        "58.6%",
        "19.0%",
        "22.4%",
        "125 seats of",
        "All answers here are made up",
    ):
        assert figure in text
    record = json.loads(visitor.get("/api/v1/panels/metro-2").data)
    assert (record["seats"], record["report"]["attended"], record["report"]["voted"]) == (250, 243, 243)
    assert record["report"]["result"] == {"for": 191, "against": 52, "blank": 0}
    assert record["report"]["first_survey"] == {"for": 0.586, "against": 0.19, "undecided": 0.224}
    assert [row["formula"] for row in record["report"]["margins"]] == ["simple", "stratified"]
    assert record["draws"] == [of_the_draw(panel).id]


def test_everything_of_the_panel_is_marked_as_made_up(panel: Panel):
    assert panel.synthetic
    assert of_the_draw(panel).synthetic
    for model in (Respondent, Statement, Survey):
        assert db.session.scalar(select(func.count()).select_from(model).where(~model.synthetic)) == 0
    roles = Counter(role.part for role in db.session.scalars(select(PanelRole).where(PanelRole.panel_id == panel.id)))
    assert roles == {PanelPart.committee: 7, PanelPart.verifier: 2, PanelPart.observer: 6}
    names = select(PanelRole.name).where(PanelRole.panel_id == panel.id)
    assert all("시연" in name for name in db.session.scalars(names))
    nobody = select(func.count()).where(Respondent.contact.is_not(None) | Respondent.name.is_not(None))
    assert db.session.scalar(nobody) == 0


def test_the_opinion_map_waits_for_the_worker_and_shows_camps_of_ten_people_or_more(panel: Panel):
    row = db.session.get_one(OpinionMap, panel.id)
    assert row.closes_at < clock.now()
    if row.made_at is None:
        assert panel in opinion_map.due()
    ids = list(db.session.scalars(select(Statement.id).where(Statement.panel_id == panel.id).order_by(Statement.id)))
    answers: dict[int, dict[int, int]] = {}
    for given in db.session.scalars(select(StatementAnswer).where(StatementAnswer.statement_id.in_(ids))):
        answers.setdefault(given.panelist_id, {})[given.statement_id] = given.answer
    assert len(answers) == 250
    figures = opinion_map.figures_of(ids, answers)
    assert len(figures["groups"]) >= 2
    assert min(group["people"] for group in figures["groups"]) >= 10
    assert figures["stability"]["stable"]
    assert ids[8] in {consensus["id"] for consensus in figures["consensus"]}
