"""Reports on large files are made by a job and kept with the import.

Revision ID: 0002
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import app.core.db

revision = "0002"
down_revision = "0011"
branch_labels = None
depends_on = None
LOOKED_AT = app.core.db.UtcDateTime(timezone=True)


def upgrade():
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rows_unchanged", whole, nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("sample", json, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("mark", sa.String(length=16), nullable=True))
        batch_op.alter_column("looked_at", existing_type=LOOKED_AT, nullable=True)
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.alter_column("rows_unchanged", existing_type=whole, server_default=None)
        batch_op.alter_column("sample", existing_type=json, server_default=None)


def downgrade():
    op.execute(
        "DELETE FROM imported_row WHERE batch_id IN (SELECT id FROM import_batch WHERE looked_at IS NULL)"
    )
    op.execute("DELETE FROM import_batch WHERE looked_at IS NULL")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.alter_column("looked_at", existing_type=LOOKED_AT, nullable=False)
        batch_op.drop_column("mark")
        batch_op.drop_column("sample")
        batch_op.drop_column("rows_unchanged")
