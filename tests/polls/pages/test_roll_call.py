"""A body votes by name: quorum and majority are computed anew at each motion from who is in the room."""

import datetime as dt
import re

from flask import Flask
from flask.testing import FlaskClient

from app.committee.models import Meeting, Office, Seat
from app.committee.services import bodies, meetings
from app.core import clock
from app.core.db import db, transaction
from app.core.permissions import Role
from app.polls.models import Motion
from tests.builders import a_cycle, an_account
from tests.committee.builders import a_committee, a_seat


def a_meeting(members: int = 5) -> tuple[Meeting, list]:
    """A meeting that began an hour ago, of a committee with so many members."""
    body = a_committee(a_cycle())
    seats = [a_seat(body) for _ in range(members)]
    meeting = meetings.call_meeting(body, held_at=clock.now() - dt.timedelta(hours=1), place="시청", agenda="안건")
    return meeting, seats


def test_each_motion_has_its_own_quorum_and_majority_and_is_corrected_until_announced(app: Flask, client: FlaskClient, sign_in):  # fmt: skip
    meeting, seats = a_meeting(5)
    accounts = [seat.account for seat in seats]
    page, office = f"/meetings/{meeting.id}/votes", f"/office/meetings/{meeting.id}"
    secretary = sign_in(an_account(Role.organiser), on=app.test_client())
    members = [sign_in(account, on=app.test_client()) for account in accounts]
    assert members[0].post(f"{page}/here", data={"here": "yes"}).status_code == 302
    assert secretary.post(f"{office}/votes", data={"title": "", "text": ""}).status_code == 200
    assert secretary.post(f"{office}/votes", data={"title": "예산안 의결", "text": "본문"}).status_code == 302
    assert members[1].post(f"{page}/1", data={"vote": "yes"}).status_code == 409  # not in the room
    here = [str(seat.id) for seat in seats[:3]]
    secretary.post(f"{office}/presence", data={"seat": here})
    members[0].post(f"{page}/1", data={"vote": "no"})
    members[0].post(f"{page}/1", data={"vote": "yes"})
    members[1].post(f"{page}/1", data={"vote": "yes"})
    assert "찬성" not in client.get(page).text.split("motion-1")[-1].split("</section>")[0]
    second = secretary.post(f"{office}/votes", data={"title": "둘째"})
    assert "둘째" in second.text  # one motion at a time: what was typed stays
    secretary.post(f"{office}/votes/1/announce")
    assert members[2].post(f"{page}/1", data={"vote": "no"}).status_code == 409
    motion = db.session.query(Motion).one()
    assert (motion.enrolled, motion.present, motion.quorum_needed, motion.yes_needed, motion.passed) == (
        5,
        3,
        3,
        2,
        True,
    )
    public = client.get(page).text
    assert accounts[0].name in public
    assert "통과" in public
    secretary.post(f"{office}/presence", data={"seat": here[:2]})
    secretary.post(f"{office}/votes", data={"title": "둘째 안건"})
    members[0].post(f"{page}/2", data={"vote": "yes"})
    members[1].post(f"{page}/2", data={"vote": "yes"})
    secretary.post(f"{office}/votes/2/announce")
    motion = db.session.query(Motion).filter_by(number=2).one()
    assert (motion.present, motion.quorum_needed, motion.passed) == (2, 3, False)


def test_who_has_an_interest_is_excluded_by_name_and_reason(app: Flask, client: FlaskClient, sign_in):
    meeting, seats = a_meeting(3)
    office = f"/office/meetings/{meeting.id}"
    secretary = sign_in(an_account(Role.organiser), on=app.test_client())
    secretary.post(f"{office}/presence", data={"seat": [str(seat.id) for seat in seats]})
    secretary.post(f"{office}/votes", data={"title": "위탁"})
    assert (
        'id="why-error"' in secretary.post(f"{office}/votes/1/exclude", data={"seat_id": seats[0].id, "why": ""}).text
    )
    assert secretary.post(f"{office}/votes/1/exclude", data={"seat_id": seats[0].id, "why": "수탁 법인의 이사"}).status_code == 302  # fmt: skip
    member = sign_in(seats[0].account)
    assert "수탁 법인의 이사" in member.get(f"/meetings/{meeting.id}/votes").text
    assert member.post(f"/meetings/{meeting.id}/votes/1", data={"vote": "yes"}).status_code == 403
    assert member.post(f"{office}/votes/1/announce").status_code == 403
    secretary.post(f"{office}/votes/1/withdraw")
    assert member.post(f"/meetings/{meeting.id}/votes/1", data={"vote": "bogus"}).status_code == 400


