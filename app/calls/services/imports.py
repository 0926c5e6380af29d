"""Applications from a spreadsheet, into the latest call of the cycle's committee. The export gives the table back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.calls.models import Applicant, Call, Channel, Standing
from app.calls.services import applying, calling
from app.city.models import Place as PlaceRow
from app.city.models import PlaceLevel
from app.committee.labels import SEXES
from app.committee.models import Application, Sex
from app.committee.services.imports import SEX_NAMES, body_of
from app.core import audit
from app.core.db import db
from app.core.errors import N_, RuleError
from app.core.imports import columns as read
from app.core.imports.kinds import Column, Finding, ImportKind, Row, Target, register
from app.core.permissions import Permission, Place


class NoCall(RuleError):
    code = "no_call"
    sentence = N_("There is no call for members of this committee. Write one first.")


class BandUnknown(RuleError):
    code = "band_unknown"
    sentence = N_("Write the age band as 30-39.")


class InDraw(RuleError):
    code = "application_in_draw"
    sentence = N_("An application of this import was checked or drawn; the import stays.")


def call_of(target: Target) -> Call:
    """Return the latest call of the committee. Raises ``NoCall``."""
    found = calling.calls_of(body_of(target))
    if not found:
        raise NoCall()
    return found[0]


def _columns(target: Target) -> tuple[Column, ...]:
    sexes = SEX_NAMES | {text.lower(): sex for sex, text in SEXES.items()}
    rows = db.session.scalars(select(PlaceRow).where(PlaceRow.level == PlaceLevel.district)).all()
    districts = {row.name_ko: row.code for row in rows} | {row.name_en.lower(): row.code for row in rows}
    return (
        Column("name", ("이름", "Name"), read.text_up_to(200), example="김시민"),
        Column("email", ("전자우편", "E-mail"), read.email, unique=True, example="citizen@example.org"),
        Column("sex", ("성별", "Sex"), read.one_of(sexes), example="여성"),
        Column("birth_band", ("나이대", "Age band"), _band, example="30-39"),
        Column("district_code", ("자치구", "District"), read.one_of(districts), example=next(iter(districts), "")),
        Column("disadvantaged", ("사회적 약자", "Disadvantaged"), read.yes_or_no, required=False, example="아니오", default=False),
        Column("finance", ("재정 전문성", "Knows public finance"), read.yes_or_no, required=False, example="아니오", default=False),
    )  # fmt: skip


def _band(cell: str) -> str:
    low, _dash, high = cell.strip().replace("–", "-").replace("~", "-").partition("-")
    if not (low.isascii() and low.isdigit() and high.isascii() and high.isdigit() and int(high) == int(low) + 9):
        raise BandUnknown()
    return f"{int(low)}-{int(high)}"


def _check(rows: Sequence[Row], target: Target) -> Iterable[Finding]:
    """Say who has applied already."""
    known = {one.person: one.application.number for one in applying.applicants_of(call_of(target))}
    for row in rows:
        number = known.get(applying.person_hash(row["email"]))
        if number is not None:
            yield Finding(row.number, "email", applying.AppliedBefore(number=number))


def _apply(row: Row, target: Target) -> tuple[str, object]:
    made = applying.apply(call_of(target), **row.values, wishes=[], motive="", channel=Channel.imported, by=target.by)
    return "application", made.application_id


def _take_back(key: str) -> None:
    """Take an application away as if it had never been. Raises ``InDraw``."""
    one = db.session.get_one(Applicant, int(key))
    if one.standing is not Standing.applied or one.checked_at is not None:
        raise InDraw()
    audit.record("call.take_back", of=("application", one.application_id))
    db.session.delete(one)
    db.session.flush()
    db.session.delete(db.session.get_one(Application, int(key)))


def _rows(target: Target) -> Iterable[Mapping[str, Any]]:
    sexes = {Sex.female: "여성", Sex.male: "남성", None: None}
    districts = {row.code: row.name_ko for row in db.session.scalars(select(PlaceRow))}
    for one in applying.applicants_of(call_of(target)):
        yield {
            "name": one.name, "email": one.email, "sex": sexes[one.application.sex],
            "birth_band": one.application.birth_band, "district_code": districts.get(one.application.district_code or ""),
            "disadvantaged": one.application.disadvantaged, "finance": one.finance,
        }  # fmt: skip


def _place(target: Target) -> Place:
    return calling.place_of(call_of(target))


APPLICATIONS = register(
    ImportKind(
        code="applications",
        title=N_("Applications for seats"),
        permission=Permission.keep_call,
        columns=_columns,
        check=_check,
        apply=_apply,
        undo=_take_back,
        rows=_rows,
        place=_place,
        done_at=lambda target: f"/office/calls/{call_of(target).id}",
    )
)
