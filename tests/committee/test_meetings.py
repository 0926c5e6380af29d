"""Meetings: called with an agenda, attendance against the quorum, minutes within seven days."""

import datetime as dt
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Account
from app.committee.models import Body, Meeting
from app.committee.services import attendance, meetings, personal
from app.core import clock
from app.core.audit.chain import AuditEntry
from app.core.db import db
from app.core.errors import EditedByAnother
from app.core.permissions import Scope
from app.cycles.models import Cycle
from tests.builders import DAY, a_cycle, an_account
from tests.committee.builders import a_committee, a_seat
from tests.core.files import pdf


@pytest.fixture
def cycle(app: Flask) -> Cycle:
    return a_cycle(open_now="screening")


@pytest.fixture
def body(cycle: Cycle) -> Body:
    return a_committee(cycle, parts=2)


def a_meeting(body: Body, *, ago: dt.timedelta = dt.timedelta(hours=2)) -> Meeting:
    with clock.replaying(clock.now() - ago - 8 * DAY):
        return meetings.call_meeting(
            body, held_at=clock.now() + 8 * DAY, place="시청 3층 회의실", agenda="위원장을 뽑는 일\n심사 기준"
        )


def write(meeting: Meeting, **more) -> None:
    said = {"statements": "위원1: 아이들이 먼저입니다.", "resolutions": "심사 기준을 그대로 둔다."}
    meetings.write_minutes(meeting, **said | {"revision": meeting.revision} | more)


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


def test_a_called_meeting_stands_on_the_public_page_before_it_is_held(client: FlaskClient, cycle: Cycle, body: Body):
    meeting = meetings.call_meeting(body, held_at=clock.now() + 10 * DAY, place="시청", agenda="심사 기준")
    shown = page(client, f"/cycles/{cycle.slug}/committee")
    assert f"/meetings/{meeting.id}" in shown
    text = page(client, f"/en/meetings/{meeting.id}")
    assert "심사 기준" in text
    assert "There are no minutes yet." in text
    assert "less than the 7 days" not in text


def test_a_meeting_called_too_late_says_so(client: FlaskClient, body: Body):
    meeting = meetings.call_meeting(body, held_at=clock.now() + 6 * DAY, place="시청", agenda="심사 기준")
    assert "less than the 7 days" in page(client, f"/en/meetings/{meeting.id}")


@pytest.mark.parametrize(("members", "came", "met"), [(4, 2, False), (4, 3, True), (5, 3, True), (5, 2, False)])
def test_the_quorum_is_more_than_half_of_those_enrolled(app: Flask, body: Body, members: int, came: int, met: bool):
    """Operating ordinance, art. 17: a majority of the enrolled; two of four are not one."""
    seats = [a_seat(body) for _ in range(members)]
    meeting = a_meeting(body)
    meetings.take_attendance(meeting, present=[seat.id for seat in seats[:came]])
    meeting = meetings.meeting_numbered(meeting.id)
    assert (meeting.enrolled, meeting.present) == (members, came)
    assert (meeting.present >= meetings.quorum_of(meeting)) is met


def test_enrolled_is_who_held_a_seat_when_the_meeting_was_held(app: Flask, body: Body):
    here = a_seat(body)
    meeting = a_meeting(body, ago=3 * DAY)  # the builder's seats begin yesterday
    with pytest.raises(meetings.NobodyEnrolled):
        meetings.take_attendance(meeting, present=[here.id])


def test_a_subcommittee_counts_its_own_members(app: Flask, body: Body):
    first, second = a_seat(body, part=0), a_seat(body, part=1)
    meeting = a_meeting(meetings.bodies.subcommittees(body)[0])
    meetings.take_attendance(meeting, present=[first.id, second.id])  # the other is a guest
    meeting = meetings.meeting_numbered(meeting.id)
    assert (meeting.enrolled, meeting.present) == (1, 1)
    assert attendance.counted(body) == {first.id: attendance.Came(present=1, meetings=1)}


def test_nothing_is_entered_before_the_meeting(app: Flask, body: Body):
    a_seat(body)
    meeting = meetings.call_meeting(body, held_at=clock.now() + DAY, place="시청", agenda="심사 기준")
    with pytest.raises(meetings.NotHeldYet):
        meetings.take_attendance(meeting, present=[])
    with pytest.raises(meetings.NotHeldYet):
        write(meeting)


def test_minutes_are_published_with_attendance_and_text_only(app: Flask, body: Body):
    seat, meeting = a_seat(body), a_meeting(body)
    with pytest.raises(meetings.AttendanceMissing):
        meetings.publish(meeting)
    meetings.take_attendance(meeting, present=[seat.id])
    with pytest.raises(meetings.MinutesMissing):
        meetings.publish(meeting)
    write(meeting)
    meetings.publish(meeting)
    with pytest.raises(meetings.AlreadyPublished):
        meetings.publish(meeting)
    acts = db.session.scalars(select(AuditEntry.action).where(AuditEntry.object_type == "meeting")).all()
    assert acts == ["meeting.call", "meeting.attendance", "minutes.write", "minutes.publish"]


