"""The day: who registers and is let in, what is asked, what the screen shows, what is signed, what is forgotten."""

import datetime as dt

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.assembly.models import Attendee, Capacity, DayQuestion, QuestionState
from app.assembly.services import agreeing, asking, attending, checking_in, finding, minutes, stages
from app.core import clock, personal_data
from app.core.clock import SEOUL
from app.core.db import db, transaction
from tests.assembly.builders import DAY, a_minhoe, a_stage, an_assembly, an_organiser, on_a_sheet
from tests.builders import an_account

NEEDS = {"name": "홍길동", "needs": ["wheelchair", "captions"], "interpreter": "베트남어"}


def on_the_day() -> time_machine.travel:
    held = finding.assembly_of(2031).held_on
    return time_machine.travel(dt.datetime.combine(held, dt.time(14, 30), SEOUL), tick=False)


def test_needs_are_kept_with_consent_alone_and_nobody_can_search_them(app: Flask, client: FlaskClient, sign_in):
    an_assembly()
    sign_in(an_account())
    refused = client.post("/assemblies/2031/day/attend", data=NEEDS)
    assert "동의" in refused.text
    assert db.session.query(Attendee).count() == 0
    assert client.post("/assemblies/2031/day/attend", data=NEEDS | {"needs_agreed": "y"}).status_code == 302
    stored = str(db.session.execute(db.text("SELECT * FROM assembly_attendee")).one())
    assert "wheelchair" not in stored
    assert "홍길동" not in stored
    assert "<svg" in client.get("/assemblies/2031/day/ticket").text
    assert client.post("/assemblies/2031/day/attend", data=NEEDS | {"needs_agreed": "y"}).status_code == 200
    office = sign_in(an_organiser(), on=app.test_client()).get("/office/assemblies/2031").text
    assert "베트남어" in office
    assert "휠체어" in office
    assert "홍길동" not in office


def test_people_are_let_in_on_the_day_by_the_code_on_their_ticket(app: Flask, client: FlaskClient, sign_in):
    assembly = an_assembly()
    attendee = attending.register(assembly, name="홍길동", by=an_account())
    code, organiser = attending.ticket_of(attendee), an_organiser()
    with pytest.raises(checking_in.NotTheDay):
        checking_in.check_in(attendee, by=None)
    citizen = sign_in(an_account(), on=app.test_client())
    assert citizen.get(f"/office/assemblies/2031/tickets/{code}").status_code == 403
    with on_the_day():
        sign_in(organiser)
        assert "홍길동" in client.get(f"/office/assemblies/2031/tickets/{code}").text
        assert client.get("/office/assemblies/2031/tickets/wrong").status_code == 404
        for _twice in range(2):
            client.post("/office/assemblies/2031/door/1", data={"here": "yes"})
        assert checking_in.voters_here(assembly) == 1
        client.post("/office/assemblies/2031/door/1", data={"here": "no"})
        assert checking_in.voters_here(assembly) == 0


def test_officials_have_a_seat_and_no_vote(app: Flask):
    assembly = an_assembly()
    body = assembly.bodies[0]
    with pytest.raises(attending.OfficialOfABody):
        attending.add(assembly, name="국장", capacity=Capacity.official, body_id=None, by=None)
    official = attending.add(assembly, name="국장", capacity=Capacity.official, body_id=body.id, by=None)
    citizen = attending.register(assembly, name="시민", by=an_account())
    question = asking.ask(assembly, citizen, text="언제 하나요?", body_id=body.id)
    with pytest.raises(asking.OfficialsDoNotAgree):
        asking.agree(question, official)
    with pytest.raises(asking.RegisterFirst):
        asking.agree(question, None)
    asking.agree(question, citizen)
    asking.agree(question, citizen)
    assert [row.agreed for row in asking.board(assembly)] == [1]
    with on_the_day():
        checking_in.check_in(official, by=None)
        assert checking_in.voters_here(assembly) == 0


def test_the_board_puts_first_what_most_agree_to_and_shows_answers(app: Flask, client: FlaskClient, sign_in):
    assembly = an_assembly()
    people = [an_account() for _ in range(3)]
    here = [attending.register(assembly, name=person.name, by=person) for person in people]
    first, second = (asking.ask(assembly, here[0], text=text, body_id=None) for text in ("먼저 물음", "나중 물음"))
    sign_in(people[1])
    client.post(f"/assemblies/2031/day/questions/{second.id}/agree", data={})
    page = client.get("/assemblies/2031/day").text
    assert page.index("나중 물음") < page.index("먼저 물음")
    office = sign_in(an_organiser(), on=app.test_client())
    office.post(f"/office/assemblies/2031/questions/{second.id}/put")
    assert "나중 물음" in client.get("/assemblies/2031/screen").text
    assert client.post(f"/assemblies/2031/day/questions/{second.id}/agree", data={}).status_code == 409
    office.post(f"/office/assemblies/2031/questions/{second.id}/answered", data={"words": "내년에 합니다."})
    assert "내년에 합니다." in client.get("/assemblies/2031/day").text
    assert office.post(f"/office/assemblies/2031/questions/{first.id}/set_aside", data={"words": ""}).status_code == 200
    office.post(f"/office/assemblies/2031/questions/{first.id}/set_aside", data={"words": "같은 물음이 있습니다."})
    assert {q.state for q in db.session.query(DayQuestion)} == {QuestionState.answered, QuestionState.set_aside}


