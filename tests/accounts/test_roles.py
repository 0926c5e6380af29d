"""The administrator gives and ends roles; every change is on record and ends the sessions of before."""

import datetime as dt

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.errors import LastAdministrator, RoleHeld, ScopeUnknown, TermBackwards
from app.accounts.models import Account, RoleGrant
from app.accounts.services import grants, people
from app.core import clock
from app.core.audit import AuditEntry, AuditPayload
from app.core.db import db
from app.core.permissions import Role, Scope
from tests.accounts.builders import PASSWORD, letters, someone
from tests.builders import BUKGU, a_department, an_account, the_city

DAY = dt.timedelta(days=1)


def test_a_role_given_on_the_page_holds_for_its_place_and_term(app: Flask, client: FlaskClient, sign_in):
    department, account_id = a_department(), an_account().id
    sign_in(an_account("administrator"))
    last = (clock.today() + dt.timedelta(days=9)).isoformat()
    typed = {"role": "officer", "scope": f"department:{department.id}", "last_day": last}
    assert client.post(f"/admin/people/{account_id}", data=typed).status_code == 302
    given = db.session.query(RoleGrant).filter_by(account_id=account_id, role=Role.officer).one()
    assert (given.scope, given.scope_key) == (Scope.department, str(department.id))
    with time_machine.travel(given.until_at - dt.timedelta(seconds=1), tick=False):
        assert Role.officer in {grant.role for grant in db.session.get(Account, account_id).grants_in_force}
    with time_machine.travel(given.until_at, tick=False):
        assert Role.officer not in {grant.role for grant in db.session.get(Account, account_id).grants_in_force}
    assert given.until_at.astimezone(clock.SEOUL).strftime("%H:%M") == "00:00"


def test_who_gave_which_role_is_on_record(app: Flask):
    admin, account = an_account("administrator"), an_account()
    the_city()
    grants.grant(account, role=Role.organiser, scope=Scope.district, scope_key=BUKGU, by=admin)
    entry = db.session.query(AuditEntry).one()
    assert (entry.action, entry.actor, entry.object_key) == ("account.grant", f"account:{admin.id}", str(account.id))
    assert db.session.query(AuditPayload).one().after["scope_key"] == BUKGU


def test_a_changed_role_signs_the_person_out_and_tells_her(app: Flask, client: FlaskClient):
    account = someone()
    client.post("/sign-in", data={"email": account.email, "password": PASSWORD})
    grants.grant(account, role=Role.auditor)
    assert client.get("/my").status_code == 302
    assert "맡은 역할이 바뀌었습니다" in letters()[-1]


def test_an_ended_role_is_over_at_once(app: Flask, client: FlaskClient, sign_in):
    account = an_account("auditor")
    grant_id = account.grants[0].id
    assert sign_in(account).get("/audit").status_code == 200
    grants.end_grant(grant_id)
    assert sign_in(account).get("/audit").status_code == 403


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"role": Role.officer, "scope": Scope.department, "scope_key": "999"}, ScopeUnknown),
        ({"role": Role.officer, "scope": Scope.everywhere, "scope_key": "1"}, ScopeUnknown),
        ({"role": Role.officer, "until_at": clock.now() - DAY}, TermBackwards),
        ({"role": Role.citizen}, RoleHeld),
    ],
)
def test_a_role_that_makes_no_sense_is_refused(app: Flask, asked: dict, refusal: type[Exception]):
    account = an_account()
    with pytest.raises(refusal):
        grants.grant(account, **asked)
    assert db.session.query(RoleGrant).count() == 1


def test_the_same_role_may_be_held_again_after_its_term(app: Flask):
    account, end = an_account(), clock.now() + DAY
    grants.grant(account, role=Role.officer, until_at=end)
    with pytest.raises(RoleHeld):
        grants.grant(account, role=Role.officer)
    grants.grant(account, role=Role.officer, from_at=end)


def test_the_last_administrator_keeps_the_role(app: Flask):
    grant_id = an_account("administrator").grants[0].id
    with pytest.raises(LastAdministrator):
        grants.end_grant(grant_id)
    an_account("administrator")
    grants.end_grant(grant_id)


def test_staff_whose_password_is_too_short_for_the_role_must_choose_another(app: Flask, client: FlaskClient):
    account = someone(password="xq7 vlo9")
    assert client.post("/sign-in", data={"email": account.email, "password": "xq7 vlo9"}).status_code == 302
    grants.grant(account, role=Role.organiser)
    answer = app.test_client().post("/sign-in", data={"email": account.email, "password": "xq7 vlo9"})
    assert "12자 이상" in answer.text
    assert "새 비밀번호 정하기" in letters()[-1]


def test_people_are_found_by_part_of_name_or_address_and_by_role(app: Flask):
    officer, citizen = an_account("officer"), an_account()
    assert people.find(officer.email.partition("@")[0], page=1, page_size=20).rows == [officer]
    assert people.find("", "officer", page=1, page_size=20).rows == [officer]
    assert people.find(page=1, page_size=1).rows == [citizen]
    assert people.find(page=1, page_size=1).total == 2
    assert people.find("%", page=1, page_size=20).total == 2
    assert people.find("_", page=1, page_size=20).total == 0


def test_the_pages_of_the_administrator_show_people_and_their_roles(app: Flask, client: FlaskClient, sign_in):
    officer = an_account("officer")
    sign_in(an_account("administrator"))
    assert officer.name in client.get("/admin?role=officer").text
    page = client.get(f"/admin/people/{officer.id}").text
    assert "부서 담당자" in page
    assert "지금 끝내기" in page
    assert client.get("/admin/people/999").status_code == 404


def test_the_command_makes_an_account_and_gives_a_role(app: Flask):
    run = app.test_cli_runner().invoke
    made = run(
        args=["accounts", "create", "boss@example.org", "관리자", "--role", "administrator", "--password", PASSWORD]
    )
    assert made.exit_code == 0, made.output
    boss = db.session.query(Account).one()
    assert boss.email_confirmed_at is not None
    department = a_department()
    given = run(
        args=["accounts", "grant", "boss@example.org", "officer", "--scope", "department", "--key", str(department.id)]
    )
    assert given.exit_code == 0, given.output
    again = run(
        args=["accounts", "grant", "boss@example.org", "officer", "--scope", "department", "--key", str(department.id)]
    )
    assert (again.exit_code, "이미 이 역할" in again.output) == (1, True)


def test_the_command_refuses_a_short_password_for_staff(app: Flask):
    made = app.test_cli_runner().invoke(
        args=["accounts", "create", "a@example.org", "관리자", "--role", "administrator", "--password", "xq7 vlo9"]
    )
    assert made.exit_code == 1
    assert "12자 이상" in made.output
