"""The days of a panel: personal links, helpers at the door, the plan of the tables, speaking time, papers of the vote.

Revision ID: 0035
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0035"
down_revision = "0032"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
PARTS = "part IN ('committee', 'observer', 'verifier', 'moderator', 'adviser', 'speaker'"


def upgrade():
    op.create_table(
        "panel_closing_paper",
        sa.Column("panel_id", INTEGER, nullable=False),
        sa.Column("account_id", INTEGER, nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_panel_closing_paper_account_id_account")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_closing_paper_panel_id_panel")),
        sa.PrimaryKeyConstraint("panel_id", "account_id", name=op.f("pk_panel_closing_paper")),
    )
    op.create_table(
        "panel_table_plan",
        sa.Column("panel_id", INTEGER, nullable=False),
        sa.Column("tables", INTEGER, nullable=False),
        sa.Column("features", JSON, nullable=False),
        sa.Column("apart", JSON, nullable=False),
        sa.Column("accessible", JSON, nullable=False),
        sa.Column("seed", INTEGER, nullable=False),
        sa.Column("only_present", sa.Boolean(), nullable=False),
        sa.Column("job_id", sa.String(length=32), nullable=True),
        sa.Column("figures", JSON, nullable=True),
        sa.Column("seated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("tables > 0", name=op.f("ck_panel_table_plan_has_tables")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_table_plan_panel_id_panel")),
        sa.PrimaryKeyConstraint("panel_id", name=op.f("pk_panel_table_plan")),
    )
    with op.batch_alter_table("panel_role", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_panel_role_panel_part"), type_="check")
        batch_op.create_check_constraint("panel_part", f"{PARTS}, 'helper')")
    with op.batch_alter_table("panel_material", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_panel_material_material_kind"), type_="check")
        batch_op.create_check_constraint("material_kind", "kind IN ('booklet', 'lesson')")
    with op.batch_alter_table("panel_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("favour_ms", INTEGER, nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("against_ms", INTEGER, nullable=False, server_default="0"))
        batch_op.create_check_constraint("a_side_speaks_since", "(clock_side IS NULL) = (clock_since IS NULL)")
        batch_op.create_check_constraint("a_turn_lasts", "seconds_a_turn IS NULL OR seconds_a_turn > 0")
        batch_op.create_check_constraint("time_is_not_given_back", "favour_ms >= 0 AND against_ms >= 0")
    with op.batch_alter_table("panel_question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("put_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(
            "set_aside_with_a_reason", "(state = 'set_aside') = (set_aside_why IS NOT NULL)"
        )
        batch_op.create_check_constraint(
            "answered_at_a_time", "(state = 'answered') <= (answered_at IS NOT NULL)"
        )
    with op.batch_alter_table("panelist", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entry_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("entry_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("browser_hash", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_panelist_entry_hash"), ["entry_hash"])
    with op.batch_alter_table("panel_item", schema=None) as batch_op:  # the defaults only filled rows that there were
        for column in ("favour_ms", "against_ms"):
            batch_op.alter_column(column, existing_type=INTEGER, existing_nullable=False, server_default=None)


def downgrade():
    with op.batch_alter_table("panelist", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_panelist_entry_hash"), type_="unique")
        for column in ("browser_hash", "entry_until", "entry_hash"):
            batch_op.drop_column(column)
    with op.batch_alter_table("panel_question", schema=None) as batch_op:
        for name in ("answered_at_a_time", "set_aside_with_a_reason"):
            batch_op.drop_constraint(op.f(f"ck_panel_question_{name}"), type_="check")
        batch_op.drop_column("put_at")
    with op.batch_alter_table("panel_item", schema=None) as batch_op:
        for name in ("time_is_not_given_back", "a_turn_lasts", "a_side_speaks_since"):
            batch_op.drop_constraint(op.f(f"ck_panel_item_{name}"), type_="check")
        batch_op.drop_column("against_ms")
        batch_op.drop_column("favour_ms")
    with op.batch_alter_table("panel_material", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_panel_material_material_kind"), type_="check")
        batch_op.create_check_constraint("material_kind", "kind IN ('booklet', 'lesson', 'answer')")
    op.execute("DELETE FROM panel_role WHERE part = 'helper'")
    with op.batch_alter_table("panel_role", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_panel_role_panel_part"), type_="check")
        batch_op.create_check_constraint("panel_part", f"{PARTS})")
    op.drop_table("panel_table_plan")
    op.drop_table("panel_closing_paper")
