"""The pages of the days: member, moderator, observer, helper and organiser each see theirs and nobody else's."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Account
from app.core import clock
from app.core.db import db, transaction
from app.panels.models import MaterialKind, Panel, Panelist, PanelPart, PanelQuestion, Side, TableNote
from app.panels.services import (
    agenda,
    ballot_pass,
    checking_in,
    closing_vote,
    entering,
    learning,
    lessons,
    moderating,
    seating,
    tables,
    waves,
)
from tests.builders import an_account
from tests.panels.days_builders import (
    MINUTE,
    a_panel_today,
    an_item,
    an_open_vote,
    early_afternoon,
    few_swaps,
    members,
    one_of_the_crew,
    the_vote_is_over,
    vote,
    who_has_come,
)
from tests.walks.test_queries import AT_MOST, statements

__all__ = ["early_afternoon", "few_swaps"]
pytestmark = pytest.mark.usefixtures("early_afternoon")
CODE = re.compile(r"<span>([A-Z2-7]{4})</span>")


@pytest.fixture
def panel(app: Flask, few_swaps: None) -> Panel:
    """Twelve members, two rounds and a cross-examination, tables of four, a lesson of each side."""
    panel = a_panel_today(members=12)
    an_item(panel, begins=10)
    an_item(panel, begins=20)
    an_item(
        panel,
        "cross_examination",
        begins=-1,
        lasts=10,
        title_ko="상호 질문",
        title_en="Cross-examination",
        seconds_a_turn=60,
    )
    tables.plan_tables(panel, tables=3, features=["sex"], by=None)
    for side in (Side.favour, Side.against):
        for kind in MaterialKind:
            text = learning.write(
                panel, kind=kind, side=side, title=f"{kind.value} {side.value}", text="길게 쓴 글", minutes=10, by=None
            )
            learning.publish(text, by=None)
    return panel


def enter(client: FlaskClient, panelist: Panelist) -> FlaskClient:
    """Let the client be the member's browser, as the link does."""
    code = entering.new_link(panelist, by=None)
    assert client.get(f"/i/me/{code}").status_code == 200
    answer = client.post(f"/i/me/{code}")
    assert answer.status_code == 302
    return client


