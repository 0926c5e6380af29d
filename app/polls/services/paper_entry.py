"""Trays as the office sees them: how far each is entered, by whom, where two readings differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.db import db
from app.core.errors import NotFound
from app.polls.models import PaperCard, PaperTray, Poll
from app.polls.services import paper
from app.polls.services.paper import Comparison


@dataclass(frozen=True)
class Counts:
    """Cards of an electorate: handed out on the roll, standing in the log."""

    electorate: str
    handed_out: int
    logged: int


def trays_of(poll: Poll) -> Sequence[tuple[PaperTray, Comparison]]:
    query = select(PaperTray).where(PaperTray.poll_id == poll.id).order_by(PaperTray.number)
    return [(tray, paper.compare(tray)) for tray in db.session.scalars(query.options(selectinload(PaperTray.entries)))]


def tray_numbered(poll: Poll, number: int) -> PaperTray:
    """Return a tray with its readings. Raises ``NotFound``."""
    query = select(PaperTray).where(PaperTray.poll_id == poll.id, PaperTray.number == number)
    tray = db.session.scalar(query.options(selectinload(PaperTray.entries)))
    if tray is None:
        raise NotFound()
    return tray


def mine(tray: PaperTray, account: Any) -> dict[int, PaperCard]:
    """Return this person's readings by the number of the card; those of the other are not shown."""
    return {card.number: card for card in tray.entries if card.account_id == account.id}


def counts(poll: Poll) -> list[Counts]:
    handed, entered = paper.handed_out(poll), paper.logged(poll)
    return [Counts(row.code, handed[row.code], entered[row.code]) for row in poll.electorates]


def as_sent(card: PaperCard | None) -> Mapping[str, str]:
    """Return a reading's marks as the form of a ballot shows them, picks and points alike."""
    marks = card.marks if card is not None and card.marks else []
    return (
        {mark[0]: str(mark[1]) for mark in marks}
        if marks and isinstance(marks[0], list)
        else dict.fromkeys(marks, "pick")
    )
