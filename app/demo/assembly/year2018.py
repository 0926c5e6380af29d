"""22 May 2018: ten by three ways, five by agreements online, three by those who led the talks, two by stickers.

Published: about 100 proposals, minhoe of five people or more, 5 + 3 + 2, a yes or no by an audience panel
(citizens-assembly-2018-05). Not published: votes for single policies, the size of the panel, what became of each.
"""

import datetime as dt
import random

from app.assembly.models import Counted, StageKind, StageMethod, Taken
from app.assembly.services import finding, stages
from app.core.clock import replaying, seoul
from app.demo.assembly import counted, filling
from app.demo.assembly.people import Crowd

POLICIES, ONLINE, PICKED, STICKERS = 100, 5, 3, 2
NOTE = (
    "공개된 것: 제안 약 100개, 다섯 명 이상의 민회, 온라인 공감 5개, 지원단·퍼실리테이터·제안자 3개, 현장 스티커 2개, 청중 찬반"
    "(출처 citizens-assembly-2018-05). 정책, 민회, 정책별 표는 시연용으로 만들었습니다. 청중 찬반의 표 수는 공개되지 않아 마지막 단계의 "
    "표도 만든 것입니다.",
    "Published: about 100 proposals, minhoe of five or more, 5 by agreements online, 3 by support team, facilitators and "
    "proposers, 2 by stickers, a yes or no of the audience. Policies, minhoe and votes for single policies are made up.",
)


def load(people: Crowd, rng: random.Random) -> None:
    """Load the assembly of 2018."""
    files = (seoul(2018, 3, 20, 9), seoul(2018, 5, 10, 18))
    assembly = filling.an_assembly(2018, dt.date(2018, 5, 22), files, ("5·18민주광장", "May 18 Democracy Square"), NOTE)
    meetings = filling.minhoe(assembly, 36, people, rng)
    made = filling.policies(assembly, POLICIES, (), meetings, people, rng)
    ten = rng.sample(made, ONLINE + PICKED + STICKERS)
    online, picked, on_boards = ten[:ONLINE], ten[ONLINE : ONLINE + PICKED], ten[ONLINE + PICKED :]
    others = [policy for policy in made if policy not in online]
    filling.supports([*online, *others], (96, 88, 81, 77, 74), people, rng)
    _stages(assembly)
    first = finding.stage_at(assembly, 1)
    with replaying(seoul(2018, 5, 18, 18)):
        stages.open_stage(first, by=people.organiser)
        stages.close(first, by=people.organiser)
    votes = {policy.id: rng.randint(25, 32) if policy in picked else rng.randint(0, 15) for policy in others}
    at = seoul(2018, 5, 19, 15)
    counted.from_a_sheet(assembly, 2, people, name="고르기 회의 집계", votes=votes, voters=40, at=at)
    rest = [policy for policy in others if policy not in picked]
    stickers = {policy.id: rng.randint(140, 160) if policy in on_boards else rng.randint(1, 90) for policy in rest}
    counted.from_a_sheet(assembly, 3, people, name="정책 게시판", votes=stickers, at=seoul(2018, 5, 22, 14))
    yes = {policy.id: rng.randint(120, 190) for policy in ten}
    no = {key: rng.randint(0, 200 - many) for key, many in yes.items()}
    at = seoul(2018, 5, 22, 16)
    counted.from_a_sheet(assembly, 4, people, name="청중 찬반 집계", votes=yes, against=no, voters=200, at=at)


def _stages(assembly: filling.Assembly) -> None:
    top, sheets = StageMethod.top_k, Counted.sheets
    counted.a_stage(
        assembly, StageKind.agreements_online, ("온라인 공감", "Agreements online", "누리집에서 공감한 시민", "Citizens online"),
        method=top, counted=Counted.agreements, seats=ONLINE,
    )  # fmt: skip
    names = (
        "함께 고르기",
        "Pick of those who led the talks",
        "지원단, 퍼실리테이터, 제안자",
        "Support team, facilitators, proposers",
    )
    kind = StageKind.facilitators_pick
    counted.a_stage(assembly, kind, names, method=top, counted=sheets, seats=PICKED, sources=[(1, Taken.rest)])
    names = ("현장 스티커", "Stickers on the day", "참석한 시민", "Who came")
    kind = StageKind.stickers
    counted.a_stage(assembly, kind, names, method=top, counted=sheets, seats=STICKERS, sources=[(2, Taken.rest)])
    names = ("정책마다 찬반", "Yes or no to each", "청중 평가단", "Audience panel")
    sources = [(position, Taken.chosen) for position in (1, 2, 3)]
    kind = StageKind.yes_no_each
    counted.a_stage(assembly, kind, names, method=StageMethod.yes_no, counted=sheets, sources=sources)
