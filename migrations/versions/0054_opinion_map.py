"""The opinion map of a panel: its window, the stored map, the same words once.

Revision ID: 0054
Revises: 0057
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0054"
down_revision = "0057"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade():
    op.create_table(
        "panel_opinion_map",
        sa.Column("panel_id", INTEGER, nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("job_id", sa.String(length=32), nullable=True),
        sa.Column("figures", JSON, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_panel_opinion_map_closes_after_it_opens")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_opinion_map_panel_id_panel")),
        sa.PrimaryKeyConstraint("panel_id", name=op.f("pk_panel_opinion_map")),
    )
    with op.batch_alter_table("panel_statement", schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f("uq_panel_statement_panel_id_text_ko"), ["panel_id", "text_ko"])
        batch_op.create_check_constraint("hidden_with_a_reason", "(state = 'hidden') = (hidden_why IS NOT NULL)")


def downgrade():
    with op.batch_alter_table("panel_statement", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_panel_statement_hidden_with_a_reason"), type_="check")
        batch_op.drop_constraint(batch_op.f("uq_panel_statement_panel_id_text_ko"), type_="unique")
    op.drop_table("panel_opinion_map")
