"""Pages of the assembly: a citizen registers a minhoe, files a policy, supports it; the office runs the funnel."""

from flask import Flask
from flask.testing import FlaskClient

from app.assembly.models import Minhoe, Policy, Stage, Taken
from app.assembly.services import finding, stages
from app.core import clock
from app.core.clock import SEOUL
from app.core.db import db
from tests.assembly.builders import (
    DAY,
    HOUR,
    a_minhoe,
    a_stage,
    an_assembly,
    an_organiser,
    chosen,
    on_a_sheet,
    policy,
    supported,
)
from tests.builders import BUKGU, DONG, an_account


def typed(at) -> str:
    return f"{at.astimezone(SEOUL):%Y-%m-%dT%H:%M}"


def a_meeting_typed(**other: str) -> dict[str, str]:
    start = clock.now() + DAY
    return {
        "title": "골목 민회", "topic": "안전한 골목", "starts_at": typed(start), "ends_at": typed(start + 2 * HOUR),
        "place_code": DONG, "venue": "주민센터", "facilitator": "김이끔", "people": "6", "names": "홍길동\n김철수",
    } | other  # fmt: skip


def test_a_minhoe_of_four_is_no_minhoe_and_what_was_typed_stays(app: Flask, client: FlaskClient, sign_in):
    an_assembly()
    sign_in(an_account())
    answer = client.post("/minhoe/new", data=a_meeting_typed(people="4"))
    assert "5명" in answer.text
    assert "골목 민회" in answer.text
    assert db.session.query(Minhoe).count() == 0


def test_a_citizen_registers_records_and_files_a_policy(app: Flask, client: FlaskClient, sign_in):
    assembly, citizen = an_assembly(), an_account()
    sign_in(citizen)
    where = client.post("/minhoe/new", data=a_meeting_typed()).location
    page = client.get(where).text
    assert "골목 민회" in page
    assert "홍길동" in page
    assert "홍길동" not in app.test_client().get(where).text, "names are for who registered it"
    stored = db.session.execute(db.text("SELECT names FROM minhoe")).scalar()
    assert "홍길동" not in stored
    early = client.post(f"{where}/record", data={"people": "7", "record": "했습니다", "revision": "1"})
    assert "시작된 뒤" in early.text
    held = a_minhoe(assembly, by=citizen)
    wanted = {
        "title": "아이들이 안전한 골목", "problem": "차가 빠릅니다.", "text": "턱을 놓아 주세요. 금번 예산에 넣어 주세요.",
        "body_id": str(assembly.bodies[-1].id), "category_id": str(assembly.categories[0].id), "minhoe_id": str(held.id),
    }  # fmt: skip
    looked = client.post("/assemblies/2031/policies/new", data=wanted | {"act": "check"}).text
    assert "금번" in looked
    assert "이번" in looked
    assert db.session.query(Policy).count() == 0
    filed = client.post("/assemblies/2031/policies/new", data=wanted | {"act": "file"}).location
    assert filed == "/assemblies/2031/policies/001"
    assert client.get("/policies/001").location == filed
    shown = client.get(filed).text
    assert "아이들이 안전한 골목" in shown
    assert f"/minhoe/{held.id}" in shown
    similar = client.post(
        "/assemblies/2031/policies/new", data={"title": "아이들이 안전한 골목길", "act": "check"}
    ).text
    assert "/assemblies/2031/policies/1" in similar


def test_the_list_of_minhoe_by_place_and_as_calendar(app: Flask, client: FlaskClient):
    assembly = an_assembly()
    a_minhoe(assembly, title="동네 민회", people=8)
    a_minhoe(assembly, title="온라인 민회", online=True, place_code=BUKGU, held=False)
    page = client.get("/minhoe").text
    assert "동네 민회" in page
    assert "온라인 민회" in page
    assert "동네 민회" not in client.get("/minhoe?how=online").text
    assert "온라인 민회" not in client.get(f"/minhoe?place={DONG}").text
    calendar = client.get("/minhoe.ics?how=online").text
    assert calendar.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:온라인 민회" in calendar
    assert client.get("/minhoe?year=abc&state=nothing&place=x&page=-4").status_code == 200


