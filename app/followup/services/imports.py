"""Answers in a table: exported, filled in by an office, looked at row by row, given all or none; an export comes back unchanged."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.core.errors import N_, EditedByAnother, NotFound, RuleError
from app.core.imports.columns import one_of, text, text_up_to, whole_number
from app.core.imports.kinds import Checked, Column, Finding, ImportKind, Made, Row, Target, register
from app.core.permissions import Permission
from app.followup.errors import NotTheirMatter, ReasonMissing, UnknownAnswer
from app.followup.models import Answer, AnswerCode, Matter
from app.followup.services.answerers import may_answer
from app.followup.services.answering import answer
from app.followup.services.lists import theirs
from app.followup.services.milestones import as_lines, steps_of
from app.followup.services.placeholders import filled
from app.review.services.answer_templates import templates_for

REASON = 4000
NAMES = {
    AnswerCode.accepted: ("원안 수용", "Accepted as it is"),
    AnswerCode.partly: ("일부 수용", "Accepted in part"),
    AnswerCode.already_done: ("이미 시행", "Already being done"),
    AnswerCode.long_term: ("장기 검토", "Long-term review"),
    AnswerCode.refused: ("수용 안 함", "Not accepted"),
}  # as a cell holds them, in either language
OTHER_NAMES = {"원안수용": AnswerCode.accepted, "일부수용": AnswerCode.partly, "기시행": AnswerCode.already_done}
CODES = {name: code for code, names in NAMES.items() for name in (*names, str(code))} | OTHER_NAMES


class AnswersStay(RuleError):
    code = "answers_stay"
    sentence = N_("Answers are public and stay on record. Correct them by another answer.")


def columns(target: Target) -> tuple[Column, ...]:
    """Return the columns; saved texts are those that the officer can use."""
    saved = {one.title: one.body for one in templates_for(target.by)} if target.by is not None else {}
    return (
        Column("number", ("번호", "Number"), whole_number, unique=True, example=42),
        Column("title", ("제목", "Title"), text, required=False, default="", example="정류장에 그늘 만들기"),
        Column("version", ("판", "Version"), whole_number, required=False, example=0),
        Column("code", ("답", "Answer"), one_of(CODES), required=False, example=NAMES[AnswerCode.partly][0]),
        Column("reason", ("이유", "Reason"), text_up_to(REASON), required=False, default="", example="예산 안에서 두 곳부터 하겠습니다."),
        Column("template", ("문안", "Saved text"), one_of(saved), required=False, default="", example=""),
        Column("steps", ("할 일", "Steps"), lambda cell: as_lines(steps_of(cell)), required=False, default="", example="2027-03-31 설계 마치기"),
    )  # fmt: skip


def check(rows: Sequence[Row], target: Target) -> Checked:
    """Say of each row what its answer would be refused for."""
    known = _matters([row["number"] for row in rows])
    for row in rows:
        refusal = _refusal(row, known.get(row["number"]), target.by)
        if refusal is not None:
            yield refusal


def _refusal(row: Row, matter: Matter | None, by: Any) -> Finding | None:
    if matter is None:
        return Finding(row.number, "number", NotFound())
    if not may_answer(by, matter):
        return Finding(row.number, "number", NotTheirMatter())
    if row["version"] is not None and row["version"] != matter.answers:
        return Finding(row.number, "version", EditedByAnother())
    if row["code"] is None:
        return Finding(row.number, "code", UnknownAnswer())
    try:
        if not _reason(row, matter).strip():
            return Finding(row.number, "reason", ReasonMissing())
    except RuleError as error:
        return Finding(row.number, "reason", error)
    return None


def _reason(row: Row, matter: Matter) -> str:
    """Return the reason that was typed, or the saved text that was named, its places filled in."""
    return filled(row["reason"] or row["template"] or "", matter)


def _matters(ids: Iterable[int]) -> dict[int, Matter]:
    found = select(Matter).where(Matter.id.in_(list(ids)))
    loaded = found.options(joinedload(Matter.department), joinedload(Matter.place))
    return {matter.id: matter for matter in db.session.scalars(loaded)}


def apply_all(rows: Sequence[Row], target: Target) -> Sequence[Made]:
    """Give every answer of the file, in the caller's transaction."""
    known, made = _matters([row["number"] for row in rows]), []
    for row in rows:
        matter = known[row["number"]]
        given = answer(
            matter_id=matter.id, code=row["code"], reason=_reason(row, matter), milestones=steps_of(row["steps"] or ""),
            seen=matter.answers, by=target.by,
        )  # fmt: skip
        made.append(("matter_answer", given.id))
    return made


def undo(_key: str) -> None:
    """Refuse: what was answered in public is corrected, not taken back."""
    raise AnswersStay()


def rows_of(target: Target) -> Iterator[Mapping[str, Any]]:
    """Yield what lies with the officer, as the columns read it back."""
    found = select(Matter, Answer).outerjoin(
        Answer, (Answer.matter_id == Matter.id) & (Answer.number == Matter.answers)
    )
    found = found.where(theirs(target.by)).order_by(Matter.id).options(selectinload(Answer.milestones))
    for matter, given in db.session.execute(found):
        yield {
            "number": matter.id, "title": matter.title_ko, "version": matter.answers,
            "code": NAMES[given.code][0] if given else None, "reason": given.reason if given else None,
            "template": None, "steps": as_lines(given.milestones) if given else None,
        }  # fmt: skip


SHEET = register(
    ImportKind(
        code="matter_answers",
        title=N_("Answers to matters"),
        permission=Permission.answer_matter,
        columns=columns,
        check=check,
        apply_all=apply_all,
        undo=undo,
        rows=rows_of,
        done_at=lambda _target: "/desk/matters",
    )
)
