"""Proposals from a table: the columns, the checks of a row, taking it in, and taking it back."""

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import joinedload

from app.core import audit, clock
from app.core.db import Base, db, locked
from app.core.errors import N_, NotFound, RuleError
from app.core.imports import columns as read
from app.core.imports.errors import BuiltUpon
from app.core.imports.kinds import Column, Finding, ImportKind, Made, Row, Target, register
from app.core.permissions import Permission, Place
from app.cycles.models import Cycle, Phase, PhaseKind
from app.cycles.services.phases import PhaseNotPlanned, phase_of, require_open
from app.cycles.services.scope import place_of
from app.proposals.models import Amount, Channel, CostLine, Proposal, Version
from app.proposals.services import contents
from app.proposals.services.contents import LONGEST_TEXT, LONGEST_TITLE, Content, CostItem
from app.proposals.services.places import places_of
from app.proposals.services.taking_in import Origin, take_in_all

WHOLE_COST = "사업비"


class NumberTaken(RuleError):
    code = "receipt_number_taken"
    sentence = N_("The receipt number %(number)s belongs to another proposal already: “%(title)s”.")


class NumberOfAnotherCall(RuleError):
    code = "number_of_another_call"
    sentence = N_("The receipt number %(number)s is of another year's call. Import it there.")


class ReceivedOutsideIntake(RuleError):
    code = "received_outside_intake"
    field = "received_at"
    sentence = N_("Received outside the time of intake, which is %(opens_at)s to %(closes_at)s.")


class CostLineUnreadable(RuleError):
    code = "cost_line_unreadable"
    sentence = N_("Write each cost line as “what for: amount”, one a line. This is not: %(text)s")


def cost_lines(cell: str) -> tuple[CostItem, ...]:
    """Read "설계: 2,000만 원" line by line."""
    items = []
    for line in read.text(cell).split("\n"):
        label, colon, amount = line.rpartition(":")
        if not line.strip():
            continue
        if not colon or not label.strip():
            raise CostLineUnreadable(text=line.strip())
        items.append(CostItem(label.strip(), read.won(amount)))
    return tuple(items)


def columns_of(target: Target) -> tuple[Column, ...]:
    """Return the columns, with the words of the cycle's plan that a cell may hold."""
    cycle = _cycle(target)
    types = {name: kind.id for kind in cycle.types for name in (kind.name_ko, kind.name_en, kind.code)}
    fields = {name: field.id for field in cycle.fields for name in (field.name_ko, field.name_en, field.code)}
    places = _place_names(cycle)
    return (
        Column("number", ("접수번호", "Receipt no.", "번호", "No."), _receipt_number(cycle), required=False, unique=True, example=1),
        Column("received_at", ("접수일", "Received", "접수일시", "접수일자"), _received_at(cycle), required=False),
        Column("channel", ("접수 경로", "Channel", "접수방법"), read.one_of(CHANNEL_OF), required=False),
        Column("title", ("제안명", "Title", "사업명", "제목", "제안 제목"), read.text_up_to(LONGEST_TITLE), example="횡단보도 조명"),
        Column("type", ("유형", "Type", "제안유형"), read.one_of(types), example=next(iter(types), "")),
        Column("field", ("분야", "Field"), read.one_of(fields), example=next(iter(fields), "")),
        Column("place", ("지역", "Place", "위치", "동", "자치구"), read.one_of(places), example=next(iter(places), "")),
        Column("place_note", ("상세 위치", "Where exactly", "장소"), read.text_up_to(200), required=False, default=""),
        Column("problem", ("문제점", "Problem", "현황", "제안이유", "제안 배경"), read.text_up_to(LONGEST_TEXT), example="밤에 어둡습니다."),
        Column("idea", ("제안 내용", "Idea", "사업내용", "내용"), read.text_up_to(LONGEST_TEXT), example="바닥에 조명을 넣습니다."),
        Column("effect", ("기대 효과", "Effect"), read.text_up_to(LONGEST_TEXT), required=False, default=""),
        Column("asked_won", ("사업비", "Cost", "소요예산", "요청액", "금액"), read.won, example="5,000만 원"),
        Column("cost_lines", ("비용 내역", "Cost lines", "산출내역"), cost_lines, required=False, default=(), example="조명: 5,000만 원"),
        Column("proposer_name", ("제안자", "Proposer", "성명", "단체명"), read.text_up_to(200), example="홍길동"),
    )  # fmt: skip


def _receipt_number(cycle: Cycle) -> Callable[[str], int]:
    """Return a reader of "123", "0123" or "2027-0123" that refuses the number of another year's call."""
    own = {cycle.slug, str(cycle.budget_year), ""}

    def number(cell: str) -> int:
        call, _, digits = unicodedata.normalize("NFKC", cell).strip().rpartition("-")
        if call not in own:
            raise NumberOfAnotherCall(number=cell.strip())
        return read.whole_number(digits)

    return number


