"""A select stage is asked, cast and counted as a poll; of its own it keeps the list, the tallies and the outcome.

Rounds that are over keep their outcome and, in place of single marks, how many there were of each kind. Who had voted in
them falls away. A list that was frozen and never opened falls away too: it is put to the vote anew. A vote that is open
cannot be taken along: the upgrade stops, and waits until it is counted.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = "SELECT slug FROM selection_poll WHERE opened_at IS NOT NULL AND closed_at IS NULL"
RUNNING = "SELECT slug FROM selection_poll WHERE vote_id IS NOT NULL"


def upgrade():
    _require_none(OPEN, "is open: close and count it first")
    _tally()
    op.execute(
        "INSERT INTO selection_tally (poll_id, proposal_id, value, marks) "
        "SELECT mark.poll_id, mark.proposal_id, mark.value, count(*) FROM selection_mark AS mark "
        "JOIN selection_poll AS poll ON poll.id = mark.poll_id "
        "WHERE mark.proposal_id IS NOT NULL AND mark.value <> 'blank' AND poll.closed_at IS NOT NULL "
        "GROUP BY mark.poll_id, mark.proposal_id, mark.value"
    )
    op.drop_table("selection_mark")
    op.drop_table("selection_roll")
    for table in ("selection_exclusion", "selection_option"):
        op.execute(f"DELETE FROM {table} WHERE poll_id IN (SELECT id FROM selection_poll WHERE closed_at IS NULL)")
    op.execute("DELETE FROM selection_poll WHERE closed_at IS NULL")
    key = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(  # in place: SQLite cannot make anew a table that others refer to
        f"ALTER TABLE selection_poll ADD COLUMN vote_id {key} "
        f"CONSTRAINT {op.f('fk_selection_poll_vote_id_poll')} REFERENCES poll (id)"
    )
    op.create_index(op.f("ix_selection_poll_vote_id"), "selection_poll", ["vote_id"], unique=True)


def downgrade():
    """Give single marks back under new random keys; the roll of who voted stays empty."""
    _require_none(f"{RUNNING} AND closed_at IS NULL", "is put to the vote: count it or call it off first")
    op.drop_index(op.f("ix_selection_poll_vote_id"), "selection_poll")
    op.execute("ALTER TABLE selection_poll DROP COLUMN vote_id")
    _roll()
    mark = _mark()
    rows = op.get_bind().execute(sa.text("SELECT poll_id, proposal_id, value, marks FROM selection_tally")).all()
    single = [(row.poll_id, row.proposal_id, row.value) for row in rows for _ in range(row.marks)]
    keys = sorted(secrets.token_bytes(16) for _ in single)
    given = [
        {"key": key, "poll_id": poll, "proposal_id": proposal, "value": value}
        for key, (poll, proposal, value) in zip(keys, single, strict=True)
    ]
    if given:
        op.bulk_insert(mark, given)
    op.drop_table("selection_tally")


def _require_none(query: str, why: str) -> None:
    found = op.get_bind().execute(sa.text(query)).scalars().first()
    if found is not None:
        raise RuntimeError(f"The vote {found} {why}.")


def _reference(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _tally() -> None:
    op.create_table(
        "selection_tally",
        sa.Column("poll_id", KEY, nullable=False),
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("value", sa.String(length=5), nullable=False),
        sa.Column("marks", KEY, nullable=False),
        sa.CheckConstraint("value IN ('yes', 'no', 'pick')", name=op.f("ck_selection_tally_known_value")),
        sa.CheckConstraint("marks > 0", name=op.f("ck_selection_tally_counts_something")),
        _reference("selection_tally", "poll_id", "selection_poll"),
        _reference("selection_tally", "proposal_id", "proposal"),
        sa.PrimaryKeyConstraint("poll_id", "proposal_id", "value", name=op.f("pk_selection_tally")),
    )
    op.create_index(op.f("ix_selection_tally_proposal_id"), "selection_tally", ["proposal_id"], unique=False)


def _roll() -> None:
    op.create_table(
        "selection_roll",
        sa.Column("poll_id", KEY, nullable=False),
        sa.Column("seat_id", KEY, nullable=False),
        sa.Column("voted", sa.Boolean(), nullable=False),
        _reference("selection_roll", "poll_id", "selection_poll"),
        _reference("selection_roll", "seat_id", "seat"),
        sa.PrimaryKeyConstraint("poll_id", "seat_id", name=op.f("pk_selection_roll")),
    )


def _mark() -> sa.Table:
    table = op.create_table(
        "selection_mark",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("poll_id", KEY, nullable=False),
        sa.Column("proposal_id", KEY, nullable=True),
        sa.Column("value", sa.String(length=5), nullable=False),
        sa.CheckConstraint("value IN ('yes', 'no', 'pick', 'blank')", name=op.f("ck_selection_mark_known_value")),
        _reference("selection_mark", "poll_id", "selection_poll"),
        _reference("selection_mark", "proposal_id", "proposal"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_selection_mark")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_selection_mark_poll_id"), "selection_mark", ["poll_id"], unique=False)
    return table
