"""Decisions of the council from a spreadsheet: one row an item and stage."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select

from app.core.clock import SEOUL
from app.core.db import db
from app.core.errors import N_, RuleError
from app.core.imports import columns
from app.core.imports.kinds import Column, Finding, ImportKind, Row, Target, register
from app.core.permissions import Permission, Place
from app.council.models import Sitting
from app.council.services import board, sittings
from app.council.services.changes import record_change
from app.council.services.errors import NotInBill
from app.council.services.taking_back import take_back
from app.cycles.models import Cycle
from app.cycles.services.scope import place_of
from app.proposals.models import Proposal, ReasonCode, Stage

STAGES = {
    "상임위원회": Stage.standing, "상임위": Stage.standing, "standing": Stage.standing,
    "예산결산특별위원회": Stage.budget_cmte, "예결위": Stage.budget_cmte, "budget_cmte": Stage.budget_cmte,
    "본회의": Stage.plenary, "plenary": Stage.plenary,
}  # fmt: skip
SHOWN = {Stage.standing: "상임위원회", Stage.budget_cmte: "예산결산특별위원회", Stage.plenary: "본회의"}
NOON = dt.time(12)


class TwiceInFile(RuleError):
    code = "twice_in_file"
    sentence = N_("The item %(receipt_no)s stands twice in the file for the same stage.")


def table(target: Target) -> tuple[Column, ...]:
    """Return the columns; reasons may be named by code or by their words."""
    known: dict[str, str] = {}
    for row in db.session.scalars(select(ReasonCode).order_by(ReasonCode.position)):
        known |= {row.name_ko: row.code, row.name_en: row.code, row.code: row.code}
    return (
        Column("receipt_no", ("접수번호", "Receipt no."), columns.text, example="2019-0123"),
        Column("stage", ("단계", "Stage"), columns.one_of(STAGES), example="상임위원회"),
        Column("amount_won", ("금액", "Amount (won)", "의결액", "조정액"), columns.won, example=120_000_000),
        Column("body", ("의결 기구", "Body", "위원회"), columns.text_up_to(200), example="산업건설위원회"),
        Column("decided_on", ("의결일", "Decided on"), columns.date, example="2018-12-05"),
        Column("reason_code", ("이유 갈래", "Reason code", "사유코드"), columns.one_of(known), required=False),
        Column("reason", ("이유", "Reason", "사유"), columns.text, required=False, default=""),
    )


def check(rows: Sequence[Row], target: Target) -> Iterator[Finding]:
    """Find items that are not in the bill of this cycle, and items named twice for a stage."""
    in_bill = {item.proposal.receipt_no for item in board.items_of(cycle_of(target)) if item.left_out is None}
    named = Counter((row["receipt_no"], row["stage"]) for row in rows)
    for row in rows:
        if row["receipt_no"] not in in_bill:
            yield Finding(row.number, "receipt_no", NotInBill())
        elif named[row["receipt_no"], row["stage"]] > 1:
            yield Finding(row.number, "receipt_no", TwiceInFile(receipt_no=row["receipt_no"]))


def apply(row: Row, target: Target) -> tuple[str, object]:
    """Enter one row; its sitting is entered with the first row that names it."""
    cycle = cycle_of(target)
    number = int(row["receipt_no"].rsplit("-", 1)[-1])
    proposal = db.session.scalars(
        select(Proposal).where(Proposal.cycle_id == cycle.id, Proposal.number == number)
    ).one()
    entry = record_change(
        proposal, sitting_id=sitting_for(cycle, row, target.by).id, amount_won=row["amount_won"],
        reason_code=row["reason_code"], reason=row["reason"], seen=proposal.amounts[-1].id, by=target.by,
    )  # fmt: skip
    return "amount", entry.id


def sitting_for(cycle: Cycle, row: Row, by: Any) -> Sitting:
    same = select(Sitting).where(
        Sitting.cycle_id == cycle.id, Sitting.stage == row["stage"], Sitting.body_ko == row["body"]
    )
    found = db.session.scalar(same)
    if found is not None:
        return found
    decided_at = dt.datetime.combine(row["decided_on"], NOON, SEOUL).astimezone(dt.UTC)
    return sittings.hold_sitting(
        cycle, stage=row["stage"], body_ko=row["body"], body_en=row["body"], decided_at=decided_at, by=by
    )


def rows(target: Target) -> Iterable[dict[str, Any]]:
    """Return every entry of the council that counts, as the import takes it back."""
    for item in board.items_of(cycle_of(target)):
        for step in item.steps:
            yield {
                "receipt_no": item.proposal.receipt_no,
                "stage": SHOWN[step.stage],
                "amount_won": step.after_won,
                "body": step.entry.decided_by,
                "decided_on": step.entry.at.astimezone(SEOUL).date().isoformat(),
                "reason_code": step.entry.reason_code,
                "reason": step.entry.reason,
            }


def cycle_of(target: Target) -> Cycle:
    return db.session.get_one(Cycle, target.cycle_id)


def place(target: Target) -> Place:
    return place_of(cycle_of(target))


KIND = register(
    ImportKind(
        code="council",
        title=N_("Decisions of the council"),
        permission=Permission.record_cut,
        columns=table,
        apply=apply,
        undo=lambda key: take_back(int(key)),
        check=check,
        rows=rows,
        place=place,
        done_at=lambda target: f"/council-desk/{cycle_of(target).slug}",
        help=(
            N_("One row an item and stage, the stages of an item in their order."),
            N_("A cut without a reason is shown as “no reason given”."),
        ),
    )
)