def test_who_leaves_changes_the_quorum_and_majority_of_the_next_motion_and_not_of_the_last(app: Flask, client: FlaskClient, sign_in):  # fmt: skip
    meeting, seats = a_meeting(5)
    page, office = f"/meetings/{meeting.id}/votes", f"/office/meetings/{meeting.id}"
    secretary = sign_in(an_account(Role.organiser), on=app.test_client())
    members = [sign_in(account, on=app.test_client()) for account in [seat.account for seat in seats]]

    def decide(number: int, yes: int) -> str:
        """Put a motion, let so many of those here say yes, announce; return what the motion shows to a visitor."""
        secretary.post(f"{office}/votes", data={"title": f"안건 {number}"})
        for member in members[:yes]:
            assert member.post(f"{page}/{number}", data={"vote": "yes"}).status_code == 302
        secretary.post(f"{office}/votes/{number}/announce")
        return shown(number)

    def shown(number: int) -> str:
        return client.get(page).text.split(f'id="motion-{number}"')[1].split("</section>")[0]

    for member in members:
        member.post(f"{page}/here", data={"here": "yes"})
    first = decide(1, yes=2)
    assert "5명 가운데 5명 출석, 3명 필요" in first, "present, and two of five are no majority"
    assert re.findall(r"(\d)명 필요", first) == ["3", "3"]
    for member in members[3:]:
        member.post(f"{page}/here", data={"here": "no"})
    second = decide(2, yes=2)
    assert "5명 가운데 3명 출석, 3명 필요" in second, "two left: three of five still are a quorum"
    assert re.findall(r"(\d)명 필요", second) == ["3", "2"]
    members[2].post(f"{page}/here", data={"here": "no"})
    third = decide(3, yes=2)
    assert "5명 가운데 2명 출석, 3명 필요" in third
    secretary.post(f"{office}/presence", data={"seat": [str(seats[0].id)]})
    assert secretary.post(f"{office}/attendance").status_code == 302
    kept = db.session.get_one(Meeting, meeting.id)
    assert (kept.enrolled, kept.present) == (5, 5), "who left again had come"
    results = [motion.passed for motion in db.session.query(Motion).order_by(Motion.number)]
    assert results == [False, True, False]
    bodies.set_rules(
        meeting.body, quorum_over_num=9, quorum_over_den=10, pass_over_num=4, pass_over_den=5, ex_officio_vote=True,
        applicants=None, why="개정",
    )  # fmt: skip
    assert (shown(1), shown(2), shown(3)) == (first, second, third), "what was announced stands, under new rules too"


def test_the_chair_puts_motions_and_announces_and_a_member_does_not(app: Flask, client: FlaskClient, sign_in):
    meeting, seats = a_meeting(3)
    with transaction():
        db.session.get_one(Seat, seats[0].id).office = Office.chair
    page, office = f"/meetings/{meeting.id}/votes", f"/office/meetings/{meeting.id}"
    chair = sign_in(seats[0].account, on=app.test_client())
    member = sign_in(seats[1].account, on=app.test_client())
    assert f"{office}/votes" in chair.get(page).text
    assert f"{office}/votes" not in member.get(page).text
    assert member.post(f"{office}/votes", data={"title": "안건"}).status_code == 403
    assert client.post(f"{office}/votes", data={"title": "안건"}).status_code in (302, 401)
    assert chair.post(f"{office}/presence", data={"seat": [str(seat.id) for seat in seats[:2]]}).status_code == 302
    assert chair.post(f"{office}/votes", data={"title": "안건"}).status_code == 302
    assert chair.post(f"{page}/1", data={"vote": "yes"}).status_code == 302
    assert member.post(f"{page}/1", data={"vote": "yes"}).status_code == 302
    assert chair.post(f"{office}/votes/1/announce").status_code == 302
    assert member.post(f"{office}/attendance").status_code == 403
    chair.post(f"{office}/attendance")
    assert db.session.get_one(Meeting, meeting.id).present == 2
    assert db.session.query(Motion).one().passed is True
