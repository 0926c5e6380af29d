"""Statements of a panel: written, let in, judged by members on their own page; the map made after the close and stored."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.core.db import db, transaction
from app.core.jobs import queue
from app.core.jobs.models import Job, JobState
from app.panels import jobs
from app.panels.models import OpinionMap, Panel, Panelist, PanelistState, Statement, StatementAnswer, StatementState
from app.panels.services import entering, opinion_map, opinion_window, opinions
from app.panels.services.opinion_picture import LEAST_RADIUS, ellipses
from tests.browser_support import axe, no_overflow, screenshot
from tests.builders import an_account
from tests.panels.builders import an_organiser
from tests.panels.days_builders import MINUTE, a_panel_today, members
from tests.panels.test_pages_of_the_days import enter
from tests.walks.test_queries import AT_MOST
from tests.walks.test_queries import statements as queries_of
from voting.deliberation.opinions.opinion_map import Options

HOUR = dt.timedelta(hours=1)
TEXTS = ("버스만으로는 부족하다", "빚이 걱정이다", "장애인이 타기 쉬워야 한다", "공사 소음을 줄여야 한다")


def a_judging_panel(size: int = 12) -> Panel:
    """A panel whose members judge four statements of the office for an hour from now."""
    panel = a_panel_today(members=size)
    opinion_window.set_window(panel, opens_at=clock.now() - MINUTE, closes_at=clock.now() + HOUR, by=None)
    for text in TEXTS:
        opinions.write(panel, text, text_en=f"English of {text}", by=None)
    return panel


def close(panel: Panel) -> None:
    with transaction():
        row = db.session.get_one(OpinionMap, panel.id)
        row.opens_at, row.closes_at = clock.now() - HOUR, clock.now() - MINUTE


def judged_by_two_camps(panel: Panel) -> None:
    """Let the first half agree and disagree to the first two, the other half the opposite; nine of ten to the others."""
    people, ids = members(panel), [one.statement.id for one in opinions.statements(panel)]
    with transaction():
        for at, member in enumerate(people):
            first = 1 if 2 * at < len(people) else -1
            answers = (first, -first, 0 if at % 10 == 3 else 1, 0 if at % 10 == 7 else 1)
            for statement_id, answer in zip(ids, answers, strict=True):
                db.session.add(StatementAnswer(statement_id=statement_id, panelist_id=member.id, answer=answer))


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opinion_map, "OPTIONS", Options(resamples=10))


@pytest.fixture
def two_camps(app: Flask) -> Panel:
    """Twenty-four members in two camps of twelve; statements are closed and the map is made."""
    panel = a_judging_panel(24)
    judged_by_two_camps(panel)
    close(panel)
    jobs.make_the_maps_that_are_due()
    return panel


def test_a_member_judges_changes_and_passes(app: Flask):
    panel = a_judging_panel()
    member, (first, second, *_more) = members(panel)[0], opinions.statements(panel)
    opinions.answer(member, first.statement, opinions.AGREE)
    opinions.answer(member, first.statement, opinions.DISAGREE)
    opinions.answer(member, second.statement, opinions.PASS)
    assert [given for _s, given in opinions.open_statements(member)] == [-1, 0, None, None]


def test_a_members_statement_waits_for_the_office_and_is_not_taken_twice(app: Flask):
    panel = a_judging_panel()
    member, other = members(panel)[:2]
    mine = opinions.write(panel, "요금이  걱정이다", panelist=member)
    with pytest.raises(opinions.StatementThere):
        opinions.write(panel, " 요금이 걱정이다 ", panelist=member)
    with pytest.raises(opinions.StatementThere):
        opinions.write(panel, "요금이 걱정이다", panelist=other)
    with pytest.raises(opinions.StatementClosed):
        opinions.answer(other, mine, opinions.AGREE)
    opinions.let_in(mine, by=None)
    opinions.answer(other, mine, opinions.AGREE)
    opinions.hide(mine, why="겹치는 내용", by=None)
    assert [(one.text_ko, one.hidden_why) for one in opinions.written_by(member)] == [
        ("요금이 걱정이다", "겹치는 내용")
    ]
    assert len(opinions.open_statements(other)) == len(TEXTS)


def test_bad_statements_and_answers_are_refused(app: Flask):
    panel, elsewhere = a_judging_panel(), a_judging_panel()
    member, stranger = members(panel)[0], members(elsewhere)[0]
    statement = opinions.statements(panel)[0].statement
    for text in ("  ", "긴" * (opinions.LONGEST + 1)):
        with pytest.raises(opinions.StatementLength):
            opinions.write(panel, text, panelist=member)
    with pytest.raises(opinions.NotAMember):
        opinions.write(panel, "남의 참여단", panelist=stranger)
    with pytest.raises(opinions.NotAMember):
        opinions.answer(stranger, statement, opinions.AGREE)
    with pytest.raises(opinions.NoSuchAnswer):
        opinions.answer(member, statement, 2)
    with pytest.raises(opinions.ReasonMissing):
        opinions.hide(statement, why=" ", by=None)
    for number in range(opinions.MOST_WAITING):
        opinions.write(panel, f"문장 {number}", panelist=member)
    with pytest.raises(opinions.TooManyWaiting):
        opinions.write(panel, "하나 더", panelist=member)
    with transaction():
        db.session.get_one(Panelist, member.id).state = PanelistState.withdrawn
    with pytest.raises(entering.SeatGivenUp):
        opinions.answer(member, statement, opinions.AGREE)


def test_nothing_is_taken_before_the_window_and_after_it(app: Flask):
    panel = a_panel_today()
    member = members(panel)[0]
    with pytest.raises(opinion_window.NoOpinionWindow):
        opinions.write(panel, "아직", panelist=member)
    opinion_window.set_window(panel, opens_at=clock.now() + HOUR, closes_at=clock.now() + 2 * HOUR, by=None)
    with pytest.raises(opinion_window.OpinionsNotOpen):
        opinions.write(panel, "아직", panelist=member)
    statement = opinions.write(panel, "사무국의 문장", by=None)
    close(panel)
    for act in (
        lambda: opinions.answer(member, statement, opinions.AGREE),
        lambda: opinions.write(panel, "늦은 문장", panelist=member),
        lambda: opinions.write(panel, "늦은 문장", by=None),
        lambda: opinions.let_in(statement, by=None),
        lambda: opinion_window.set_window(panel, opens_at=clock.now(), closes_at=clock.now() + HOUR, by=None),
    ):
        with pytest.raises(opinion_window.OpinionsOver):
            act()
    assert db.session.query(StatementAnswer).count() == 0


def test_only_the_end_of_a_window_that_runs_can_be_moved(app: Flask):
    panel = a_judging_panel()
    opens_at = db.session.get_one(OpinionMap, panel.id).opens_at
    with pytest.raises(opinion_window.OpinionsBegun):
        opinion_window.set_window(panel, opens_at=opens_at + HOUR, closes_at=clock.now() + 3 * HOUR, by=None)
    with pytest.raises(opinion_window.OpinionTimesWrong):
        opinion_window.set_window(panel, opens_at=opens_at, closes_at=clock.now() - MINUTE / 2, by=None)
    opinion_window.set_window(panel, opens_at=opens_at, closes_at=clock.now() + 3 * HOUR, by=None)


def test_nobody_makes_the_map_before_the_close(app: Flask):
    panel = a_judging_panel()
    assert opinion_map.due() == []
    with pytest.raises(opinion_map.MapTooEarly):
        opinion_map.start(panel, by=None)


def test_the_job_finds_the_two_camps_and_what_both_share(two_camps: Panel):
    figures = db.session.get_one(OpinionMap, two_camps.id).figures
    assert [group["people"] for group in figures["groups"]] == [12, 12]
    assert figures["stability"]["stable"]
    ids = {one.statement.text_ko: one.statement.id for one in opinions.statements(two_camps)}
    assert {row["id"] for row in figures["consensus"]} == {ids[TEXTS[2]], ids[TEXTS[3]]}
    assert {row["id"] for row in figures["distinguishing"]} == {ids[TEXTS[0]], ids[TEXTS[1]]}
    assert figures["statements"][0]["everybody"] == [12, 0, 12]
    assert opinion_map.due() == []


def test_a_statement_hidden_after_the_close_leaves_the_map(two_camps: Panel):
    first = opinions.statements(two_camps)[0].statement
    opinions.hide(first, why="사람 이름이 들어 있음", by=None)
    assert db.session.get_one(OpinionMap, two_camps.id).made_at is None
    jobs.make_the_maps_that_are_due()
    figures = db.session.get_one(OpinionMap, two_camps.id).figures
    assert first.id not in {row["id"] for row in figures["statements"]}


def test_a_camp_of_fewer_than_ten_is_no_group(app: Flask):
    panel = a_judging_panel(18)
    judged_by_two_camps(panel)
    close(panel)
    jobs.make_the_maps_that_are_due()
    figures = db.session.get_one(OpinionMap, panel.id).figures
    assert [group["people"] for group in figures["groups"]] == [18]
    assert all(len(row["groups"]) <= 1 for row in figures["statements"])


def test_too_few_people_give_no_map_but_a_sentence(app: Flask, client: FlaskClient):
    panel = a_judging_panel()
    opinions.answer(members(panel)[0], opinions.statements(panel)[0].statement, opinions.AGREE)
    close(panel)
    jobs.make_the_maps_that_are_due()
    assert "There is no map" in client.get(f"/en/panels/{panel.slug}/opinions").text


def test_answers_given_while_the_map_is_made_stop_it(two_camps: Panel, monkeypatch: pytest.MonkeyPatch):
    real, seen = opinion_map.figures_of, []

    def slow(ids, answers):
        seen.append(ids)
        opinions.hide(opinions.statements(two_camps)[0].statement, why="겹침", by=None)
        return real(ids, answers)

    monkeypatch.setattr(opinion_map, "figures_of", slow)
    job = opinion_map.start(two_camps, by=None)
    assert db.session.get_one(Job, job.id).state is JobState.failed
    assert db.session.get_one(OpinionMap, two_camps.id).made_at is None
    monkeypatch.undo()
    jobs.make_the_maps_that_are_due()
    assert db.session.get_one(OpinionMap, two_camps.id).made_at is not None
    assert opinion_map.JOB in queue.KINDS
    assert len(seen) == 1


def test_the_page_shows_picture_table_and_stability_in_words_and_number(two_camps: Panel, client: FlaskClient):
    with queries_of() as asked:
        page = client.get(f"/en/panels/{two_camps.slug}/opinions").text
    assert len(asked) <= AT_MOST, asked
    assert '<svg class="flow opinion-map" role="img"' in page
    assert "2 groups of members" in page
    assert "Stable: other people of the same kind" in page
    stability = db.session.get_one(OpinionMap, two_camps.id).figures["stability"]
    assert f"a likeness of {stability['mean']:.2f}" in page
    assert "Group A" in page
    assert f"English of {TEXTS[2]}" in page
    korean = client.get(f"/panels/{two_camps.slug}/opinions").text
    assert TEXTS[2] in korean
    assert "English of" not in korean
    assert f'href="/panels/{two_camps.slug}/opinions"' in client.get(f"/panels/{two_camps.slug}").text


def test_before_the_close_the_page_tells_no_answer(app: Flask, client: FlaskClient):
    panel = a_judging_panel(24)
    judged_by_two_camps(panel)
    page = client.get(f"/en/panels/{panel.slug}/opinions").text
    assert "Members judge 4 statements until" in page
    assert "%" not in page.split("<main")[1].split("</main>")[0]
    assert client.get(f"/panels/{a_panel_today().slug}/opinions").status_code == 404


def test_a_member_judges_and_writes_on_the_own_page_without_javascript(app: Flask, client: FlaskClient):
    panel = a_judging_panel()
    member = members(panel)[0]
    address = f"/en/panels/{panel.slug}/me/opinions"
    assert client.get(address).status_code == 401
    enter(client, member)
    with queries_of() as asked:
        page = client.get(address).text
    assert len(asked) <= AT_MOST, asked
    assert "4 statements are left" in page
    first = opinions.statements(panel)[0].statement.id
    assert client.post(f"{address}/{first}", data={"answer": "agree"}).status_code == 302
    refused = client.post(f"{address}/{first}", data={"answer": "maybe"})
    assert "Choose agree, disagree or pass." in refused.text
    assert client.post(f"{address}/999999", data={"answer": "agree"}).status_code == 404
    assert client.post(address, data={"text": "요금이 걱정이다"}).status_code == 302
    again = client.post(address, data={"text": "요금이 걱정이다"}).text
    assert "The same statement is there already" in again
    assert ">요금이 걱정이다</textarea>" in again.replace("\r\n", "").replace("\n", "")
    assert "Waiting to be read" in again
    assert "3 statements are left" in again
    close(panel)
    late = client.post(f"{address}/{first}", data={"answer": "disagree"})
    assert "Statements closed at" in late.text
    assert db.session.query(StatementAnswer).one().answer == 1


def test_the_organiser_lets_in_keeps_out_and_sees_no_writer(app: Flask, client: FlaskClient, sign_in):
    panel = a_judging_panel()
    member = members(panel)[0]
    one, two = (opinions.write(panel, text, panelist=member) for text in ("첫 문장", "둘째 문장"))
    office = f"/en/office/panels/{panel.slug}/opinions"
    assert client.get(office).status_code in (302, 401)
    sign_in(an_account())
    assert client.get(office).status_code == 403
    sign_in(an_organiser())
    page = client.get(office).text
    assert "첫 문장" in page
    assert f"Number {member.number}" not in page
    assert client.post(f"{office}/{one.id}/let-in").status_code == 302
    assert client.post(f"{office}/{two.id}/keep-out", data={"why": ""}).status_code == 200
    assert client.post(f"{office}/{two.id}/keep-out", data={"why": "이름이 있음"}).status_code == 302
    states = {s.text_ko: s.state for s in db.session.query(Statement)}
    assert states["첫 문장"] is StatementState.open
    assert states["둘째 문장"] is StatementState.hidden
    assert client.post(f"{office}/new", data={"text": "사무국 문장", "text_en": "Ours"}).status_code == 302
    assert "there already" in client.post(f"{office}/new", data={"text": "사무국 문장", "text_en": ""}).text
    assert "The map is made after the close" in client.post(f"{office}/map").text
    close(panel)
    assert client.post(f"{office}/map").status_code == 302
    wrong = client.post(f"{office}/window", data={"opens_at": "2027-01-01T10:00", "closes_at": "2027-01-01T11:00"})
    assert "Statements closed at" in wrong.text


def test_near_on_the_picture_is_near_on_the_map_and_nothing_leaves_it():
    groups = [
        {"letter": letter, "people": 20, "centre": [x, y], "scatter": [0.3, 0.1]}
        for letter, x, y in (("A", -2.0, 0.0), ("B", 1.0, 0.5), ("C", 1.2, -0.6))
    ]
    found = ellipses(groups, 358, 300)
    assert all(e.rx >= LEAST_RADIUS and e.cx - e.rx >= 0 and e.cx + e.rx <= 358 for e in found)
    assert all(e.cy - e.ry >= 0 and e.cy + e.ry <= 300 for e in found)
    far = abs(found[0].cx - found[1].cx) / abs(found[1].cy - found[2].cy)
    assert far == pytest.approx(3.0 / 1.1, rel=0.01)
    assert ellipses([], 358, 300) == []


@pytest.mark.browser
def test_map_and_office_page_pass_every_check_in_a_browser(page, two_camps: Panel, sign_in_page):
    for path in (f"/panels/{two_camps.slug}/opinions", f"/en/panels/{two_camps.slug}/opinions"):
        assert page.goto(path).status == 200
        axe(page)
        no_overflow(page)
        screenshot(page, "panels-opinions" + ("-en" if path.startswith("/en") else ""))
    sign_in_page(page, an_organiser())
    assert page.goto(f"/office/panels/{two_camps.slug}/opinions?state=open").status == 200
    axe(page)
    no_overflow(page)
