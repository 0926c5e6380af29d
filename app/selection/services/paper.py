"""The ballot paper of one member: its options, without those the member takes no part in, in an order of its own."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.proposals.models import Proposal, Version
from app.selection.models import SelectionPoll
from app.selection.services import roll


@dataclass(frozen=True)
class Option:
    """One card: what is chosen about, what it costs, where to read more. Never who proposed it."""

    id: int
    title: str
    cost_won: int
    proposal: Proposal


@dataclass(frozen=True)
class Paper:
    """What a member has in front of them."""

    poll: SelectionPoll
    seat_id: int
    voted: bool
    options: Sequence[Option]
    excluded: Sequence[Option]

    def kept(self, marks: Mapping[int, str]) -> dict[int, str]:
        """Return the marks on options of this paper: what was taken off meanwhile falls away."""
        here = {option.id for option in self.options}
        return {option: value for option, value in marks.items() if option in here}


def paper_of(poll: SelectionPoll, account: Any) -> Paper:
    """Return a member's ballot paper. Raises ``NotAMember``, ``NotOnRoll``. The roll must have been drawn up."""
    entry = roll.entry_of(account, poll)
    off = roll.excluded(poll, entry.seat_id)
    options = in_order(_options(poll), f"{poll.slug} {entry.seat_id}")
    return Paper(
        poll=poll,
        seat_id=entry.seat_id,
        voted=entry.voted,
        options=[option for option in options if option.id not in off],
        excluded=[option for option in options if option.id in off],
    )


def in_order(options: Sequence[Option], whose: str) -> list[Option]:
    """Return the options in the order of one paper: nobody's project stands first on all of them."""
    return sorted(options, key=lambda option: hashlib.sha256(f"{whose} {option.id}".encode()).digest())


def _options(poll: SelectionPoll) -> list[Option]:
    query = select(Proposal).where(Proposal.id.in_([option["id"] for option in poll.rule["options"]]))
    whole = joinedload(Proposal.current).options(
        joinedload(Version.field), joinedload(Version.type), joinedload(Version.place)
    )
    proposals = {proposal.id: proposal for proposal in db.session.scalars(query.options(whole))}
    return [Option(o["id"], o["title"], o["cost_won"], proposals[o["id"]]) for o in poll.rule["options"]]
