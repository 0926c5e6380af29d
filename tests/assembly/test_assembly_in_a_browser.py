"""Chromium: a citizen registers a minhoe on a phone and files a policy; the organiser runs a day; the big screen."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.models import Account
from app.assembly.models import Minhoe, Taken
from app.assembly.services import finding, minutes, stages
from app.core import clock
from app.core.clock import SEOUL
from app.core.db import db, transaction
from tests.assembly.builders import DAY, HOUR, a_minhoe, a_stage, an_assembly, an_organiser, on_a_sheet
from tests.browser_support import PHONE, axe, check_everything, no_overflow, screenshot
from tests.builders import DONG, an_account

pytestmark = pytest.mark.browser
SignIn = Callable[[Page, Account], None]


def typed(at: dt.datetime) -> str:
    return f"{at.astimezone(SEOUL):%Y-%m-%dT%H:%M}"


def test_a_citizen_registers_a_minhoe_on_a_phone_and_files_a_policy_from_it(
    phone: Page, sign_in_page: SignIn, app: Flask
):
    assembly, citizen = an_assembly(policies=2), an_account()
    sign_in_page(phone, citizen)
    phone.goto("/assemblies")
    axe(phone)
    phone.get_by_role("link", name="민회 등록하기").first.click()
    check_everything(phone)
    start = clock.now() + DAY
    for name, text in {
        "title": "골목 민회", "topic": "안전한 골목", "starts_at": typed(start), "ends_at": typed(start + HOUR),
        "venue": "주민센터 2층", "people": "4",
    }.items():  # fmt: skip
        phone.locator(f"#{name}").fill(text)
    phone.locator("#place_code").select_option(DONG)
    phone.get_by_role("button", name="신청하기").click()
    expect(phone.get_by_role("alert")).to_contain_text("5명 이상")
    expect(phone.locator("#title")).to_have_value("골목 민회")
    phone.locator("#people").fill("6")
    phone.get_by_role("button", name="신청하기").click()
    expect(phone.locator("h1")).to_have_text("골목 민회")
    check_everything(phone)
    screenshot(phone, "assembly-minhoe")
    with transaction():
        minhoe = db.session.query(Minhoe).one()
        minhoe.starts_at, minhoe.ends_at = clock.now() - 2 * HOUR, clock.now() - HOUR
    phone.reload()
    phone.get_by_role("link", name="기록 쓰기").click()
    phone.locator("#record").fill("골목이 위험하다고 이야기했습니다.")
    phone.get_by_role("button", name="기록 저장하기").click()
    phone.get_by_role("link", name="이 민회에서 정책 내기").click()
    phone.locator("#title").fill("1번째 정책과 닮은 정책")
    phone.locator("#problem").fill("차가 빠릅니다.")
    phone.locator("#text").fill("턱을 놓아 금번 사고를 줄여 주세요.")
    phone.locator("#body_id").select_option(index=1)
    phone.locator("#category_id").select_option(index=4)
    phone.get_by_role("button", name="확인하기", exact=True).click()
    expect(phone.locator("main")).to_contain_text("비슷한 정책")
    expect(phone.locator("main")).to_contain_text("이번")
    screenshot(phone, "assembly-policy-form")
    check_everything(phone)
    phone.get_by_role("button", name="정책 내기").click()
    expect(phone.locator("h1")).to_contain_text("003.")
    phone.get_by_role("button", name="공감하기").click()
    expect(phone.locator("#support")).to_contain_text("1명이 공감합니다")
    check_everything(phone)
    for address in (f"/assemblies/{assembly.year}/policies", "/minhoe", f"/assemblies/{assembly.year}"):
        phone.goto(address)
        check_everything(phone)


def test_the_organiser_runs_the_day_and_the_screen_shows_a_result_at_the_close_alone(
    desktop: Page, open_page, sign_in_page: SignIn, app: Flask
):
    assembly, organiser, citizen = an_assembly(policies=4), an_organiser(), an_account()
    a_minhoe(assembly)
    first = a_stage(assembly, "stickers", seats=2)
    stages.open_stage(first, by=None)
    on_a_sheet(assembly, first, {1: 60, 3: 50, 4: 20})
    stages.close(first, by=None)
    last = a_stage(assembly, "yes_no_each", sources=[(1, Taken.chosen)])
    minutes.show_on_screen(assembly, last, by=None)
    noon = dt.datetime.combine(finding.assembly_of(2031).held_on, dt.time(12), SEOUL)
    with time_machine.travel(noon):
        phone = open_page(PHONE)
        sign_in_page(phone, citizen)
        phone.goto("/assemblies/2031/day/attend")
        check_everything(phone)
        phone.get_by_role("button", name="신청하기").click()
        axe(phone)
        screenshot(phone, "assembly-ticket")
        phone.goto("/assemblies/2031/day")
        phone.locator("#text").fill("언제부터 하나요?")
        phone.get_by_role("button", name="질문 내기").click()
        phone.get_by_role("button", name="나도 궁금해요").click()
        expect(phone.locator("#board")).to_contain_text("1명 공감")
        check_everything(phone)
        sign_in_page(desktop, organiser)
        desktop.goto("/office/assemblies/2031")
        check_everything(desktop)
        desktop.locator("a[href$='/door']").first.click()
        desktop.locator("button[name=here]").first.click()
        axe(desktop)
        desktop.goto("/office/assemblies/2031/questions")
        desktop.locator("form[action$='/put'] button").first.click()
        desktop.goto("/office/assemblies/2031/agenda/new")
        for name, text in {
            "title_ko": "찬반",
            "title_en": "Vote",
            "starts_at": typed(noon),
            "ends_at": typed(noon + HOUR),
        }.items():
            desktop.locator(f"#{name}").fill(text)
        desktop.locator("main button.primary").click()
        axe(desktop)
        desktop.goto("/office/assemblies/2031/stages/2")
        desktop.get_by_role("button", name="단계 열기").click()
        check_everything(desktop)
        screenshot(desktop, "assembly-keep-stage")
        phone.goto("/assemblies/2031/screen")
        expect(phone.locator("#screen-now")).to_contain_text("언제부터 하나요?")
        expect(phone.locator("#screen-now")).to_contain_text("결과는 끝날 때까지")
        axe(phone)
        on_a_sheet(assembly, finding.stage_at(assembly, 2), {1: 7, 3: 4}, against={1: 1, 3: 5}, voters=9)
        desktop.reload()
        screenshot(desktop, "assembly-sheets")
        check_everything(desktop)
        desktop.get_by_role("button", name="세고 닫기").click()
        phone.reload()
        expect(phone.locator("#screen-now")).to_contain_text("7 : 1")
        no_overflow(phone)
        desktop.goto("/assemblies/2031/screen")
        screenshot(desktop, "assembly-screen")
        axe(desktop)
        for address in (
            "/assemblies/2031",
            "/assemblies/2031/stages/2",
            "/office/assemblies/2031/merge",
            "/office/assemblies",
        ):
            desktop.goto(address)
            axe(desktop)
            no_overflow(desktop)
