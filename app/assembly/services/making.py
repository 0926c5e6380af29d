"""Making an assembly: its dates, who answers, what policies are about; and publishing it."""

import datetime as dt
from typing import Any

from sqlalchemy import select

from app.assembly.models import AnswerBody, Assembly, BodyKind, Category
from app.assembly.services import finding
from app.city.models import Place, PlaceLevel
from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, EditedByAnother, RuleError

BODIES = (
    (BodyKind.city_hall, "광주광역시", "Gwangju City Hall"),
    (BodyKind.council, "광주광역시의회", "Gwangju City Council"),
    (BodyKind.education, "광주광역시교육청", "Gwangju Board of Education"),
)
CATEGORIES = (
    ("education", "교육·청소년", "Education and teenagers"),
    ("youth", "청년·일자리", "Young people and work"),
    ("welfare", "복지·건강", "Welfare and health"),
    ("transport", "교통·안전", "Transport and safety"),
    ("environment", "환경", "Environment"),
    ("culture", "문화", "Culture"),
    ("democracy", "자치·민주주의", "Self-government and democracy"),
)


class YearTaken(RuleError):
    code = "assembly_year_taken"
    sentence = N_("There is an assembly of this year already.")
    field = "year"


class DatesWrong(RuleError):
    code = "assembly_dates_wrong"
    sentence = N_("Policies are filed until a time after the beginning.")
    field = "files_until"


def make(
    *, year: int, title_ko: str, title_en: str, place_code: str, held_on: dt.date, venue_ko: str, venue_en: str,
    minhoe_least: int, files_from: dt.datetime, files_until: dt.datetime, by: Any,
) -> Assembly:  # fmt: skip
    """Make an assembly that nobody sees yet. Raises ``YearTaken``, ``DatesWrong``."""
    if files_until <= files_from:
        raise DatesWrong()
    by_id = getattr(by, "id", None)
    with transaction():
        if db.session.scalar(select(Assembly.id).where(Assembly.year == year)) is not None:
            raise YearTaken()
        assembly = Assembly(
            year=year, title_ko=title_ko, title_en=title_en, place_code=place_code, held_on=held_on, venue_ko=venue_ko,
            venue_en=venue_en, minhoe_least=minhoe_least, files_from=files_from, files_until=files_until, made_by=by_id,
            made_at=clock.now(),
        )  # fmt: skip
        assembly.bodies = _bodies(place_code)
        assembly.categories = [
            Category(code=code, name_ko=ko, name_en=en, position=place)
            for place, (code, ko, en) in enumerate(CATEGORIES, 1)
        ]
        db.session.add(assembly)
        db.session.flush()
        audit.record("assembly.made", of=("assembly", assembly.id), by=by, after={"year": year})
    return assembly


def _bodies(place_code: str) -> list[AnswerBody]:
    """Return city hall, council and board of education, and each district of the city."""
    inside = select(Place).where(Place.level == PlaceLevel.district, Place.parent_code == place_code)
    bodies = [AnswerBody(code=kind.value, kind=kind, name_ko=ko, name_en=en) for kind, ko, en in BODIES]
    bodies += [
        AnswerBody(
            code=place.code, kind=BodyKind.district, name_ko=place.name_ko, name_en=place.name_en, place_code=place.code
        )
        for place in db.session.scalars(inside.order_by(Place.code))
    ]
    for position, body in enumerate(bodies, 1):
        body.position = position
    return bodies


def change(
    assembly: Assembly, *, title_ko: str, title_en: str, held_on: dt.date, venue_ko: str, venue_en: str,
    minhoe_least: int, files_from: dt.datetime, files_until: dt.datetime, revision: int, by: Any,
) -> None:  # fmt: skip
    """Change dates and names. Raises ``DatesWrong``, ``EditedByAnother``."""
    if files_until <= files_from:
        raise DatesWrong()
    assembly_id = assembly.id
    with transaction():
        assembly = finding.locked_assembly(assembly_id)
        if assembly.revision != revision:
            raise EditedByAnother()
        before = _told(assembly)
        assembly.title_ko, assembly.title_en, assembly.held_on = title_ko, title_en, held_on
        assembly.venue_ko, assembly.venue_en, assembly.minhoe_least = venue_ko, venue_en, minhoe_least
        assembly.files_from, assembly.files_until = files_from, files_until
        audit.record("assembly.changed", of=("assembly", assembly_id), by=by, before=before, after=_told(assembly))


def publish(assembly: Assembly, *, by: Any) -> None:
    """Let everybody see the assembly; from then on minhoe can be registered for it."""
    assembly_id = assembly.id
    with transaction():
        assembly = finding.locked_assembly(assembly_id)
        if assembly.published_at is None:
            assembly.published_at = clock.now()
            audit.record("assembly.published", of=("assembly", assembly_id), by=by, after={"year": assembly.year})


def _told(assembly: Assembly) -> dict[str, Any]:
    return {
        "title": assembly.title_ko, "held_on": assembly.held_on.isoformat(), "least": assembly.minhoe_least,
        "files": [assembly.files_from.isoformat(), assembly.files_until.isoformat()],
    }  # fmt: skip
