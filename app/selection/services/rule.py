"""What is frozen before a poll opens: options, costs, rule, times, quorum; and the hash that says so."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.committee.models import Body
from app.committee.services import tie_order
from app.core import audit
from app.core.db import db
from app.cycles.models import BallotForm, Cycle
from app.proposals.models import Incompatible, Proposal, Status, Version
from app.proposals.services import amounts

JUST_MISSED_PERCENT = 5  # of the voters: who lacked at most so many votes just missed


def on_ballot(cycle: Cycle) -> Sequence[Proposal]:
    """Return the proposals that screening put on the ballot, with their costs."""
    query = select(Proposal).where(Proposal.cycle_id == cycle.id, Proposal.status == Status.on_ballot)
    whole = joinedload(Proposal.current).options(joinedload(Version.type), joinedload(Version.field))
    return db.session.scalars(query.options(whole, selectinload(Proposal.amounts))).all()


def rule_of(
    cycle: Cycle, body: Body, proposals: Sequence[Proposal], opens_at: dt.datetime, closes_at: dt.datetime
) -> dict[str, Any]:
    """Return the whole rule as plain data. Options stand in the published tie order: the order that settles ties."""
    costs = {p.id: latest.amount_won if (latest := amounts.latest(p)) else 0 for p in proposals}
    listed = sorted(proposals, key=lambda p: tie_order.key(cycle.tie_order, p, costs[p.id]))
    return {
        "form": cycle.ballot_form,
        "picks": cycle.picks if cycle.ballot_form is BallotForm.pick_k else None,
        "rule": cycle.rule,
        "on_misfit": cycle.on_misfit,
        "minimum_share_percent": cycle.minimum_share_percent,
        "tie_order": list(cycle.tie_order),
        "pot_won": cycle.pot_won,
        "ceilings": [
            [kind, row.code, row.pot_won]
            for kind, rows in (("type", cycle.types), ("field", cycle.fields))
            for row in rows
            if row.pot_won is not None
        ],
        "incompatible": _pairs(costs),
        "quorum_over": [body.quorum_over_num, body.quorum_over_den],
        "pass_over": [body.pass_over_num, body.pass_over_den],
        "ex_officio_vote": body.ex_officio_vote,
        "just_missed_percent": JUST_MISSED_PERCENT,
        "opens_at": opens_at.isoformat(),
        "closes_at": closes_at.isoformat(),
        "options": [
            {
                "id": p.id, "receipt_no": p.receipt_no, "title": p.current.title, "cost_won": costs[p.id],
                "type": p.current.type.code, "field": p.current.field.code, "safety": p.safety,
            }
            for p in listed
        ],
    }  # fmt: skip


def _pairs(costs: dict[int, int]) -> list[list[int]]:
    ids = list(costs)
    query = select(Incompatible.one_id, Incompatible.other_id).where(
        Incompatible.one_id.in_(ids), Incompatible.other_id.in_(ids)
    )
    return sorted([one, other] for one, other in db.session.execute(query))


def fingerprint(rule: dict[str, Any]) -> str:
    """Return the SHA-256 of a rule as canonical JSON."""
    return hashlib.sha256(b"minhoe/poll/1\0" + audit.canonical(rule)).hexdigest()
