"""Roll-call votes of meetings, and tickets into voting booths."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "poll_ticket",
        sa.Column("poll_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ticket_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_poll_ticket_account_id_account")),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_ticket_poll_id_poll")),
        sa.PrimaryKeyConstraint("poll_id", "ticket_hash", name=op.f("pk_poll_ticket")),
    )
    with op.batch_alter_table("poll_ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_ticket_account_id"), ["account_id"], unique=False)

    op.create_table(
        "meeting_presence",
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("here", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_presence_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_meeting_presence_seat_id_seat")),
        sa.PrimaryKeyConstraint("meeting_id", "seat_id", name=op.f("pk_meeting_presence")),
    )
    with op.batch_alter_table("meeting_presence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_presence_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "motion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enrolled", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("present", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("quorum_needed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("yes_needed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.CheckConstraint("(announced_at IS NULL) = (passed IS NULL)", name=op.f("ck_motion_announced_with_a_result")),
        sa.CheckConstraint("announced_at IS NULL OR present <= enrolled", name=op.f("ck_motion_present_are_enrolled")),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR announced_at IS NULL", name=op.f("ck_motion_announced_or_withdrawn")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_motion_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_motion_meeting_id_number")),
    )
    op.create_table(
        "motion_vote",
        sa.Column("motion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("excluded", sa.Boolean(), nullable=False),
        sa.Column("excluded_why", sa.String(length=200), nullable=False),
        sa.Column(
            "vote",
            sa.Enum("yes", "no", "abstain", name="open_vote", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.CheckConstraint("NOT excluded OR excluded_why <> ''", name=op.f("ck_motion_vote_excluded_with_a_reason")),
        sa.CheckConstraint("NOT excluded OR vote IS NULL", name=op.f("ck_motion_vote_the_excluded_do_not_vote")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_motion_vote_motion_id_motion")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_motion_vote_seat_id_seat")),
        sa.PrimaryKeyConstraint("motion_id", "seat_id", name=op.f("pk_motion_vote")),
    )
    with op.batch_alter_table("motion_vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_motion_vote_seat_id"), ["seat_id"], unique=False)


def downgrade():
    with op.batch_alter_table("motion_vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_motion_vote_seat_id"))

    op.drop_table("motion_vote")
    op.drop_table("motion")
    with op.batch_alter_table("meeting_presence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_presence_seat_id"))

    op.drop_table("meeting_presence")
    with op.batch_alter_table("poll_ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poll_ticket_account_id"))

    op.drop_table("poll_ticket")
