"""What a person does with her own account: password, address, consents, data, leaving."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Account, Claim, Consent, LoginSession, MailLink
from app.core import audit, personal_data
from app.core.audit import AuditPayload
from app.core.db import db
from app.proposals.models import Proposal
from tests.accounts.builders import PASSWORD, letters, link_in, someone
from tests.builders import DONG, a_cycle, a_proposal, an_account, the_city

NEW = "quite another long password"


@pytest.fixture
def me(client: FlaskClient) -> Account:
    account = someone()
    client.post("/sign-in", data={"email": account.email, "password": PASSWORD})
    return account


def can_sign_in(app: Flask, email: str, password: str) -> bool:
    return app.test_client().post("/sign-in", data={"email": email, "password": password}).status_code == 302


def test_a_forgotten_password_is_replaced_by_a_letter(app: Flask, client: FlaskClient):
    email = someone().email
    elsewhere = app.test_client()
    elsewhere.post("/sign-in", data={"email": email, "password": PASSWORD})
    assert client.post("/forgot", data={"email": email}).location == "/letter-sent"
    path = link_in(letters()[-1])
    assert client.get(path).status_code == 200
    assert can_sign_in(app, email, PASSWORD)  # opening changed nothing
    assert client.post(path, data={"password": NEW}).location == "/sign-in"
    assert can_sign_in(app, email, NEW)
    assert not can_sign_in(app, email, PASSWORD)
    assert elsewhere.get("/my").status_code == 302
    assert client.post(path, data={"password": PASSWORD}).status_code == 410
    assert "비밀번호가 바뀌었습니다" in letters()[-1]


def test_a_weak_new_password_leaves_the_link_alive(app: Flask, client: FlaskClient):
    client.post("/forgot", data={"email": someone().email})
    path = link_in(letters()[-1])
    assert "8자 이상" in client.post(path, data={"password": "short"}).text
    assert client.post(path, data={"password": NEW}).status_code == 302


def test_asking_for_an_unknown_address_looks_the_same_and_sends_nothing(app: Flask, client: FlaskClient):
    answer = client.post("/forgot", data={"email": "nobody@example.org"})
    assert (answer.status_code, answer.location) == (302, "/letter-sent")
    assert letters() == []


def test_a_link_for_one_thing_does_nothing_else(app: Flask, client: FlaskClient):
    """A link to reset, sent to where links to confirm go: its own page answers."""
    client.post("/forgot", data={"email": someone().email})
    page = client.get(link_in(letters()[-1])).text
    assert "새 비밀번호 정하기" in page


def test_changing_the_password_needs_the_present_one_and_ends_the_other_sessions(
    app: Flask, client: FlaskClient, me: Account
):
    email, other = me.email, app.test_client()
    other.post("/sign-in", data={"email": email, "password": PASSWORD})
    refused = client.post("/account/password", data={"present_password": "wrong", "password": NEW})
    assert "지금 비밀번호가 아닙니다" in refused.text
    assert client.post("/account/password", data={"present_password": PASSWORD, "password": NEW}).status_code == 302
    assert client.get("/my").status_code == 200
    assert other.get("/my").status_code == 302
    assert can_sign_in(app, email, NEW)


def test_a_new_address_counts_only_after_the_password_and_the_link_sent_there(
    app: Flask, client: FlaskClient, me: Account
):
    old, me_id = me.email, me.id
    wrong = client.post("/account/email", data={"new_email": "new@example.org", "present_password": "wrong"})
    assert "지금 비밀번호가 아닙니다" in wrong.text
    assert letters() == []
    client.post("/account/email", data={"new_email": "New@example.org", "present_password": PASSWORD})
    [letter] = letters()
    assert "To: new@example.org" in letter
    path = link_in(letter)
    client.get(path)
    assert db.session.get(Account, me_id).email == old
    client.post(path)
    assert db.session.get(Account, me_id).email == "new@example.org"
    assert f"To: {old}" in letters()[-1]


def test_an_address_that_is_taken_is_told_to_its_owner_not_to_the_asker(app: Flask, client: FlaskClient, me: Account):
    taken = an_account().email
    answer = client.post("/account/email", data={"new_email": taken, "present_password": PASSWORD})
    assert answer.location == "/letter-sent"
    assert f"To: {taken}" in letters()[-1]
    assert "이미 가입하신 주소" in letters()[-1]


def test_an_address_taken_in_the_meantime_is_not_taken_twice(app: Flask, client: FlaskClient, me: Account):
    client.post("/account/email", data={"new_email": "new@example.org", "present_password": PASSWORD})
    other = an_account()
    other.email = "new@example.org"
    db.session.commit()
    assert client.post(link_in(letters()[-1])).status_code == 410


def test_a_consent_taken_back_erases_what_was_kept_because_of_it(app: Flask, client: FlaskClient, me: Account):
    the_city()
    told = {"residence": DONG, "agree_residence": "y", "birth_band": "1980-1989", "agree_birth_band": "y"}
    assert client.post("/account/consents", data=told).status_code == 302
    assert {claim.value for claim in db.session.query(Claim)} == {DONG, "1980-1989"}
    client.post("/account/consents", data={name: value for name, value in told.items() if name != "agree_birth_band"})
    assert {claim.value for claim in db.session.query(Claim)} == {DONG}
    assert [c.purpose for c in db.session.query(Consent) if c.withdrawn_at] == ["birth_band"]
    page = client.get("/account/consents").text
    assert f'selected value="{DONG}"' in page


def test_something_new_without_its_consent_is_not_kept_but_asked_about(app: Flask, client: FlaskClient, me: Account):
    the_city()
    assert "동의하실 때만" in client.post("/account/consents", data={"residence": DONG}).text
    assert db.session.query(Claim).count() == 0


def test_the_log_keeps_which_consent_never_what_was_told(app: Flask, client: FlaskClient, me: Account):
    the_city()
    client.post("/account/consents", data={"residence": DONG, "agree_residence": "y"})
    [payload] = db.session.query(AuditPayload).all()
    assert DONG not in json.dumps(payload.after)


def test_everything_known_of_a_person_can_be_taken_along(
    app: Flask, client: FlaskClient, me: Account, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(personal_data, "_holders", {})
    personal_data.register("area", export=lambda account: [account.id], erase=lambda account: None)
    the_city()
    client.post("/account/consents", data={"residence": DONG, "agree_residence": "y"})
    answer = client.get("/account/export")
    found = json.loads(answer.data)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert found["account"]["email"] == me.email
    assert [(claim["kind"], claim["value"]) for claim in found["claims"]] == [("residence", DONG)]
    assert found["areas"] == {"area": [me.id]}
    assert "argon2" not in answer.text
    assert len(found["sessions"]) == 1


def test_leaving_erases_the_person_and_keeps_the_public_record(app: Flask, client: FlaskClient, me: Account):
    proposal_id, me_id, email = a_proposal(a_cycle(), by=me).id, me.id, me.email
    the_city()
    client.post("/account/consents", data={"residence": DONG, "agree_residence": "y"})
    assert "지금 비밀번호가 아닙니다" in client.post("/account/close", data={"present_password": "wrong"}).text
    client.post("/account/close", data={"present_password": PASSWORD})
    left = db.session.get(Account, me_id)
    assert (left.name, left.password_hash) == ("익명", None)
    assert email not in left.email
    assert left.closed_at is not None
    for kept in (Claim, Consent, LoginSession, MailLink):
        assert db.session.query(kept).count() == 0
    assert db.session.get(Proposal, proposal_id).proposer_id == me_id
    assert audit.verify() is None
    assert not can_sign_in(app, email, PASSWORD)
    assert f"To: {email}" in letters()[-1]


def test_the_same_address_may_come_back_as_a_new_person(app: Flask, client: FlaskClient, me: Account):
    email, old = me.email, me.id
    client.post("/account/close", data={"present_password": PASSWORD})
    filled = {
        "email": email,
        "name": "다시",
        "password": NEW,
        "under_14": "no",
        "agree_terms": "y",
        "agree_privacy": "y",
    }
    client.post("/register", data=filled)
    assert db.session.query(Account).filter_by(email=email).one().id != old


def test_the_last_administrator_cannot_leave(app: Flask, client: FlaskClient):
    account = someone("administrator")
    client.post("/sign-in", data={"email": account.email, "password": PASSWORD})
    assert "마지막 관리자" in client.post("/account/close", data={"present_password": PASSWORD}).text
    an_account("administrator")
    assert client.post("/account/close", data={"present_password": PASSWORD}).status_code == 302


def test_a_changed_name_is_seen_and_the_log_does_not_keep_it(app: Flask, client: FlaskClient, me: Account):
    client.post("/account/name", data={"name": "새 이름", "locale": "en"})
    assert "새 이름" in client.get("/account").text
    payloads = [(payload.before, payload.after) for payload in db.session.query(AuditPayload)]
    assert "새 이름" not in json.dumps(payloads, ensure_ascii=False)
