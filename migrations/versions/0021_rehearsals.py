"""Rehearsals of the draw; a draw that was made may be given up and keeps its value.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "draw_rehearsal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", app.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("milliseconds", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_rehearsal")),
    )
    with op.batch_alter_table("draw", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_draw_drawn_at_a_time"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_draw_drawn_at_a_time"), "(state = 'drawn') <= (drawn_at IS NOT NULL)"
        )
        batch_op.create_check_constraint(op.f("ck_draw_drawn_by_a_value"), "(drawn_at IS NULL) = (value IS NULL)")


def downgrade():
    with op.batch_alter_table("draw", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_draw_drawn_by_a_value"), type_="check")
        batch_op.drop_constraint(op.f("ck_draw_drawn_at_a_time"), type_="check")
        batch_op.create_check_constraint(op.f("ck_draw_drawn_at_a_time"), "(state = 'drawn') = (drawn_at IS NOT NULL)")
    op.drop_table("draw_rehearsal")
