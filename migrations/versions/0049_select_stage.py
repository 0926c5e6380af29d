"""The tables of the select stage bear its name: a poll is what every vote of the platform will be."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0049"
down_revision = "0035"
branch_labels = None
depends_on = None

NAMES = {
    "poll": "selection_poll",
    "poll_option": "selection_option",
    "roll_entry": "selection_roll",
    "roll_exclusion": "selection_exclusion",
    "mark": "selection_mark",
}
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade():
    _move(list(NAMES), list(NAMES.values()))


def downgrade():
    _move(list(NAMES.values()), list(NAMES))


def _move(old: list[str], new: list[str]) -> None:
    """Make the tables under their new names, take the rows along, drop the old ones."""
    for make, name in zip((_poll, _option, _roll, _exclusion, _mark), new, strict=True):
        make(name, new[0])
    for before, after in zip(old, new, strict=True):
        op.execute(f"INSERT INTO {after} SELECT * FROM {before}")
    for name in reversed(old):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{new[0]}', 'id'), coalesce(max(id), 0) + 1, false) FROM {new[0]}"
        )


def _reference(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _poll(name: str, _poll_table: str) -> None:
    op.create_table(
        name,
        sa.Column("id", KEY, nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("cycle_id", KEY, nullable=False),
        sa.Column("round", KEY, nullable=False),
        sa.Column("body_id", KEY, nullable=False),
        sa.Column(
            "form",
            sa.Enum("yes_no_each", "pick_k", name="ballot_form", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("picks", KEY, nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", JSON, nullable=False),
        sa.Column("frozen_hash", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quorum_met", sa.Boolean(), nullable=True),
        sa.Column("enrolled", KEY, nullable=True),
        sa.Column("voted", KEY, nullable=True),
        sa.Column("outcome", JSON, nullable=True),
        sa.CheckConstraint("(form = 'pick_k') = (picks IS NOT NULL)", name=op.f(f"ck_{name}_picks_where_picked")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome IS NULL)", name=op.f(f"ck_{name}_no_result_before_the_close")
        ),
        sa.CheckConstraint("closes_at > opens_at", name=op.f(f"ck_{name}_closes_after_it_opens")),
        _reference(name, "body_id", "body"),
        _reference(name, "cycle_id", "cycle"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("cycle_id", "round", name=op.f(f"uq_{name}_cycle_id_round")),
        sa.UniqueConstraint("slug", name=op.f(f"uq_{name}_slug")),
    )


def _option(name: str, poll: str) -> None:
    op.create_table(
        name,
        sa.Column("poll_id", KEY, nullable=False),
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("position", KEY, nullable=False),
        _reference(name, "poll_id", poll),
        _reference(name, "proposal_id", "proposal"),
        sa.PrimaryKeyConstraint("poll_id", "proposal_id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("poll_id", "position", name=op.f(f"uq_{name}_poll_id_position")),
    )
    op.create_index(op.f(f"ix_{name}_proposal_id"), name, ["proposal_id"], unique=False)


def _roll(name: str, poll: str) -> None:
    op.create_table(
        name,
        sa.Column("poll_id", KEY, nullable=False),
        sa.Column("seat_id", KEY, nullable=False),
        sa.Column("voted", sa.Boolean(), nullable=False),
        _reference(name, "poll_id", poll),
        _reference(name, "seat_id", "seat"),
        sa.PrimaryKeyConstraint("poll_id", "seat_id", name=op.f(f"pk_{name}")),
    )


def _exclusion(name: str, poll: str) -> None:
    op.create_table(
        name,
        sa.Column("poll_id", KEY, nullable=False),
        sa.Column("seat_id", KEY, nullable=False),
        sa.Column("proposal_id", KEY, nullable=False),
        _reference(name, "poll_id", poll),
        _reference(name, "proposal_id", "proposal"),
        _reference(name, "seat_id", "seat"),
        sa.PrimaryKeyConstraint("poll_id", "seat_id", "proposal_id", name=op.f(f"pk_{name}")),
    )


def _mark(name: str, poll: str) -> None:
    op.create_table(
        name,
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("poll_id", KEY, nullable=False),
        sa.Column("proposal_id", KEY, nullable=True),
        sa.Column("value", sa.String(length=5), nullable=False),
        sa.CheckConstraint("value IN ('yes', 'no', 'pick', 'blank')", name=op.f(f"ck_{name}_known_value")),
        _reference(name, "poll_id", poll),
        _reference(name, "proposal_id", "proposal"),
        sa.PrimaryKeyConstraint("key", name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f(f"ix_{name}_poll_id"), name, ["poll_id"], unique=False)
