"""The box: what was voted, one mark a row under a random key. Nothing in it leads to the roll.

What this stage promises and what it cannot is written in docs/decisions (ballot secrecy before the full box).
"""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import delete, func, select, text

from app.core import clock
from app.core.db import db
from app.core.errors import N_, RuleError
from app.polls.models import Mark, Poll

BLANK = "blank"


class BoxSealed(RuleError):
    code = "box_sealed"
    sentence = N_("Votes are counted after voting has closed, at %(closes_at)s. Nobody sees a result before.")
    status = 404


def put(poll: Poll, marks: Mapping[int, str]) -> None:
    """Put one ballot into the box inside the caller's transaction; a ballot without marks is one blank row."""
    rows = [Mark(poll_id=poll.id, proposal_id=option, value=value) for option, value in marks.items()]
    db.session.add_all(rows or [Mark(poll_id=poll.id, proposal_id=None, value=BLANK)])
    db.session.flush()
    blend(poll)


def blend(poll: Poll) -> None:
    """Write roll and box anew in the order of their keys, so that all rows carry one transaction and no sequence.

    PostgreSQL keeps with each row the transaction that wrote it (xmin) and where it lies (ctid): left alone, both
    pair a line of the roll with the marks cast beside it. SQLite keeps neither, and the box by its key.
    """
    if db.session.get_bind().dialect.name != "postgresql":
        return
    for table, order in (("mark", "key"), ("roll_entry", "seat_id")):
        db.session.execute(
            text(
                f"WITH taken AS (DELETE FROM {table} WHERE poll_id = :poll RETURNING *) "  # noqa: S608 - fixed names
                f"INSERT INTO {table} SELECT * FROM taken ORDER BY {order}"
            ),
            {"poll": poll.id},
        )


def votes_in(poll: Poll) -> dict[int, dict[str, int]]:
    """Return the marks on each option by value. Raises ``BoxSealed`` until voting has closed by the clock."""
    if clock.now() < poll.closes_at:
        raise BoxSealed(closes_at=poll.closes_at)
    query = select(Mark.proposal_id, Mark.value, func.count()).where(Mark.poll_id == poll.id)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for proposal_id, value, count in db.session.execute(query.group_by(Mark.proposal_id, Mark.value)):
        if proposal_id is not None:
            found[proposal_id][value] = count
    return found


def burn(poll: Poll) -> None:
    """Take out all marks of a void poll unread, inside the caller's transaction."""
    db.session.execute(delete(Mark).where(Mark.poll_id == poll.id))


def sweep() -> None:
    """Clear away what rewriting and deleting left behind: dead rows, and the write-ahead log of SQLite."""
    connection = db.engine.raw_connection()
    try:
        if db.engine.dialect.name == "postgresql":
            connection.rollback()
            connection.driver_connection.autocommit = True
            connection.cursor().execute("VACUUM mark, roll_entry")
            connection.driver_connection.autocommit = False
        else:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
