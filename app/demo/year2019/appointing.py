"""The appointment of 2017 through the platform's own steps: a call, 193 applications, a draw of 73, seats taken.

Published are the numbers by route (committee-2017-04, committee-2017-05). How the 73 were chosen, who applied and
on which days was not: people, dates and the public number are made up, and the call says so.
"""

import datetime as dt
import hashlib
import random
from collections.abc import Sequence
from typing import Any

from sqlalchemy import update

from app.accounts.models import Account
from app.calls.models import Applicant, Call, Channel, Standing
from app.calls.services import applying, appointing, calling, checking, drawing, erasing, placing
from app.committee.models import Body
from app.core.clock import replaying, seoul
from app.core.db import db
from app.core.jobs import queue
from app.demo.accounts import DOMAIN
from app.demo.year2019.persons import TERM, a_name, persons
from app.draws.models import Draw, PublicValue
from app.draws.services import ceremony, lottery

APPLICANTS, SEATS = 193, 73
PUBLISHED, CLOSES, CHECKED = seoul(2017, 3, 13, 9), seoul(2017, 4, 7, 18), seoul(2017, 4, 14, 17)
DRAWN, ANSWERED, ERASED = seoul(2017, 4, 20, 14), seoul(2017, 4, 27, 18), seoul(2017, 5, 31, 18)
ABOUT = {
    "title_ko": "제4기 시민참여예산위원 공개모집",
    "title_en": "Call for members of the fourth participatory budget committee",
    "text_ko": (
        "시연입니다. 2017년 4월과 5월 신문에 난 수는 신청 193명, 공개모집 73명, 추천 18명, 당연직 9명입니다. 그때 73명을 어떻게 "
        "뽑았는지, 신청한 분들의 성별·나이·자치구와 날짜는 알려져 있지 않습니다. 여기서는 지어낸 193명 가운데 73명을 오늘의 조례와 "
        "2024년 인구에 맞추어 이 누리집으로 추첨했습니다."
    ),
    "text_en": (
        "A demonstration. The press of April and May 2017 gives 193 applicants, 73 appointed by open call, 18 recommended, 9 "
        "ex officio. How the 73 were chosen, the sex, age and district of those who applied and the days were not published. "
        "Here 73 of 193 made-up people were drawn by this site to today's ordinances and the population of 2024."
    ),
}
DICE = "십면체 주사위 세 개, 2017년 4월 20일 14시 시청 1층(시연: 날짜와 장소는 지어낸 것입니다)"
VALUE, WITNESSES = "520", "지어낸 증인 두 사람(시연)"


def load(body: Body, logins: dict[str, Account], rng: random.Random) -> Draw:
    """Call, draw and seat 73 people; the member's login is one of those drawn, the citizen's one of those not drawn."""
    by = logins["organiser"]
    call = _call(body, by)
    _apply(call, rng)
    with replaying(CHECKED):
        checking.pass_all(call, range(1, APPLICANTS + 1), by=by)
    draw = _draw(call, by)
    people = applying.applicants_of(call)
    _belongs(next(one for one in people if one.standing is Standing.drawn), logins["member"])
    _belongs(next(one for one in people if one.standing is Standing.not_drawn), logins["citizen"])
    _seat(call, people, by)
    with replaying(ERASED):
        erasing.erase(call, by=by)
    return draw


def _call(body: Body, by: Any) -> Call:
    with replaying(PUBLISHED):
        call = calling.write(
            body, seats=SEATS, opens_at=PUBLISHED, closes_at=CLOSES, term_from=TERM[0], term_until=TERM[1], synthetic=True,
            by=by, **ABOUT,
        )  # fmt: skip
        calling.publish(call, by=by)
    return call


def _apply(call: Call, rng: random.Random) -> None:
    parts = sorted(part.id for part in call.body.parts)
    step = (CLOSES - PUBLISHED) / (APPLICANTS + 1)
    for number, person in enumerate(persons(APPLICANTS, rng), start=1):
        with replaying(PUBLISHED + number * step):
            applying.apply(
                call, name=a_name(rng), email=f"applicant{number}@people.{DOMAIN}", sex=person.sex, birth_band=person.band,
                district_code=person.district, disadvantaged=False, finance=False, wishes=rng.sample(parts, 3), motive="",
                channel=Channel.imported,
            )  # fmt: skip


def _draw(call: Call, by: Any) -> Draw:
    with replaying(CHECKED + dt.timedelta(hours=1)):
        draw = drawing.begin(call, by=by)
        # A secret of a real draw; here it is fixed, so that every demonstration draws the same.
        draw.salt = hashlib.sha256(b"appointment of 2017").digest()
        ceremony.announce(draw, PublicValue.dice, DICE, by)
        queue.run(lottery.start(draw, by).id)
    with replaying(DRAWN):
        return ceremony.reveal(draw, VALUE, WITNESSES, by)


def _belongs(one: Applicant, account: Account) -> None:
    """Let an application be the one of somebody who can sign in."""
    one.name, one.email, one.person = account.name, account.email, applying.person_hash(account.email)
    one.application.account_id = account.id
    db.session.flush()


def _seat(call: Call, people: Sequence[Applicant], by: Any) -> None:
    with replaying(ANSWERED):
        for one in people:
            if one.standing is Standing.drawn:
                appointing.accept(one, by=by)
        placing.place(call, by=by)
        made_up = Account.email.like(f"%@people.{DOMAIN}")
        db.session.execute(update(Account).where(made_up).values(synthetic=True, email_confirmed_at=ANSWERED))
