"""A member screens, votes and gets a receipt in Chromium, on a phone and on a wide screen, with script and without."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from app.accounts.models import Account
from app.core import clock
from app.core.db import db, transaction
from app.core.permissions import Role
from app.cycles.models import BallotForm, PhaseKind
from app.cycles.services import phases
from app.polls.services import turnout
from app.proposals.models import Status
from tests.browser_support import check_everything, screenshot
from tests.builders import DAY, a_cycle, a_proposal, an_account
from tests.committee.builders import a_committee, a_score, a_seat
from tests.selection.builders import a_selection, again, an_open_poll, counted, members_of, vote

pytestmark = pytest.mark.browser
SignIn = Callable[[Page, Account], None]


@pytest.fixture
def screening(app: Flask):
    cycle = a_cycle(open_now="screening")
    seat = a_seat(a_committee(cycle, parts=2))
    for number in range(3):
        a_proposal(cycle, status=Status.eligible, title=f"학교 앞 바닥 신호등 {number + 1}", safety=number == 2)
    return cycle, seat


def score_all(page: Page, cycle) -> None:
    page.goto(f"/cycles/{cycle.slug}/screening")
    page.get_by_role("link", name="이어서 점수 내기").click()
    for _ in range(3):
        for name in ("효과", "필요"):
            page.get_by_role("group", name=name).get_by_text("4", exact=True).click()
        page.get_by_role("button", name="점수 내고 다음 제안으로").click()


def test_member_scores_three_proposals_in_a_row(page: Page, sign_in_page: SignIn, screening):
    cycle, seat = screening
    sign_in_page(page, seat.account)
    page.goto(f"/cycles/{cycle.slug}/screening")
    check_everything(page)
    page.goto(f"/cycles/{cycle.slug}/screening/{cycle_numbers(cycle)[0]}")
    screenshot(page, "score")
    check_everything(page)
    score_all(page, cycle)
    page.get_by_text("3건 가운데 3건 냈고 0건 남았습니다").wait_for()
    screenshot(page, "queue")


def cycle_numbers(cycle) -> list[int]:
    from app.proposals.models import Proposal

    return sorted(db.session.scalars(db.select(Proposal.number).where(Proposal.cycle_id == cycle.id)))


def test_member_scores_without_script(without_javascript: Page, sign_in_page: SignIn, screening):
    cycle, seat = screening
    sign_in_page(without_javascript, seat.account)
    score_all(without_javascript, cycle)
    without_javascript.get_by_text("3건 가운데 3건 냈고 0건 남았습니다").wait_for()


@pytest.mark.parametrize("form", list(BallotForm))
def test_member_chooses_checks_casts_and_gets_a_receipt(page: Page, sign_in_page: SignIn, app: Flask, form: BallotForm):
    poll = an_open_poll(a_selection(ballot_form=form, picks=2 if form is BallotForm.pick_k else None))
    sign_in_page(page, members_of(poll)[0].account)
    page.goto(f"/selections/{poll.slug}")
    check_everything(page)
    page.get_by_role("link", name="투표하기").click()
    check_everything(page)
    mark_and_look(page, form)
    screenshot(page, f"vote-{form}")
    page.get_by_role("button", name="고른 것 확인하기").click()
    check_everything(page)
    screenshot(page, f"vote-review-{form}")
    page.get_by_role("button", name="투표하기", exact=True).click()
    page.get_by_role("heading", name="투표가 들어갔습니다.").wait_for()
    check_everything(page)
    screenshot(page, f"receipt-{form}")
    assert turnout.of(again(poll).vote).voted == 1


def mark_and_look(page: Page, form: BallotForm) -> None:
    if form is BallotForm.pick_k:
        boxes = page.get_by_role("checkbox")
        page.locator("label[for^=option-]").nth(0).click()
        page.locator("label[for^=option-]").nth(1).click()
        page.locator("label[for^=option-]").nth(2).click()  # refused: two at most
        page.get_by_text("2개를 이미 골랐습니다").first.wait_for()
        assert [box.is_checked() for box in boxes.all()] == [True, True, False]
    else:
        page.locator("fieldset").nth(0).get_by_text("찬성", exact=True).click()
        page.locator("fieldset").nth(1).get_by_text("반대", exact=True).click()
        page.get_by_text("2 / 3건 표시함 · 1건 남음").wait_for()


def test_member_votes_by_keyboard_without_script(without_javascript: Page, sign_in_page: SignIn, app: Flask):
    page, poll = without_javascript, an_open_poll(a_selection())
    sign_in_page(page, members_of(poll)[0].account)
    page.goto(f"/polls/{poll.vote.slug}/vote")
    page.get_by_role("radio", name="찬성").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="고른 것 확인하기").press("Enter")
    page.get_by_text("찬성 1건, 반대 0건, 표시하지 않음 2건입니다.").wait_for()
    page.get_by_role("button", name="고치기").press("Enter")
    assert (
        page.get_by_role("radio", name="찬성").first.is_checked()
        or page.locator("input[value=yes]:checked").count() == 1
    )
    page.get_by_role("button", name="고른 것 확인하기").press("Enter")
    page.get_by_role("button", name="투표하기", exact=True).press("Enter")
    page.get_by_role("heading", name="투표가 들어갔습니다.").wait_for()


def test_everybody_reads_who_won_and_what_the_others_lacked(page: Page, app: Flask):
    poll = an_open_poll(a_selection(members=5, costs=(400_000_000, 500_000_000, 300_000_000), pot_won=800_000_000))
    for number, seat in enumerate(members_of(poll)):
        vote(seat, poll, "yes", "yes" if number < 4 else "no", "yes" if number < 2 else None)
    counted(poll)
    page.goto(f"/selections/{poll.slug}/result")
    page.get_by_text("5억 원이 남은 돈 4억 원보다 많습니다").wait_for()
    screenshot(page, "result")
    check_everything(page)


def test_everybody_reads_the_committee_and_the_scores(page: Page, app: Flask, screening):
    cycle, seat = screening
    for proposal_no in cycle_numbers(cycle):
        from app.committee.services.screening import proposal_numbered

        a_score(seat, proposal_numbered(cycle, proposal_no), 4, 3, opinion="아이들이 안전해집니다.")
    with transaction():
        phase = phases.phase_of(cycle, PhaseKind.screening)
        phase.opens_at, phase.closes_at = clock.now() - 2 * DAY, clock.now()
    for address, name in (("committee", "committee"), ("screening/scores", "scores")):
        page.goto(f"/cycles/{cycle.slug}/{address}")
        screenshot(page, f"{name}")
        check_everything(page)


def test_the_secretary_keeps_the_committee_and_runs_the_poll(page: Page, sign_in_page: SignIn, app: Flask, screening):
    cycle, seat = screening
    sign_in_page(page, an_account(Role.organiser))
    for address, name in (
        (f"/office/committees/{seat.body.slug}", "keep"),
        (f"/office/committees/{seat.body.slug}/seats/new", "appoint"),
        (f"/office/cycles/{cycle.slug}/screening", "overview"),
        (f"/office/cycles/{cycle.slug}/selection", "selection"),
    ):
        page.goto(address)
        screenshot(page, f"office-{name}")
        check_everything(page)
