"""The pages of a poll: the voter's three steps, the secretary's, everybody's."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Account
from app.committee.models import Seat
from app.core.db import db, transaction
from app.core.permissions import Role
from app.cycles.models import BallotForm, SelectionRule
from app.proposals.models import Status
from app.selection import services as selection
from app.selection.models import SelectionMark, SelectionPoll
from tests.builders import a_cycle, a_proposal, an_account
from tests.committee.builders import a_seat
from tests.selection.builders import a_selection, an_open_poll, members_of, options_of, time_is_over, vote


def account_of(seat: Seat) -> Account:
    return db.session.get_one(Account, seat.account_id)


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def marks_in_box() -> int:
    return db.session.scalar(select(func.count(SelectionMark.key)))


@pytest.fixture
def poll(app: Flask) -> SelectionPoll:
    return selection.freeze(a_selection(members=3))


def test_choose_check_cast_receipt_without_script(client: FlaskClient, sign_in, poll):
    one, two, three = options_of(poll)
    sign_in(account_of(members_of(poll)[0]))
    home = f"/en/selections/{poll.slug}"
    assert "Yes or no to 3 projects" in page(client, f"{home}/vote")  # who comes first draws up the roll
    assert db.session.get(SelectionPoll, poll.id).opened_at is not None
    ballot = {f"option-{one.id}": "yes", f"option-{two.id}": "no", f"option-{three.id}": ""}
    text = client.post(f"{home}/review", data=ballot).text
    assert "Vote like this?" in text
    assert "1 yes, 1 no, 1 left open." in text
    assert marks_in_box() == 0
    taken_out = client.post(f"{home}/review", data=ballot | {"drop": str(two.id)}).text
    assert "1 yes, 0 no, 2 left open." in taken_out
    brought_back = client.post(f"{home}/vote", data=ballot).text
    assert f'id="option-{two.id}-no" name="option-{two.id}" value="no" data-option checked' in brought_back
    answer = client.post(f"{home}/receipt", data=ballot)
    assert answer.location.endswith("/receipt")
    assert "Your vote is in." in page(client, f"{home}/receipt")
    assert marks_in_box() == 2


def test_a_double_press_is_one_ballot_and_both_end_at_the_receipt(client: FlaskClient, sign_in, poll):
    option = options_of(poll)[0]
    sign_in(account_of(members_of(poll)[0]))
    page(client, f"/selections/{poll.slug}/vote")
    for value in ("yes", "no"):
        answer = client.post(f"/en/selections/{poll.slug}/receipt", data={f"option-{option.id}": value})
        assert "Your vote is in." in page(client, answer.location)
    assert db.session.scalars(select(SelectionMark.value)).all() == ["yes"]
    assert client.get(f"/selections/{poll.slug}/vote").location.endswith("/receipt")


def test_too_many_picks_are_said_on_the_review_and_cannot_be_cast(app: Flask, client: FlaskClient, sign_in):
    poll = an_open_poll(a_selection(ballot_form=BallotForm.pick_k, picks=2))
    sign_in(account_of(members_of(poll)[0]))
    ids = [str(p.id) for p in options_of(poll)]
    home = f"/en/selections/{poll.slug}"
    text = client.post(f"{home}/review", data={"option": ids}).text
    assert "You have chosen 3, at most 2 are possible. Remove 1." in text
    assert f'action="{home}/receipt"' not in text
    assert client.post(f"{home}/receipt", data={"option": ids}).status_code == 409
    text = client.post(f"{home}/review", data={"option": ids, "drop": ids[0]}).text
    assert "You have chosen 2 projects." in text
    assert client.post(f"{home}/receipt", data={"option": ids[1:]}).status_code == 302
    assert marks_in_box() == 2


def test_an_own_proposal_is_not_on_the_paper_and_another_can_be_taken_off(client: FlaskClient, app: Flask, sign_in):
    cycle = a_selection(members=2)
    seat = a_seat(next(iter(members_of_cycle(cycle))).body)
    own = a_proposal(cycle, by=account_of(seat), status=Status.on_ballot, asked_won=7, title="내가 낸 제안")
    poll = an_open_poll(cycle)
    sign_in(account_of(seat))
    home = f"/en/selections/{poll.slug}"
    assert f'name="option-{own.id}"' not in page(client, f"{home}/vote")
    other = options_of(poll)[0]
    assert client.post(f"{home}/aside/{other.id}", data={"kind": "organisation"}).status_code == 302
    assert f'name="option-{other.id}"' not in page(client, f"{home}/vote")
    forged = client.post(f"{home}/receipt", data={f"option-{own.id}": "yes"})
    assert forged.status_code == 403
    assert marks_in_box() == 0


def members_of_cycle(cycle) -> list[Seat]:
    from app.committee.services import bodies

    return members_of(bodies.committee_of(cycle))


def test_late_is_told_so_in_both_languages_and_changes_nothing(client: FlaskClient, sign_in, poll):
    selection.open_poll(poll)
    time_is_over(poll)
    sign_in(account_of(members_of(poll)[0]))
    form = {f"option-{options_of(poll)[0].id}": "yes"}
    answer = client.post(f"/en/selections/{poll.slug}/receipt", data=form)
    assert answer.status_code == 409
    assert "Voting ended at" in answer.text
    assert marks_in_box() == 0


def test_nobody_reads_a_result_while_voting_lasts(client: FlaskClient, app: Flask, sign_in):
    """Every address of the poll, as every role: the votes so far stand on none of them."""
    cycle = a_selection(members=5, costs=(411, 412))
    poll = an_open_poll(cycle)
    for seat in members_of(poll)[:4]:
        vote(seat, poll, "yes", "no")
    addresses = [f"/selections/{poll.slug}{end}" for end in ("", "/result", "/result.csv", "/vote")]
    addresses += [f"/office/cycles/{cycle.slug}/selection", f"/cycles/{cycle.slug}/screening", "/my"]
    for account in (None, account_of(members_of(poll)[4]), an_account(Role.organiser), an_account(Role.auditor)):
        if account is not None:
            sign_in(account)
        for address in addresses:
            answer = client.get(f"/en{address}")
            assert "in favour" not in answer.text
            assert "4 yes" not in answer.text
            assert ">4</td>" not in answer.text
    for end in ("close", "recount"):
        sign_in(an_account(Role.organiser))
        client.post(f"/office/selections/{poll.slug}/{end}")
    assert db.session.get(SelectionPoll, poll.id).outcome is None


def test_the_secretary_freezes_opens_closes_and_recounts(client: FlaskClient, app: Flask, sign_in):
    cycle = a_selection(members=3, rule=SelectionRule.majority_each)
    sign_in(an_account(Role.organiser))
    home = f"/en/office/cycles/{cycle.slug}/selection"
    assert "Freeze" in page(client, home)
    assert client.post(f"{home}/freeze").status_code == 302
    poll = db.session.scalar(select(SelectionPoll))
    assert poll.frozen_hash in page(client, home).replace("<wbr>", "")
    assert client.post(f"/office/selections/{poll.slug}/open").status_code == 302
    assert "0 of 3 have voted" in page(client, home)
    for seat in members_of(poll):
        vote(seat, poll, "yes", "yes", "no")
    time_is_over(poll)
    assert client.post(f"/office/selections/{poll.slug}/close").location.endswith("/result")
    text = page(client, f"/en/selections/{poll.slug}/result")
    assert "1 project is chosen" in text
    assert "It has 0 votes in favour; the majority was 2." in text
    assert "more than the" in text  # what does not fit the pot
    answer = client.post(f"/en/office/selections/{poll.slug}/recount")
    assert "The recount gives the very same outcome." in page(client, answer.location)


def test_the_result_is_a_table_for_spreadsheets(client: FlaskClient, app: Flask, poll):
    selection.open_poll(poll)
    assert client.get(f"/selections/{poll.slug}/result.csv").status_code == 404
    with transaction():
        poll.rule = poll.rule | {"options": [o | {"title": "=1+1"} for o in poll.rule["options"]]}
    for seat in members_of(poll):
        vote(seat, poll, "yes", "no", None)
    time_is_over(poll)
    selection.close(poll)
    data = client.get(f"/selections/{poll.slug}/result.csv").data.decode()
    assert data.startswith("\ufeffreceipt_no,title,cost_won")
    assert "'=1+1" in data
    assert len(data.splitlines()) == 4


def test_a_void_vote_says_so_and_is_repeated_with_new_times(client: FlaskClient, app: Flask, sign_in, poll):
    selection.open_poll(poll)
    vote(members_of(poll)[0], poll, "yes", "yes", "yes")
    time_is_over(poll)
    selection.close(poll)
    assert "1 of 3 members voted; 2 were needed." in page(client, f"/en/selections/{poll.slug}/result")
    assert client.get(f"/selections/{poll.slug}/result.csv").status_code == 404
    sign_in(an_account(Role.organiser))
    home = f"/en/office/cycles/{poll.cycle.slug}/selection"
    times = {"opens_at": "2020-01-01T09:00", "closes_at": "2020-01-02T09:00"}
    assert "lie ahead" in client.post(f"{home}/repeat", data=times).text
    times = {"opens_at": "2099-01-01T09:00", "closes_at": "2099-01-02T09:00"}
    assert client.post(f"{home}/repeat", data=times).status_code == 302
    assert "Not open yet" in page(client, f"/en/selections/{poll.slug}-2")


def test_a_member_of_another_committee_and_a_citizen_cannot_vote(client: FlaskClient, app: Flask, sign_in, poll):
    stranger = members_of_cycle(a_selection(members=1))[0]
    sign_in(account_of(stranger))
    page(client, f"/selections/{poll.slug}/vote", 403)
    sign_in(an_account())
    page(client, f"/selections/{poll.slug}/vote", 403)
    assert client.post(f"/selections/{poll.slug}/receipt", data={}).status_code == 403


def test_two_papers_have_two_orders(app: Flask):
    from app.selection.services.paper import paper_of

    poll = an_open_poll(a_selection(members=6, costs=tuple(range(1, 9))))
    orders = {tuple(option.id for option in paper_of(poll, seat.account).options) for seat in members_of(poll)}
    assert len(orders) > 1
    first = members_of(poll)[0]
    assert paper_of(poll, first.account).options == paper_of(poll, first.account).options


@pytest.mark.parametrize("act", ["screening", "selection"])
def test_without_a_committee_the_secretary_is_led_to_where_it_is_made(client, sign_in, act: str):
    cycle = a_cycle()
    organiser = sign_in(an_account("organiser"))
    first = organiser.get(f"/office/cycles/{cycle.slug}/{act}")
    then = organiser.get(first.location)
    assert then.location == f"/office/cycles/{cycle.slug}/committee/new"
    assert organiser.get(then.location).status_code == 200
