"""21 May 2017: a hundred policies, eight chosen beforehand and two by stickers, yes to each of the ten; the answers.

Published: 100 policies; 8 + 2; all ten adopted; about 500 people (citizens-assembly-2017-05); 10 accepted as they were,
22 in part, 21 already being done, 47 for long-term review, and the titles of those ten (citizens-assembly-2017-09).
Of the assembly's own ten one title is known. Not published: stickers and hands for single policies.
"""

import datetime as dt
import random
from collections.abc import Sequence

from app.assembly.models import Assembly, Counted, Policy, StageKind, StageMethod, Taken
from app.assembly.services import answers, finding, minutes, stages
from app.core.clock import replaying, seoul
from app.demo import answers_2017
from app.demo.assembly import counted, filling
from app.demo.assembly.ideas import PolicyIdea
from app.demo.assembly.people import Crowd

POLICIES, BEFOREHAND, STICKERS, PEOPLE = 100, 8, 2, 500
_T = filling.TITLE_ONLY
LUNCHES = PolicyIdea("고등학교 모든 학년 무상 급식", _T, _T, "education", "education")
ACCEPTED = tuple(
    PolicyIdea(title, _T, _T, category, "city_hall")
    for title, category in (
        ("충장로 청소년 공간", "education"),
        ("주민이 운영에 참여하는 지역 청년의 집", "youth"),
        ("청소년 여가 공간", "education"),
        ("기업과 함께하는 장애인 일터", "welfare"),
        ("시민이 설계하고 어린이가 살피는 어린이 공원", "environment"),
        ("학교 가는 길 안전", "transport"),
        ("영구임대아파트 표준 규약과 대표 의무화", "welfare"),
        ("공공기관 주차 빈자리 알림", "transport"),
        ("청년 갭이어", "youth"),
        ("공유 공간에서 하는 청년 활동", "youth"),
    )
)
NOTE = (
    "공개된 것: 정책 100개, 미리 고른 8개와 스티커로 고른 2개, 열 개 모두 찬성, 참석 약 500명, 답변 10·22·21·47, 원안 수용 10개의 "
    "제목과 무상 급식(출처 citizens-assembly-2017-05, citizens-assembly-2017-09). 다른 정책, 민회, 정책별 표와 접수 날짜는 시연용으로 "
    "만들었습니다.",
    "Published: 100 policies, 8 chosen beforehand and 2 by stickers, yes to all ten, about 500 people, answers 10/22/21/47, "
    "titles of the ten accepted ones and free lunches. Other policies, minhoe, votes for single policies and filing dates "
    "are made up.",
)


CITIZENS, ON_THE_DAY = ("시민 기획단", "Citizen planners"), ("참석한 시민 약 500명", "About 500 people who came")
STAGES = (
    (StageKind.facilitators_pick, ("미리 고르기", "Chosen beforehand", *CITIZENS),
     {"method": StageMethod.named, "counted": Counted.meeting, "seats": BEFOREHAND}),
    (StageKind.stickers, ("현장 스티커", "Stickers on the day", *ON_THE_DAY),
     {"method": StageMethod.top_k, "counted": Counted.sheets, "seats": STICKERS, "sources": [(1, Taken.rest)]}),
    (StageKind.yes_no_each, ("정책마다 찬반", "Yes or no to each", *ON_THE_DAY),
     {"method": StageMethod.yes_no, "counted": Counted.sheets, "sources": [(1, Taken.chosen), (2, Taken.chosen)]}),
)  # fmt: skip
CHOSEN_WHY = "여덟 개를 미리 골랐습니다. 고른 방법과 이유는 출처에 나오지 않습니다."
MINUTES = (
    "시민 약 500명이 모여 열 개 정책을 모두 채택했습니다. 시장, 시의회 의장, 교육감, 구청장이 그 자리에서 답했습니다."
)


def load(people: Crowd, rng: random.Random) -> None:
    """Load the assembly of 2017."""
    files = (seoul(2017, 3, 2, 9), seoul(2017, 5, 12, 18))
    assembly = filling.an_assembly(2017, dt.date(2017, 5, 21), files, ("금남로", "Geumnam-ro"), NOTE)
    meetings = filling.minhoe(assembly, 40, people, rng)
    made = filling.policies(assembly, POLICIES, (LUNCHES, *ACCEPTED), meetings, people, rng)
    own = [policy for policy in made if policy.synthetic]
    ten = [made[0], *rng.sample(own, BEFOREHAND + STICKERS - 1)]
    for kind, names, rule in STAGES:
        counted.a_stage(assembly, kind, names, **rule)
    _choose(assembly, ten, made, people, rng)
    with replaying(seoul(2017, 5, 21, 18)):
        owed = answers.owe_all(assembly, by=people.organiser, received_on=assembly.held_on, due_on=None)
    with replaying(seoul(2017, 5, 24, 10)):
        minutes.write(assembly, minutes=MINUTES, revision=assembly.revision, by=people.organiser)
        minutes.publish(assembly, by=people.organiser)
    answers_2017.load(owed, accepted={policy.id for policy in made[1 : 1 + len(ACCEPTED)]}, rng=rng)


def _choose(
    assembly: Assembly, ten: Sequence[Policy], made: Sequence[Policy], people: Crowd, rng: random.Random
) -> None:
    """Choose eight beforehand, two by stickers, and adopt each of the ten; votes are made up."""
    before, by_stickers = ten[:BEFOREHAND], ten[BEFOREHAND:]
    first = finding.stage_at(assembly, 1)
    with replaying(seoul(2017, 5, 19, 18)):
        stages.open_stage(first, by=people.organiser)
        chosen = [policy.number for policy in before]
        stages.close(first, chosen=chosen, by=people.organiser, why=CHOSEN_WHY)
    rest = [policy for policy in made if policy not in before]
    stickers = {policy.id: rng.randint(140, 170) if policy in by_stickers else rng.randint(2, 110) for policy in rest}
    counted.from_a_sheet(assembly, 2, people, name="정책 게시판 100장", votes=stickers, at=seoul(2017, 5, 21, 15))
    yes = {policy.id: rng.randint(330, 470) for policy in ten}
    no = {key: rng.randint(0, PEOPLE - many) for key, many in yes.items()}
    end = seoul(2017, 5, 21, 17)
    counted.from_a_sheet(assembly, 3, people, name="손팻말 집계", votes=yes, against=no, voters=PEOPLE, at=end)
