"""Citizens report comments; the office decides.

Revision ID: 0048
Revises: 0060
"""

import sqlalchemy as sa
from alembic import op

import app.core.db

revision = "0048"
down_revision = "0060"
branch_labels = None
depends_on = None
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = app.core.db.UtcDateTime(timezone=True)
OPEN = sa.text("settled_at IS NULL")


def upgrade():
    op.create_table(
        "comment_report",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("comment_id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("settled_at", AT, nullable=True),
        sa.Column("settled_by", WHOLE, nullable=True),
        sa.Column("settled_why", sa.Text(), nullable=True),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 500", name=op.f("ck_comment_report_reason_length")),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_why IS NULL)", name=op.f("ck_comment_report_settled_with_a_reason")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_comment_report_account_id_account")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_comment_report_comment_id_comment")),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"], name=op.f("fk_comment_report_settled_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_report")),
    )
    op.create_index(op.f("ix_comment_report_account_id"), "comment_report", ["account_id"])
    op.create_index(
        "uq_comment_report_open", "comment_report", ["comment_id", "account_id"], unique=True, sqlite_where=OPEN,
        postgresql_where=OPEN,
    )  # fmt: skip


def downgrade():
    op.drop_table("comment_report")
