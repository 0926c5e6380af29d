"""What every cycle stands on: places, departments, sources, reason codes."""

from app.city.models import Department, Place, PlaceLevel, Source
from app.core.db import db
from app.demo.tables import rows
from app.proposals.models import NO_REASON, ReasonCode

DEPARTMENTS = (
    # code, name, English name, bureau, English bureau, field
    (
        "walking",
        "보행자정책과",
        "Pedestrian Policy Division",
        "교통건설국",
        "Transport and Construction Bureau",
        "transport",
    ),
    ("roads", "도로과", "Roads Division", "교통건설국", "Transport and Construction Bureau", "transport"),
    ("parks", "공원녹지과", "Parks Division", "환경생태국", "Environment Bureau", "environment"),
    ("waste", "자원순환과", "Resource Circulation Division", "환경생태국", "Environment Bureau", "environment"),
    ("welfare", "사회복지과", "Social Welfare Division", "복지건강국", "Welfare and Health Bureau", "welfare"),
    ("renewal", "도시재생과", "Urban Renewal Division", "도시재생국", "Urban Renewal Bureau", "regeneration"),
    ("culture", "문화정책과", "Culture Division", "문화관광국", "Culture and Tourism Bureau", "culture"),
    ("jobs", "일자리정책과", "Jobs Division", "일자리경제국", "Jobs and Economy Bureau", "jobs"),
    ("youth", "청년청소년과", "Youth Division", "일자리경제국", "Jobs and Economy Bureau", "youth"),
    ("admin", "자치행정과", "Local Administration Division", "자치행정국", "Administration Bureau", "administration"),
)
REASONS = (
    (NO_REASON, "이유를 밝히지 않음", "No reason given"),
    ("not_in_source", "출처에 이유가 나와 있지 않음", "The source names no reason"),
    ("overlap", "다른 사업과 겹침", "Overlaps with another project"),
    ("not_urgent", "급하지 않음", "Not urgent"),
    ("complaint_type", "단순 민원", "A complaint rather than a project"),
    ("ordinary_budget", "일반 예산으로 할 일", "Belongs in the ordinary budget"),
    ("one_group", "한 단체를 위한 사업", "For one group"),
    ("one_area", "한 지역을 위한 사업", "For one area"),
    ("weak_feasibility", "타당성 부족", "Weak feasibility"),
    ("not_concrete", "구체적이지 않음", "Not concrete"),
    ("against_law", "법령에 어긋남", "Against the law"),
    ("other_agency", "다른 기관이 할 일", "Another body's task"),
    ("already_running", "이미 하고 있음", "Already running"),
    ("over_one_year", "한 해를 넘김", "Takes more than one year"),
    ("running_cost", "인건비·운영비", "Personnel or running cost"),
    ("one_off", "일회성 행사", "One-off event"),
    ("over_ceiling", "한도액을 넘김", "Over the ceiling"),
    ("fiscal_situation", "재정 사정", "Fiscal situation"),
    ("design_cost", "설계비를 뺌", "Design cost taken out"),
    ("unused", "쓰고 남은 돈", "Unused money"),
)


def load() -> None:
    """Add what is missing of places, departments, sources and reason codes."""
    for row in rows("places"):
        parent = row["parent_code"] or None
        db.session.add(Place(**{**row, "level": PlaceLevel(row["level"]), "parent_code": parent}))
        db.session.flush()
    for code, name_ko, name_en, bureau_ko, bureau_en, _field in DEPARTMENTS:
        db.session.add(
            Department(code=code, name_ko=name_ko, name_en=name_en, bureau_ko=bureau_ko, bureau_en=bureau_en)
        )
    for row in rows("sources"):
        address, published = row["address"] or None, row["published"] or None
        db.session.add(Source(code=row["code"], title=row["title"], address=address, published=published))
    for position, (code, name_ko, name_en) in enumerate(REASONS, start=1):
        db.session.add(ReasonCode(code=code, name_ko=name_ko, name_en=name_en, position=position))
    db.session.flush()
