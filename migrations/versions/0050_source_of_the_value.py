"""Keep what binds the public value of a draw: the drand round, the hashes of secrets.

Revision ID: 0050
Revises: 0048
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0050"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade():
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    with op.batch_alter_table("draw", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source", json, nullable=True))


def downgrade():
    with op.batch_alter_table("draw", schema=None) as batch_op:
        batch_op.drop_column("source")
