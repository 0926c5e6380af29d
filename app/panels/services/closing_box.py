"""The roll and the box of a closing vote leave no trace of who voted what: no order, no place, no transaction in common.

What is promised, and what is not, is told in docs/decisions (ballot secrecy before the full box).
"""

from sqlalchemy import text

from app.core.db import db
from app.selection.services import box

ROLL, BALLOTS = "panel_closing_roll", "panel_closing_ballot"
OF_PANEL = {
    ROLL: "panelist_id IN (SELECT id FROM panelist WHERE panel_id = :panel)",
    BALLOTS: "panel_id = :panel",
}
ORDER = {ROLL: "panelist_id", BALLOTS: "key"}


def blend(panel_id: int) -> None:
    """Write roll and box anew in the order of their keys, inside the caller's transaction.

    PostgreSQL keeps with each row the transaction that wrote it and where it lies: left alone, both pair a line of the
    roll with the vote beside it. SQLite keeps neither.
    """
    db.session.flush()
    if db.session.get_bind().dialect.name != "postgresql":
        return
    for table, condition in OF_PANEL.items():
        db.session.execute(
            text(
                f"WITH taken AS (DELETE FROM {table} WHERE {condition} RETURNING *) "  # noqa: S608 - fixed names
                f"INSERT INTO {table} SELECT * FROM taken ORDER BY {ORDER[table]}"
            ),
            {"panel": panel_id},
        )


def sweep() -> None:
    """Clear away what rewriting left behind, after the commit."""
    box.sweep((ROLL, BALLOTS))
