"""Matters: what is owed an answer, the answers and their steps, replies, followers and their digests.

Revision ID: 0060
Revises: 0056
"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0056"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NOT_FROM_LAW = ("법에 정한 기한이 없어 이 누리집이 정한 기한", "No law sets one: set by this site")
KINDS = (
    ("assembly_policy", "시민총회 정책", "Policy of the citizens' assembly", 30, "days", *NOT_FROM_LAW),
    (
        "petition",
        "청원",
        "Petition",
        100,
        "days",
        "시민권익위원회: 100일 안에 해결안을 냄",
        "Civic Rights Committee: a solution within 100 days",
    ),
    ("recommendation", "권고", "Recommendation", 30, "days", *NOT_FROM_LAW),
    (
        "opinion",
        "의견 조사",
        "Opinion survey",
        1,
        "months",
        "광주광역시 시민참여 기본조례(2022. 12. 14.): 한 달 안에 시의 의견을 밝힘",
        "Gwangju ordinance on citizens' participation (14 Dec 2022): the city states its view within one month",
    ),
    ("plan", "계획 과제", "Task of a plan", 30, "days", *NOT_FROM_LAW),
)
COLUMNS = ("code", "name_ko", "name_en", "count", "unit", "basis_ko", "basis_en")


def upgrade():
    kinds = op.create_table(
        "matter_kind",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_ko", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("count", INTEGER, nullable=False),
        sa.Column(
            "unit",
            sa.Enum("days", "months", name="unit", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("basis_ko", sa.Text(), nullable=False),
        sa.Column("basis_en", sa.Text(), nullable=False),
        sa.Column("position", INTEGER, nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_matter_kind_takes_some_time")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_matter_kind")),
    )
    op.bulk_insert(kinds, [dict(zip(COLUMNS, kind), position=number) for number, kind in enumerate(KINDS, 1)])
    op.create_table(
        "matter",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("kind_code", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("source_id", INTEGER, nullable=False),
        sa.Column("year", INTEGER, nullable=False),
        sa.Column("title_ko", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column(
            "body",
            sa.Enum(
                "city_hall",
                "council",
                "education",
                "district",
                name="body_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("place_code", sa.String(length=10), nullable=True),
        sa.Column("department_id", INTEGER, nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "code",
            sa.Enum(
                "accepted",
                "partly",
                "already_done",
                "long_term",
                "refused",
                name="answer_code",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answers", INTEGER, nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("owed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(body = 'district') = (place_code IS NOT NULL)", name=op.f("ck_matter_a_district_is_a_place")
        ),
        sa.CheckConstraint(
            "department_id IS NULL OR body = 'city_hall'", name=op.f("ck_matter_departments_are_of_the_city_hall")
        ),
        sa.CheckConstraint("(answers = 0) = (code IS NULL)", name=op.f("ck_matter_a_code_with_an_answer")),
        sa.CheckConstraint("(code IS NULL) = (answered_on IS NULL)", name=op.f("ck_matter_an_answer_has_a_date")),
        sa.CheckConstraint("answered_on >= received_on", name=op.f("ck_matter_answered_after_it_came")),
        sa.CheckConstraint("due_on >= received_on", name=op.f("ck_matter_due_after_it_came")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_matter_department_id_department")),
        sa.ForeignKeyConstraint(["kind_code"], ["matter_kind.code"], name=op.f("fk_matter_kind_code_matter_kind")),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name=op.f("fk_matter_place_code_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_matter_source_source_id")),
    )
    with op.batch_alter_table("matter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_answered_on_due_on"), ["answered_on", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_matter_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matter_kind_code_year"), ["kind_code", "year"], unique=False)
        batch_op.create_index(batch_op.f("ix_matter_place_code"), ["place_code"], unique=False)

    op.create_table(
        "matter_digest",
        sa.Column("account_id", INTEGER, nullable=False),
        sa.Column(
            "rhythm",
            sa.Enum("daily", "weekly", "never", name="rhythm", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_matter_digest_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_matter_digest")),
    )
    op.create_table(
        "matter_unsubscribe_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", INTEGER, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_matter_unsubscribe_link_account_id_account")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_matter_unsubscribe_link")),
    )
    with op.batch_alter_table("matter_unsubscribe_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_unsubscribe_link_account_id"), ["account_id"], unique=False)

    op.create_table(
        "matter_answer",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("matter_id", INTEGER, nullable=False),
        sa.Column("number", INTEGER, nullable=False),
        sa.Column(
            "code",
            sa.Enum(
                "accepted",
                "partly",
                "already_done",
                "long_term",
                "refused",
                name="answer_code",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("department_id", INTEGER, nullable=True),
        sa.Column("by_id", INTEGER, nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_matter_answer_reason_given")),
        sa.CheckConstraint("number > 0", name=op.f("ck_matter_answer_numbered_from_one")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_matter_answer_by_id_account")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_matter_answer_department_id_department")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_matter_answer_matter_id_matter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_answer")),
        sa.UniqueConstraint("matter_id", "number", name=op.f("uq_matter_answer_matter_id_number")),
    )
    op.create_table(
        "matter_event",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("matter_id", INTEGER, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "owed",
                "moved",
                "deadline",
                "answered",
                "corrected",
                "milestone_done",
                "replied",
                "reply_answered",
                name="event_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("number", INTEGER, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_matter_event_matter_id_matter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_event")),
    )
    with op.batch_alter_table("matter_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_event_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_matter_event_matter_id_at"), ["matter_id", "at"], unique=False)

    op.create_table(
        "matter_follow",
        sa.Column("matter_id", INTEGER, nullable=False),
        sa.Column("account_id", INTEGER, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_matter_follow_account_id_account")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_matter_follow_matter_id_matter")),
        sa.PrimaryKeyConstraint("matter_id", "account_id", name=op.f("pk_matter_follow")),
    )
    with op.batch_alter_table("matter_follow", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_follow_account_id"), ["account_id"], unique=False)

    op.create_table(
        "matter_proposer",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("matter_id", INTEGER, nullable=False),
        sa.Column("account_id", INTEGER, nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_matter_proposer_account_id_account")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_matter_proposer_matter_id_matter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_proposer")),
        sa.UniqueConstraint("matter_id", "account_id", name=op.f("uq_matter_proposer_matter_id_account_id")),
    )
    with op.batch_alter_table("matter_proposer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_proposer_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matter_proposer_matter_id"), ["matter_id"], unique=False)

    op.create_table(
        "matter_reply",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("matter_id", INTEGER, nullable=False),
        sa.Column("to_id", INTEGER, nullable=True),
        sa.Column("account_id", INTEGER, nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_reason IS NULL)", name=op.f("ck_matter_reply_hidden_with_a_reason")
        ),
        sa.CheckConstraint("length(body) > 0", name=op.f("ck_matter_reply_says_something")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_matter_reply_account_id_account")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_matter_reply_matter_id_matter")),
        sa.ForeignKeyConstraint(["to_id"], ["matter_reply.id"], name=op.f("fk_matter_reply_to_id_matter_reply")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_reply")),
        sa.UniqueConstraint("to_id", name=op.f("uq_matter_reply_to_id")),
    )
    with op.batch_alter_table("matter_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_reply_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matter_reply_matter_id"), ["matter_id"], unique=False)

    op.create_table(
        "matter_milestone",
        sa.Column("id", INTEGER, nullable=False),
        sa.Column("answer_id", INTEGER, nullable=False),
        sa.Column("position", INTEGER, nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.CheckConstraint("length(what) > 0", name=op.f("ck_matter_milestone_says_what")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["matter_answer.id"], name=op.f("fk_matter_milestone_answer_id_matter_answer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_milestone")),
        sa.UniqueConstraint("answer_id", "position", name=op.f("uq_matter_milestone_answer_id_position")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unsubscribe", sa.String(length=300), nullable=True))


def downgrade():
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("unsubscribe")

    op.drop_table("matter_milestone")
    with op.batch_alter_table("matter_reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_reply_matter_id"))
        batch_op.drop_index(batch_op.f("ix_matter_reply_account_id"))

    op.drop_table("matter_reply")
    with op.batch_alter_table("matter_proposer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_proposer_matter_id"))
        batch_op.drop_index(batch_op.f("ix_matter_proposer_account_id"))

    op.drop_table("matter_proposer")
    with op.batch_alter_table("matter_follow", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_follow_account_id"))

    op.drop_table("matter_follow")
    with op.batch_alter_table("matter_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_event_matter_id_at"))
        batch_op.drop_index(batch_op.f("ix_matter_event_at"))

    op.drop_table("matter_event")
    op.drop_table("matter_answer")
    with op.batch_alter_table("matter_unsubscribe_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_unsubscribe_link_account_id"))

    op.drop_table("matter_unsubscribe_link")
    op.drop_table("matter_digest")
    with op.batch_alter_table("matter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_place_code"))
        batch_op.drop_index(batch_op.f("ix_matter_kind_code_year"))
        batch_op.drop_index(batch_op.f("ix_matter_department_id"))
        batch_op.drop_index(batch_op.f("ix_matter_answered_on_due_on"))

    op.drop_table("matter")
    op.drop_table("matter_kind")
