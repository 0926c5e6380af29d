"""Proposals from a table: the columns, the checks of a row, taking it in, and taking it back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from app.core import audit
from app.core.db import Base, db, locked
from app.core.errors import N_, NotFound, RuleError
from app.core.imports import columns as read
from app.core.imports.errors import BuiltUpon
from app.core.imports.kinds import Column, Finding, ImportKind, Row, Target, register
from app.core.permissions import Permission, Place
from app.cycles.models import Cycle, PhaseKind
from app.cycles.services.phases import require_open
from app.cycles.services.scope import place_of
from app.proposals.models import Amount, Channel, CostLine, Proposal, Version
from app.proposals.services import contents, submit
from app.proposals.services.contents import LONGEST_TEXT, LONGEST_TITLE, Content, CostItem
from app.proposals.services.places import places_of
from app.proposals.services.submit import Origin

WHOLE_COST = "사업비"


class NumberTaken(RuleError):
    code = "receipt_number_taken"
    sentence = N_("The receipt number %(number)s belongs to another proposal already: “%(title)s”.")


class AlreadyHere(RuleError):
    code = "already_here"
    sentence = N_("The proposal with the number %(number)s is here already and says the same. Nothing to do.")


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
        Column("number", ("접수번호", "Receipt no.", "번호", "No."), _receipt_number, required=False, unique=True, example=1),
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


def _receipt_number(cell: str) -> int:
    """Read "123", "0123" or "2027-0123"."""
    return read.whole_number(cell.strip().rpartition("-")[2])


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


COLUMN_OF = {"type_id": "type", "field_id": "field", "place_code": "place"}


def check_rows(rows: Sequence[Row], target: Target) -> Iterator[Finding]:
    """Yield why rows cannot be taken: a rule of the plan, or a receipt number that is taken."""
    cycle = _cycle(target)
    here = {proposal.number: proposal for proposal in _with_versions(cycle.id)}
    for row in rows:
        if row["number"] in here:
            yield Finding(row.number, "number", _clash(row, here[row["number"]]))
            continue
        try:
            contents.check(cycle, _content(row))
        except RuleError as error:
            yield Finding(row.number, COLUMN_OF.get(error.field or "", error.field), error)


def _clash(row: Row, proposal: Proposal) -> RuleError:
    same = contents.content_of(proposal.current) == _content(row) and proposal.proposer_name == row["proposer_name"]
    if same:
        return AlreadyHere(number=proposal.receipt_no)
    return NumberTaken(number=proposal.receipt_no, title=proposal.current.title)


def begin(target: Target) -> None:
    """Lock the cycle, so that numbers have neither gaps nor doubles, and see that its intake is open."""
    cycle = locked(Cycle, target.cycle_id)
    if cycle is None:
        raise NotFound()
    require_open(cycle, PhaseKind.intake)


def take_row(row: Row, target: Target) -> tuple[str, object]:
    """Take a proposal in as if it had been entered by proxy, in the engine's transaction."""
    origin = Origin(
        channel=Channel.sheet, proposer_name=row["proposer_name"], entered_by=target.by, number=row["number"]
    )
    return "proposal", submit.take_in(_cycle(target), _content(row), origin, by=target.by).id


def take_back(key: str) -> None:
    """Delete an imported proposal that nothing refers to. Raises ``BuiltUpon``."""
    proposal = locked(Proposal, int(key))
    if proposal is None:
        return
    version_ids = select(Version.id).where(Version.proposal_id == proposal.id)
    if _used(proposal):
        raise BuiltUpon(row=0)
    proposal.current_id = None
    db.session.flush()
    audit.record("proposal.import_undone", of=("proposal", proposal.id), before=proposal.receipt_no)
    for table, condition in (
        (CostLine, CostLine.version_id.in_(version_ids)),
        (Version, Version.proposal_id == proposal.id),
        (Amount, Amount.proposal_id == proposal.id),
        (Proposal, Proposal.id == proposal.id),
    ):
        db.session.execute(delete(table).where(condition).execution_options(synchronize_session=False))
    db.session.expire_all()


def _used(proposal: Proposal) -> bool:
    """Say whether anything but its first version and amount refers to the proposal, in whatever area."""
    if proposal.revision > _REVISION_AFTER_IMPORT or len(proposal.versions) > 1 or len(proposal.amounts) > 1:
        return True
    keys = [
        key.parent
        for table in Base.metadata.sorted_tables
        if table.name not in (Version.__tablename__, Amount.__tablename__)
        for key in table.foreign_keys
        if key.column is Proposal.__table__.c.id
    ]
    return any(db.session.scalar(select(func.count()).select_from(key.table).where(key == proposal.id)) for key in keys)


_REVISION_AFTER_IMPORT = 2  # inserted, then given its current version


def all_rows(target: Target) -> Iterable[Mapping[str, Any]]:
    """Yield every proposal of the cycle as the import takes it back."""
    for proposal in _with_versions(_cycle(target).id):
        version = proposal.current
        yield {
            "number": proposal.number, "title": version.title, "type": version.type.name_ko,
            "field": version.field.name_ko, "place": version.place_code, "place_note": version.place_note,
            "problem": version.problem, "idea": version.idea, "effect": version.effect,
            "asked_won": sum(line.amount_won for line in version.cost_lines),
            "cost_lines": "\n".join(f"{line.label}: {line.amount_won}" for line in version.cost_lines),
            "proposer_name": proposal.proposer_name,
        }  # fmt: skip


def _with_versions(cycle_id: int) -> list[Proposal]:
    shown = joinedload(Proposal.current)
    found = select(Proposal).where(Proposal.cycle_id == cycle_id).order_by(Proposal.number).options(
        joinedload(Proposal.cycle), shown.joinedload(Version.type), shown.joinedload(Version.field),
        shown.selectinload(Version.cost_lines),
    )  # fmt: skip
    return list(db.session.scalars(found))


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
        apply=take_row,
        undo=take_back,
        rows=all_rows,
        place=_place,
        done_at=lambda target: f"/office/cycles/{_cycle(target).slug}/proposals",
        help=(
            N_("Proposals without a receipt number get the next one. Place: district and dong, or the 10-digit code."),
        ),
    )
)
