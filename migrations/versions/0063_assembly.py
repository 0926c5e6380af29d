"""assembly."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0063"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "assembly",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title_ko", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("place_code", sa.String(length=10), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("venue_ko", sa.String(length=200), nullable=False),
        sa.Column("venue_en", sa.String(length=200), nullable=False),
        sa.Column("minhoe_least", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("files_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("files_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("minutes_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("screen_stage_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note_ko", sa.Text(), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("files_until > files_from", name=op.f("ck_assembly_closes_after_it_opens")),
        sa.CheckConstraint("minhoe_least >= 1", name=op.f("ck_assembly_a_minhoe_has_people")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_assembly_made_by_account")),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name=op.f("fk_assembly_place_code_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assembly")),
        sa.UniqueConstraint("year", name=op.f("uq_assembly_year")),
    )
    op.create_table(
        "answer_body",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assembly_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
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
        sa.Column("name_ko", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("place_code", sa.String(length=10), nullable=True),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(kind = 'district') = (place_code IS NOT NULL)", name=op.f("ck_answer_body_a_district_is_a_place")
        ),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name=op.f("fk_answer_body_assembly_id_assembly")),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name=op.f("fk_answer_body_place_code_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_body")),
        sa.UniqueConstraint("assembly_id", "code", name=op.f("uq_answer_body_assembly_id_code")),
    )
    op.create_table(
        "assembly_agenda_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assembly_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title_ko", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_assembly_agenda_item_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assembly.id"], name=op.f("fk_assembly_agenda_item_assembly_id_assembly")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assembly_agenda_item")),
    )
    with op.batch_alter_table("assembly_agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assembly_agenda_item_assembly_id"), ["assembly_id"], unique=False)

    op.create_table(
        "assembly_agreement",
        sa.Column("assembly_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text_ko", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assembly.id"], name=op.f("fk_assembly_agreement_assembly_id_assembly")
        ),
        sa.PrimaryKeyConstraint("assembly_id", name=op.f("pk_assembly_agreement")),
    )
    op.create_table(
        "assembly_category",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assembly_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_ko", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assembly.id"], name=op.f("fk_assembly_category_assembly_id_assembly")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assembly_category")),
        sa.UniqueConstraint("assembly_id", "code", name=op.f("uq_assembly_category_assembly_id_code")),
    )
    op.create_table(
        "assembly_stage",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assembly_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "agreements_online",
                "facilitators_pick",
                "stickers",
                "pick_k",
                "yes_no_each",
                "random_panel",
                name="stage_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name_ko", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("electorate_ko", sa.String(length=200), nullable=False),
        sa.Column("electorate_en", sa.String(length=200), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "top_k", "yes_no", "named", name="stage_method", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "counted",
            sa.Enum(
                "agreements",
                "sheets",
                "poll",
                "meeting",
                name="counted",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("seats", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("picks", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("threshold", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pass_num", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pass_den", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("of_present", sa.Boolean(), nullable=False),
        sa.Column("ties", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invited", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voted", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("outcome", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("poll_slug", sa.String(length=40), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(method = 'named') = (counted = 'meeting')", name=op.f("ck_assembly_stage_a_meeting_names")
        ),
        sa.CheckConstraint(
            "counted <> 'agreements' OR method = 'top_k'", name=op.f("ck_assembly_stage_agreements_are_ranked")
        ),
        sa.CheckConstraint("method <> 'top_k' OR seats IS NOT NULL", name=op.f("ck_assembly_stage_a_top_has_seats")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome IS NULL)", name=op.f("ck_assembly_stage_no_result_before_the_close")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR opened_at IS NOT NULL", name=op.f("ck_assembly_stage_closed_after_it_opened")
        ),
        sa.CheckConstraint(
            "pass_num >= 0 AND pass_den > 0 AND pass_num <= pass_den", name=op.f("ck_assembly_stage_a_share_of_one")
        ),
        sa.CheckConstraint(
            "seats > 0 AND picks > 0 AND threshold >= 0", name=op.f("ck_assembly_stage_counts_are_counts")
        ),
        sa.CheckConstraint(
            "voted >= 0 AND invited >= 0 AND voted <= invited", name=op.f("ck_assembly_stage_voted_of_invited")
        ),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name=op.f("fk_assembly_stage_assembly_id_assembly")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assembly_stage")),
        sa.UniqueConstraint("assembly_id", "position", name=op.f("uq_assembly_stage_assembly_id_position")),
        sa.UniqueConstraint("id", "assembly_id", name=op.f("uq_assembly_stage_id_assembly_id")),
    )
    op.create_table(
        "minhoe",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assembly_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place_code", sa.String(length=10), nullable=False),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("facilitator", sa.String(length=200), nullable=False),
        sa.Column("people", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("names", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "registered",
                "held",
                "cancelled",
                name="minhoe_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(state = 'held') = (recorded_at IS NOT NULL)", name=op.f("ck_minhoe_held_has_a_record")),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_reason IS NULL)", name=op.f("ck_minhoe_hidden_with_a_reason")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_minhoe_ends_after_it_starts")),
        sa.CheckConstraint("people > 0", name=op.f("ck_minhoe_has_people")),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name=op.f("fk_minhoe_assembly_id_assembly")),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name=op.f("fk_minhoe_place_code_place")),
        sa.ForeignKeyConstraint(["registered_by"], ["account.id"], name=op.f("fk_minhoe_registered_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minhoe")),
    )
    with op.batch_alter_table("minhoe", schema=None) as batch_op:
        batch_op.create_index("ix_minhoe_assembly_id_starts_at", ["assembly_id", "starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_minhoe_place_code"), ["place_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_minhoe_registered_by"), ["registered_by"], unique=False)

    op.create_table(
        "assembly_attendee",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assembly_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column(
            "capacity",
            sa.Enum(
                "citizen",
                "facilitator",
                "official",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("body_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("needs", sa.Text(), nullable=True),
        sa.Column("needs_note", sa.Text(), nullable=True),
        sa.Column("interpreter", sa.Text(), nullable=True),
        sa.Column("needs_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ticket_hash", sa.String(length=64), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("here_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("here_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(capacity = 'official') = (body_id IS NOT NULL)",
            name=op.f("ck_assembly_attendee_an_official_is_of_a_body"),
        ),
        sa.CheckConstraint(
            "needs IS NULL OR needs_agreed_at IS NOT NULL", name=op.f("ck_assembly_attendee_needs_with_consent")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_assembly_attendee_numbered_from_one")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_assembly_attendee_account_id_account")),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assembly.id"], name=op.f("fk_assembly_attendee_assembly_id_assembly")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["answer_body.id"], name=op.f("fk_assembly_attendee_body_id_answer_body")),
        sa.ForeignKeyConstraint(["here_by"], ["account.id"], name=op.f("fk_assembly_attendee_here_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assembly_attendee")),
        sa.UniqueConstraint("assembly_id", "account_id", name=op.f("uq_assembly_attendee_assembly_id_account_id")),
        sa.UniqueConstraint("assembly_id", "number", name=op.f("uq_assembly_attendee_assembly_id_number")),
        sa.UniqueConstraint("ticket_hash", name=op.f("uq_assembly_attendee_ticket_hash")),
    )
    with op.batch_alter_table("assembly_attendee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assembly_attendee_account_id"), ["account_id"], unique=False)

    op.create_table(
        "assembly_sheet",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["assembly_stage.id"], name=op.f("fk_assembly_sheet_stage_id_assembly_stage")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assembly_sheet")),
        sa.UniqueConstraint("stage_id", "name", name=op.f("uq_assembly_sheet_stage_id_name")),
    )
    op.create_table(
        "assembly_signature",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assembly_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("recorded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assembly_id"],
            ["assembly_agreement.assembly_id"],
            name=op.f("fk_assembly_signature_assembly_id_assembly_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["answer_body.id"], name=op.f("fk_assembly_signature_body_id_answer_body")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_assembly_signature_recorded_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assembly_signature")),
        sa.UniqueConstraint("assembly_id", "body_id", name=op.f("uq_assembly_signature_assembly_id_body_id")),
    )
    op.create_table(
        "assembly_stage_source",
        sa.Column("stage_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assembly_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "taken",
            sa.Enum("chosen", "rest", name="taken", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.CheckConstraint("stage_id <> from_id", name=op.f("ck_assembly_stage_source_from_another")),
        sa.ForeignKeyConstraint(
            ["from_id", "assembly_id"],
            ["assembly_stage.id", "assembly_stage.assembly_id"],
            name=op.f("fk_assembly_stage_source_from_id_assembly_id_assembly_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["stage_id", "assembly_id"],
            ["assembly_stage.id", "assembly_stage.assembly_id"],
            name=op.f("fk_assembly_stage_source_stage_id_assembly_id_assembly_stage"),
        ),
        sa.PrimaryKeyConstraint("stage_id", "from_id", name=op.f("pk_assembly_stage_source")),
    )
    op.create_table(
        "minhoe_photo",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("minhoe_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shows", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_minhoe_photo_file_id_file")),
        sa.ForeignKeyConstraint(["minhoe_id"], ["minhoe.id"], name=op.f("fk_minhoe_photo_minhoe_id_minhoe")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minhoe_photo")),
        sa.UniqueConstraint("file_id", name=op.f("uq_minhoe_photo_file_id")),
    )
    with op.batch_alter_table("minhoe_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minhoe_photo_minhoe_id"), ["minhoe_id"], unique=False)

    op.create_table(
        "policy",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assembly_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("body_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("minhoe_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("proposer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("proposer_name", sa.String(length=200), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "filed",
                "merged",
                "withdrawn",
                name="policy_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_reason IS NULL)", name=op.f("ck_policy_hidden_with_a_reason")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_policy_numbered_from_one")),
        sa.ForeignKeyConstraint(["assembly_id"], ["assembly.id"], name=op.f("fk_policy_assembly_id_assembly")),
        sa.ForeignKeyConstraint(["body_id"], ["answer_body.id"], name=op.f("fk_policy_body_id_answer_body")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["assembly_category.id"], name=op.f("fk_policy_category_id_assembly_category")
        ),
        sa.ForeignKeyConstraint(["minhoe_id"], ["minhoe.id"], name=op.f("fk_policy_minhoe_id_minhoe")),
        sa.ForeignKeyConstraint(["proposer_id"], ["account.id"], name=op.f("fk_policy_proposer_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
        sa.UniqueConstraint("assembly_id", "number", name=op.f("uq_policy_assembly_id_number")),
    )
    with op.batch_alter_table("policy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_policy_category_id"), ["category_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_policy_minhoe_id"), ["minhoe_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_policy_proposer_id"), ["proposer_id"], unique=False)

    op.create_table(
        "assembly_question",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assembly_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attendee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("body_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "collected",
                "put",
                "answered",
                "set_aside",
                name="question_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("set_aside_why", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(state = 'set_aside') = (set_aside_why IS NOT NULL)",
            name=op.f("ck_assembly_question_set_aside_with_a_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assembly.id"], name=op.f("fk_assembly_question_assembly_id_assembly")
        ),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["assembly_attendee.id"], name=op.f("fk_assembly_question_attendee_id_assembly_attendee")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["answer_body.id"], name=op.f("fk_assembly_question_body_id_answer_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assembly_question")),
    )
    with op.batch_alter_table("assembly_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assembly_question_assembly_id"), ["assembly_id"], unique=False)

    op.create_table(
        "assembly_sheet_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sheet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("voters", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("place IN (1, 2)", name=op.f("ck_assembly_sheet_entry_first_or_second")),
        sa.CheckConstraint("voters >= 0", name=op.f("ck_assembly_sheet_entry_voters_not_negative")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_assembly_sheet_entry_by_account")),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["assembly_sheet.id"], name=op.f("fk_assembly_sheet_entry_sheet_id_assembly_sheet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assembly_sheet_entry")),
        sa.UniqueConstraint("sheet_id", "by", name=op.f("uq_assembly_sheet_entry_sheet_id_by")),
        sa.UniqueConstraint("sheet_id", "place", name=op.f("uq_assembly_sheet_entry_sheet_id_place")),
    )
    op.create_table(
        "assembly_stage_option",
        sa.Column("stage_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("policy_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("votes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("against", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("chosen", sa.Boolean(), nullable=True),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("votes >= 0 AND against >= 0", name=op.f("ck_assembly_stage_option_votes_not_negative")),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_assembly_stage_option_policy_id_policy")),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["assembly_stage.id"], name=op.f("fk_assembly_stage_option_stage_id_assembly_stage")
        ),
        sa.PrimaryKeyConstraint("stage_id", "policy_id", name=op.f("pk_assembly_stage_option")),
        sa.UniqueConstraint("stage_id", "position", name=op.f("uq_assembly_stage_option_stage_id_position")),
    )
    with op.batch_alter_table("assembly_stage_option", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assembly_stage_option_policy_id"), ["policy_id"], unique=False)

    op.create_table(
        "policy_merge",
        sa.Column("part_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("whole_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("part_id <> whole_id", name=op.f("ck_policy_merge_into_another")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_policy_merge_by_account")),
        sa.ForeignKeyConstraint(["part_id"], ["policy.id"], name=op.f("fk_policy_merge_part_id_policy")),
        sa.ForeignKeyConstraint(["whole_id"], ["policy.id"], name=op.f("fk_policy_merge_whole_id_policy")),
        sa.PrimaryKeyConstraint("part_id", name=op.f("pk_policy_merge")),
    )
    with op.batch_alter_table("policy_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_merge_whole_id"), ["whole_id"], unique=False)

    op.create_table(
        "policy_support",
        sa.Column("policy_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_policy_support_account_id_account")),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_policy_support_policy_id_policy")),
        sa.PrimaryKeyConstraint("policy_id", "account_id", name=op.f("pk_policy_support")),
    )
    with op.batch_alter_table("policy_support", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_support_account_id"), ["account_id"], unique=False)

    op.create_table(
        "assembly_question_agreement",
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attendee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["attendee_id"],
            ["assembly_attendee.id"],
            name=op.f("fk_assembly_question_agreement_attendee_id_assembly_attendee"),
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["assembly_question.id"],
            name=op.f("fk_assembly_question_agreement_question_id_assembly_question"),
        ),
        sa.PrimaryKeyConstraint("question_id", "attendee_id", name=op.f("pk_assembly_question_agreement")),
    )
    with op.batch_alter_table("assembly_question_agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assembly_question_agreement_attendee_id"), ["attendee_id"], unique=False)

    op.create_table(
        "assembly_sheet_count",
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("policy_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("votes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("against", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("votes >= 0 AND against >= 0", name=op.f("ck_assembly_sheet_count_votes_not_negative")),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["assembly_sheet_entry.id"],
            name=op.f("fk_assembly_sheet_count_entry_id_assembly_sheet_entry"),
        ),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_assembly_sheet_count_policy_id_policy")),
        sa.PrimaryKeyConstraint("entry_id", "policy_id", name=op.f("pk_assembly_sheet_count")),
    )


def downgrade():
    op.drop_table("assembly_sheet_count")
    with op.batch_alter_table("assembly_question_agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assembly_question_agreement_attendee_id"))

    op.drop_table("assembly_question_agreement")
    with op.batch_alter_table("policy_support", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_support_account_id"))

    op.drop_table("policy_support")
    with op.batch_alter_table("policy_merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_merge_whole_id"))

    op.drop_table("policy_merge")
    with op.batch_alter_table("assembly_stage_option", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assembly_stage_option_policy_id"))

    op.drop_table("assembly_stage_option")
    op.drop_table("assembly_sheet_entry")
    with op.batch_alter_table("assembly_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assembly_question_assembly_id"))

    op.drop_table("assembly_question")
    with op.batch_alter_table("policy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_proposer_id"))
        batch_op.drop_index(batch_op.f("ix_policy_minhoe_id"))
        batch_op.drop_index(batch_op.f("ix_policy_category_id"))
        batch_op.drop_index(batch_op.f("ix_policy_body_id"))

    op.drop_table("policy")
    with op.batch_alter_table("minhoe_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minhoe_photo_minhoe_id"))

    op.drop_table("minhoe_photo")
    op.drop_table("assembly_stage_source")
    op.drop_table("assembly_signature")
    op.drop_table("assembly_sheet")
    with op.batch_alter_table("assembly_attendee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assembly_attendee_account_id"))

    op.drop_table("assembly_attendee")
    with op.batch_alter_table("minhoe", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minhoe_registered_by"))
        batch_op.drop_index(batch_op.f("ix_minhoe_place_code"))
        batch_op.drop_index("ix_minhoe_assembly_id_starts_at")

    op.drop_table("minhoe")
    op.drop_table("assembly_stage")
    op.drop_table("assembly_category")
    op.drop_table("assembly_agreement")
    with op.batch_alter_table("assembly_agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assembly_agenda_item_assembly_id"))

    op.drop_table("assembly_agenda_item")
    op.drop_table("answer_body")
    op.drop_table("assembly")
