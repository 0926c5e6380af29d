"""A few made-up petitions and recommendations of these weeks: open, due soon, overdue, answered, with a reply."""

import datetime as dt
from dataclasses import dataclass

from app.accounts.models import Account
from app.city.models import Department
from app.core import clock
from app.core.clock import replaying
from app.core.db import db
from app.followup.models import AnswerCode, Matter
from app.followup.services import Sender, owe
from app.followup.services.answering import answer, milestone_done
from app.followup.services.milestones import Step
from app.followup.services.replying import reply

SOURCE = "example"  # of nothing that has a page
BUKGU = "2917000000"


@dataclass(frozen=True)
class Example:
    """One made-up matter: how long ago it came, of which kind, with whom it lies."""

    days_ago: int
    kind: str
    title_ko: str
    title_en: str
    asked: str
    department: str = ""
    district: str = ""


EXAMPLES = (
    Example(88, "petition", "학교 앞 횡단보도 신호 늘리기", "Longer green light at the school crossing", "아이들이 다 건너기 전에 신호가 바뀝니다. 5초만 늘려 주세요.", "walking"),
    Example(95, "petition", "시장 앞 보도 고치기", "Mend the pavement at the market", "보도가 깨져 유모차와 휠체어가 지나기 어렵습니다.", "walking"),
    Example(43, "recommendation", "공사장 옆 걷는 길을 남기라는 권고", "Keep a walkway beside building sites", "공사 허가를 낼 때 걷는 길의 너비를 적게 하고 지키는지 살피시기 바랍니다.", "walking"),
    Example(20, "petition", "밤에 어두운 고가 아래 등 달기", "Lights under the flyover", "퇴근길이 너무 어둡습니다.", "roads"),
    Example(12, "petition", "놀이터 그네를 휠체어와 함께", "Swings for wheelchairs", "휠체어를 탄 아이도 함께 탈 그네를 놓아 주세요."),
    Example(9, "petition", "골목 쓰레기 자리 옮기기", "Move the rubbish spot", "가게 문 앞에 쓰레기가 쌓입니다.", district=BUKGU),
)  # fmt: skip


def load(logins: dict[str, Account]) -> None:
    """Add the examples; the first is answered, one of its steps is done and its proposer has replied."""
    departments = {department.code: department.id for department in db.session.query(Department)}
    citizen = logins["citizen"]
    first, *_others = [_owed(number, one, departments, citizen) for number, one in enumerate(EXAMPLES, start=1)]
    today = clock.today()
    steps = [
        Step("신호 시간을 다시 잰다", today - dt.timedelta(days=20)),
        Step("신호를 늘린다", today + dt.timedelta(days=60)),
    ]
    with replaying(clock.now() - dt.timedelta(days=40)):
        given = answer(
            matter_id=first.id, code=AnswerCode.partly, reason="먼저 등하교 시간에만 3초를 늘리고, 지켜본 뒤 더 늘릴지 정하겠습니다.",
            milestones=steps, by=None, synthetic=True,
        )  # fmt: skip
    with replaying(clock.now() - dt.timedelta(days=22)):
        milestone_done(milestone_id=given.milestones[0].id, by=None)
    with replaying(clock.now() - dt.timedelta(days=6)):
        reply(matter_id=first.id, body="낮에도 어르신이 많이 건넙니다. 하루 내내 늘려 주세요.", by=citizen)


def _owed(number: int, one: Example, departments: dict[str, int], citizen: Account) -> Matter:
    with replaying(clock.now() - dt.timedelta(days=one.days_ago)):
        return owe(
            kind=one.kind, source=SOURCE, source_id=number, title_ko=one.title_ko, title_en=one.title_en, asked=one.asked,
            body="district" if one.district else "city_hall", place_code=one.district or None,
            department_id=departments.get(one.department), proposers=[Sender(citizen.name, citizen.id)], synthetic=True,
        )  # fmt: skip
