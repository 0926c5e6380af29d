"""Count tries in the database

Revision ID: 0010
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "rate_count",
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_count")),
    )
    with op.batch_alter_table("rate_count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rate_count_until_at"), ["until_at"], unique=False)


def downgrade():
    op.drop_table("rate_count")
