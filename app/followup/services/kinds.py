"""The kinds of matters and their deadlines: a table that the office keeps. What is missing of it is filled in at first use."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from app.core import audit
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.followup.models import MatterKind, Unit


@dataclass(frozen=True)
class Default:
    """A kind as it is until the office changes it."""

    code: str
    name_ko: str
    name_en: str
    count: int
    unit: Unit
    basis_ko: str
    basis_en: str


NOT_FROM_LAW_KO = "법에 정한 기한이 없어 이 누리집이 정한 기한"
NOT_FROM_LAW_EN = "No law sets one: set by this site"
DEFAULTS: list[Default] = [
    Default("assembly_policy", "시민총회 정책", "Policy of the citizens' assembly", 30, Unit.days, NOT_FROM_LAW_KO, NOT_FROM_LAW_EN),
    Default(
        "petition", "청원", "Petition", 100, Unit.days,
        "시민권익위원회: 100일 안에 해결안을 냄", "Civic Rights Committee: a solution within 100 days",
    ),
    Default("recommendation", "권고", "Recommendation", 30, Unit.days, NOT_FROM_LAW_KO, NOT_FROM_LAW_EN),
    Default(
        "opinion", "의견 조사", "Opinion survey", 1, Unit.months,
        "광주광역시 시민참여 기본조례(2022. 12. 14.): 한 달 안에 시의 의견을 밝힘",
        "Gwangju ordinance on citizens' participation (14 Dec 2022): the city states its view within one month",
    ),
    Default("plan", "계획 과제", "Task of a plan", 30, Unit.days, NOT_FROM_LAW_KO, NOT_FROM_LAW_EN),
]  # fmt: skip


class DeadlineUnreadable(RuleError):
    code = "deadline_unreadable"
    sentence = N_("An answer may take between 1 and 366 days, or 1 and 12 months.")
    field = "count"


def register_kind(default: Default) -> None:
    """Declare a kind of another area, by its ``code``."""
    if all(known.code != default.code for known in DEFAULTS):
        DEFAULTS.append(default)


def kind_called(code: str) -> MatterKind:
    """Return a kind, filled in where the table has none of that code yet; inside the caller's transaction. ``NotFound``."""
    kind = db.session.get(MatterKind, code)
    if kind is not None:
        return kind
    position, default = next(((n, one) for n, one in enumerate(DEFAULTS, 1) if one.code == code), (0, None))
    if default is None:
        raise NotFound()
    kind = MatterKind(**asdict(default), position=position)
    db.session.add(kind)
    db.session.flush()
    return kind


def kinds() -> Sequence[MatterKind]:
    """Return the kinds that matters were sent of, in order."""
    return db.session.scalars(select(MatterKind).order_by(MatterKind.position)).all()


def change_kind(
    *, code: str, count: int, unit: Unit | str, basis_ko: str, basis_en: str, why: str, by: Any
) -> MatterKind:
    """Set how long answers of a kind may take, for what is sent from now on."""
    unit = Unit(unit)
    if not 1 <= count <= {Unit.days: 366, Unit.months: 12}[unit]:
        raise DeadlineUnreadable()
    with transaction():
        kind = locked(MatterKind, code)
        if kind is None:
            raise NotFound()
        before = _said(kind)
        kind.count, kind.unit, kind.basis_ko, kind.basis_en = count, unit, basis_ko.strip(), basis_en.strip()
        if _said(kind) != before:
            audit.record("matter.kind", of=("matter_kind", code), by=by, before=before, after=_said(kind), why=why)
    return kind


def _said(kind: MatterKind) -> dict[str, Any]:
    return {"count": kind.count, "unit": str(kind.unit), "basis": kind.basis_ko}
