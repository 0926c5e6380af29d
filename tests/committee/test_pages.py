"""The pages of the committee, as each role sees them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Account
from app.committee.models import InterestKind, Route, Sex
from app.committee.services import bodies, recusal, screening
from app.core import clock
from app.core.db import db, transaction
from app.core.permissions import Role
from app.cycles.models import PhaseKind
from app.cycles.services import phases
from app.proposals.models import Status
from tests.builders import DAY, a_cycle, a_proposal, an_account
from tests.committee.builders import a_committee, a_score, a_seat


@pytest.fixture
def cycle(app: Flask):
    return a_cycle(open_now="screening")


@pytest.fixture
def body(cycle):
    return a_committee(cycle, parts=2)


def account_of(seat) -> Account:
    return db.session.get_one(Account, seat.account_id)


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def test_anyone_sees_the_composition_with_articles_and_numbers(client: FlaskClient, cycle, body):
    for sex in (Sex.female, Sex.female, Sex.male):
        a_seat(body, sex=sex)
    a_seat(body, route=Route.ex_officio)
    text = page(client, f"/en/cycles/{cycle.slug}/committee")
    assert "4 members: 3 appointed and 1 ex officio." in text
    assert "2 of 3" in text
    assert "at most 1" in text  # 6/10 of 3
    assert text.count("Not met") == 2  # sex, youth
    assert "art. 6(3)" in text


def test_a_cycle_without_committee_says_so(client: FlaskClient, cycle):
    assert "No committee is named" in page(client, f"/en/cycles/{cycle.slug}/committee")


def test_member_scores_and_is_led_to_the_next(client: FlaskClient, sign_in, cycle, body):
    seat = a_seat(body)
    first, second = (a_proposal(cycle, status=Status.eligible) for _ in range(2))
    sign_in(account_of(seat))
    assert "0 of 2 scored, 2 left" in page(client, f"/en/cycles/{cycle.slug}/screening")
    form = {f"criterion-{c.id}": "4" for c in cycle.criteria} | {"opinion": "좋은 생각", "revision": ""}
    answer = client.post(f"/cycles/{cycle.slug}/screening/{first.number}", data=form)
    assert answer.location.endswith(f"/screening/{second.number}")
    answer = client.post(f"/cycles/{cycle.slug}/screening/{second.number}", data=form)
    assert answer.location.endswith("/screening")


def test_a_sheet_that_is_not_whole_keeps_what_was_typed(client: FlaskClient, sign_in, cycle, body):
    seat, proposal = a_seat(body), a_proposal(cycle, status=Status.eligible)
    sign_in(account_of(seat))
    answer = client.post(
        f"/en/cycles/{cycle.slug}/screening/{proposal.number}",
        data={f"criterion-{cycle.criteria[0].id}": "4", "opinion": "쓴 글"},
    )
    assert answer.status_code == 200
    assert "1 thing to fix" in answer.text
    assert "쓴 글" in answer.text
    assert screening.sheet_of(seat, proposal) is None


def test_the_other_window_is_shown_and_overwritten_only_knowingly(client: FlaskClient, sign_in, cycle, body):
    seat, proposal = a_seat(body), a_proposal(cycle, status=Status.eligible)
    a_score(seat, proposal, 5, 5, opinion="먼저 쓴 글")
    sign_in(account_of(seat))
    address = f"/en/cycles/{cycle.slug}/screening/{proposal.number}"
    form = {f"criterion-{c.id}": "1" for c in cycle.criteria} | {"opinion": "나중 글", "revision": ""}
    text = client.post(address, data=form).text
    assert "먼저 쓴 글" in text
    assert "나중 글" in text
    assert screening.sheet_of(seat, proposal).revision == 1
    assert client.post(address, data=form | {"revision": "1"}).status_code == 302
    assert screening.sheet_of(seat, proposal).opinion == "나중 글"


def test_the_scorer_never_reads_who_proposed_it(client: FlaskClient, sign_in, cycle, body):
    proposer = an_account()
    with transaction():
        proposer.name = "홍길동제안자"
    seat = a_seat(body)
    proposal = a_proposal(cycle, by=proposer, status=Status.eligible)
    sign_in(account_of(seat))
    for address in ("", f"/{proposal.number}", f"/{proposal.number}/aside"):
        assert "홍길동제안자" not in page(client, f"/cycles/{cycle.slug}/screening{address}")


def test_stepping_aside_asks_for_the_kind_and_takes_the_form_away(client: FlaskClient, sign_in, cycle, body):
    seat, proposal = a_seat(body), a_proposal(cycle, status=Status.eligible)
    sign_in(account_of(seat))
    address = f"/en/cycles/{cycle.slug}/screening/{proposal.number}"
    assert "to fix" in client.post(f"{address}/aside", data={}).text
    assert client.post(f"{address}/aside", data={"kind": "relative", "note": ""}).status_code == 302
    assert recusal.excluded_from(seat, cycle.id) == {proposal.id: InterestKind.relative}
    text = page(client, address)
    assert "You take no part in this proposal" in text
    assert "criterion-" not in text


def test_a_member_of_another_committee_is_told_so(client: FlaskClient, sign_in, cycle, body):
    stranger = a_seat(a_committee(a_cycle(open_now="screening")))
    proposal = a_proposal(cycle, status=Status.eligible)
    sign_in(account_of(stranger))
    for address in ("", f"/{proposal.number}"):
        page(client, f"/cycles/{cycle.slug}/screening{address}", 403)


def test_the_secretary_sees_numbers_only_until_the_close(client: FlaskClient, sign_in, cycle, body):
    seat, proposal = a_seat(body), a_proposal(cycle, status=Status.eligible)
    a_score(seat, proposal, 5, 4, opinion="비밀 의견")
    sign_in(an_account(Role.organiser))
    text = page(client, f"/en/office/cycles/{cycle.slug}/screening")
    assert seat.account.name in text
    part = bodies.subcommittees(body)[0]
    assert "비밀 의견" not in text
    page(client, f"/office/cycles/{cycle.slug}/screening/{part.slug}", 404)
    assert "비밀 의견" not in page(client, f"/cycles/{cycle.slug}/screening/scores")


def test_after_the_close_scores_are_public_and_the_secretary_decides(client: FlaskClient, sign_in, cycle, body):
    seat = a_seat(body)
    good, weak = (a_proposal(cycle, status=Status.eligible, title=title) for title in ("좋은 제안", "약한 제안"))
    a_score(seat, good, 5, 5, opinion="꼭 필요함"), a_score(seat, weak, 2, 2)
    with transaction():
        phase = phases.phase_of(cycle, PhaseKind.screening)
        phase.opens_at, phase.closes_at = clock.now() - 2 * DAY, clock.now()
    text = page(client, f"/en/cycles/{cycle.slug}/screening/scores")
    assert "꼭 필요함" in text
    assert text.index("1. 좋은 제안") < text.index("2. 약한 제안")
    assert seat.account.name not in text
    sign_in(an_account(Role.organiser))
    part = bodies.subcommittees(body)[0]
    address = f"/en/office/cycles/{cycle.slug}/screening/{part.slug}"
    assert "Try a number" in page(client, f"{address}?first=1")
    form = {"first": "1", "note": "", "seen": f"{good.number},{weak.number}"}
    assert client.post(address, data=form | {"first": "9"}).status_code == 200
    assert client.post(address, data=form).status_code == 302
    assert (good.status, weak.status) == (Status.on_ballot, Status.screened_out)


def test_the_secretary_appoints_replaces_renews_and_ends(client: FlaskClient, sign_in, cycle, body):
    sign_in(an_account(Role.organiser))
    home = f"/en/office/committees/{body.slug}"
    part = bodies.subcommittees(body)[0]
    form = {
        "email": "kim@example.org", "name": "김위원", "route": "open_call", "subcommittee_id": str(part.id), "sex": "female",
        "birth_band": "20-29", "youth": "y", "from_at": "2026-01-01T00:00", "until_at": "2030-01-01T00:00",
    }  # fmt: skip
    assert client.post(f"{home}/seats/new", data=form).status_code == 302
    assert "already has a seat" in client.post(f"{home}/seats/new", data=form).text
    (seat,) = bodies.seats_in_force(body)
    assert client.post(f"{home}/seats/{seat.id}/renew").status_code == 302
    assert client.post(f"{home}/seats/{seat.id}/renew").status_code == 409
    place = {"subcommittee_id": "", "office": "chair", "subcommittee_office": ""}
    assert client.post(f"{home}/seats/{seat.id}/place", data=place).status_code == 302
    new = {"email": "lee@example.org", "name": "이위원", "reason": "이사", "sex": "", "birth_band": ""}
    assert client.post(f"{home}/seats/{seat.id}/replace", data=new).status_code == 302
    assert [s.account.name for s in bodies.seats_in_force(body)] == ["이위원"]
    text = page(client, home)
    assert "이사" in text
    assert "Keep the committee" in text


def test_subcommittees_and_rules_are_the_secretarys_to_change(client: FlaskClient, sign_in, cycle, body):
    home = f"/office/committees/{body.slug}"
    form = {"name_ko": "청년", "name_en": "Youth", "slug": "youth-2027", "field_ids": [str(cycle.fields[0].id)]}
    sign_in(an_account(Role.organiser))
    assert "교통건설" in client.post(f"{home}/subcommittees/new", data=form).text  # taken by another
    assert client.post(f"{home}/subcommittees/new", data=form | {"field_ids": []}).status_code == 302
    part = bodies.subcommittees(body)[0]
    assert client.post(f"{home}/subcommittees/{part.id}", data={"field_ids": []}).status_code == 302
    rules = {
        "quorum_over_num": "1", "quorum_over_den": "3", "pass_over_num": "2", "pass_over_den": "3", "why": "조례 개정",
        "applicants": "193",
    }  # fmt: skip
    assert client.post(f"{home}/rules", data=rules | {"quorum_over_num": "3"}).status_code == 200
    assert body.quorum_over_den == 2
    assert client.post(f"{home}/rules", data=rules).status_code == 302
    assert (body.quorum_over_den, body.pass_over_num, body.ex_officio_vote, body.applicants) == (3, 2, False, 193)


def test_what_is_new_for_my_subcommittee(client: FlaskClient, sign_in, cycle, body):
    seat = a_seat(body)
    a_proposal(cycle, status=Status.in_review, title="우리 분과 제안")
    a_proposal(cycle, status=Status.in_review, title="다른 분과 제안", field=1)
    sign_in(account_of(seat))
    text = page(client, f"/cycles/{cycle.slug}/review")
    assert "우리 분과 제안" in text
    assert "다른 분과 제안" not in text
