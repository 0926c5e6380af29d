"""The pages of a select stage: list and result for everybody, a member's way to the ballot, the secretary's steps."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Account
from app.committee.models import Seat
from app.committee.services import bodies
from app.core import clock
from app.core.db import db, transaction
from app.core.permissions import Role
from app.cycles.models import Cycle, SelectionRule
from app.polls import tasks
from app.polls.models import Intake
from app.proposals.models import Status
from app.selection import services as selection
from app.selection.models import SelectionPoll
from tests.builders import DAY, a_cycle, a_proposal, an_account
from tests.committee.builders import a_seat
from tests.council.builders import chosen
from tests.selection.builders import (
    a_frozen_poll,
    a_selection,
    again,
    an_open_poll,
    closed,
    code_of,
    counted,
    members_of,
    options_of,
    vote,
)

pytestmark = pytest.mark.one_database


def account_of(seat: Seat) -> Account:
    return db.session.get_one(Account, seat.account_id)


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def ballots() -> int:
    return db.session.scalar(select(func.count()).select_from(Intake))


def field(text: str, name: str) -> str:
    return text.split(f'name="{name}" value="')[1].partition('"')[0]


def sent_from_review(client: FlaskClient, home: str, marks: dict[str, str]) -> dict[str, str]:
    """Look at a ballot once more and return what the button sends."""
    text = client.post(f"{home}/review", data=marks).text
    return marks | {"draft": field(text, "draft")}


def test_a_member_chooses_checks_casts_and_finds_the_receipt_without_script(app: Flask, client: FlaskClient, sign_in):
    poll = a_frozen_poll(a_selection(members=3))
    one, two, three = map(code_of, options_of(poll))
    sign_in(account_of(members_of(poll)[0]))
    listed = page(client, f"/en/selections/{poll.slug}")
    home = f"/en/polls/{poll.vote.slug}"
    assert f'href="{home}/vote"' in listed
    assert "Yes or no to 3 options" in page(client, f"{home}/vote")  # who comes first opens the poll
    assert again(poll).vote.opened_at is not None
    ballot = sent_from_review(client, home, {f"mark-{one}": "yes", f"mark-{two}": "no", f"mark-{three}": ""})
    assert ballots() == 0
    answer = client.post(f"{home}/receipt", data=ballot)
    assert "Receipt of your vote" in answer.text
    assert ballots() == 1
    assert "You have voted" in page(client, f"{home}/vote")


def test_the_old_addresses_of_the_ballot_lead_to_the_poll(app: Flask, client: FlaskClient):
    poll = an_open_poll(a_selection())
    for old, new in (("vote", "vote"), ("review", "vote"), ("receipt", "check")):
        for answer in (client.get(f"/selections/{poll.slug}/{old}"), client.post(f"/selections/{poll.slug}/{old}")):
            assert (answer.status_code, answer.location) == (303, f"/polls/{poll.vote.slug}/{new}")


def test_a_round_held_before_there_were_polls_stays_to_be_read(app: Flask, client: FlaskClient):
    poll = an_open_poll(a_selection())
    for seat in members_of(poll):
        vote(seat, poll, "yes", "yes", "no")
    poll = counted(poll)
    with transaction():
        db.session.get(SelectionPoll, poll.id).vote_id = None
    assert "1 project is chosen" in page(client, f"/en/selections/{poll.slug}/result")
    assert poll.frozen_hash in page(client, f"/en/selections/{poll.slug}").replace("<wbr>", "")
    assert client.get(f"/selections/{poll.slug}/vote").location == f"/selections/{poll.slug}"
    assert selection.differences(again(poll)) == []


def test_an_own_proposal_is_not_on_the_ballot_and_another_can_be_taken_off(app: Flask, client: FlaskClient, sign_in):
    cycle = a_selection(members=2)
    seat = a_seat(bodies.committee_of(cycle))
    own = a_proposal(cycle, by=account_of(seat), status=Status.on_ballot, asked_won=7, title="내가 낸 제안")
    poll = an_open_poll(cycle)
    sign_in(account_of(seat))
    home, mine = f"/en/polls/{poll.vote.slug}", f"mark-{code_of(own)}"
    text = page(client, f"{home}/vote")
    assert (
        f'name="{mine}"' in text,
        "Not on your ballot, because you have an interest in it: 내가 낸 제안" in text,
    ) == (
        False,
        True,
    )
    assert f'href="/en/selections/{poll.slug}"' in text  # where one steps aside from more
    other = options_of(poll)[0]
    aside = f"/en/selections/{poll.slug}/aside/{other.id}"
    assert aside in page(client, f"/en/selections/{poll.slug}")
    assert client.post(aside, data={"kind": "organisation"}).status_code == 302
    assert f'name="mark-{code_of(other)}"' not in page(client, f"{home}/vote")
    forged = client.post(f"{home}/review", data={mine: "yes"})
    assert (forged.status_code, 'name="draft"' in forged.text) == (403, False)
    assert client.post(f"/en/selections/{poll.slug}/aside/99999", data={"kind": "other"}).status_code == 404
    assert ballots() == 0


def test_nobody_reads_a_result_before_the_count(app: Flask, client: FlaskClient, sign_in):
    """Every address of the round, as every role: the votes so far stand on none of them."""
    cycle = a_selection(members=5, costs=(411, 412))
    poll = an_open_poll(cycle)
    for seat in members_of(poll)[:4]:
        vote(seat, poll, "yes", "no")
    addresses = [f"/selections/{poll.slug}{end}" for end in ("", "/result", "/result.csv")]
    addresses += [f"/office/cycles/{cycle.slug}/selection", f"/cycles/{cycle.slug}/screening", "/my"]
    addresses += [f"/polls/{poll.vote.slug}", f"/polls/{poll.vote.slug}/result", f"/office/polls/{poll.vote.slug}"]
    for account in (None, account_of(members_of(poll)[4]), an_account(Role.organiser), an_account(Role.auditor)):
        if account is not None:
            sign_in(account)
        for address in addresses:
            answer = client.get(f"/en{address}")
            for told in ("4 in favour", "4 yes", ">4</td>", "is chosen"):
                assert told not in answer.text, address
    sign_in(an_account(Role.organiser))
    client.post(f"/office/selections/{poll.slug}/recount")
    assert again(poll).outcome is None


def test_the_secretary_puts_the_list_to_the_vote_and_runs_it_at_the_desk_of_polls(
    app: Flask, client: FlaskClient, sign_in
):
    cycle = a_selection(members=3, rule=SelectionRule.majority_each)
    sign_in(an_account(Role.organiser))
    home = f"/en/office/cycles/{cycle.slug}/selection"
    assert "Put the list to the vote" in page(client, home)
    answer = client.post(f"{home}/prepare")
    poll = db.session.scalar(select(SelectionPoll))
    desk = f"/en/office/polls/{poll.vote.slug}"
    assert answer.location == desk
    assert "drawn up at the opening" in page(client, desk)
    assert client.post(f"{desk}/freeze/demonstration").status_code == 302
    assert poll.frozen_hash in page(client, home).replace("<wbr>", "")
    page(client, f"/polls/{poll.vote.slug}/vote", 403)  # whoever comes first opens it, though only members vote
    assert "0 of 3 have voted" in page(client, home)
    assert "3 members have not voted yet" in page(client, home)
    for seat in members_of(poll):
        vote(seat, poll, "yes", "yes", "no")
    poll = closed(poll)
    with clock.replaying(poll.closes_at + DAY / 24):
        assert client.post(f"{desk}/count/demonstration").status_code == 302
    text = page(client, f"/en/selections/{poll.slug}/result")
    assert "1 project is chosen" in text
    assert "It has 0 votes in favour; the majority was 2." in text
    assert "more than the" in text  # what does not fit the pot
    assert f'href="/en/polls/{poll.vote.slug}/result"' in text
    assert "What more than 50% of those taking part want" in page(client, f"/en/polls/{poll.vote.slug}/result")
    answer = client.post(f"/en/office/selections/{poll.slug}/recount")
    assert "The recount gives the very same outcome." in page(client, answer.location)


@pytest.mark.parametrize("rule", SelectionRule)
def test_the_draft_is_shown_in_the_designer_and_tried_with_made_up_ballots(
    app: Flask, client: FlaskClient, sign_in, rule
):
    poll = selection.prepare(a_selection(rule=rule))
    sign_in(an_account(Role.organiser))
    desk = f"/en/office/polls/{poll.vote.slug}"
    assert '<option selected value="majority-fill">' in page(client, f"{desk}/edit")
    tried = client.post(f"{desk}/dry-run")
    assert "Dry run" in page(client, tried.location)
    assert again(poll).vote.frozen_at is None


def test_no_list_of_voters_is_added_to_the_members(app: Flask, client: FlaskClient, sign_in):
    poll = a_frozen_poll(a_selection())
    sign_in(an_account(Role.organiser))
    answer = client.post(f"/en/office/polls/{poll.vote.slug}/voters", data={"electorate": "members"})
    assert (answer.status_code, "draws up the roll at the opening" in answer.text) == (409, True)


def test_a_secretary_of_another_committee_runs_neither_list_nor_vote(app: Flask, client: FlaskClient, sign_in):
    poll = a_frozen_poll(a_selection())
    sign_in(account_of(members_of(poll)[0]))
    for address in (f"/office/cycles/{poll.cycle.slug}/selection", f"/office/polls/{poll.vote.slug}"):
        assert client.get(address).status_code == 403
    assert client.post(f"/office/cycles/{poll.cycle.slug}/selection/prepare").status_code == 403


def test_the_result_is_a_table_for_spreadsheets(app: Flask, client: FlaskClient):
    cycle = a_selection(members=3)
    proposal = db.session.merge(a_proposal(cycle, status=Status.on_ballot, asked_won=5, title="=1+1"))
    poll = an_open_poll(cycle)
    assert client.get(f"/selections/{poll.slug}/result.csv").status_code == 404
    for seat in members_of(poll):
        vote(seat, poll, "yes", "no", None, "yes")
    poll = counted(poll)
    data = client.get(f"/selections/{poll.slug}/result.csv").data.decode()
    assert data.startswith("\ufeffreceipt_no,title,cost_won")
    assert "'=1+1" in data
    assert len(data.splitlines()) == 5
    assert proposal.id in poll.outcome["selected"]


def test_a_void_vote_says_so_and_is_repeated_with_new_times(app: Flask, client: FlaskClient, sign_in):
    poll = an_open_poll(a_selection(members=3))
    vote(members_of(poll)[0], poll, "yes", "yes", "yes")
    poll = closed(poll)
    assert "1 of 3 members voted; 2 were needed." in page(client, f"/en/selections/{poll.slug}/result")
    assert "No quorum: 1 of 3 voted, 2 were needed." in page(client, f"/en/polls/{poll.vote.slug}")
    assert client.get(f"/selections/{poll.slug}/result.csv").status_code == 404
    sign_in(an_account(Role.organiser))
    home = f"/en/office/cycles/{poll.cycle.slug}/selection"
    times = {"opens_at": "2020-01-01T09:00", "closes_at": "2020-01-02T09:00"}
    assert "lie ahead" in client.post(f"{home}/repeat", data=times).text
    times = {"opens_at": "2099-01-01T09:00", "closes_at": "2099-01-02T09:00"}
    assert client.post(f"{home}/repeat", data=times).status_code == 302
    assert "Not open yet" in page(client, f"/en/selections/{poll.slug}-2")
    both = page(client, f"/cycles/{poll.cycle.slug}/results")
    assert f"/selections/{poll.slug}/result" in both


def test_a_member_of_another_committee_and_a_citizen_cannot_vote(app: Flask, client: FlaskClient, sign_in):
    poll = an_open_poll(a_selection(members=3))
    stranger = members_of(bodies.committee_of(a_selection(members=1)))[0]
    for account in (account_of(stranger), an_account()):
        sign_in(account)
        page(client, f"/polls/{poll.vote.slug}/vote", 403)
        assert client.post(f"/polls/{poll.vote.slug}/receipt", data={}).status_code == 403
        assert client.get(f"/selections/{poll.slug}/aside/{options_of(poll)[0].id}").status_code == 403


def test_an_open_ballot_is_on_a_members_list_until_it_is_cast_or_over(app: Flask):
    poll = an_open_poll(a_selection())
    one, two, _ = members_of(poll)
    late = a_seat(poll.body)
    with app.test_request_context():
        assert [task.url for task in tasks.not_yet_voted(one.account)] == [f"/polls/{poll.vote.slug}/vote"]
        vote(one, poll, "yes")
        assert list(tasks.not_yet_voted(one.account)) == []
        assert list(tasks.not_yet_voted(late.account)) == []
        with clock.replaying(poll.closes_at):
            assert list(tasks.not_yet_voted(two.account)) == []


def test_the_results_of_a_cycle_stand_at_its_own_address(app: Flask, client: FlaskClient):
    cycle = a_selection()
    address = f"/cycles/{cycle.slug}/results"
    assert "아직 투표하지 않았습니다." in client.get(address).text
    poll = an_open_poll(cycle)
    assert "결과는 투표를 마감하고 개표한 뒤에 공개합니다." in client.get(address).text
    for seat in members_of(poll):
        vote(seat, poll, "yes", "yes", "no")
    poll = counted(poll)
    text = client.get(address).text
    assert all(f"/proposals/{option.number:04}" in text for option in options_of(poll))
    assert f'href="{address}"' in client.get(f"/cycles/{cycle.slug}").text


def test_a_year_known_by_its_figures_alone_leads_to_its_projects_not_to_a_vote(app: Flask, client: FlaskClient):
    cycle = a_cycle()
    with transaction():
        db.session.get_one(Cycle, cycle.id).recorded_only = True
    chosen(cycle, 100_000_000)
    text = client.get(f"/cycles/{cycle.slug}").text
    assert f"/cycles/{cycle.slug}/proposals?reached=selected" in text
    assert f"/cycles/{cycle.slug}/results" not in text


@pytest.mark.parametrize("act", ["screening", "selection"])
def test_without_a_committee_the_secretary_is_led_to_where_it_is_made(client, sign_in, act: str):
    cycle = a_cycle()
    organiser = sign_in(an_account("organiser"))
    first = organiser.get(f"/office/cycles/{cycle.slug}/{act}")
    then = organiser.get(first.location)
    assert then.location == f"/office/cycles/{cycle.slug}/committee/new"
    assert organiser.get(then.location).status_code == 200
