"""The pages of a call, as a citizen, a robot, the secretary and a person drawn meet them."""

import re

import pytest
from flask import Flask

from app.calls import forms
from app.calls.models import Standing
from app.calls.services import applying, appointing
from app.core.db import db
from app.core.permissions import Role
from tests.builders import an_account
from tests.calls.builders import a_call, a_closed_call, an_application
from tests.calls.test_draw_and_seats import drawn

TYPED = {
    "sex": "female", "birth_band": "30-39", "district_code": "2917000000", "wish_1": "0", "wish_2": "0", "wish_3": "0",
    "motive": "동네를 잘 압니다", "agree": "y", "check_site": "",
}  # fmt: skip


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "LEAST_SECONDS", 0.0)


def clock_of(client, address: str) -> str:
    """What the form notes of the moment at which it was shown."""
    return re.search(r'name="check_time"[^>]*value="([^"]+)"', client.get(address).text).group(1)


def test_a_citizen_applies_reads_her_number_and_withdraws(app: Flask, sign_in, no_waiting):
    call, citizen = a_call(), an_account()
    browser, address = sign_in(citizen), f"/calls/{call.id}/apply"
    browser.post(address, data=TYPED | {"check_time": clock_of(browser, address)})
    assert "신청서가 들어갔습니다: 1번" in browser.get(f"/calls/{call.id}").text
    one = applying.own(call, citizen)
    assert (one.email, one.motive, one.standing) == (citizen.email, "동네를 잘 압니다", Standing.applied)
    browser.post(f"/calls/{call.id}/withdraw")
    db.session.expire_all()
    assert applying.own(call, citizen).standing is Standing.withdrawn


def test_a_robot_that_fills_every_field_or_sends_at_once_is_stopped_and_what_was_typed_stays(app: Flask, sign_in):
    call, citizen = a_call(), an_account()
    browser, address = sign_in(citizen), f"/calls/{call.id}/apply"
    shown = clock_of(browser, address)
    fast = browser.post(address, data=TYPED | {"check_time": shown})
    assert "너무 빨리 보내셨습니다" in fast.text
    assert "동네를 잘 압니다" in fast.text
    filled = browser.post(address, data=TYPED | {"check_time": shown, "check_site": "http://spam.example"})
    assert filled.status_code == 200
    forged = browser.post(address, data=TYPED | {"check_time": "forged"})
    assert "화면을 다시 불러와" in forged.text
    assert applying.applicants_of(call) == []


def test_a_second_application_is_refused_with_the_number_of_the_first(app: Flask, sign_in, no_waiting):
    call, citizen = a_call(), an_account()
    browser, address = sign_in(citizen), f"/calls/{call.id}/apply"
    typed = TYPED | {"check_time": clock_of(browser, address)}
    browser.post(address, data=typed)
    assert "이분의 신청이 이미 있습니다: 1번" in browser.post(address, data=typed).text


def test_the_secretary_enters_paper_checks_and_prepares_the_draw(app: Flask, sign_in):
    call, office = a_closed_call(people=40), sign_in(an_account(Role.organiser))
    desk = office.get(f"/office/calls/{call.id}")
    assert "20자리에 40명이 신청했습니다" in desk.text
    paper = {**TYPED, "name": "종이 김씨", "email": "paper@example.org"}
    office.post(f"/office/calls/{call.id}/paper", data=paper)
    assert "41번으로 입력했습니다" in office.get(f"/office/calls/{call.id}").text
    early = office.post(f"/office/calls/{call.id}/draw", data={"reserves": "5"})
    assert "아직 확인하지 않은 신청이 1건" in early.text
    no = {"address_ok": "no", "arrears_ok": "yes", "why": ""}
    assert "이유를 적어 주세요" in office.post(f"/office/calls/{call.id}/applications/41", data=no).text
    office.post(f"/office/calls/{call.id}/applications/41", data=no | {"why": "시 밖에 삽니다"})
    made = office.post(f"/office/calls/{call.id}/draw", data={"reserves": "5"})
    assert made.status_code == 302
    assert re.search(r"/office/draws/\d+$", made.location)


def test_who_was_drawn_answers_without_an_account_and_looking_changes_nothing(app: Flask, client, monkeypatch):
    call = a_closed_call(people=60)
    drawn(call)
    tokens = iter(f"token{number}" for number in range(100))
    monkeypatch.setattr(appointing, "new_token", lambda: next(tokens))
    appointing.ask(call, by=an_account(Role.organiser))
    assert "위원을 맡으시겠습니까?" in client.get("/calls/answer/token3").text
    assert "위원을 맡으시겠습니까?" in client.get("/calls/answer/token3").text
    assert "위원이십니다" in client.post("/calls/answer/token3", data={"answer": "yes"}).text
    used = client.post("/calls/answer/token3", data={"answer": "no"})
    assert used.status_code == 410
    assert "이미 쓴 링크이거나 기한이 지났습니다" in used.text


def test_another_citys_office_does_not_see_the_applications(app: Flask, sign_in):
    from app.core.permissions import Scope

    call = a_call()
    an_application(call)
    other = sign_in(an_account(Role.organiser, scope=Scope.district, scope_key="2911000000"))
    assert other.get(f"/office/calls/{call.id}").status_code == 403