def test_one_person_supports_once_and_a_merged_policy_counts_her_once(app: Flask, client: FlaskClient, sign_in):
    assembly = an_assembly(policies=3)
    sign_in(an_account())
    for number in (1, 2):
        for _twice in range(2):
            client.post(f"/assemblies/2031/policies/{number}/support", data={"supports": "yes"})
    supported(assembly, {2: 4})
    office = sign_in(an_organiser(), on=app.test_client())
    office.post("/office/assemblies/2031/merge", data={"whole": "1", "parts": "2", "why": "같은 뜻입니다."})
    whole, part = client.get("/assemblies/2031/policies/001").text, client.get("/assemblies/2031/policies/002").text
    assert "5명이 공감합니다" in whole
    assert "같은 뜻입니다." in whole
    assert "합쳐졌습니다" in part
    assert client.post("/assemblies/2031/policies/2/support", data={}).status_code == 409


def test_the_office_builds_a_funnel_and_counts_a_stage_from_two_entries(app: Flask, client: FlaskClient, sign_in):
    assembly = an_assembly(policies=3)
    sign_in(an_organiser())
    rule = {
        "kind": "stickers", "name_ko": "스티커", "name_en": "Stickers", "electorate_ko": "참석한 시민",
        "electorate_en": "Who came", "method": "top_k", "counted": "sheets", "seats": "1", "threshold": "0", "pass_num": "1",
        "pass_den": "2", "ties": "supports",
    }  # fmt: skip
    assert client.post("/office/assemblies/2031/stages/new", data=rule).status_code == 302
    assert "받을 수 없습니다" not in client.get("/office/assemblies/2031/stages/1").text
    client.post("/office/assemblies/2031/stages/1/open")
    client.post("/office/assemblies/2031/stages/1/sheets/new", data={"name": "1번 판"})
    ids = [policy(assembly, number).id for number in (1, 2, 3)]
    numbers = {f"votes_{key}": str(many) for key, many in zip(ids, (4, 9, 5), strict=True)}
    client.post("/office/assemblies/2031/stages/1/sheets/1/1", data=numbers)
    refused = client.post("/office/assemblies/2031/stages/1/sheets/1/2", data=numbers)
    assert refused.status_code == 200
    other = sign_in(an_organiser(), on=app.test_client())
    other.post("/office/assemblies/2031/stages/1/sheets/1/2", data=numbers | {f"votes_{ids[0]}": "5"})
    assert "서로 다름" in client.get("/office/assemblies/2031/stages/1").text
    assert client.post("/office/assemblies/2031/stages/1/close", data={}).status_code == 200
    assert db.session.query(Stage).one().closed_at is None
    hidden = app.test_client().get("/assemblies/2031/stages/1").text
    assert "9표" not in hidden
    other.post("/office/assemblies/2031/stages/1/sheets/1/2", data=numbers)
    client.post("/office/assemblies/2031/stages/1/close", data={"voted": "18"})
    assert chosen(assembly, 1) == [2]
    for page in ("", "/stages/1", "/policies/2", "/policies", "/screen", "/day"):
        assert app.test_client().get(f"/assemblies/2031{page}").status_code == 200, page


def test_what_a_meeting_names_needs_its_reason(app: Flask, client: FlaskClient, sign_in):
    assembly = an_assembly(policies=4)
    stage = a_stage(assembly, "facilitators_pick", seats=2, method="named", counted="meeting")
    later = a_stage(assembly, "yes_no_each", sources=[(1, Taken.chosen)])
    stages.open_stage(stage, by=None)
    sign_in(an_organiser())
    address = "/office/assemblies/2031/stages/1/close"
    for wrong in (
        {"chosen": "1, 2"},
        {"chosen": "1, 99", "why": "이유"},
        {"chosen": "1 2 3", "why": "이유"},
        {"chosen": "x", "why": "y"},
    ):
        assert client.post(address, data=wrong).status_code == 200
    assert finding.stage_at(assembly, 1).closed_at is None
    client.post(address, data={"chosen": "1, 3", "why": "모두가 뜻을 모았습니다."})
    assert "모두가 뜻을 모았습니다." in client.get("/assemblies/2031/stages/1").text
    stages.open_stage(later, by=None)
    on_a_sheet(assembly, later, {1: 5, 3: 2}, against={1: 1, 3: 4}, voters=6)
    stages.close(later, by=None)
    assert "001. 1번째 정책" in client.get("/assemblies/2031").text
    assert chosen(assembly, 2) == [1]


def test_an_assembly_that_is_not_published_is_nobodys_to_see(app: Flask, client: FlaskClient, sign_in):
    an_assembly(published=False)
    assert client.get("/assemblies/2031").status_code == 404
    assert client.get("/policies").status_code == 404
    sign_in(an_organiser())
    assert client.get("/office/assemblies/2031").status_code == 200
    client.post("/office/assemblies/2031/publish")
    assert app.test_client().get("/assemblies").text.count("2031") > 0
