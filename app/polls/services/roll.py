"""The roll: who may vote and who has, under pseudonyms. It knows neither when nor what."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, insert, select, text

from app.core import audit
from app.core.db import db, locked, transaction
from app.core.errors import NotFound
from app.polls.models import Electorate, Poll, RollRow, RollState
from app.polls.services import keys, locks
from app.polls.services.errors import HasOpened
from voting.ledger import roll as ledger
from voting.ledger.casting import pseudonym

AT_ONCE = 5000  # rows a statement


def pseud_of(poll: Poll, subject: str) -> str:
    """Return a person's name on the roll of this poll. Raises ``KeyMissing``."""
    return pseudonym(keys.roll(poll), poll.number, subject)


def entry(poll: Poll, pseud: str) -> RollRow | None:
    """Return the line of a pseudonym fresh from the database: "not voted yet" is known from here alone."""
    return db.session.get(RollRow, (poll.id, pseud), populate_existing=True)


def electorate_of(poll: Poll, code: str) -> Electorate:
    """Return an electorate by its code. Raises ``NotFound``."""
    found = next((row for row in poll.electorates if row.code == code), None)
    if found is None:
        raise NotFound()
    return found


def enrol(
    poll: Poll, electorate: str, subjects: Iterable[str], cells: Mapping[str, str] | None = None, by: Any = None
) -> int:
    """List people (``person:<account id>``, ``ci:…``) before the opening; return how many are new.

    The lines are written in the order of the pseudonyms. Whoever is listed already, in any electorate of the poll, stays
    where they are: one person, one vote. Raises ``HasOpened``, ``NotFound``.
    """
    poll_id = poll.id
    with transaction():
        poll = locked(Poll, poll_id)
        if poll.opened_at is not None:
            raise HasOpened()
        where, key = electorate_of(poll, electorate), keys.make_roll(poll)
        cells = cells or {}
        lines = {pseudonym(key, poll.number, one): cells.get(one, "all") for one in subjects}
        known = set(db.session.scalars(select(RollRow.pseud).where(RollRow.poll_id == poll_id)))
        rows = [
            {"poll_id": poll_id, "pseud": pseud, "electorate": where.code, "cell": cell}
            for pseud, cell in sorted(lines.items())
            if pseud not in known
        ]
        for start in range(0, len(rows), AT_ONCE):
            db.session.execute(insert(RollRow), rows[start : start + AT_ONCE])
        audit.record("poll.enrol", of=("poll", poll_id), by=by, after={"electorate": where.code, "new": len(rows)})
    return len(rows)


def states(poll: Poll) -> list[tuple[str, RollState]]:
    """Return every pseudonym with its mark."""
    query = select(RollRow.pseud, RollRow.state).where(RollRow.poll_id == poll.id)
    return [(pseud, state) for pseud, state in db.session.execute(query)]


def size(poll: Poll) -> int:
    """Return how many lines the roll has."""
    return db.session.scalar(select(func.count()).select_from(RollRow).where(RollRow.poll_id == poll.id)) or 0


def sizes(poll: Poll) -> dict[str, int]:
    """Return for each electorate how many lines the roll has."""
    query = select(RollRow.electorate, func.count()).where(RollRow.poll_id == poll.id).group_by(RollRow.electorate)
    found = dict(db.session.execute(query).all())
    return {row.code: found.get(row.code, 0) for row in poll.electorates}


def rows(poll: Poll) -> list[ledger.RollRow]:
    """Return the whole roll as the log commits to it, in the order of the pseudonyms."""
    columns = (RollRow.pseud, RollRow.electorate, RollRow.cell, RollRow.state, RollRow.tag)
    query = select(*columns).where(RollRow.poll_id == poll.id).order_by(RollRow.pseud)
    return [
        ledger.RollRow(pseud, electorate, cell, state != "listed", tag)
        for pseud, electorate, cell, state, tag in db.session.execute(query)
    ]


def write_anew(poll: Poll) -> None:
    """Write the roll anew in the order of the pseudonyms, inside the caller's transaction.

    PostgreSQL keeps with each line the transaction that marked it and where it lies: both tell the order of voting.
    """
    if locks.is_postgres():
        db.session.execute(
            text(
                "WITH taken AS (DELETE FROM poll_roll WHERE poll_id = :poll RETURNING *) "
                "INSERT INTO poll_roll SELECT * FROM taken ORDER BY pseud"
            ),
            {"poll": poll.id},
        )
