"""The operating plans of the demonstration's cycles, published by the platform's own rules."""

import datetime as dt
from typing import Any

from app.core import clock
from app.core.clock import replaying, seoul
from app.core.db import db, transaction
from app.cycles.models import Cycle, PhaseKind, PlanSection
from app.cycles.services import drafts, opening, publishing
from app.cycles.services.contents import revision_of
from app.cycles.services.offered import offered_plan

CITY = "2900000000"
EXCLUSIONS_2019 = (  # yonhap-2018-03, yonhap-2017-03
    ("complaint_type", "한 자치구의 민원", "A complaint of one district"),
    ("single_group", "특정 단체를 위한 사업", "For one group"),
    ("road_paving", "도로 포장", "Road paving"),
    ("facility_repair", "시설 보수", "Facility repair"),
    ("cctv", "CCTV 설치", "CCTV"),
    ("continuing", "한 해를 넘기는 사업", "Takes more than one year"),
)
# Stated criteria only; points and weights of Gwangju were not published, these are the demonstration's.
CRITERIA = (
    (
        "benefit",
        "효과",
        "Benefit",
        "많은 시민에게 고루 도움이 됩니까?",
        "Does it help many citizens across the city?",
        3,
    ),
    ("need", "필요", "Need", "지금 꼭 필요합니까?", "Is it needed now?", 2),
    ("feasible", "실현 가능성", "Feasibility", "한 해 안에 할 수 있습니까?", "Can it be done within the year?", 3),
    ("fit", "적정성", "Fit", "들어가는 돈이 알맞습니까?", "Is the cost right for what it brings?", 2),
)
# 2019: the call's days are published (yonhap-2018-03) and the council's (nocut-2018-12); the others are made up.
DAYS_2019 = {
    PhaseKind.intake: ((2018, 3, 12), (2018, 4, 22)),
    PhaseKind.dept_review: ((2018, 4, 23), (2018, 6, 29)),
    PhaseKind.review: ((2018, 6, 1), (2018, 7, 8)),
    PhaseKind.screening: ((2018, 7, 9), (2018, 8, 10)),
    PhaseKind.selection: ((2018, 8, 20), (2018, 8, 28)),
    PhaseKind.bill: ((2018, 9, 1), (2018, 11, 10)),
    PhaseKind.council: ((2018, 11, 11), (2018, 12, 14)),
    PhaseKind.execution: ((2019, 1, 1), (2019, 12, 31)),
    PhaseKind.settlement: ((2020, 1, 1), (2020, 6, 30)),
}
PUBLISHED_2019 = seoul(2018, 2, 9, 10)
# The cycle that is open when a visitor comes: so many days from the day on which the demonstration is loaded.
INTAKE_BEGAN, NOTICE = dt.timedelta(days=14), dt.timedelta(days=21)
LENGTHS_NOW = {
    PhaseKind.intake: 120, PhaseKind.dept_review: 60, PhaseKind.review: 20, PhaseKind.screening: 25,
    PhaseKind.selection: 7, PhaseKind.bill: 60, PhaseKind.council: 40, PhaseKind.execution: 364,
    PhaseKind.settlement: 90,
}  # fmt: skip
INTRO_KO = "이 주기의 합계는 보도된 값이고, 사람과 글, 사업별 금액은 합계에 맞춘 시연용입니다. 접수와 의회 심의 밖의 날짜도 시연용입니다."
INTRO_EN = (
    "The totals of this cycle were published; people, texts and the amounts of single projects are made up to match. "
    "So are all dates but those of intake and council."
)


def open_2019(pot_won: int, organiser: Any) -> Cycle:
    """Open and publish the cycle of 2019 as of February 2018."""
    plan = offered_plan(CITY, 2019)
    basics = plan[PlanSection.basics] | {"pot_won": pot_won, "intro_ko": INTRO_KO, "intro_en": INTRO_EN}
    written = {
        PlanSection.basics: basics,
        PlanSection.types: plan[PlanSection.types][:1],
        PlanSection.exclusions: [{"code": c, "name_ko": ko, "name_en": en} for c, ko, en in EXCLUSIONS_2019],
        PlanSection.criteria: criteria(),
        PlanSection.phases: [
            phase(kind, seoul(*first, 9), seoul(*last, 18)) for kind, (first, last) in DAYS_2019.items()
        ],
    }
    with replaying(PUBLISHED_2019):
        return publish(2019, written, organiser)


def open_now(organiser: Any) -> Cycle:
    """Open the cycle of the year after this one; its intake has been open for two weeks."""
    today = clock.today()
    began = today - INTAKE_BEGAN
    written = {PlanSection.phases: phases_from(began)}
    at = seoul(began.year, began.month, began.day, 9) - NOTICE
    with replaying(at):
        return publish(today.year + 1, written, organiser)


def publish(year: int, written: dict[PlanSection, Any], organiser: Any) -> Cycle:
    cycle = opening.open_cycle(place_code=CITY, budget_year=year, by=organiser)
    with transaction():
        for section, content in written.items():
            drafts.keep(cycle, section, content, by=organiser)
        db.session.flush()
    publishing.publish(cycle_id=cycle.id, why="", revision=revision_of(drafts.draft_of(cycle)), by=organiser)
    return cycle


def criteria() -> list[dict[str, Any]]:
    return [
        {"code": code, "name_ko": ko, "name_en": en, "help_ko": hk, "help_en": he, "weight": weight, "points": 5}
        for code, ko, en, hk, he, weight in CRITERIA
    ]


def phase(kind: PhaseKind, opens_at: dt.datetime, closes_at: dt.datetime) -> dict[str, str]:
    return {"kind": str(kind), "opens_at": opens_at.isoformat(), "closes_at": closes_at.isoformat()}


def phases_from(first: dt.date) -> list[dict[str, str]]:
    """Return phases that follow one another from a day on, 09:00 to 18:00 in Gwangju."""
    found, day = [], first
    for kind, length in LENGTHS_NOW.items():
        last = day + dt.timedelta(days=length)
        opens_at, closes_at = seoul(day.year, day.month, day.day, 9), seoul(last.year, last.month, last.day, 18)
        found.append(phase(kind, opens_at, closes_at))
        day = last + dt.timedelta(days=1)
    return found