def shown(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def test_a_member_finds_table_lessons_and_questions_on_one_page(app: Flask, client: FlaskClient, panel: Panel):
    panelist = members(panel)[0]
    enter(client, panelist)
    me = f"/panels/{panel.slug}/me"
    text = shown(client, me)
    assert "1번" in text
    for table in tables.my_agenda(panelist)[1].values():
        assert f"{table}번 모둠" in text
    assert text.count("/me/learning/") == 2
    lesson = lessons.still_to_do(panelist)[0]
    assert client.post(f"{me}/learning/{lesson.id}").status_code == 302
    assert shown(client, me).count("/me/learning/") == 1
    assert client.post(f"{me}/questions", data={"to_side": "favour", "text": "비용은?"}).status_code == 302
    question = db.session.query(PanelQuestion).one()
    assert client.post(f"{me}/questions/{question.id}", data={"agree": "yes"}).status_code == 302
    assert "1명 공감" in shown(client, me)
    refused = client.post(f"{me}/questions", data={"to_side": "favour", "text": ""})
    assert refused.status_code == 200
    assert 'aria-invalid="true"' in refused.text


def test_looking_at_a_link_does_not_use_it_up(app: Flask, client: FlaskClient, panel: Panel):
    """A messenger that fetches a preview presses no button."""
    code = entering.new_link(members(panel)[0], by=None)
    client.get(f"/i/me/{code}")
    assert client.get_cookie(f"mh-panel-{panel.id}") is None
    shown(app.test_client(), f"/i/me/{code}")
    assert client.post(f"/i/me/{code}").status_code == 302
    again = client.get(f"/i/me/{code}")  # the same browser goes straight to the page
    assert (again.status_code, again.location) == (302, f"/panels/{panel.slug}/me")


def test_another_browser_with_the_same_link_is_told(app: Flask, client: FlaskClient, panel: Panel):
    code = entering.new_link(members(panel)[0], by=None)
    client.post(f"/i/me/{code}")
    other = app.test_client()
    for answer in (other.get(f"/i/me/{code}"), other.post(f"/i/me/{code}")):
        assert answer.status_code == 410
        assert "다른 기기에서 열렸고" in answer.text
    assert "개인 주소로 열거나" in shown(other, f"/panels/{panel.slug}/me", 401)


def test_a_forged_or_foreign_cookie_opens_nothing(app: Flask, client: FlaskClient, panel: Panel):
    enter(client, members(panel)[0])
    cookie = client.get_cookie(f"mh-panel-{panel.id}")
    other = app.test_client()
    other.set_cookie(f"mh-panel-{panel.id}", cookie.value[:-2] + "xx")
    shown(other, f"/panels/{panel.slug}/me", 401)
    second = a_panel_today(members=3)
    other.set_cookie(f"mh-panel-{second.id}", cookie.value)
    shown(other, f"/panels/{second.slug}/me", 401)


def test_who_withdrew_is_told_so(client: FlaskClient, panel: Panel):
    panelist = members(panel)[0]
    enter(client, panelist)
    seating.leave(panelist, why="급한 일", by=None)
    assert "참여단 자리가 없습니다" in shown(client, f"/panels/{panel.slug}/me", 410)


RECEIPT = re.compile(r"<span>([0-9A-Z]{5})</span>")
HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')


def ballot_of(client: FlaskClient, panel: Panel) -> tuple[str, dict[str, str]]:
    """Open the ballot from the member's page; return its address and the pass, as the form sends it."""
    page = shown(client, f"/panels/{panel.slug}/me/vote")
    fields = {name: unescape(value) for name, value in HIDDEN.findall(page) if name != "csrf_token"}
    return re.search(r'action="(/(?:polls|booth)/[^"]+/vote)"', page)[1], fields


def steps_of(client: FlaskClient, panel: Panel, choice: str) -> tuple[str, dict[str, str]]:
    """Choose and review; return the poll's address and what the last step sends."""
    address, fields = ballot_of(client, panel)
    assert "찬성" in client.post(address, data=fields).text
    reviewed = client.post(address.replace("/vote", "/review"), data=fields | {"option": choice}).text
    assert "이렇게 투표할까요?" in reviewed
    sent = {name: unescape(value) for name, value in HIDDEN.findall(reviewed)}
    return address.removesuffix("/vote"), fields | {"option": choice, "draft": sent["draft"]}


def test_a_member_votes_in_three_steps_without_typing_and_once(client: FlaskClient, panel: Panel):
    who_has_come(panel)
    an_open_vote(panel)
    enter(client, members(panel)[0])
    address, sent = steps_of(client, panel, "for")
    receipt = client.post(f"{address}/receipt", data=sent)
    assert "투표가 들어갔습니다" in receipt.text
    assert f"/panels/{panel.slug}/me" in receipt.text
    code = "-".join(RECEIPT.findall(receipt.text))
    assert "-".join(RECEIPT.findall(client.post(f"{address}/receipt", data=sent).text)) == code  # pressed twice
    assert "이미 투표" in client.post(f"{address}/vote", data=sent).text
    assert client.get(f"/panels/{panel.slug}/me/vote").status_code == 409  # the second tab
    assert closing_vote.standing(panel).voted == 1
    assert "기다립니다" in client.post(f"{address}/check", data={"receipt": code}).text
    assert client.get(f"{address}/vote").location == f"/panels/{panel.slug}/me"


def test_absent_members_observers_and_officials_are_refused_in_words(
    app: Flask, client: FlaskClient, sign_in, panel: Panel
):
    who_has_come(panel, 1)
    an_open_vote(panel)
    enter(client, members(panel)[0])
    absent = enter(app.test_client(), members(panel)[5])
    answer = absent.get(f"/panels/{panel.slug}/me/vote")
    assert answer.status_code == 403
    assert "출석 확인이 되지 않았습니다" in answer.text
    address, fields = ballot_of(client, panel)
    stolen = {"code": ballot_pass.give(members(panel)[5])}
    refused = absent.post(address, data=stolen)
    assert refused.status_code == 403
    assert "출석 확인이 되지 않았습니다" in refused.text
    for account in (
        one_of_the_crew(panel, PanelPart.observer)[0],
        one_of_the_crew(panel, PanelPart.adviser, official=True)[0],
    ):
        other = sign_in(account, on=app.test_client())
        assert other.get(address).location == f"/panels/{panel.slug}/me"
        assert other.get(f"/panels/{panel.slug}/me").status_code == 401
        assert other.post(address, data={"code": "AAAA-BBBB-CCCC-DDDD"}).status_code == 404
    the_vote_is_over(panel)
    late = client.post(address, data=fields)
    assert late.status_code == 409
    assert "투표가 들어가지 않았습니다" in late.text or "끝났습니다" in late.text
    assert closing_vote.standing(panel).voted == 0


def test_the_booth_is_free_again_as_the_ballot_opens(client: FlaskClient, panel: Panel):
    who_has_come(panel)
    an_open_vote(panel)
    booth = f"/panels/{panel.slug}/booth"
    assert "없는 개인 주소" in client.post(booth, data={"code": "AAAA-BBBB-CCCC-DDDD"}).text
    code = entering.grouped(entering.new_link(members(panel)[0], by=None))
    assert client.post(booth, data={"code": code}).status_code == 302
    shown(client, f"/panels/{panel.slug}/me")
    address, sent = steps_of(client, panel, "for")
    shown(client, f"/panels/{panel.slug}/me", 401)
    assert address.startswith("/booth/")
    cast = client.post(f"{address}/receipt", data=sent)
    assert cast.headers["Refresh"].endswith(address)
    typed = {"ticket": entering.grouped(entering.new_link(members(panel)[1], by=None))}  # the next one types it here
    assert "찬성" in client.post(f"{address}/vote", data=typed).text


def test_a_helper_checks_in_by_badge_and_makes_a_new_link(app: Flask, client: FlaskClient, sign_in, panel: Panel):
    helper, _role = one_of_the_crew(panel, PanelPart.helper)
    sign_in(an_account("organiser"))
    badges = shown(client, f"/office/panels/{panel.slug}/badges")
    assert badges.count("<svg") >= 12
    with transaction():
        code = checking_in.badge_of(members(panel)[3])
    desk = sign_in(helper, on=app.test_client())
    assert "왔습니다" in shown(desk, f"/panels/{panel.slug}/badge/{code}")
    assert desk.post(f"/panels/{panel.slug}/desk/4", data={"here": "yes"}).status_code == 302
    listed = shown(desk, f"/panels/{panel.slug}/desk?number=4")
    assert "4번" in listed
    new = desk.post(f"/panels/{panel.slug}/desk/4/link").text
    assert "<svg" in new
    code = "-".join(CODE.findall(new))
    assert entering.enter(code).panelist.number == 4
    assert desk.post(f"/panels/{panel.slug}/desk/4", data={"here": "no"}).status_code == 302


def test_a_moderator_notes_asks_and_runs_the_clock(app: Flask, client: FlaskClient, sign_in, panel: Panel):
    account, role = one_of_the_crew(panel, PanelPart.moderator)
    moderating.assign(panel, {2: role.id}, by=None)
    sign_in(account)
    table = f"/panels/{panel.slug}/tables/2"
    text = shown(client, table)
    people = next(t.people for t in tables.tables_of(agenda.items(panel)[1]) if t.number == 2)
    assert ", ".join(map(str, people)) in text
    assert not [one.number for one in members(panel) if one.respondent.name in text]  # numbers, no names
    assert client.post(table, data={"text": "소음 걱정", "revision": "0"}).status_code == 302
    late = client.post(table, data={"text": "나중에 쓴 것", "revision": "0"})
    assert "소음 걱정" in late.text
    assert "나중에 쓴 것" in late.text
    assert db.session.query(TableNote).one().text == "소음 걱정"
    asked = {"question-to_side": "against", "question-text": "대안은 무엇입니까?"}
    assert client.post(f"{table}/questions?round=1", data=asked).status_code == 302
    assert db.session.query(PanelQuestion).one().table_no == 2
    shown(client, f"/panels/{panel.slug}/tables/3", 403)
    item = agenda.items(panel)[0]
    assert client.post(f"/panels/{panel.slug}/floor", data={"press": "favour", "item": item.id}).status_code == 302
    assert client.get(f"/panels/{panel.slug}/clock.json").json["side"] == "favour"
    assert "상호 질문" in shown(app.test_client(), f"/panels/{panel.slug}/screen")
    shown(client, f"/panels/{panel.slug}/desk", 403)


def test_an_observer_sees_all_that_happens_and_can_do_nothing(client: FlaskClient, sign_in, panel: Panel):
    account, _role = one_of_the_crew(panel, PanelPart.observer, side=Side.favour)
    sign_in(account)
    text = shown(client, f"/panels/{panel.slug}/live")
    assert "<form" not in text.split('id="content"')[1].split("krds-footer")[0]
    for panelist in members(panel):
        assert (panelist.respondent.name or "-") not in text
    slug = panel.slug
    for path in (f"/panels/{slug}/me", f"/panels/{slug}/me/vote"):
        assert client.get(path).status_code == 401
    for path in (f"/panels/{slug}/desk", f"/panels/{slug}/tables/1", f"/panels/{slug}/floor"):
        assert client.get(path).status_code == 403
    for path in (f"/panels/{slug}/desk/1", f"/panels/{slug}/desk/1/link", f"/panels/{slug}/floor",
                 f"/panels/{slug}/tables/1", f"/office/panels/{slug}/unseal"):  # fmt: skip
        assert client.post(path).status_code == 403
    assert client.post(f"/panels/{slug}/me/questions", data={"to_side": "favour", "text": "?"}).status_code == 401


OFFICE = ("days", "agenda", "agenda/new", "tables", "tables/1", "moderators", "questions", "questions?state=answered",
          "learning", "learning/new", "vote", "vote/window", "waves", "waves/new", "badges")  # fmt: skip
PUBLIC = ("agenda", "agenda.ics", "learning", "screen", "clock.json", "booth")


def test_another_district_s_organiser_opens_none_of_the_office_s_pages(client: FlaskClient, sign_in, panel: Panel):
    sign_in(an_account("organiser", scope="district", scope_key="2917000000"))
    for path in OFFICE:
        assert client.get(f"/office/panels/{panel.slug}/{path}").status_code == 403, path
    assert client.get(f"/panels/{panel.slug}/live").status_code == 403


def test_the_organiser_runs_the_days_from_one_page(client: FlaskClient, sign_in, panel: Panel):
    sign_in(an_account("organiser"))
    office = f"/office/panels/{panel.slug}"
    for path in OFFICE:
        shown(client, f"{office}/{path}")
    at = (clock.now() + 30 * MINUTE).astimezone(clock.SEOUL)
    times = {"starts_at": f"{at:%Y-%m-%dT%H:%M}", "ends_at": f"{at + 10 * MINUTE:%Y-%m-%dT%H:%M}"}
    point = {"kind": "tables", "title_ko": "세 번째 토의", "title_en": "Third talk", "side": "", "seconds_a_turn": ""}
    assert client.post(f"{office}/agenda/new", data=point | times).status_code == 302
    assert "세 번째 토의" in client.get(f"/panels/{panel.slug}/agenda").text
    wrong = client.post(f"{office}/agenda/new", data=point | times | {"ends_at": times["starts_at"]})
    assert "앞섭니다" in wrong.text
    assert "세 번째 토의" in wrong.text
    seats = {"tables": "4", "features": ["sex", "stance"], "apart": "1-2, 3-4", "accessible": "1", "only_present": ""}
    job = client.post(f"{office}/tables", data=seats)
    assert job.location.startswith("/jobs/")
    assert "어긴 규칙" in shown(client, f"{office}/tables")
    for apart in ("1-", "a-b", "12"):
        assert "읽을 수 없습니다" in client.post(f"{office}/tables", data=seats | {"apart": apart}).text
    window = {"opens_at": times["starts_at"], "closes_at": times["ends_at"]}
    assert client.post(f"{office}/vote/window", data=window).status_code == 302
    assert client.post(f"{office}/links").status_code == 302


def test_the_organiser_goes_from_the_time_of_the_vote_to_the_result(client: FlaskClient, sign_in, panel: Panel):
    who_has_come(panel, 3)
    sign_in(an_account("organiser"))
    office = f"/office/panels/{panel.slug}/vote"
    assert client.post(f"/office/panels/{panel.slug}/unseal").status_code == 409
    an_open_vote(panel)
    vote(panel, "for", "for", "against")
    desk = f"/office/polls/{closing_vote.poll_of(panel).slug}"
    assert desk in shown(client, office)
    assert "66.7%" not in shown(client, office)
    the_vote_is_over(panel)
    assert client.post(f"{desk}/close").status_code == 302
    assert "66.7%" not in shown(client, office)
    assert client.post(f"{desk}/count/demonstration").status_code == 302
    assert "66.7%" in shown(client, office)
    assert "찬성" in shown(client, f"/panels/{panel.slug}/report")
    told = shown(client, f"/en/polls/{closing_vote.poll_of(panel).slug}/result")
    assert "What more than 50% of those who chose want is decided." in told
    assert "It has 1 votes; at least 2 were needed." in told


def test_papers_are_handed_out_at_the_door(client: FlaskClient, sign_in, panel: Panel):
    helper, _role = one_of_the_crew(panel, PanelPart.helper)
    who_has_come(panel, 2)
    an_open_vote(panel)
    sign_in(helper)
    paper = f"/panels/{panel.slug}/desk/paper"
    assert client.post(paper, data={"number": "1"}).status_code == 302
    assert "이미" in client.post(paper, data={"number": "1"}).text
    assert "출석 확인이 되지 않았습니다" in client.post(paper, data={"number": "5"}).text
    assert client.post(paper, data={"number": "99"}).status_code in (200, 404)
    assert closing_vote.standing(panel).papers == 1


def test_a_wave_is_answered_on_the_page_and_from_paper(app: Flask, client: FlaskClient, sign_in, panel: Panel):
    now = clock.now()
    waves.plan(panel, opens_at=now - MINUTE, closes_at=now + 30 * MINUTE, asked=["satisfaction"], by=None)
    enter(client, members(panel)[0])
    survey = f"/panels/{panel.slug}/me/survey/2"
    assert "2차 설문" in shown(client, f"/panels/{panel.slug}/me")
    stance = str(panel.stances[0].id)
    assert "error-summary" in client.post(survey, data={"stance_id": stance}).text  # the other question is missing
    assert client.post(survey, data={"stance_id": stance, "q_satisfaction": "5"}).status_code == 302
    assert client.get(survey).status_code == 409
    helper, _role = one_of_the_crew(panel, PanelPart.helper)
    desk = sign_in(helper, on=app.test_client())
    paper = f"/panels/{panel.slug}/desk/survey/2"
    assert desk.post(paper, data={"number": "2", "stance_id": "?", "q_satisfaction": "4"}).status_code == 302
    assert "처음 답을 씁니다" in desk.post(paper, data={"number": "1", "stance_id": stance, "q_satisfaction": "4"}).text
    sign_in(an_account("organiser"), on=desk)
    assert "2" in shown(desk, f"/office/panels/{panel.slug}/waves")


def test_a_member_with_an_account_finds_it_in_the_list_of_tasks(app: Flask, client: FlaskClient, sign_in, panel: Panel):
    account = an_account()
    enter(client, members(panel)[0])
    sign_in(account)
    assert client.post(f"/panels/{panel.slug}/me/bind").status_code == 302
    other = sign_in(db.session.get_one(Account, account.id), on=app.test_client())
    text = shown(other, "/my")
    assert f"/panels/{panel.slug}/me" in text
    with statements() as asked:
        shown(other, f"/panels/{panel.slug}/me")
    assert len(asked) <= AT_MOST


def test_the_organiser_publishes_versions_and_notes_of_advisers(client: FlaskClient, sign_in, panel: Panel):
    _account, adviser = one_of_the_crew(panel, PanelPart.adviser)
    sign_in(an_account("organiser"))
    office = f"/office/panels/{panel.slug}/learning"
    text = {"kind": "booklet", "side": "favour", "title": "경제", "text": "비용은 2조 원입니다.", "position": "0"}
    assert client.post(f"{office}/new", data=text).status_code == 302
    made = next(one for one in learning.versions(panel) if one.title == "경제")
    assert client.get(f"/panels/{panel.slug}/learning/{made.id}").status_code == 404  # a draft
    assert "그 자료의 새 판" in client.post(f"{office}/new", data=text).text
    assert client.post(f"{office}/{made.id}/publish").status_code == 302
    note = {"role_id": adviser.id, "passage": "비용은 2조 원", "text": "추정치입니다."}
    assert client.post(f"{office}/{made.id}/remarks", data=note).status_code == 302
    page = shown(client, f"/panels/{panel.slug}/learning/{made.id}")
    assert "추정치입니다." in page
    assert adviser.name in page
    assert client.post(f"{office}/{made.id}", data={"text": "비용은 3조 원입니다.", "position": "0"}).status_code == 302
    assert "3조" not in shown(client, f"/panels/{panel.slug}/learning/{made.id}")
    script = client.post(f"{office}/new", data=text | {"title": "영상", "address": "javascript:alert(1)"})
    assert "https://" in script.text
    assert script.status_code == 200


def test_everybody_reads_agenda_and_learning_of_a_published_panel_only(app: Flask, client: FlaskClient, panel: Panel):
    for path in PUBLIC:
        shown(client, f"/panels/{panel.slug}/{path}")
        shown(client, f"/en/panels/{panel.slug}/{path}")
    assert "BEGIN:VCALENDAR" in client.get(f"/panels/{panel.slug}/agenda.ics").text
    with transaction():
        db.session.get_one(Panel, panel.id).published_at = None
    for path in PUBLIC:
        shown(client, f"/panels/{panel.slug}/{path}", 404)


@pytest.mark.one_database
def test_no_page_takes_more_than_twelve_queries(app: Flask, client: FlaskClient, sign_in, panel: Panel):
    who_has_come(panel)
    an_open_vote(panel)
    enter(client, members(panel)[0])
    moderator, role = one_of_the_crew(panel, PanelPart.moderator)
    moderating.assign(panel, {1: role.id}, by=None)
    too_many = {}

    def count(browser: FlaskClient, path: str) -> None:
        with statements() as asked:
            assert browser.get(path).status_code == 200, path
        if len(asked) > AT_MOST:
            too_many[path] = asked

    for path in (f"/panels/{panel.slug}/me", f"/panels/{panel.slug}/me/vote"):
        count(client, path)
    staff = sign_in(an_account("organiser"), on=app.test_client())
    for path in OFFICE:
        count(staff, f"/office/panels/{panel.slug}/{path}")
    for path in ("live", "desk", "floor", "tables/1", "desk/paper", *PUBLIC):
        count(staff, f"/panels/{panel.slug}/{path}")
    leads = sign_in(moderator, on=app.test_client())
    count(leads, f"/panels/{panel.slug}/tables/1")
    assert not too_many, "\n".join(
        f"{path}: {len(a)}\n   " + "\n   ".join(s[s.find("FROM") :][:110].replace("\n", " ") for s in a)
        for path, a in too_many.items()
    )
