"""calls."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0040"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "call",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title_ko", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("text_ko", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("seats", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("disadvantaged_at_least", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("finance_at_least", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("term_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("term_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_call_closes_after_it_opens")),
        sa.CheckConstraint(
            "disadvantaged_at_least >= 0 AND finance_at_least >= 0", name=op.f("ck_call_places_not_negative")
        ),
        sa.CheckConstraint("seats > 0", name=op.f("ck_call_has_seats")),
        sa.CheckConstraint("term_until > term_from", name=op.f("ck_call_term_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_call_body_id_body")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_call_made_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
    )
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_body_id"), ["body_id"], unique=False)

    op.create_table(
        "applicant",
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("call_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("web", "paper", "imported", name="channel", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("finance", sa.Boolean(), nullable=False),
        sa.Column("wishes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("motive", sa.Text(), nullable=True),
        sa.Column("address_ok", sa.Boolean(), nullable=True),
        sa.Column("arrears_ok", sa.Boolean(), nullable=True),
        sa.Column("check_why", sa.Text(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "standing",
            sa.Enum(
                "applied",
                "withdrawn",
                "refused",
                "not_drawn",
                "reserve",
                "drawn",
                "declined",
                "no_answer",
                "seated",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=True),
        sa.Column("link_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(standing = 'refused') <= (check_why IS NOT NULL)", name=op.f("ck_applicant_refused_with_a_reason")
        ),
        sa.CheckConstraint("(standing = 'seated') = (seat_id IS NOT NULL)", name=op.f("ck_applicant_seated_on_a_seat")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_applicant_application_id_application")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_applicant_call_id_call")),
        sa.ForeignKeyConstraint(["checked_by"], ["account.id"], name=op.f("fk_applicant_checked_by_account")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_applicant_entered_by_account")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_applicant_seat_id_seat")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_applicant")),
        sa.UniqueConstraint("call_id", "person", name=op.f("uq_applicant_call_id_person")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_applicant_link_hash")),
        sa.UniqueConstraint("seat_id", name=op.f("uq_applicant_seat_id")),
    )


def downgrade():
    op.drop_table("applicant")
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_body_id"))

    op.drop_table("call")