def _received_at(cycle: Cycle) -> Callable[[str], dt.datetime]:
    """Return a reader of the time of receipt; a day alone is its midnight, or the opening of intake on that day."""
    intake = phase_of(cycle, PhaseKind.intake)
    opens_at = intake.opens_at.replace(microsecond=0) if intake is not None else None  # tables tell seconds

    def received_at(cell: str) -> dt.datetime:
        day = read.instant(cell)
        if isinstance(day, dt.datetime):
            return day
        midnight = clock.seoul(day.year, day.month, day.day)
        opens_then = opens_at is not None and opens_at.astimezone(clock.SEOUL).date() == day
        return max(midnight, opens_at) if opens_then else midnight

    return received_at


def _place_names(cycle: Cycle) -> dict[str, str]:
    """Return place codes by "북구 우산동" and by code; by a name alone where only one place has it."""
    full: dict[str, str] = {}
    alone: dict[str, list[str]] = {}
    for area, places in places_of(cycle):
        for place in places:
            for own, outer in ((place.name_ko, area.name_ko), (place.name_en, area.name_en)):
                full[own if place is area else f"{outer} {own}"] = place.code
                alone.setdefault(own, []).append(place.code)
            full[place.code] = place.code
    return full | {name: codes[0] for name, codes in alone.items() if len(codes) == 1}


def _content(row: Row) -> Content:
    return Content(
        title=row["title"], problem=row["problem"], idea=row["idea"], effect=row["effect"], type_id=row["type"],
        field_id=row["field"], place_code=row["place"], place_note=row["place_note"], asked_won=row["asked_won"],
        cost_lines=row["cost_lines"] or (CostItem(WHOLE_COST, row["asked_won"]),),
    )  # fmt: skip


CHANNEL_NAMES = {
    Channel.web: "홈페이지", Channel.paper: "서면", Channel.post: "우편", Channel.fax: "팩스", Channel.email: "전자우편",
    Channel.visit: "방문", Channel.dong_office: "동 행정복지센터", Channel.sheet: "표로 이관",
}  # fmt: skip
CHANNEL_OF = {name: channel for channel, name in CHANNEL_NAMES.items()} | {
    channel.value: channel for channel in Channel
}
COLUMN_OF = {"type_id": "type", "field_id": "field", "place_code": "place"}


def check_rows(rows: Sequence[Row], target: Target) -> Iterator[Finding]:
    """Yield why rows cannot be taken: a rule of the plan, the time of intake, or a receipt number that is taken."""
    cycle = _cycle(target)
    here = _with_versions(cycle.id, [row["number"] for row in rows])
    intake = phase_of(cycle, PhaseKind.intake)
    held = places_of(cycle), cycle.types, cycle.fields  # so that those of all rows are read once
    for row in rows:
        if row["number"] in here:
            taken = here[row["number"]]
            yield Finding(row.number, "number", NumberTaken(number=taken.receipt_no, title=taken.current.title))
            continue
        try:
            contents.check(cycle, _content(row))
            _check_time(row, intake)
        except RuleError as error:
            yield Finding(row.number, COLUMN_OF.get(error.field or "", error.field), error)
    del held


def _check_time(row: Row, intake: Phase | None) -> None:
    """Refuse a receipt date outside the time of intake, or in the future; a row without one is judged by the clock."""
    at = row["received_at"]
    if at is None:
        return
    if intake is None:
        raise PhaseNotPlanned()
    if not intake.opens_at.replace(microsecond=0) <= at < min(intake.closes_at, clock.now()):
        raise ReceivedOutsideIntake(opens_at=intake.opens_at, closes_at=intake.closes_at)


def begin(rows: Sequence[Row], target: Target) -> None:
    """Lock the cycle, so that numbers have neither gaps nor doubles; what came in without a date comes in now.

    Raises ``PhaseClosed`` or ``PhaseNotOpen`` for that. A row with a receipt date was received in time, which counts.
    """
    cycle = locked(Cycle, target.cycle_id)
    if cycle is None:
        raise NotFound()
    if any(row["received_at"] is None for row in rows):
        require_open(cycle, PhaseKind.intake)


def take_rows(rows: Sequence[Row], target: Target) -> list[Made]:
    """Take proposals in as if they had been entered by proxy, in the engine's transaction."""
    arrivals = [
        (
            _content(row),
            Origin(
                channel=row["channel"] or Channel.sheet, proposer_name=row["proposer_name"], entered_by=target.by,
                number=row["number"], received_at=row["received_at"],
            ),
        )
        for row in rows
    ]  # fmt: skip
    return [("proposal", proposal.id) for proposal in take_in_all(_cycle(target), arrivals, by=target.by)]


