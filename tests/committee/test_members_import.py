"""A committee from a spreadsheet: said row by row, all or nothing, exported as it came, undone while nobody acted."""

import pytest
from flask import Flask

from app.accounts.models import Account
from app.committee.models import Route, Sex
from app.committee.services import bodies, imports
from app.core.db import db, transaction
from app.core.imports import carrying_out, exports
from app.core.imports.errors import BuiltUpon
from app.core.imports.kinds import Target
from app.core.imports.report import report_on
from app.core.permissions import Permission, Role, allowed
from app.proposals.models import Status
from tests.builders import a_cycle, a_proposal, an_account
from tests.committee.builders import a_committee, a_score, a_seat

HEAD = "전자우편,이름,위촉 경로,분과,성별,나이대,청년,사회적 약자,임기 시작,임기 끝\n"
ROWS = (
    "kim@example.org,김위원,공개모집,교통건설,여성,20-29,예,아니오,2026-01-01,2027-12-31\n"
    "lee@example.org,이위원,추천,,남,50-59,아니오,,2026-01-01,2027-12-31\n"
    "park@example.org,박위원,당연직,교통건설,,,,,2026-01-01,2027-12-31\n"
)


@pytest.fixture
def cycle(app: Flask):
    return a_cycle(open_now="screening")


@pytest.fixture
def body(cycle):
    return a_committee(cycle)


@pytest.fixture
def target(cycle, body):
    return Target(cycle.id, an_account(Role.organiser))


def taken_in(text: str, target: Target):
    batch = carrying_out.look_at(text.encode(), "members.csv", imports.MEMBERS, target)
    mark = carrying_out.report_of(batch, target.by).mark
    return carrying_out.carry_out(batch.id, mark=mark, by=target.by)


def test_three_rows_are_three_seats_with_their_roles(body, target):
    taken_in(HEAD + ROWS, target)
    kim, lee, park = bodies.seats_in_force(body)
    assert (kim.route, kim.sex, kim.youth, kim.subcommittee.name_ko) == (Route.open_call, Sex.female, True, "교통건설")
    assert (lee.route, lee.sex, lee.subcommittee) == (Route.recommended, Sex.male, None)
    assert (park.route, park.sex) == (Route.ex_officio, None)
    assert allowed(kim.account.grants_in_force, Permission.score, bodies.place_of(body))


def test_the_export_is_taken_back_unchanged(body, target):
    taken_in(HEAD + ROWS, target)
    first = exports.export(imports.MEMBERS, target, "csv")
    for seat in bodies.seats_in_force(body):
        with transaction():
            imports._take_back(str(seat.id))
    taken_in(first.decode("utf-8-sig"), target)
    assert exports.export(imports.MEMBERS, target, "csv") == first


def test_what_is_wrong_is_said_row_by_row_and_nothing_is_written(body, target):
    seated = a_seat(body)
    with transaction():
        body.seats_at_most = 2
    rows = (
        f"{seated.account.email},이미,공개모집,,,,,,2026-01-01,2027-12-31\n"
        "a@example.org,가,공개모집,없는 분과,,,,,2026-01-01,2027-12-31\n"
        "b@example.org,나,공개모집,,,,,,2027-12-31,2026-01-01\n"
        "c@example.org,다,공개모집,,,,,,2026-01-01,2027-12-31\n"
        "d@example.org,라,공개모집,,,,,,2026-01-01,2027-12-31\n"
    )
    report = report_on((HEAD + rows).encode(), imports.MEMBERS, target)
    said = {finding.row: finding.error.code for finding in report.findings}
    assert said == {
        2: "already_seated", 3: "not_one_of", 4: "term_not_possible", 6: "committee_full",
    }  # fmt: skip
    assert len(bodies.seats_in_force(body)) == 1


def test_an_import_is_undone_until_one_of_its_members_has_acted(cycle, body, target):
    batch = taken_in(HEAD + ROWS, target)
    kim = bodies.seats_in_force(body)[0]
    a_score(kim, a_proposal(cycle, status=Status.eligible), 3, 3)
    with pytest.raises((imports.SeatInUse, BuiltUpon)):
        carrying_out.undo(batch.id, why="잘못된 파일", by=target.by)
    assert len(bodies.seats_in_force(body)) == 3


def test_an_import_undone_takes_seats_and_roles_away(body, target):
    batch = taken_in(HEAD + ROWS, target)
    account_id = bodies.seats_in_force(body)[0].account_id
    carrying_out.undo(batch.id, why="잘못된 파일", by=target.by)
    db.session.expire_all()
    assert bodies.seats_in_force(body) == []
    assert db.session.get_one(Account, account_id).grants_in_force == []
