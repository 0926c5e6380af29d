"""The outcome as a page and a table tell it: one line an option, best first, with why and by how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.proposals.models import Proposal, Version
from app.selection.models import SelectionPoll


@dataclass(frozen=True)
class Line:
    """One option after the count."""

    option: Mapping[str, Any]  # as it was frozen: receipt_no, title, cost_won, type, field, safety
    proposal: Proposal
    favour: int
    against: int
    present: int
    recused: int
    selected: bool
    missed: Mapping[str, Any] | None  # reason, detail, votes_short, just_missed


def lines_of(poll: SelectionPoll) -> list[Line]:
    """Return the options of a closed, valid poll: the chosen in order of selection, then the others by what they lacked."""
    outcome = poll.outcome or {}
    options = {option["id"]: option for option in poll.rule["options"]}
    counts = {line["id"]: line for line in outcome["options"]}
    missed = {row["id"]: row for row in outcome["missed"]}
    query = select(Proposal).where(Proposal.id.in_(options))
    whole = joinedload(Proposal.current).options(joinedload(Version.field), joinedload(Version.type))
    proposals = {proposal.id: proposal for proposal in db.session.scalars(query.options(whole))}
    return [
        Line(
            option=options[key],
            proposal=proposals[key],
            missed=missed.get(key),
            **{name: counts[key][name] for name in ("favour", "against", "present", "recused", "selected")},
        )
        for key in (*outcome["selected"], *missed)
    ]


def by_receipt(poll: SelectionPoll) -> dict[int, str]:
    """Return the receipt numbers of the options, for sentences that name another option."""
    return {option["id"]: option["receipt_no"] for option in poll.rule["options"]}
