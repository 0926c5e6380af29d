"""Auditors named in a poll, and what they confirm with their own keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0070"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "poll_confirmation",
        sa.Column("poll_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('head', 'statement')", name=op.f("ck_poll_confirmation_known_kind")),
        sa.CheckConstraint("size > 0", name=op.f("ck_poll_confirmation_of_a_log")),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_confirmation_poll_id_poll")),
        sa.PrimaryKeyConstraint("poll_id", "key", "kind", "size", name=op.f("pk_poll_confirmation")),
    )
    column = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.add_column(sa.Column("auditors", column, nullable=False, server_default="[]"))
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.alter_column("auditors", existing_type=column, server_default=None)


def downgrade():
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.drop_column("auditors")

    op.drop_table("poll_confirmation")
