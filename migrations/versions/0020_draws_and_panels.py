"""draws and panels."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "draw",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("continues_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("title_ko", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("numbers", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("one_per_home", sa.Boolean(), nullable=False),
        sa.Column("reserves", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "preparing",
                "computing",
                "committed",
                "drawn",
                "abandoned",
                name="draw_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("job_id", sa.String(length=32), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False),
        sa.Column(
            "value_kind",
            sa.Enum(
                "dice",
                "balls",
                "drand",
                "secret",
                name="public_value",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("announced", sa.Text(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=True),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("value", sa.String(length=400), nullable=True),
        sa.Column("witnesses", sa.Text(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("figures", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("abandoned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("abandoned_why", sa.Text(), nullable=True),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'abandoned') = (abandoned_why IS NOT NULL)", name=op.f("ck_draw_abandoned_with_a_reason")
        ),
        sa.CheckConstraint("(state = 'drawn') = (drawn_at IS NOT NULL)", name=op.f("ck_draw_drawn_at_a_time")),
        sa.CheckConstraint(
            "(state IN ('committed', 'drawn')) <= (commitment IS NOT NULL)", name=op.f("ck_draw_commitment_once_made")
        ),
        sa.CheckConstraint("size > 0", name=op.f("ck_draw_somebody_is_drawn")),
        sa.CheckConstraint("value IS NULL OR commitment IS NOT NULL", name=op.f("ck_draw_committed_before_the_value")),
        sa.ForeignKeyConstraint(["continues_id"], ["draw.id"], name=op.f("fk_draw_continues_id_draw")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_draw_made_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw")),
        sa.UniqueConstraint("subject", "subject_id", "attempt", name=op.f("uq_draw_subject_subject_id_attempt")),
    )
    with op.batch_alter_table("draw", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draw_continues_id"), ["continues_id"], unique=False)

    op.create_table(
        "panel",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("title_ko", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("question_ko", sa.Text(), nullable=False),
        sa.Column("question_en", sa.Text(), nullable=False),
        sa.Column("context_ko", sa.Text(), nullable=False),
        sa.Column("context_en", sa.Text(), nullable=False),
        sa.Column("place_code", sa.String(length=10), nullable=False),
        sa.Column(
            "rule",
            sa.Enum(
                "simple_majority",
                "combine_within_error",
                name="decision_rule",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("rule_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confidence_percent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seats", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "design",
            sa.Enum("proportional", "equal", name="design", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("design_why", sa.Text(), nullable=False),
        sa.Column("allowance_won", sa.BigInteger(), nullable=True),
        sa.Column("venue_ko", sa.String(length=200), nullable=False),
        sa.Column("venue_en", sa.String(length=200), nullable=False),
        sa.Column("vote_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("vote_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recommendation_ko", sa.Text(), nullable=False),
        sa.Column("recommendation_en", sa.Text(), nullable=False),
        sa.Column("minority_ko", sa.Text(), nullable=False),
        sa.Column("minority_en", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("allowance_won IS NULL OR allowance_won >= 0", name=op.f("ck_panel_allowance_not_negative")),
        sa.CheckConstraint("confidence_percent BETWEEN 50 AND 99", name=op.f("ck_panel_confidence_is_a_share")),
        sa.CheckConstraint("seats > 0", name=op.f("ck_panel_has_seats")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_panel_made_by_account")),
        sa.ForeignKeyConstraint(["place_code"], ["place.code"], name=op.f("fk_panel_place_code_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel")),
        sa.UniqueConstraint("slug", name=op.f("uq_panel_slug")),
    )
    op.create_table(
        "draw_candidate",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draw_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("home", sa.String(length=64), nullable=True),
        sa.Column("excluded_code", sa.String(length=40), nullable=True),
        sa.Column("excluded_why", sa.Text(), nullable=True),
        sa.Column("pseudonym", sa.String(length=64), nullable=True),
        sa.Column("chance", sa.Double(), nullable=True),
        sa.Column("seat_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reserve_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "chance IS NULL OR (chance >= 0 AND chance <= 1)", name=op.f("ck_draw_candidate_chance_is_one")
        ),
        sa.CheckConstraint(
            "excluded_why IS NULL OR seat_no IS NULL", name=op.f("ck_draw_candidate_excluded_people_have_no_seat")
        ),
        sa.CheckConstraint("seat_no IS NULL OR reserve_no IS NULL", name=op.f("ck_draw_candidate_seat_or_reserve")),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name=op.f("fk_draw_candidate_draw_id_draw")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_candidate")),
        sa.UniqueConstraint("draw_id", "ref", name=op.f("uq_draw_candidate_draw_id_ref")),
    )
    with op.batch_alter_table("draw_candidate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draw_candidate_draw_id_pseudonym"), ["draw_id", "pseudonym"], unique=False)

    op.create_table(
        "draw_feature",
        sa.Column("draw_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_ko", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name=op.f("fk_draw_feature_draw_id_draw")),
        sa.PrimaryKeyConstraint("draw_id", "code", name=op.f("pk_draw_feature")),
    )
    op.create_table(
        "draw_record",
        sa.Column("draw_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name=op.f("fk_draw_record_draw_id_draw")),
        sa.PrimaryKeyConstraint("draw_id", "name", name=op.f("pk_draw_record")),
    )
    op.create_table(
        "draw_relaxation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draw_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("feature", sa.String(length=200), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("least_before", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("most_before", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("least_after", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("most_after", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_draw_relaxation_decided_by_account")),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name=op.f("fk_draw_relaxation_draw_id_draw")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_relaxation")),
    )
    with op.batch_alter_table("draw_relaxation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draw_relaxation_draw_id"), ["draw_id"], unique=False)

    op.create_table(
        "draw_target",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draw_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("feature", sa.String(length=200), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("name_ko", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("least", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("most", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("least_flex", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("most_flex", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("population", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("why_ko", sa.Text(), nullable=False),
        sa.Column("why_en", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("least >= 0 AND least <= most", name=op.f("ck_draw_target_least_to_most")),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name=op.f("fk_draw_target_draw_id_draw")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_target")),
        sa.UniqueConstraint("draw_id", "feature", "value", name=op.f("uq_draw_target_draw_id_feature_value")),
    )
    op.create_table(
        "panel_closing_count",
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enrolled", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("voted", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_closing_count_panel_id_panel")),
        sa.PrimaryKeyConstraint("panel_id", name=op.f("pk_panel_closing_count")),
    )
    op.create_table(
        "panel_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "opening",
                "talk",
                "tables",
                "questions",
                "cross_examination",
                "vote",
                "pause",
                "other",
                name="item_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum("favour", "against", "neutral", name="side", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("title_ko", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("round", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("seconds_a_turn", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("clock_side", sa.String(length=40), nullable=True),
        sa.Column("clock_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'tables') = (round IS NOT NULL)", name=op.f("ck_panel_item_rounds_are_at_tables")),
        sa.CheckConstraint("clock_side IN ('favour', 'against')", name=op.f("ck_panel_item_a_side_speaks")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_panel_item_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_item_panel_id_panel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_item")),
        sa.UniqueConstraint("panel_id", "round", name=op.f("uq_panel_item_panel_id_round")),
    )
    op.create_table(
        "panel_material",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "booklet",
                "lesson",
                "answer",
                name="material_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum("favour", "against", "neutral", name="side", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.CheckConstraint("minutes IS NULL OR minutes >= 0", name=op.f("ck_panel_material_minutes_not_negative")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_panel_material_versions_count_from_one")),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_panel_material_added_by_account")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_panel_material_file_id_file")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_material_panel_id_panel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_material")),
        sa.UniqueConstraint(
            "panel_id",
            "kind",
            "side",
            "title",
            "version",
            name=op.f("uq_panel_material_panel_id_kind_side_title_version"),
        ),
    )
    op.create_table(
        "panel_role",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "committee",
                "observer",
                "verifier",
                "moderator",
                "adviser",
                "speaker",
                name="panel_part",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum("favour", "against", "neutral", name="side", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("expertise", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("declared", sa.Text(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("excluded_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_panel_role_account_id_account")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_role_panel_id_panel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_role")),
    )
    with op.batch_alter_table("panel_role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_role_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_panel_role_panel_id"), ["panel_id"], unique=False)

    op.create_table(
        "panel_stance",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_ko", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column(
            "side",
            sa.Enum("favour", "against", "neutral", name="side", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_stance_panel_id_panel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_stance")),
        sa.UniqueConstraint("panel_id", "code", name=op.f("uq_panel_stance_panel_id_code")),
    )
    op.create_table(
        "survey",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wave", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("of_members", sa.Boolean(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "telephone",
                "links",
                "on_site",
                name="survey_mode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("population_ko", sa.String(length=200), nullable=False),
        sa.Column("population_en", sa.String(length=200), nullable=False),
        sa.Column("mobile_percent", sa.Double(), nullable=True),
        sa.Column("landline_percent", sa.Double(), nullable=True),
        sa.Column("dialled", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("response_percent", sa.Double(), nullable=True),
        sa.Column("weighted_to", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("margins", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("weighting", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("source_note_ko", sa.Text(), nullable=False),
        sa.Column("source_note_en", sa.Text(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_survey_closes_after_it_opens")),
        sa.CheckConstraint("wave >= 1", name=op.f("ck_survey_waves_count_from_one")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_survey_panel_id_panel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("panel_id", "wave", name=op.f("uq_survey_panel_id_wave")),
    )
    op.create_table(
        "adviser_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("material_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["material_id"], ["panel_material.id"], name=op.f("fk_adviser_note_material_id_panel_material")
        ),
        sa.ForeignKeyConstraint(["role_id"], ["panel_role.id"], name=op.f("fk_adviser_note_role_id_panel_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adviser_note")),
    )
    with op.batch_alter_table("adviser_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adviser_note_material_id"), ["material_id"], unique=False)

    op.create_table(
        "panel_closing_ballot",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_closing_ballot_panel_id_panel")),
        sa.ForeignKeyConstraint(
            ["stance_id"], ["panel_stance.id"], name=op.f("fk_panel_closing_ballot_stance_id_panel_stance")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_panel_closing_ballot")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("panel_closing_ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_closing_ballot_panel_id"), ["panel_id"], unique=False)

    op.create_table(
        "panel_table_moderator",
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("table_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_table_moderator_panel_id_panel")),
        sa.ForeignKeyConstraint(
            ["role_id"], ["panel_role.id"], name=op.f("fk_panel_table_moderator_role_id_panel_role")
        ),
        sa.PrimaryKeyConstraint("panel_id", "table_no", name=op.f("pk_panel_table_moderator")),
        sa.UniqueConstraint("role_id", name=op.f("uq_panel_table_moderator_role_id")),
    )
    op.create_table(
        "panel_table_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("table_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_panel_table_note_by_account")),
        sa.ForeignKeyConstraint(["item_id"], ["panel_item.id"], name=op.f("fk_panel_table_note_item_id_panel_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_table_note")),
        sa.UniqueConstraint("item_id", "table_no", name=op.f("uq_panel_table_note_item_id_table_no")),
    )
    op.create_table(
        "respondent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("survey_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("weight", sa.Double(), nullable=True),
        sa.Column("willing", sa.Boolean(), nullable=False),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("home", sa.String(length=64), nullable=True),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("link_hash", sa.String(length=64), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["stance_id"], ["panel_stance.id"], name=op.f("fk_respondent_stance_id_panel_stance")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_respondent_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_respondent")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_respondent_link_hash")),
        sa.UniqueConstraint("survey_id", "number", name=op.f("uq_respondent_survey_id_number")),
    )
    with op.batch_alter_table("respondent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_respondent_person"), ["person"], unique=False)

    op.create_table(
        "survey_question",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("survey_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("text_ko", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_question_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_question")),
        sa.UniqueConstraint("survey_id", "code", name=op.f("uq_survey_question_survey_id_code")),
    )
    op.create_table(
        "panelist",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("candidate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("respondent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "drawn",
                "invited",
                "accepted",
                "declined",
                "unreachable",
                "withdrawn",
                "reserve",
                name="panelist_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("replaces_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("link_hash", sa.String(length=64), nullable=True),
        sa.Column("link_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("badge_hash", sa.String(length=64), nullable=True),
        sa.Column("needs", sa.Text(), nullable=True),
        sa.Column("accessible_table", sa.Boolean(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("allowance_won", sa.BigInteger(), nullable=True),
        sa.Column("allowance_paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "allowance_won IS NULL OR allowance_won >= 0", name=op.f("ck_panelist_allowance_not_negative")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_panelist_account_id_account")),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["draw_candidate.id"], name=op.f("fk_panelist_candidate_id_draw_candidate")
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panelist_panel_id_panel")),
        sa.ForeignKeyConstraint(["replaces_id"], ["panelist.id"], name=op.f("fk_panelist_replaces_id_panelist")),
        sa.ForeignKeyConstraint(
            ["respondent_id"], ["respondent.id"], name=op.f("fk_panelist_respondent_id_respondent")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panelist")),
        sa.UniqueConstraint("badge_hash", name=op.f("uq_panelist_badge_hash")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_panelist_link_hash")),
        sa.UniqueConstraint("panel_id", "candidate_id", name=op.f("uq_panelist_panel_id_candidate_id")),
        sa.UniqueConstraint("panel_id", "number", name=op.f("uq_panelist_panel_id_number")),
    )
    with op.batch_alter_table("panelist", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panelist_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_panelist_replaces_id"), ["replaces_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_panelist_respondent_id"), ["respondent_id"], unique=False)

    op.create_table(
        "panel_attendance",
        sa.Column("panelist_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_panel_attendance_by_account")),
        sa.ForeignKeyConstraint(
            ["panelist_id"], ["panelist.id"], name=op.f("fk_panel_attendance_panelist_id_panelist")
        ),
        sa.PrimaryKeyConstraint("panelist_id", "day", name=op.f("pk_panel_attendance")),
    )
    op.create_table(
        "panel_closing_roll",
        sa.Column("panelist_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("voted", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["panelist_id"], ["panelist.id"], name=op.f("fk_panel_closing_roll_panelist_id_panelist")
        ),
        sa.PrimaryKeyConstraint("panelist_id", name=op.f("pk_panel_closing_roll")),
    )
    op.create_table(
        "panel_question",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panelist_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("table_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "to_side",
            sa.Enum("favour", "against", "neutral", name="side", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
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
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["panel_item.id"], name=op.f("fk_panel_question_item_id_panel_item")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_question_panel_id_panel")),
        sa.ForeignKeyConstraint(["panelist_id"], ["panelist.id"], name=op.f("fk_panel_question_panelist_id_panelist")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_question")),
    )
    with op.batch_alter_table("panel_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_question_panel_id"), ["panel_id"], unique=False)

    op.create_table(
        "panel_reading",
        sa.Column("material_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panelist_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["material_id"], ["panel_material.id"], name=op.f("fk_panel_reading_material_id_panel_material")
        ),
        sa.ForeignKeyConstraint(["panelist_id"], ["panelist.id"], name=op.f("fk_panel_reading_panelist_id_panelist")),
        sa.PrimaryKeyConstraint("material_id", "panelist_id", name=op.f("pk_panel_reading")),
    )
    with op.batch_alter_table("panel_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_reading_panelist_id"), ["panelist_id"], unique=False)

    op.create_table(
        "panel_statement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panelist_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text_ko", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "open",
                "hidden",
                name="statement_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("hidden_why", sa.Text(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_statement_panel_id_panel")),
        sa.ForeignKeyConstraint(["panelist_id"], ["panelist.id"], name=op.f("fk_panel_statement_panelist_id_panelist")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_statement")),
    )
    with op.batch_alter_table("panel_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_statement_panel_id"), ["panel_id"], unique=False)

    op.create_table(
        "panel_table_seat",
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panelist_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("table_no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["panel_item.id"], name=op.f("fk_panel_table_seat_item_id_panel_item")),
        sa.ForeignKeyConstraint(
            ["panelist_id"], ["panelist.id"], name=op.f("fk_panel_table_seat_panelist_id_panelist")
        ),
        sa.PrimaryKeyConstraint("item_id", "panelist_id", name=op.f("pk_panel_table_seat")),
    )
    with op.batch_alter_table("panel_table_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_table_seat_panelist_id"), ["panelist_id"], unique=False)

    op.create_table(
        "panelist_contact",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panelist_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "sent",
                "reached",
                "no_answer",
                "wrong_address",
                name="contact_outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_panelist_contact_by_account")),
        sa.ForeignKeyConstraint(
            ["panelist_id"], ["panelist.id"], name=op.f("fk_panelist_contact_panelist_id_panelist")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panelist_contact")),
    )
    with op.batch_alter_table("panelist_contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panelist_contact_panelist_id"), ["panelist_id"], unique=False)

    op.create_table(
        "survey_answer",
        sa.Column("survey_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panelist_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["panelist_id"], ["panelist.id"], name=op.f("fk_survey_answer_panelist_id_panelist")),
        sa.ForeignKeyConstraint(
            ["stance_id"], ["panel_stance.id"], name=op.f("fk_survey_answer_stance_id_panel_stance")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_answer_survey_id_survey")),
        sa.PrimaryKeyConstraint("survey_id", "panelist_id", name=op.f("pk_survey_answer")),
    )
    with op.batch_alter_table("survey_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_answer_panelist_id"), ["panelist_id"], unique=False)

    op.create_table(
        "panel_question_agreement",
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panelist_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["panelist_id"], ["panelist.id"], name=op.f("fk_panel_question_agreement_panelist_id_panelist")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["panel_question.id"], name=op.f("fk_panel_question_agreement_question_id_panel_question")
        ),
        sa.PrimaryKeyConstraint("question_id", "panelist_id", name=op.f("pk_panel_question_agreement")),
    )
    with op.batch_alter_table("panel_question_agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_question_agreement_panelist_id"), ["panelist_id"], unique=False)

    op.create_table(
        "panel_statement_answer",
        sa.Column("statement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("panelist_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("answer IN (-1, 0, 1)", name=op.f("ck_panel_statement_answer_agree_pass_disagree")),
        sa.ForeignKeyConstraint(
            ["panelist_id"], ["panelist.id"], name=op.f("fk_panel_statement_answer_panelist_id_panelist")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["panel_statement.id"],
            name=op.f("fk_panel_statement_answer_statement_id_panel_statement"),
        ),
        sa.PrimaryKeyConstraint("statement_id", "panelist_id", name=op.f("pk_panel_statement_answer")),
    )
    with op.batch_alter_table("panel_statement_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_statement_answer_panelist_id"), ["panelist_id"], unique=False)


def downgrade():
    with op.batch_alter_table("panel_statement_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_statement_answer_panelist_id"))

    op.drop_table("panel_statement_answer")
    with op.batch_alter_table("panel_question_agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_question_agreement_panelist_id"))

    op.drop_table("panel_question_agreement")
    with op.batch_alter_table("survey_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_answer_panelist_id"))

    op.drop_table("survey_answer")
    with op.batch_alter_table("panelist_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panelist_contact_panelist_id"))

    op.drop_table("panelist_contact")
    with op.batch_alter_table("panel_table_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_table_seat_panelist_id"))

    op.drop_table("panel_table_seat")
    with op.batch_alter_table("panel_statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_statement_panel_id"))

    op.drop_table("panel_statement")
    with op.batch_alter_table("panel_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_reading_panelist_id"))

    op.drop_table("panel_reading")
    with op.batch_alter_table("panel_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_question_panel_id"))

    op.drop_table("panel_question")
    op.drop_table("panel_closing_roll")
    op.drop_table("panel_attendance")
    with op.batch_alter_table("panelist", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panelist_respondent_id"))
        batch_op.drop_index(batch_op.f("ix_panelist_replaces_id"))
        batch_op.drop_index(batch_op.f("ix_panelist_account_id"))

    op.drop_table("panelist")
    op.drop_table("survey_question")
    with op.batch_alter_table("respondent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_respondent_person"))

    op.drop_table("respondent")
    op.drop_table("panel_table_note")
    op.drop_table("panel_table_moderator")
    with op.batch_alter_table("panel_closing_ballot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_closing_ballot_panel_id"))

    op.drop_table("panel_closing_ballot")
    with op.batch_alter_table("adviser_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_adviser_note_material_id"))

    op.drop_table("adviser_note")
    op.drop_table("survey")
    op.drop_table("panel_stance")
    with op.batch_alter_table("panel_role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_role_panel_id"))
        batch_op.drop_index(batch_op.f("ix_panel_role_account_id"))

    op.drop_table("panel_role")
    op.drop_table("panel_material")
    op.drop_table("panel_item")
    op.drop_table("panel_closing_count")
    op.drop_table("draw_target")
    with op.batch_alter_table("draw_relaxation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draw_relaxation_draw_id"))

    op.drop_table("draw_relaxation")
    op.drop_table("draw_record")
    op.drop_table("draw_feature")
    with op.batch_alter_table("draw_candidate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draw_candidate_draw_id_pseudonym"))

    op.drop_table("draw_candidate")
    op.drop_table("panel")
    with op.batch_alter_table("draw", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draw_continues_id"))

    op.drop_table("draw")
