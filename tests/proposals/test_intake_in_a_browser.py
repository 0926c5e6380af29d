"""A citizen proposes, on a phone and at a desk, with and without script; the office's pages pass every check."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.accounts.models import Account
from app.core.db import db
from app.core.imports import carrying_out
from app.core.imports.kinds import Target
from app.cycles.models import Cycle
from app.proposals.models import Draft, Proposal
from app.proposals.services import comments, moderation
from app.proposals.services.imports import PROPOSALS
from app.proposals.services.people import Person
from tests.browser_support import check_everything, screenshot
from tests.builders import DONG, a_cycle, a_proposal, an_account
from tests.proposals.builders import a_submitted, link_sent_to, under_14
from tests.proposals.test_import_of_proposals import row, sheet

pytestmark = pytest.mark.browser
SignIn = Callable[[Page, Account], None]


def fill_in(page: Page, cycle: Cycle, title: str = "횡단보도를 밝히는 조명") -> None:
    page.locator("#title").fill(title)
    page.locator("#type_id").select_option(index=1)
    page.locator("#field_id").select_option(index=1)
    page.locator("#place_code").select_option(DONG)
    page.locator("#problem").fill("밤에 건너는 사람이 보이지 않습니다.")
    page.locator("#idea").fill("바닥에 조명을 넣습니다.")
    page.locator("#cost_lines-0-label").fill("조명")
    page.locator("#cost_lines-0-amount_won").fill("5천만")
    page.locator("#asked_won").fill("50,000,000원")


def propose(page: Page, cycle: Cycle) -> None:
    """Walk from the empty form to the receipt."""
    page.goto(f"/cycles/{cycle.slug}/proposals/new")
    fill_in(page, cycle)
    page.locator('button[value="check"]').click()
    expect(page.locator("h1")).to_have_text("이렇게 낼까요?")
    page.locator("main button.primary").click()
    expect(page.locator("h1")).to_have_text("제안이 접수되었습니다.")
    expect(page.locator(".success-panel .code")).to_have_text(f"{cycle.slug}-0001")


def test_citizen_proposes(app: Flask, page: Page, sign_in_page: SignIn):
    cycle = a_cycle()
    sign_in_page(page, an_account())
    propose(page, cycle)
    screenshot(page, "proposals-receipt")
    check_everything(page)


def test_citizen_proposes_without_script(app: Flask, without_javascript: Page, sign_in_page: SignIn):
    cycle, page = a_cycle(), without_javascript
    sign_in_page(page, an_account())
    page.goto(f"/cycles/{cycle.slug}/proposals/new")
    page.locator('button[value="more:cost_lines"]').click()
    expect(page.locator("#cost_lines-3-label")).to_be_attached()
    propose(page, cycle)
    page.locator(f'a[href$="/my/proposals/{cycle.slug}-0001/edit"]').click()
    page.locator("#idea").fill("더 밝은 조명을 넣습니다.")
    page.locator("button.primary").click()
    expect(page.locator("main .message.success")).to_be_visible()


def test_draft_is_saved_while_one_writes(app: Flask, phone: Page, sign_in_page: SignIn):
    cycle, citizen = a_cycle(), an_account()
    sign_in_page(phone, citizen)
    phone.goto(f"/cycles/{cycle.slug}/proposals/new")
    phone.locator("#title").press_sequentially("쓰는 중")
    expect(phone.locator("[data-autosave-state]")).to_contain_text("임시 저장됨", timeout=10_000)
    db.session.rollback()
    assert ["title", "쓰는 중"] in db.session.scalars(select(Draft)).one().typed
    phone.goto(f"/cycles/{cycle.slug}/proposals/new")
    expect(phone.locator("#title")).to_have_value("쓰는 중")


def test_pages_of_a_citizen_pass_every_check(app: Flask, page: Page, sign_in_page: SignIn):
    cycle, citizen = a_cycle(), an_account()
    a_proposal(cycle, title="횡단보도 조명 밝히기")
    proposal = a_submitted(cycle, citizen, co_proposers=[Person("이웃", "n@example.org")])
    receipt, base = proposal.receipt_no, f"/cycles/{cycle.slug}/proposals"
    for number in range(3):
        comments.comment(db.session.get_one(Proposal, proposal.id), by=citizen, body=f"의견 {number}")
    invitation = link_sent_to("n@example.org")
    sign_in_page(page, citizen)
    page.goto(f"{base}/new")
    screenshot(page, "proposals-new")
    check_everything(page)
    page.locator("#title").fill("조명")
    page.locator("#asked_won").fill("1O0")
    page.locator('button[value="check"]').click()
    expect(page.locator("#error-summary")).to_be_focused()
    screenshot(page, "proposals-errors")
    check_everything(page)
    fill_in(page, cycle)
    page.locator('button[value="check"]').click()
    screenshot(page, "proposals-check")
    check_everything(page)
    for name, address in {
        "mine": "/my/proposals",
        "own": f"/my/proposals/{receipt}",
        "edit": f"/my/proposals/{receipt}/edit",
        "comments": f"{base}/{proposal.number}/comments",
        "comments-en": f"/en{base}/{proposal.number}/comments",
        "invitation": f"/i/co-proposer/{invitation}",
    }.items():
        page.goto(address)
        screenshot(page, f"proposals-{name}")
        check_everything(page)


def test_pages_of_a_child_and_a_closed_call_pass_every_check(app: Flask, page: Page, sign_in_page: SignIn):
    cycle, closed, child = a_cycle(), a_cycle(open_now="dept_review"), under_14(an_account())
    sign_in_page(page, child)
    page.goto("/my/proposals")
    page.locator("#guardian_email").fill("parent@example.org")
    page.locator("main button.primary").click()
    screenshot(page, "proposals-child")
    check_everything(page)
    for name, address in {
        "closed": f"/cycles/{closed.slug}/proposals/new",
        "child-form": f"/cycles/{cycle.slug}/proposals/new",
        "guardian": f"/i/guardian/{link_sent_to('parent@example.org')}",
    }.items():
        page.goto(address)
        screenshot(page, f"proposals-{name}")
        check_everything(page)


def test_pages_of_the_office_pass_every_check(app: Flask, page: Page, sign_in_page: SignIn):
    cycle, organiser = a_cycle(), an_account("organiser")
    for number in range(4):
        proposal = a_proposal(cycle, title=f"조명 {number}", safety=number == 1)
    comment = comments.comment(proposal, by=an_account(), body="의견")
    hidden = comments.comment(proposal, by=an_account(), body="욕설")
    comment_id, hidden_id = comment.id, hidden.id
    moderation.hide(hidden, by=organiser, reason="욕설")
    content = sheet(row(), row(number="9", won="1O0"), ("소계", "", "", "", "", "", "", "1억", "", ""))
    batch_id = carrying_out.look_at(content, "제안.csv", PROPOSALS, Target(cycle.id, organiser)).id
    sign_in_page(page, organiser)
    for name, address in {
        "office": f"/office/cycles/{cycle.slug}/proposals",
        "proxy": f"/office/cycles/{cycle.slug}/proposals/new",
        "moderation": "/office/moderation",
        "hidden": "/office/moderation?show=hidden",
        "hide": f"/office/moderation/comments/{comment_id}",
        "show": f"/office/moderation/comments/{hidden_id}",
        "imports": "/office/imports",
        "import-new": f"/office/imports/new/proposals/{cycle.id}",
        "import-preview": f"/office/imports/{batch_id}",
    }.items():
        page.goto(address)
        screenshot(page, f"proposals-{name}")
        check_everything(page)


def test_list_is_taken_over_without_script(app: Flask, without_javascript: Page, sign_in_page: SignIn):
    cycle, page = a_cycle(), without_javascript
    sign_in_page(page, an_account("organiser"))
    page.goto(f"/office/cycles/{cycle.slug}/proposals/import")
    upload = {
        "name": "제안.csv",
        "mimeType": "text/csv",
        "buffer": io.BytesIO(sheet(row(), row(number="8"))).getvalue(),
    }
    page.locator("#file").set_input_files(upload)
    page.locator("main button.primary").click()
    page.locator("main button.primary").click()
    expect(page.locator("main .message.success")).to_contain_text("2줄을 가져왔습니다.")
    page.locator("#why").fill("다른 파일")
    page.locator("main button.primary").click()
    expect(page.locator("main .message.success")).to_contain_text("가져오기를 되돌렸습니다.")
