"""Taking proposals into the record, one or a whole list: receipt numbers, first versions, asked amounts, the log."""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.core import audit, clock
from app.core.db import db
from app.cycles.models import Cycle
from app.proposals.models import Channel, Proposal, Version
from app.proposals.services import amounts, contents
from app.proposals.services.contents import Content


@dataclass(frozen=True)
class Origin:
    """How a proposal came in: by its proposer on the web, or entered by staff for somebody."""

    channel: Channel = Channel.web
    proposer_id: int | None = None
    proposer_name: str = ""
    entered_by: Any = None
    submit_key: str | None = None
    number: int | None = None  # that it already has, of an imported list
    received_at: dt.datetime | None = None  # where it came in before it was entered


Arrival = tuple[Content, Origin]


def take_in(cycle: Cycle, content: Content, origin: Origin, *, by: Any) -> Proposal:
    """Give the next receipt number and record the first version and amount, inside the caller's transaction.

    The caller has locked the cycle, so that numbers have neither gaps nor doubles. Raises a ``ContentRefused``.
    """
    contents.check(cycle, content)
    return take_in_all(cycle, [(content, origin)], by=by)[0]


def take_in_all(cycle: Cycle, arrivals: Sequence[Arrival], *, by: Any) -> list[Proposal]:
    """Take in a list whose contents the caller has checked: one numbering, one run of the log, bulk inserts."""
    proposals = [
        _proposal(cycle, origin, number)
        for (_, origin), number in zip(arrivals, _numbers(cycle, arrivals), strict=True)
    ]
    db.session.add_all(proposals)
    db.session.flush()
    versions = [
        contents.version_of(proposal, content, number=1, by=by, at=proposal.submitted_at)
        for proposal, (content, _) in zip(proposals, arrivals, strict=True)
    ]
    contents.write_versions(versions)
    _record(proposals, versions, by)
    return proposals


def _proposal(cycle: Cycle, origin: Origin, number: int) -> Proposal:
    return Proposal(
        cycle_id=cycle.id, number=number, channel=origin.channel, proposer_id=origin.proposer_id,
        proposer_name=origin.proposer_name[:200], submit_key=origin.submit_key,
        entered_by=origin.entered_by.id if origin.entered_by is not None else None,
        submitted_at=origin.received_at or clock.now(),
    )  # fmt: skip


def _numbers(cycle: Cycle, arrivals: Sequence[Arrival]) -> list[int]:
    """Return the receipt number of each: its own, or the next after all that the cycle and the list have."""
    own = [origin.number for _, origin in arrivals]
    last = db.session.scalar(select(func.max(Proposal.number)).where(Proposal.cycle_id == cycle.id)) or 0
    following = itertools.count(max([last, *(number or 0 for number in own)]) + 1)
    return [number or next(following) for number in own]


def _record(proposals: Sequence[Proposal], versions: Sequence[Version], by: Any) -> None:
    """Append each asked amount, and say in the log what came in."""
    asked = [sum(line.amount_won for line in version.cost_lines) for version in versions]
    amounts.append_asked(list(zip(proposals, asked, strict=True)), by=by)
    audit.record_many(
        {
            "action": "proposal.submitted", "of": ("proposal", proposal.id), "by": by,
            "after": {"number": proposal.number, "channel": proposal.channel, "asked_won": asked_won},
        }
        for proposal, asked_won in zip(proposals, asked, strict=True)
    )  # fmt: skip
