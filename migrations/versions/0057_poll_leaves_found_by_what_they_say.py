"""Leaves are found by change commitment and by what they displace; codes stand on the roll alone; turnout by hour."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0063"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    for table in ("poll_intake", "poll_leaf"):
        for name in ("change", "displaces"):  # no batch: a table that is copied would lose WITHOUT ROWID
            op.add_column(table, sa.Column(name, sa.String(length=64), nullable=True))
            op.create_index(op.f(f"ix_{table}_{name}"), table, [name], unique=True)
    op.drop_table("poll_code")
    op.create_table(
        "poll_turnout",
        sa.Column("poll_id", WHOLE, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voted", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_turnout_poll_id_poll")),
        sa.PrimaryKeyConstraint("poll_id", "at", name=op.f("pk_poll_turnout")),
    )


def downgrade():
    op.drop_table("poll_turnout")
    op.create_table(
        "poll_code",
        sa.Column("poll_id", WHOLE, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("electorate", sa.String(length=40), nullable=False),
        sa.Column("cell", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_code_poll_id_poll")),
        sa.PrimaryKeyConstraint("poll_id", "code_hash", name=op.f("pk_poll_code")),
        sqlite_with_rowid=False,
    )
    for table in ("poll_intake", "poll_leaf"):
        for name in ("change", "displaces"):
            op.drop_index(op.f(f"ix_{table}_{name}"), table)
            op.drop_column(table, name)
