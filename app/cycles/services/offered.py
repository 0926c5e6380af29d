"""What a new plan begins with: offered, not fixed; everything can be edited before it is published.

Ceilings and exclusions are those of Gwangju's calls of 2023 and 2024 and of its operating ordinance
(art. 6); the criteria are a usual set, because no scoring sheet of Gwangju is public.
"""

import datetime as dt
from typing import Any

from app.core import clock
from app.cycles.models import BallotForm, OnMisfit, PhaseKind, PlanSection, SelectionRule
from app.cycles.services.contents import Content, Row

EOK = 100_000_000
TYPES = (
    ("city_type", "시정참여형", "City-level", 5 * EOK),
    ("youth_type", "청년참여형", "Youth", 10 * EOK),
    ("district_type", "지역참여형", "District", EOK // 2),
    ("dong_plan_type", "동단위계획형", "Dong plan", EOK // 2),
)
FIELDS = (
    ("transport", "교통건설", "Transport and construction"),
    ("environment", "환경생태", "Environment and ecology"),
    ("welfare", "복지건강", "Welfare and health"),
    ("administration", "일반행정", "General administration"),
    ("regeneration", "도시재생", "Urban regeneration"),
    ("culture", "문화관광", "Culture and tourism"),
    ("jobs", "일자리", "Jobs"),
    ("youth", "청년", "Youth"),
)
EXCLUSIONS = (
    ("complaint_type", "단순 민원", "Simple complaint"),
    ("single_group", "특정 단체나 개인을 위한 사업", "For a single group or person"),
    ("duplicate", "하고 있는 사업과 겹침", "Same as an existing project"),
    ("one_off_event", "일회성 공연이나 축제", "One-off show or festival"),
    ("against_public_interest", "공익에 어긋남", "Against the public interest"),
    ("continuing", "한 해에 끝나지 않는 사업", "Takes more than one year"),
    ("personnel_cost", "인건비", "Personnel cost"),
    ("mandated_cost", "법정경비", "Legally mandated cost"),
)
CRITERIA = (
    ("feasibility", "타당성", "Need", "시민에게 꼭 필요한 일인가요?", "Do citizens need it?"),
    ("effect", "효과성", "Effect", "여러 시민에게 도움이 되나요?", "Does it help many citizens?"),
    ("realisable", "실현 가능성", "Feasibility", "한 해 안에 할 수 있나요?", "Can it be done within a year?"),
    ("lasting", "지속성", "Lasting", "효과가 오래 가나요?", "Does the effect last?"),
)
VERDICTS = (
    ("eligible", "적격", "Eligible", True, False),
    ("amended", "고쳐서 적격", "Eligible as amended", True, False),
    ("ineligible", "부적격", "Ineligible", False, True),
    ("already_done", "이미 하고 있음", "Already done", False, False),
    ("other_agency", "다른 기관 소관", "Another body's task", False, False),
)
# From (year, month, day, hour) to the same, years counted from that of the call.
PHASES = (
    (PhaseKind.intake, (0, 3, 12, 9), (0, 4, 22, 18)),
    (PhaseKind.dept_review, (0, 5, 1, 9), (0, 6, 30, 18)),
    (PhaseKind.review, (0, 7, 1, 9), (0, 7, 20, 18)),
    (PhaseKind.screening, (0, 7, 21, 9), (0, 8, 14, 18)),
    (PhaseKind.selection, (0, 8, 24, 9), (0, 8, 28, 18)),
    (PhaseKind.bill, (0, 9, 1, 9), (0, 11, 10, 18)),
    (PhaseKind.council, (0, 11, 11, 9), (0, 12, 16, 18)),
    (PhaseKind.execution, (1, 1, 1, 0), (2, 1, 1, 0)),
    (PhaseKind.settlement, (2, 1, 1, 0), (2, 4, 1, 0)),
)


def offered_plan(place_code: str, budget_year: int) -> Content:
    """Return the plan that a body's first cycle begins with."""
    return {
        PlanSection.basics: {
            "place_code": place_code, "budget_year": budget_year, "pot_won": 100 * EOK, "notice_days": 20,
            "support_threshold": 50, "intro_ko": "", "intro_en": "",
        },
        PlanSection.types: [
            {"code": code, "name_ko": ko, "name_en": en, "ceiling_won": won, "pot_won": None}
            for code, ko, en, won in TYPES
        ],
        PlanSection.fields: [{"code": c, "name_ko": ko, "name_en": en, "pot_won": None} for c, ko, en in FIELDS],
        PlanSection.exclusions: [{"code": code, "name_ko": ko, "name_en": en} for code, ko, en in EXCLUSIONS],
        PlanSection.criteria: [
            {"code": c, "name_ko": ko, "name_en": en, "help_ko": hk, "help_en": he, "weight": 1, "points": 5}
            for c, ko, en, hk, he in CRITERIA
        ],
        PlanSection.verdicts: [
            {"code": c, "name_ko": ko, "name_en": en, "goes_on": goes_on, "needs_exclusion": needs}
            for c, ko, en, goes_on, needs in VERDICTS
        ],
        PlanSection.phases: [_phase(kind, budget_year - 1, *times) for kind, *times in PHASES],
        PlanSection.selection: {
            "ballot_form": str(BallotForm.yes_no_each), "picks": None, "rule": str(SelectionRule.rank_and_fill),
            "on_misfit": str(OnMisfit.skip), "minimum_share_percent": 0,
            "tie_order": ["safety", "min_cost", "receipt_no"], "safety_first": True,
        },
    }  # fmt: skip


def _phase(kind: PhaseKind, call_year: int, opens: Any, closes: Any) -> Row:
    return {"kind": str(kind), "opens_at": _at(call_year, *opens), "closes_at": _at(call_year, *closes)}


def _at(call_year: int, years: int, month: int, day: int, hour: int) -> str:
    return clock.seoul(call_year + years, month, day, hour).isoformat()


def shifted(text: str, years: int) -> str:
    """Return the same date and hour in Gwangju some years later; 29 February becomes the 28th."""
    local = dt.datetime.fromisoformat(text).astimezone(clock.SEOUL)
    year = local.year + years
    day = 28 if (local.month, local.day) == (2, 29) and not _is_leap(year) else local.day
    return local.replace(year=year, day=day).astimezone(dt.UTC).isoformat()


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
