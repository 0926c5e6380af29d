import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.committee.models import Route
from app.committee.services import bodies, seats
from app.core import clock
from app.core.db import db
from app.core.permissions import Permission, allowed
from tests.builders import DAY, a_cycle, an_account
from tests.committee.builders import a_committee, a_seat


@pytest.fixture
def body(app: Flask):
    return a_committee(a_cycle(), parts=2)


def test_a_member_may_score_as_long_as_the_seat_lasts(body):
    seat = a_seat(body)
    account_id = seat.account_id
    assert allowed(db.session.get(Account, account_id).grants_in_force, Permission.score, bodies.place_of(body))
    seats.end(seat, reason="다른 시로 이사")
    db.session.expire_all()
    assert not allowed(db.session.get(Account, account_id).grants_in_force, Permission.score)
    assert bodies.seats_in_force(body) == []


def test_a_replacement_serves_the_rest_of_the_term_in_the_same_place(body):
    seat = a_seat(body, route=Route.recommended)
    new = seats.replace(seat, email="new@example.org", name="새 위원", reason="본인이 원함")
    assert (new.until_at, new.route, new.subcommittee_id) == (seat.until_at, seat.route, seat.subcommittee_id)
    assert new.replaces_id == seat.id
    assert [s.id for s in bodies.seats_in_force(body)] == [new.id]


def test_a_term_is_renewed_by_two_years_and_once_only(body):
    seat = a_seat(body)
    before = seat.until_at.astimezone(clock.SEOUL)
    seats.renew(seat)
    after = seat.until_at.astimezone(clock.SEOUL)
    assert (after.year - before.year, after.hour, after.minute) == (2, before.hour, before.minute)
    with pytest.raises(seats.AlreadyRenewed):
        seats.renew(seat)


def test_an_ended_seat_can_neither_end_again_nor_be_renewed(body):
    seat = a_seat(body)
    seats.end(seat, reason="이사")
    for act in (lambda: seats.end(seat, reason="다시"), lambda: seats.renew(seat)):
        with pytest.raises(seats.SeatEnded):
            act()


def test_the_hundred_and_first_member_is_refused(body):
    body.seats_at_most = 2
    db.session.commit()
    a_seat(body), a_seat(body)
    with pytest.raises(seats.CommitteeFull):
        a_seat(body)
    assert len(bodies.seats_in_force(body)) == 2


def test_the_same_person_cannot_sit_twice_nor_in_a_fourth_committee(body):
    person = an_account()
    a_seat(body, account=person)
    with pytest.raises(seats.AlreadySeated):
        a_seat(body, account=person)
    for _ in range(2):
        a_seat(a_committee(a_cycle()), account=person)
    with pytest.raises(seats.TooManyCommittees):
        a_seat(a_committee(a_cycle()), account=person)


def test_a_field_has_one_subcommittee(body):
    first, second = bodies.subcommittees(body)
    with pytest.raises(bodies.FieldTaken):
        bodies.assign_fields(second, field_ids=[first.fields[0].field_id])
    assert len(bodies.subcommittees(body)[1].fields) == 1


def test_a_new_person_gets_an_account_without_a_password(body):
    seat = a_seat(body)
    assert db.session.scalar(select(Account.password_hash).where(Account.id == seat.account_id)) is None
    assert seat.until_at - clock.now() < 701 * DAY
