"""Meetings of the committee in 2018: dates, attendance and words are made up, the rules they obey are not."""

import datetime as dt
import random

from app.accounts.models import Account
from app.committee.models import Body
from app.committee.services import bodies, meetings
from app.core.clock import replaying, seoul

HELD = (  # when, agenda, what was said, what was resolved; None: of every subcommittee
    (
        seoul(2018, 6, 14, 14), "위원회",
        ("심사 기준과 배점", "분과위원회 일정"),
        ("위원장: 안전을 위한 제안부터 살피기로 한 조례를 다시 읽었습니다.", "위원: 제안자 이름은 끝까지 가리자고 했습니다."),
        ("심사 기준을 원안대로 정한다.", "분과위원회는 8월 10일까지 심사를 마친다."),
    ),
    (
        seoul(2018, 8, 9, 14), "분과위원회",
        ("점수를 낸 제안의 순위", "투표에 부칠 제안의 수"),
        ("위원: 점수가 크게 갈린 제안은 현장을 한 번 더 보았습니다.",),
        ("순위대로 투표에 부친다.",),
    ),
    (
        seoul(2018, 9, 6, 14), "위원회",
        ("투표 결과 보고", "예산 부서에 넘길 목록"),
        ("간사: 고른 사업과 남은 금액을 보고했습니다.",),
        ("고른 사업을 예산 부서에 넘긴다.",),
    ),
)  # fmt: skip
ABSENT = 0.2


def load(body: Body, organiser: Account, rng: random.Random) -> None:
    """Hold each meeting by the real rules: called ten days before, minutes online within a week."""
    for held_at, who, agenda, statements, resolutions in HELD:
        for meets in [body] if who == "위원회" else bodies.subcommittees(body):
            with replaying(held_at - dt.timedelta(days=10)):
                meeting = meetings.call_meeting(
                    meets, held_at=held_at, place="시청 회의실", agenda="\n".join(agenda), by=organiser
                )
            with replaying(held_at + dt.timedelta(days=2)):
                enrolled = meetings.enrolled_at(meeting)
                came = [seat.id for seat in enrolled if rng.random() >= ABSENT]
                meetings.take_attendance(meeting, present=came, by=organiser)
                meetings.write_minutes(
                    meeting, statements="\n".join(statements), resolutions="\n".join(resolutions),
                    revision=meeting.revision, by=organiser,
                )  # fmt: skip
                meetings.publish(meeting, by=organiser)
