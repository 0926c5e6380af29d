"""Addresses of who is willing to be drawn, for letters.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("respondent", schema=None) as batch_op:
        batch_op.add_column(sa.Column("address", sa.Text(), nullable=True))


def downgrade():
    with op.batch_alter_table("respondent", schema=None) as batch_op:
        batch_op.drop_column("address")
