"""A session runs out over a verdict, an appeal, a score sheet: after the sign-in nothing typed is lost."""

import datetime as dt
import re

import pytest
import time_machine
from flask.testing import FlaskClient

from app.accounts.models import Account
from app.accounts.passwords import hashed_password
from app.core import clock
from app.core.db import db, transaction
from app.proposals.models import Status
from app.review.models import Appeal, Verdict
from tests.accounts.builders import PASSWORD
from tests.builders import a_cycle, a_proposal, an_account
from tests.committee.builders import a_committee, a_seat
from tests.review.builders import a_review, assigned, refuse

THREE_HOURS = dt.timedelta(hours=3)  # longer than any session lies idle


def gone_and_back(client: FlaskClient, account: Account, address: str, typed: dict[str, str]) -> str:
    """Sign in, come too late with what was typed, sign in again; return the page that this leads to."""
    with transaction():
        row = db.session.get_one(Account, account.id)
        row.password_hash, row.email_confirmed_at = hashed_password(PASSWORD), clock.now()
    who = {"email": account.email, "password": PASSWORD}
    client.post("/sign-in", data=who)
    assert client.get(address).status_code == 200
    with time_machine.travel(clock.now() + THREE_HOURS, tick=False):
        away = client.post(address, data=typed).location
        assert away.startswith("/sign-in")
        back = client.post(away, data=who).location
        assert back == address
        page = client.get(back).text
        done = client.post(address, data=typed)
        assert done.status_code == 302, done.text
    return page


def chosen(page: str) -> set[tuple[str, str]]:
    """The radio buttons that are chosen, by name and value."""
    buttons = re.findall(r"<input[^>]*type=\"radio\"[^>]*>", page)
    found = [dict(re.findall(r'(name|value)="([^"]*)"', button)) for button in buttons if " checked" in button]
    return {(button["name"], button["value"]) for button in found}


@pytest.fixture
def review(app):
    return a_review()


def test_a_verdict_with_its_reason_and_cost(client: FlaskClient, review):
    cycle, department, officer = review
    proposal = assigned(cycle, department)
    typed = {
        "kind": "amended",
        "exclusion": "",
        "template": "0",
        "reason": "1차선은\n가능합니다.",
        "cost_won": "2억 5천만",
    }
    page = gone_and_back(client, officer, f"/desk/{proposal.receipt_no}", typed)
    assert "1차선은\n가능합니다." in page
    assert 'value="2억 5천만"' in page
    assert chosen(page) == {("kind", "amended")}
    assert db.session.query(Verdict).one().cost_won == 250_000_000


def test_a_revised_verdict_still_knows_which_one_was_on_the_screen(client: FlaskClient, review):
    cycle, department, officer = review
    proposal = assigned(cycle, department)
    verdict = refuse(proposal, officer)
    typed = {
        "revision": str(verdict.revision), "kind": "eligible", "exclusion": "", "template": "0", "reason": "다시 보니 됩니다.",
        "cost_won": "",
    }  # fmt: skip
    page = gone_and_back(client, officer, f"/desk/{proposal.receipt_no}", typed)
    assert f'name="revision" type="hidden" value="{typed["revision"]}"' in page
    assert "다시 보니 됩니다." in page


def test_an_appeal(client: FlaskClient, review):
    cycle, department, officer = review
    citizen = an_account()
    proposal = assigned(cycle, department, by=citizen)
    refuse(proposal, officer)
    typed = {"appeals": "appeal", "body": "이 길은 학교 앞입니다.\n다시 보아 주십시오."}
    page = gone_and_back(client, citizen, f"/my/verdicts/{proposal.receipt_no}", typed)
    assert "이 길은 학교 앞입니다.\n다시 보아 주십시오." in page
    assert chosen(page) == {("appeals", "appeal")}
    assert db.session.query(Appeal).count() == 1


def test_a_score_sheet_with_its_opinion(client: FlaskClient, app):
    cycle = a_cycle(open_now="screening")
    seat = a_seat(a_committee(cycle))
    proposal = a_proposal(cycle, status=Status.eligible)
    first, second = (f"criterion-{criterion.id}" for criterion in cycle.criteria)
    typed = {first: "4", second: "2", "opinion": "예산에 견주어 효과가 큽니다.", "revision": ""}
    page = gone_and_back(client, seat.account, f"/cycles/{cycle.slug}/screening/{proposal.number}", typed)
    assert chosen(page) == {(first, "4"), (second, "2")}
    assert "예산에 견주어 효과가 큽니다." in page


def test_a_declared_interest(client: FlaskClient, app):
    cycle = a_cycle(open_now="screening")
    seat = a_seat(a_committee(cycle))
    proposal = a_proposal(cycle, status=Status.eligible)
    typed = {"kind": "organisation", "note": "제가 속한 모임이 제안했습니다."}
    page = gone_and_back(client, seat.account, f"/cycles/{cycle.slug}/screening/{proposal.number}/aside", typed)
    assert "제가 속한 모임이 제안했습니다." in page
