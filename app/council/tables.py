"""The council board as a table to download: one row an item, every stage a column."""

from collections.abc import Iterable

from flask_babel import gettext

from app.core.errors import N_
from app.core.languages import named
from app.core.sheets.writing import Value, csv_of
from app.council.services.board import Item
from app.proposals.labels import BASES, STATUSES
from app.proposals.models import Basis, Stage

HEADER = (
    N_("Receipt no."), N_("Title"), N_("Field"), N_("Type"), N_("Place"), N_("Chosen (won)"), N_("In the bill (won)"),
    N_("After standing committee (won)"), N_("After budget committee (won)"), N_("After plenary (won)"),
    N_("Cut (won)"), N_("Fate"), N_("Decided by"), N_("Reason code"), N_("Reason"), N_("How it is known"), N_("Source"),
)  # fmt: skip


def csv_table(items: Iterable[Item]) -> bytes:
    """Return the items as CSV that opens right in Excel."""
    return csv_of([gettext(head) for head in HEADER], [row(item) for item in items])


def row(item: Item) -> list[Value]:
    version, after = item.proposal.current, {step.stage: step.after_won for step in item.steps}
    entry = item.largest.entry if item.largest else None
    basis = Basis.synthetic if item.made_up else entry.basis if entry else Basis.recorded
    return [
        item.proposal.receipt_no, version.title, named(version.field), named(version.type), named(version.place),
        item.chosen_won, item.bill_won, after.get(Stage.standing), after.get(Stage.budget_cmte),
        after.get(Stage.plenary), item.cut_won, gettext(STATUSES[item.fate].text),
        entry.decided_by if entry else None, item.reason_code, entry.reason if entry else None, gettext(BASES[basis]),
        entry.source.title if entry and entry.source else None,
    ]  # fmt: skip


def as_json(item: Item) -> dict[str, object]:
    """Return an item as the JSON download gives it."""
    return {
        "receipt_no": item.proposal.receipt_no,
        "title": item.proposal.current.title,
        "field": item.proposal.current.field.code,
        "type": item.proposal.current.type.code,
        "place": item.proposal.current.place_code,
        "chosen": item.chosen_won,
        "bill": item.bill_won,
        "after": item.after_won,
        "cut": item.cut_won,
        "fate": item.fate,
        "reason_code": item.reason_code,
        "synthetic": item.proposal.synthetic,
        "stages": [
            {
                "stage": step.stage, "before": step.before_won, "after": step.after_won, "by": step.entry.decided_by,
                "at": step.entry.at.isoformat(), "reason_code": step.entry.reason_code, "reason": step.entry.reason,
            }
            for step in item.steps
        ],
    }  # fmt: skip