def test_the_screen_hides_a_result_until_the_stage_is_closed(app: Flask, client: FlaskClient, sign_in):
    assembly = an_assembly(policies=3)
    stage = a_stage(assembly, "stickers", seats=1)
    stages.open_stage(stage, by=None)
    minutes.show_on_screen(assembly, stage, by=None)
    on_a_sheet(assembly, stage, {2: 4321})
    assert "4,321" not in client.get("/assemblies/2031/screen").text
    assert "결과는 끝날 때까지" in client.get("/assemblies/2031/screen").text
    stages.close(stage, by=None)
    assert "4,321" in client.get("/assemblies/2031/screen").text


def test_minutes_are_published_after_the_day_and_names_are_erased_with_it(app: Flask):
    assembly = an_assembly()
    attending.register(assembly, name="홍길동", needs=["captions"], needs_agreed=True, by=an_account())
    with pytest.raises(minutes.MinutesEmpty):
        minutes.publish(assembly, by=None)
    minutes.write(
        finding.assembly_of(2031), minutes="열 개를 골랐습니다.", revision=finding.assembly_of(2031).revision, by=None
    )
    with pytest.raises(minutes.DayNotOver):
        minutes.publish(assembly, by=None)
    with time_machine.travel(clock.now() + 30 * DAY):
        minutes.publish(finding.assembly_of(2031), by=None)
    one = db.session.query(Attendee).one()
    assert (one.name, one.needs, one.needs_agreed_at) == (None, None, None)


def test_eight_bodies_sign_one_text_each_once_and_on_record(app: Flask, client: FlaskClient, sign_in):
    assembly = an_assembly(policies=1)
    sign_in(an_organiser())
    with pytest.raises(agreeing.NothingToSign):
        agreeing.sign(
            assembly, body_id=assembly.bodies[0].id, name="시장", office="시장", signed_at=clock.now(), by=None
        )
    texts = {"text_ko": "함께 이행합니다.", "text_en": "We carry it out together."}
    client.post("/office/assemblies/2031/agreement", data=texts)
    assert [body.kind.value for body in assembly.bodies] == ["city_hall", "council", "education", "district"]
    for body in assembly.bodies:
        signed = {"body_id": str(body.id), "name": "홍길동", "office": "대표", "signed_at": "2026-01-05T10:00"}
        assert client.post("/office/assemblies/2031/agreement/sign", data=signed).status_code == 302
    again = client.post("/office/assemblies/2031/agreement/sign", data=signed)
    assert "이미 서명했습니다" in again.text
    assert client.post("/office/assemblies/2031/agreement", data=texts | {"text_ko": "다른 글"}).status_code == 200
    agreement = agreeing.of(assembly)
    assert agreement is not None
    assert {one.text_hash for one in agreement.signatures} == {agreeing.hash_of(agreement)}
    page = app.test_client().get("/assemblies/2031/agreement")
    assert agreeing.hash_of(agreement)[:8] in page.text
    pdf = app.test_client().get("/assemblies/2031/agreement.pdf")
    assert pdf.data.startswith(b"%PDF")
    assert app.test_client().get(f"/minhoe/{a_minhoe(assembly).id}/kit.pdf").data.startswith(b"%PDF")


def test_what_is_known_of_a_person_is_given_out_and_erased(app: Flask):
    assembly, person = an_assembly(policies=1), an_account()
    minhoe = a_minhoe(assembly, by=person, names="홍길동\n김철수", facilitator=person.name)
    attending.register(assembly, name=person.name, needs=["captions"], needs_agreed=True, by=person)
    known = personal_data.export(person)["assembly"]
    assert known["minhoe"][0]["names"] == "홍길동\n김철수"
    assert known["assembly_days"][0]["needs"] == "captions"
    with transaction():
        personal_data.erase(person)
    assert db.session.query(Attendee).count() == 0
    db.session.refresh(minhoe)
    assert (minhoe.names, minhoe.facilitator) == (None, personal_data.ANONYMOUS)
