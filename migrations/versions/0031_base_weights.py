"""Weights that came with the answers stay beside those that are raked.

Revision ID: 0031
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("respondent", schema=None) as batch_op:
        batch_op.add_column(sa.Column("base_weight", sa.Double(), nullable=True))
        batch_op.create_check_constraint("base_weight_not_negative", "base_weight IS NULL OR base_weight >= 0")


def downgrade():
    with op.batch_alter_table("respondent", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_respondent_base_weight_not_negative"), type_="check")
        batch_op.drop_column("base_weight")