def take_back(keys: Sequence[str]) -> None:
    """Delete imported proposals that nothing refers to. Raises ``BuiltUpon``."""
    ids = [int(key) for key in keys]
    found = list(db.session.scalars(select(Proposal).where(Proposal.id.in_(ids)).with_for_update(), TAKEN_BACK))
    _refuse_used(found, ids)
    audit.record_many(
        {"action": "proposal.import_undone", "of": ("proposal", proposal.id), "before": proposal.receipt_no}
        for proposal in found
    )
    version_ids = select(Version.id).where(Version.proposal_id.in_(ids))
    db.session.execute(update(Proposal).where(Proposal.id.in_(ids)).values(current_id=None), TAKEN_BACK)
    for table, condition in (
        (CostLine, CostLine.version_id.in_(version_ids)),
        (Version, Version.proposal_id.in_(ids)),
        (Amount, Amount.proposal_id.in_(ids)),
        (Proposal, Proposal.id.in_(ids)),
    ):
        db.session.execute(delete(table).where(condition), TAKEN_BACK)
    db.session.expire_all()


def _refuse_used(proposals: Sequence[Proposal], ids: Sequence[int]) -> None:
    """Raise ``BuiltUpon`` where anything but its first version and amount refers to one, in whatever area."""
    used = {proposal.id for proposal in proposals if proposal.revision > _REVISION_AFTER_IMPORT}
    for model in (Version, Amount):
        several = select(model.proposal_id).where(model.proposal_id.in_(ids)).group_by(model.proposal_id)
        used |= set(db.session.scalars(several.having(func.count() > 1)))
    for key in _keys_to_proposals():
        used |= set(db.session.scalars(select(key).where(key.in_(ids))))
    if used:
        raise BuiltUpon(key=next(proposal_id for proposal_id in ids if proposal_id in used))


def _keys_to_proposals() -> list[ColumnElement[int]]:
    return [
        key.parent
        for table in Base.metadata.sorted_tables
        if table.name not in (Version.__tablename__, Amount.__tablename__)
        for key in table.foreign_keys
        if key.column is Proposal.__table__.c.id
    ]


TAKEN_BACK = {"synchronize_session": False, "populate_existing": True}
_REVISION_AFTER_IMPORT = 2  # inserted, then given its current version


def all_rows(target: Target) -> Iterable[Mapping[str, Any]]:
    """Yield every proposal of the cycle as the import takes it back. Where it stands is none of it."""
    for proposal in _with_versions(_cycle(target).id).values():
        version = proposal.current
        yield {
            "number": proposal.number, "received_at": f"{proposal.submitted_at.astimezone(clock.SEOUL):%Y-%m-%d %H:%M:%S}",
            "channel": CHANNEL_NAMES[proposal.channel], "title": version.title, "type": version.type.name_ko,
            "field": version.field.name_ko, "place": version.place_code, "place_note": version.place_note,
            "problem": version.problem, "idea": version.idea, "effect": version.effect,
            "asked_won": sum(line.amount_won for line in version.cost_lines),
            "cost_lines": "\n".join(f"{line.label}: {line.amount_won}" for line in version.cost_lines),
            "proposer_name": proposal.proposer_name,
        }  # fmt: skip


def _with_versions(cycle_id: int, numbers: Sequence[int | None] | None = None) -> dict[int, Proposal]:
    """Return the proposals of a cycle by their numbers, all or those that are named."""
    shown = joinedload(Proposal.current)
    found = select(Proposal).where(Proposal.cycle_id == cycle_id).order_by(Proposal.number).options(
        joinedload(Proposal.cycle), shown.joinedload(Version.type), shown.joinedload(Version.field),
        shown.selectinload(Version.cost_lines),
    )  # fmt: skip
    if numbers is not None:
        found = found.where(Proposal.number.in_([number for number in numbers if number is not None]))
    return {proposal.number: proposal for proposal in db.session.scalars(found)}


def _cycle(target: Target) -> Cycle:
    cycle = db.session.get(Cycle, target.cycle_id) if target.cycle_id is not None else None
    if cycle is None:
        raise NotFound()
    return cycle


def _place(target: Target) -> Place:
    return place_of(_cycle(target))


PROPOSALS = register(
    ImportKind(
        code="proposals",
        title=N_("Proposals"),
        permission=Permission.enter_by_proxy,
        columns=columns_of,
        check=check_rows,
        begin=begin,
        apply_all=take_rows,
        undo_all=take_back,
        rows=all_rows,
        place=_place,
        done_at=lambda target: f"/office/cycles/{_cycle(target).slug}/proposals",
        help=(
            N_("Proposals without a receipt number get the next one. Place: district and dong, or the 10-digit code."),
            N_("With the date of receipt, what was received in time can be entered after intake has closed."),
        ),
    )
)
