"""A citizen votes: choose, look at it once more, vote, take the receipt, change one's mind; nothing of the choices is kept."""

import re

from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from app.polls.models import Intake, RollRow
from app.polls.services import codes
from app.polls.services.making import ElectorateRow
from tests.polls.pages.builders import a_frozen_poll, a_voter, an_open_poll, open_now

FIELD = re.compile(r'name="draft" value="([^"]+)"')


def code_in(text: str, nth: int = 0) -> str:
    """Return the n-th code that a page shows in groups."""
    shown = re.findall(r'class="code-groups">(.*?)</p>', text)[nth]
    return "-".join(re.findall(r"<span>(\w+)</span>", shown))


def review(client: FlaskClient, base: str, **sent) -> str:
    return client.post(f"{base}/review", data=sent).text


def vote(client: FlaskClient, base: str, **sent):
    field = FIELD.search(review(client, base, **sent))
    assert field, "no draft on the page of the review"
    return client.post(f"{base}/receipt", data=sent | {"draft": field.group(1)})


def test_a_vote_takes_three_steps_and_gives_a_receipt_that_can_be_looked_up(app: Flask, client: FlaskClient, sign_in):
    poll = an_open_poll()
    sign_in(a_voter())
    base = f"/polls/{poll.slug}"
    page = client.get(f"{base}/vote").text
    assert page.count('name="option"') == 5
    assert re.findall(r'name="option" value="(\d)"', page) == re.findall(
        r'name="option" value="(\d)"', client.get(f"{base}/vote").text
    )
    sent = {"option": ["2", "4"]}
    looked_at = client.post(f"{base}/review", data=sent)
    assert looked_at.headers["Cache-Control"] == "no-store"
    sent["draft"] = FIELD.search(looked_at.text).group(1)
    receipt = client.post(f"{base}/receipt", data=sent)
    code = code_in(receipt.text)
    assert code_in(client.post(f"{base}/receipt", data=sent).text) == code
    found = client.post(f"{base}/check", data={"receipt": code.lower().replace("-", " ")})
    assert "묶음을 기다" in found.text or "기다립니다" in found.text
    assert "확인번호" in client.post(f"{base}/check", data={"receipt": "0" * 25}).text
    assert (db.session.query(RollRow).count(), db.session.query(Intake).count()) == (1, 1)
    assert "이미 투표" in client.get(f"{base}/vote").text
    cookies = receipt.headers.getlist("Set-Cookie")
    assert all(f"Path={root}{base}/change" in cookie for root, cookie in zip(("", "/en"), cookies, strict=False))
    assert "SameSite=Strict" in cookies[0]
    assert "HttpOnly" in cookies[0]
    with client.session_transaction() as session:
        assert not [key for key in session if "option" in key or "draft" in key]


def test_a_vote_is_changed_with_the_code_of_this_browser_or_a_typed_one(app: Flask, client: FlaskClient, sign_in):
    poll = an_open_poll()
    account = a_voter()
    sign_in(account)
    base = f"/polls/{poll.slug}"
    change_code = code_in(vote(client, base, option=["2"]).text, 1)
    changing = client.get(f"{base}/change").text
    assert changing.count('name="option"') == 5
    assert "투표를 바꾸는 중입니다" in changing
    second = vote(client, f"{base}/change", option=["3"])
    assert second.status_code == 200
    other = sign_in(account, on=app.test_client())
    asked = other.get(f"{base}/change").text
    assert 'name="change_code"' in asked
    assert 'autocomplete="off"' in asked
    stale = other.post(f"{base}/change", data={"change_code": change_code})
    assert "맞지 않습니다" in stale.text
    fresh = code_in(second.text, 1).lower().replace("-", " ")
    assert other.post(f"{base}/change", data={"change_code": fresh}).text.count('name="option"') == 5
    assert db.session.query(RollRow).count() == 1


def test_who_is_not_known_is_asked_and_keeps_what_was_chosen(app: Flask, client: FlaskClient):
    poll = an_open_poll()
    page = client.post(f"/polls/{poll.slug}/review", data={"option": ["2", "4"]}).text
    assert page.count('name="option" value=') == 2
    assert "로그인" in page


def test_too_many_picks_are_named_and_can_be_taken_out_on_the_review(app: Flask, client: FlaskClient, sign_in):
    poll = an_open_poll()
    sign_in(a_voter())
    base = f"/polls/{poll.slug}"
    page = review(client, base, option=["1", "2", "3", "4"])
    assert "4개를 골랐습니다" in page
    assert not FIELD.search(page)
    assert FIELD.search(review(client, base, option=["1", "2", "3", "4"], drop="4"))
    assert "아무것도 고르지 않았습니다" in review(client, base)


def test_a_tested_ballot_is_opened_and_cannot_be_cast(app: Flask, client: FlaskClient, sign_in):
    poll = an_open_poll()
    sign_in(a_voter())
    base = f"/polls/{poll.slug}"
    sent = {"option": ["2"], "draft": FIELD.search(review(client, base, option=["2"])).group(1)}
    assert "ballot-test" in client.post(f"{base}/test", data=sent).text
    assert client.post(f"{base}/receipt", data=sent).status_code == 409
    assert db.session.query(RollRow).count() == 0


def test_a_one_time_code_is_typed_as_people_type_and_votes_once(app: Flask, client: FlaskClient):
    poll = a_frozen_poll(electorates=[ElectorateRow("guests", "손님", "Guests", eligibility="codes")])
    code = codes.issue(poll, "guests", 1)[0].lower().replace("-", " ")
    base = f"/polls/{open_now(poll).slug}"
    assert client.post(f"{base}/vote", data={"code": "wrong"}).status_code == 422
    assert client.post(f"{base}/vote", data={"code": code}).text.count('name="option"') == 5
    assert vote(client, base, code=code, option=["1"]).status_code == 200
    assert "이미 투표" in client.post(f"{base}/vote", data={"code": code}).text


def test_each_form_of_ballot_is_filled_in_and_cast(app: Flask, client: FlaskClient, sign_in):
    money = {"budget": 100, "ceilings": [], "incompatible": []}
    forms = [
        ("choose-1", {}, {}, {"option": ["2"]}, {}),
        ("yes-no", {}, {"rule": {"name": "majority", "options": {}, "limits": money | {"budget": 0}}}, {"mark-1": "yes", "mark-2": "no", "mark-3": ""}, {"mark-1": "maybe"}),
        ("ordinal", {"at_most": 3}, {"publish": "ballots", "rule": {"name": "borda", "options": {}, "limits": money | {"budget": 0}}}, {"mark-1": "2", "mark-4": "1"}, {"mark-1": "1", "mark-2": "1"}),
        ("cumulative", {"sum_at_most": 10}, {}, {"mark-1": "7", "mark-4": "3"}, {"mark-1": "7", "mark-4": "4"}),
        ("knapsack", {"budget": 100}, {"costs": [60, 50, 40, 30, 20]}, {"option": ["1", "3"]}, {"option": ["1", "2"]}),
    ]  # fmt: skip
    sign_in(a_voter())
    for kind, numbers, more, good, wrong in forms:
        poll = an_open_poll(form=kind, form_numbers=numbers, **more)
        base = f"/polls/{poll.slug}"
        assert client.get(f"{base}/vote").status_code == 200, kind
        if wrong:
            refused = review(client, base, **wrong)
            assert 'role="alert"' in refused, kind
            assert not FIELD.search(refused), kind
        assert vote(client, base, **good).status_code == 200, kind
