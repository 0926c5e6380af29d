"""Officer, office and proposer at the review's pages: at a phone, at a desk, and without script."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.models import Account
from app.core.permissions import Role
from app.review.services import incompatibility, merging
from tests.browser_support import PHONE, axe, check_everything, screenshot
from tests.builders import a_proposal, an_account
from tests.review.builders import a_review, assigned, conclude, refuse

pytestmark = pytest.mark.browser
SignIn = Callable[[Page, Account], None]


def walk(page: Page, pages: dict[str, str]) -> None:
    for name, address in pages.items():
        page.goto(address)
        screenshot(page, f"review-{name}")
        check_everything(page) if page.viewport_size == PHONE else axe(page)


def test_the_officers_pages_pass_every_check(app: Flask, page: Page, sign_in_page: SignIn):
    cycle, department, officer = a_review()
    first, second = (
        assigned(cycle, department, title=title) for title in ("어린이 통학로 안전시설 설치", "경로당 무더위 쉼터")
    )
    conclude(second, officer)
    sign_in_page(page, officer)
    walk(
        page,
        {
            "desk": "/desk?show=missing",
            "item": f"/desk/{first.receipt_no}",
            "done": f"/desk/{second.receipt_no}",
            "texts": "/desk/templates",
        },
    )


def test_the_offices_pages_pass_every_check(app: Flask, page: Page, sign_in_page: SignIn):
    cycle, department, _ = a_review()
    one, other = (a_proposal(cycle, title=title) for title in ("골목길 조명 바꾸기", "골목길 가로등 바꾸기"))
    assigned(cycle, department)
    incompatibility.note(one_id=one.id, other_id=other.id, why="같은 골목이라 둘 다 할 수 없음", by=None)
    merging.offer(child_id=a_proposal(cycle).id, parent_id=a_proposal(cycle).id, why="같은 사업", by=None)
    merging.offer(child_id=a_proposal(cycle, by=an_account()).id, parent_id=one.id, why="같은 사업", by=None)
    sign_in_page(page, an_account(Role.organiser))
    office = f"/office/cycles/{cycle.slug}"
    walk(page, {"assign": f"{office}/assign", "merge": f"{office}/merge", "pairs": f"{office}/pairs", "left": office})


def test_the_proposers_pages_pass_every_check(app: Flask, page: Page, sign_in_page: SignIn):
    cycle, department, officer = a_review()
    proposer = an_account()
    refused, child = assigned(cycle, department, by=proposer), a_proposal(cycle, by=proposer)
    refuse(refused, officer)
    offer = merging.offer(child_id=child.id, parent_id=a_proposal(cycle).id, why="같은 골목", by=None)
    sign_in_page(page, proposer)
    walk(page, {"answer": f"/my/verdicts/{refused.receipt_no}", "question": f"/my/merges/{offer.id}"})


def test_assignment_verdict_and_appeal_work_without_script(app: Flask, without_javascript: Page, sign_in_page: SignIn):
    cycle, _department, officer = a_review()
    proposer, page = an_account(), without_javascript
    proposal = a_proposal(cycle, by=proposer)
    sign_in_page(page, an_account(Role.organiser))
    page.goto(f"/office/cycles/{cycle.slug}/assign")
    page.locator(f'label[for="p{proposal.id}"]').click()
    page.locator("main button.primary").click()
    expect(page.locator("h1")).to_contain_text("1건을 배정할까요")
    page.locator("main button.primary").click()
    expect(page.locator(".message.success")).to_contain_text("배정했습니다")
    sign_in_page(page, officer)
    page.goto(f"/desk/{proposal.receipt_no}")
    page.locator('label[for="kind-2"]').click()
    page.locator("#exclusion").select_option("complaint_type")
    page.locator("#reason").fill("한 집의 민원입니다")
    page.locator("main button.primary").click()
    sign_in_page(page, proposer)
    page.goto(f"/my/verdicts/{proposal.receipt_no}")
    page.locator('label[for="appeals-1"]').click()
    page.locator("#body").fill("여러 집이 겪는 일입니다")
    page.locator("main button.primary").click()
    expect(page.locator("main")).to_contain_text("이의 신청을 받았습니다")
