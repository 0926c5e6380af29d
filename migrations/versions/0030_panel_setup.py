"""Setting up a panel: blind letters of stances, its days, declared interests, officials barred, text messages.

Revision ID: 0030
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0021"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel", sa.String(length=10), nullable=False, server_default="mail"))
    with op.batch_alter_table("panel", schema=None) as batch_op:
        batch_op.add_column(sa.Column("blind_key", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("blind_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("youngest", INTEGER, nullable=False, server_default="19"))
        batch_op.add_column(sa.Column("first_day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("last_day", sa.Date(), nullable=True))
        batch_op.create_check_constraint("ends_after_it_begins", "last_day >= first_day")
        batch_op.create_check_constraint("a_key_has_its_hash", "(blind_key IS NULL) = (blind_hash IS NULL)")
    with op.batch_alter_table("panel_role", schema=None) as batch_op:
        batch_op.add_column(sa.Column("has_interest", sa.Boolean(), nullable=True))
        batch_op.create_check_constraint("officials_lead_no_table", "NOT (official AND part = 'moderator')")
        batch_op.create_check_constraint(
            "neutral_parts_take_no_side", "part NOT IN ('committee', 'verifier', 'moderator') OR side = 'neutral'"
        )
        batch_op.create_check_constraint(
            "a_conflict_excludes", "has_interest IS NULL OR NOT has_interest OR excluded_why IS NOT NULL"
        )
        batch_op.create_check_constraint("declared_at_a_time", "(has_interest IS NULL) = (declared_at IS NULL)")
    with op.batch_alter_table("respondent", schema=None) as batch_op:
        batch_op.add_column(sa.Column("age", INTEGER, nullable=True))
        batch_op.create_unique_constraint(op.f("uq_respondent_survey_id_person"), ["survey_id", "person"])
        batch_op.create_unique_constraint(op.f("uq_respondent_id_official"), ["id", "official"])
        batch_op.create_check_constraint("weight_not_negative", "weight IS NULL OR weight >= 0")
        batch_op.create_check_constraint("age_of_a_person", "age IS NULL OR age BETWEEN 0 AND 130")
    with op.batch_alter_table("panelist", schema=None) as batch_op:
        batch_op.add_column(sa.Column("respondent_official", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_constraint(op.f("fk_panelist_respondent_id_respondent"), type_="foreignkey")
        batch_op.create_foreign_key(
            op.f("fk_panelist_respondent_id_respondent_official_respondent"),
            "respondent",
            ["respondent_id", "respondent_official"],
            ["id", "official"],
        )
        batch_op.create_unique_constraint(op.f("uq_panelist_panel_id_respondent_id"), ["panel_id", "respondent_id"])
        batch_op.create_check_constraint("officials_have_no_seat", "NOT respondent_official")


    # The defaults only filled rows that there were.
    for table, column, kind in (
        ("message", "channel", sa.String(length=10)),
        ("panel", "youngest", INTEGER),
        ("panelist", "respondent_official", sa.Boolean()),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(column, existing_type=kind, existing_nullable=False, server_default=None)


def downgrade():
    with op.batch_alter_table("panelist", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_panelist_officials_have_no_seat"), type_="check")
        batch_op.drop_constraint(op.f("uq_panelist_panel_id_respondent_id"), type_="unique")
        batch_op.drop_constraint(op.f("fk_panelist_respondent_id_respondent_official_respondent"), type_="foreignkey")
        batch_op.create_foreign_key(
            op.f("fk_panelist_respondent_id_respondent"), "respondent", ["respondent_id"], ["id"]
        )
        batch_op.drop_column("respondent_official")
    with op.batch_alter_table("respondent", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_respondent_age_of_a_person"), type_="check")
        batch_op.drop_constraint(op.f("ck_respondent_weight_not_negative"), type_="check")
        batch_op.drop_constraint(op.f("uq_respondent_id_official"), type_="unique")
        batch_op.drop_constraint(op.f("uq_respondent_survey_id_person"), type_="unique")
        batch_op.drop_column("age")
    with op.batch_alter_table("panel_role", schema=None) as batch_op:
        for name in (
            "declared_at_a_time",
            "a_conflict_excludes",
            "neutral_parts_take_no_side",
            "officials_lead_no_table",
        ):
            batch_op.drop_constraint(op.f(f"ck_panel_role_{name}"), type_="check")
        batch_op.drop_column("has_interest")
    with op.batch_alter_table("panel", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_panel_a_key_has_its_hash"), type_="check")
        batch_op.drop_constraint(op.f("ck_panel_ends_after_it_begins"), type_="check")
        for name in ("last_day", "first_day", "youngest", "blind_hash", "blind_key"):
            batch_op.drop_column(name)
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("channel")
