"""The pages of a draw in Chromium at both widths, in every state: every check; and what script adds to them."""

import pytest
from playwright.sync_api import Page, expect

from app.core import clock
from app.core.db import db, transaction
from app.core.jobs.models import Job, JobState
from app.draws.models import Draw, PublicValue
from app.draws.services import abandoning, ceremony, lottery
from tests.browser_support import check_everything, screenshot
from tests.builders import DAY
from tests.draws.builders import (
    a_committed_draw,
    a_draw,
    a_draw_of_2500,
    a_drawn_draw,
    a_subject,
    an_announced_draw,
    an_organiser,
    targets,
)

pytestmark = pytest.mark.browser


def being_computed(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """A draw whose job has come to 37 of 100."""
    monkeypatch.setattr(lottery, "compute", lambda *_: None)
    lottery.start(draw, None)
    monkeypatch.undo()
    with transaction():
        job = db.session.get_one(Job, draw.job_id)
        job.state, job.step, job.steps = JobState.running, 37, 100
    return draw


def test_public_pages_of_a_draw_pass_every_check(page: Page, monkeypatch):
    code = a_subject()
    drawn = a_drawn_draw(reserves=5, subject=code, subject_id=1)
    waiting = a_committed_draw(
        kind=PublicValue.drand, announced="drand quicknet", known_at=clock.now() + DAY, subject=code, subject_id=2
    )
    running = being_computed(an_announced_draw(subject=code, subject_id=3), monkeypatch)
    for name, path in (
        ("draws", "/draws"), ("draw", f"/draws/{drawn.id}"), ("draw-en", f"/en/draws/{drawn.id}"),
        ("draw-me", f"/draws/{drawn.id}/me"), ("draw-waiting", f"/draws/{waiting.id}"),
        ("draw-running", f"/draws/{running.id}"), ("draw-targets", f"/draws/{a_draw(subject=code, subject_id=4).id}"),
    ):  # fmt: skip
        page.goto(path)
        check_everything(page)
        screenshot(page, name)


def test_the_offices_page_passes_every_check_in_every_state(page: Page, sign_in_page, monkeypatch):
    code = a_subject()
    sign_in_page(page, an_organiser())
    committed = a_committed_draw(subject=code, subject_id=3)
    given_up = a_committed_draw(subject=code, subject_id=4)
    abandoning.abandon(given_up, "잘못된 명단", None)
    for name, draw in (
        ("preparing", a_draw(subject=code, subject_id=1, of=targets(stance=(12, 12)))),
        ("announced", an_announced_draw(subject=code, subject_id=2)), ("committed", committed), ("given-up", given_up),
        ("drawn", a_drawn_draw(subject=code, subject_id=5)),
        ("running", being_computed(an_announced_draw(subject=code, subject_id=6), monkeypatch)),
    ):  # fmt: skip
        page.goto(f"/office/draws/{draw.id}")
        if name in ("preparing", "announced"):
            expect(page.locator("#targets [role=status] .message")).to_be_visible()
        check_everything(page)
        screenshot(page, f"draw-desk-{name}")


def test_what_is_typed_is_held_against_the_pool_at_once_and_the_focus_stays(desktop: Page, sign_in_page):
    draw = a_draw()
    sign_in_page(desktop, an_organiser())
    desktop.goto(f"/office/draws/{draw.id}")
    verdict = desktop.locator("#targets [role=status]")
    expect(verdict).to_contain_text("모든 목표를 함께 채울 수 있습니다")
    least = desktop.get_by_label("최소: 성별: 여성")
    least.fill("7")
    desktop.keyboard.press("Tab")
    desktop.keyboard.type("9")
    expect(verdict).to_contain_text("이 목표를 채울 수 없습니다")
    expect(least).to_have_value("7")
    assert desktop.evaluate("document.activeElement.getAttribute('aria-label')") == "최대: 성별: 여성"
    least.fill("6")
    desktop.get_by_label("최대: 성별: 여성").fill("6")
    desktop.keyboard.press("Tab")
    expect(verdict).to_contain_text("모든 목표를 함께 채울 수 있습니다")
    db.session.rollback()
    assert next((t.least, t.most) for t in db.session.get_one(Draw, draw.id).targets) == (6, 6)


def test_without_script_the_same_is_looked_at_by_a_button(without_javascript: Page, sign_in_page):
    draw, page = a_draw(), without_javascript
    sign_in_page(page, an_organiser())
    page.goto(f"/office/draws/{draw.id}")
    page.get_by_label("최소: 성별: 여성").fill("7")
    page.get_by_label("최대: 성별: 여성").fill("7")
    page.get_by_role("button", name="저장하지 않고 살펴보기").click()
    expect(page.locator("#targets [role=status]")).to_contain_text("이 목표를 채울 수 없습니다")
    expect(page.get_by_label("최소: 성별: 여성")).to_have_value("7")


def test_everybody_sees_the_draw_happen_by_groups(desktop: Page):
    draw = a_draw_of_2500()
    ceremony.announce(draw, PublicValue.dice, "주사위 세 개", None)
    lottery.start(draw, None)
    desktop.goto(f"/draws/{draw.id}")
    expect(desktop.get_by_text("공개 값을 기다리고 있습니다")).to_be_visible()
    ceremony.reveal(db.session.get_one(Draw, draw.id), "437", "참관인", None)
    expect(desktop.get_by_text("2,500명 가운데 250명을 뽑았습니다")).to_be_visible(timeout=8000)
    expect(desktop.locator("table.bar-table").first).to_be_visible()
    screenshot(desktop, "draw-2500")


def test_the_desk_follows_the_lottery_by_itself(desktop: Page, sign_in_page, monkeypatch):
    draw = being_computed(an_announced_draw(), monkeypatch)
    sign_in_page(desktop, an_organiser())
    desktop.goto(f"/office/draws/{draw.id}")
    expect(desktop.locator("progress")).to_have_attribute("value", "37")
    desktop.get_by_text("이 추첨 그만두기").click()
    desktop.get_by_label("이유").fill("쓰고 있던 이유")
    lottery.compute(draw.id, lambda *_: None)
    expect(desktop.get_by_label("공개 숫자")).to_be_visible(timeout=8000)
    expect(desktop.get_by_label("이유")).to_have_value("쓰고 있던 이유")