def test_what_was_said_is_nobodys_to_read_before_it_is_published(client: FlaskClient, body: Body):
    seat, absent, meeting = a_seat(body), a_seat(body), a_meeting(body)
    meetings.take_attendance(meeting, present=[seat.id])
    write(meeting)
    assert "아이들이 먼저" not in page(client, f"/meetings/{meeting.id}")
    meetings.publish(meeting)
    text = page(client, f"/meetings/{meeting.id}")
    for shown in (
        "위원장을 뽑는 일",
        "아이들이 먼저",
        "심사 기준을 그대로 둔다.",
        "재적 2명 가운데 1명",
        seat.account.name,
    ):
        assert shown in text
    assert absent.account.name not in text


def test_published_minutes_are_corrected_with_a_reason_that_is_shown(client: FlaskClient, body: Body):
    seat, meeting = a_seat(body), a_meeting(body)
    meetings.take_attendance(meeting, present=[seat.id])
    write(meeting)
    meetings.publish(meeting)
    with pytest.raises(meetings.ReasonNeeded):
        write(meeting, statements="위원1: 모두가 먼저입니다.")
    write(meeting, statements="위원1: 모두가 먼저입니다.", why="말을 잘못 옮김")
    text = page(client, f"/meetings/{meeting.id}")
    assert "모두가 먼저" in text
    assert "말을 잘못 옮김" in text
    with pytest.raises(meetings.ReasonNeeded):
        meetings.take_attendance(meeting, present=[])
    meetings.take_attendance(meeting, present=[], why="이름을 잘못 적음")
    assert "재적 1명 가운데 0명" in page(client, f"/meetings/{meeting.id}")


def test_of_two_who_write_at_once_the_second_is_told_and_loses_nothing(client: FlaskClient, sign_in, body: Body):
    a_seat(body)
    meeting, revision = a_meeting(body), 1
    write(meeting, statements="먼저 쓴 글")
    with pytest.raises(EditedByAnother):
        write(meeting, revision=revision)
    sign_in(an_account("organiser"))
    address = f"/office/committees/{body.slug}/meetings/{meeting.id}/minutes"
    typed = {"statements": "나중에 쓴 글", "resolutions": "", "revision": str(revision)}
    answer = client.post(address, data=typed)
    assert "먼저 쓴 글" in answer.text
    assert "나중에 쓴 글" in answer.text
    db.session.expire_all()
    assert db.session.get_one(Meeting, meeting.id).statements == "먼저 쓴 글"


def test_the_secretary_calls_counts_writes_and_publishes(client: FlaskClient, sign_in, cycle: Cycle, body: Body):
    seats = [a_seat(body) for _ in range(3)]
    office = f"/office/committees/{body.slug}/meetings"
    sign_in(an_account("organiser"))
    at = (clock.now() - dt.timedelta(hours=1)).astimezone(clock.SEOUL)
    form = {"body_id": body.id, "held_at": f"{at:%Y-%m-%dT%H:%M}", "place": "시청", "agenda": "하나\n둘"}
    assert client.post(f"{office}/new", data=form | {"agenda": ""}).status_code == 200  # refused, kept
    assert client.post(f"{office}/new", data=form).status_code == 302
    meeting = db.session.scalars(select(Meeting)).one()
    assert "회의록 올리기" in page(client, "/my")
    client.post(f"{office}/{meeting.id}/attendance", data={"present": [seat.id for seat in seats[:2]]})
    paper = {"file": (io.BytesIO(pdf()), "회의록.pdf"), "resolutions": "모두 찬성", "revision": "2"}
    assert client.post(f"{office}/{meeting.id}/minutes", data=paper).status_code == 302
    file = db.session.scalars(select(Meeting.document_id)).one()
    client.post("/sign-out")
    assert client.get(f"/files/{file}").status_code == 404  # not public yet
    sign_in(an_account("organiser"))
    assert client.post(f"{office}/{meeting.id}/publish").status_code == 302
    assert "회의록 올리기" not in page(client, "/my")
    assert "회의록 공개함" in page(client, office)
    client.post("/sign-out")
    assert client.get(f"/files/{file}").status_code == 200
    assert "회의록.pdf" in page(client, f"/meetings/{meeting.id}")
    assert "재적 3명 가운데 2명" in page(client, f"/cycles/{cycle.slug}/committee")


def test_another_offices_secretary_may_not(client: FlaskClient, sign_in, body: Body):
    meeting = a_meeting(body)
    sign_in(an_account("organiser", scope=Scope.district, scope_key="2917000000"))
    for path in ("", "/new", f"/{meeting.id}", f"/{meeting.id}/attendance", f"/{meeting.id}/minutes"):
        assert client.get(f"/office/committees/{body.slug}/meetings{path}").status_code == 403
    assert client.post(f"/office/committees/{body.slug}/meetings/{meeting.id}/publish").status_code == 403


def test_a_member_finds_her_attendance_in_what_is_known_of_her(app: Flask, body: Body):
    seat, meeting = a_seat(body), a_meeting(body)
    meetings.take_attendance(meeting, present=[])
    account = db.session.get_one(Account, seat.account_id)
    assert [line["present"] for line in personal.export(account)["meetings"]] == [False]
