"""polls."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0056'
down_revision = '0049'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('poll',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('slug', sa.String(length=40), nullable=False),
    sa.Column('number', sa.String(length=32), nullable=False),
    sa.Column('subject', sa.String(length=40), nullable=True),
    sa.Column('subject_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('title_ko', sa.String(length=200), nullable=False),
    sa.Column('title_en', sa.String(length=200), nullable=False),
    sa.Column('question_ko', sa.Text(), nullable=False),
    sa.Column('question_en', sa.Text(), nullable=False),
    sa.Column('form', sa.Enum('approval', 'choose-1', 'yes-no', 'ordinal', 'cumulative', 'knapsack', name='form', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('form_numbers', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('rule', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('publish', sa.Enum('marks', 'ballots', 'open', name='publish', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('may_change', sa.Boolean(), nullable=False),
    sa.Column('randomness', sa.String(length=200), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('log_by', sa.DateTime(timezone=True), nullable=False),
    sa.Column('appeal_days', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('is_test', sa.Boolean(), nullable=False),
    sa.Column('synthetic', sa.Boolean(), nullable=False),
    sa.Column('revision', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('box_key', sa.String(length=64), nullable=True),
    sa.Column('log_key', sa.String(length=64), nullable=True),
    sa.Column('definition', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=True),
    sa.Column('definition_hash', sa.String(length=64), nullable=True),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('result', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=True),
    sa.Column('random_number', sa.String(length=200), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('destroyed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_why', sa.String(), nullable=False),
    sa.CheckConstraint("cancelled_at IS NULL OR cancelled_why <> ''", name=op.f('ck_poll_cancelled_with_a_reason')),
    sa.CheckConstraint('(counted_at IS NULL) = (result IS NULL)', name=op.f('ck_poll_counted_with_a_result')),
    sa.CheckConstraint('(definition IS NULL) = (definition_hash IS NULL)', name=op.f('ck_poll_definition_with_its_hash')),
    sa.CheckConstraint('(frozen_at IS NULL) = (definition IS NULL)', name=op.f('ck_poll_frozen_with_its_definition')),
    sa.CheckConstraint('appeal_days >= 0', name=op.f('ck_poll_appeals_take_time')),
    sa.CheckConstraint('closed_at IS NULL OR opened_at IS NOT NULL', name=op.f('ck_poll_opened_before_it_closes')),
    sa.CheckConstraint('closes_at > opens_at', name=op.f('ck_poll_closes_after_it_opens')),
    sa.CheckConstraint('counted_at IS NULL OR closed_at IS NOT NULL', name=op.f('ck_poll_closed_before_the_count')),
    sa.CheckConstraint('log_by >= closes_at', name=op.f('ck_poll_logged_after_the_close')),
    sa.CheckConstraint('opened_at IS NULL OR frozen_at IS NOT NULL', name=op.f('ck_poll_frozen_before_it_opens')),
    sa.CheckConstraint('published_at IS NULL OR counted_at IS NOT NULL', name=op.f('ck_poll_counted_before_the_bundle')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_poll')),
    sa.UniqueConstraint('number', name=op.f('uq_poll_number')),
    sa.UniqueConstraint('slug', name=op.f('uq_poll_slug'))
    )
    op.create_table('poll_box',
    sa.Column('leaf', sa.LargeBinary(length=32), nullable=False),
    sa.Column('poll_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_poll_box_poll_id_poll')),
    sa.PrimaryKeyConstraint('leaf', name=op.f('pk_poll_box')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('poll_box', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_poll_box_poll_id'), ['poll_id'], unique=False)

    op.create_table('poll_burned',
    sa.Column('leaf', sa.LargeBinary(length=32), nullable=False),
    sa.Column('poll_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_poll_burned_poll_id_poll')),
    sa.PrimaryKeyConstraint('leaf', name=op.f('pk_poll_burned')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('poll_burned', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_poll_burned_poll_id'), ['poll_id'], unique=False)

    op.create_table('poll_code',
    sa.Column('poll_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('electorate', sa.String(length=40), nullable=False),
    sa.Column('cell', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_poll_code_poll_id_poll')),
    sa.PrimaryKeyConstraint('poll_id', 'code_hash', name=op.f('pk_poll_code')),
    sqlite_with_rowid=False
    )
    op.create_table('poll_electorate',
    sa.Column('poll_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name_ko', sa.String(length=200), nullable=False),
    sa.Column('name_en', sa.String(length=200), nullable=False),
    sa.Column('weight_num', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('weight_den', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('eligibility', sa.String(length=40), nullable=False),
    sa.Column('conditions', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('channels', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.CheckConstraint("eligibility IN ('accounts', 'list', 'codes')", name=op.f('ck_poll_electorate_known_eligibility')),
    sa.CheckConstraint('(weight_num IS NULL) = (weight_den IS NULL)', name=op.f('ck_poll_electorate_a_weight_is_a_fraction')),
    sa.CheckConstraint('weight_num > 0 AND weight_den > 0', name=op.f('ck_poll_electorate_a_weight_is_positive')),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_poll_electorate_poll_id_poll')),
    sa.PrimaryKeyConstraint('poll_id', 'code', name=op.f('pk_poll_electorate')),
    sa.UniqueConstraint('poll_id', 'position', name=op.f('uq_poll_electorate_poll_id_position'))
    )
    op.create_table('poll_head',
    sa.Column('poll_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('size', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('minute', sa.String(length=17), nullable=False),
    sa.Column('root', sa.String(length=64), nullable=False),
    sa.Column('signature', sa.String(length=128), nullable=False),
    sa.Column('frontier', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_poll_head_poll_id_poll')),
    sa.PrimaryKeyConstraint('poll_id', 'size', name=op.f('pk_poll_head')),
    sqlite_with_rowid=False
    )
    op.create_table('poll_intake',
    sa.Column('leaf', sa.LargeBinary(length=32), nullable=False),
    sa.Column('poll_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_poll_intake_poll_id_poll')),
    sa.PrimaryKeyConstraint('leaf', name=op.f('pk_poll_intake')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('poll_intake', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_poll_intake_poll_id'), ['poll_id'], unique=False)

    op.create_table('poll_leaf',
    sa.Column('poll_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('place', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('leaf', sa.LargeBinary(length=32), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_poll_leaf_poll_id_poll')),
    sa.PrimaryKeyConstraint('poll_id', 'place', name=op.f('pk_poll_leaf')),
    sa.UniqueConstraint('leaf', name=op.f('uq_poll_leaf_leaf')),
    sqlite_with_rowid=False
    )
    op.create_table('poll_option',
    sa.Column('poll_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title_ko', sa.String(length=200), nullable=False),
    sa.Column('title_en', sa.String(length=200), nullable=False),
    sa.Column('text_ko', sa.Text(), nullable=False),
    sa.Column('text_en', sa.Text(), nullable=False),
    sa.Column('cost_won', sa.BigInteger(), nullable=False),
    sa.Column('labels', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.CheckConstraint('cost_won >= 0', name=op.f('ck_poll_option_costs_something')),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_poll_option_poll_id_poll')),
    sa.PrimaryKeyConstraint('poll_id', 'code', name=op.f('pk_poll_option')),
    sa.UniqueConstraint('poll_id', 'position', name=op.f('uq_poll_option_poll_id_position'))
    )
    op.create_table('poll_roll',
    sa.Column('poll_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('pseud', sa.String(length=64), nullable=False),
    sa.Column('electorate', sa.String(length=40), nullable=False),
    sa.Column('cell', sa.String(length=40), nullable=False),
    sa.Column('state', sa.Enum('listed', 'voted', 'paper', name='roll_state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=True),
    sa.Column('tag', sa.String(length=64), nullable=True),
    sa.CheckConstraint("state <> 'listed' OR tag IS NULL", name=op.f('ck_poll_roll_no_tag_before_the_vote')),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_poll_roll_poll_id_poll')),
    sa.PrimaryKeyConstraint('poll_id', 'pseud', name=op.f('pk_poll_roll')),
    sqlite_with_rowid=False
    )
    op.create_table('poll_tray',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('poll_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('electorate', sa.String(length=40), nullable=False),
    sa.Column('cards', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('logged', sa.Boolean(), nullable=False),
    sa.CheckConstraint('cards > 0', name=op.f('ck_poll_tray_a_tray_holds_cards')),
    sa.ForeignKeyConstraint(['poll_id'], ['poll.id'], name=op.f('fk_poll_tray_poll_id_poll')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_poll_tray')),
    sa.UniqueConstraint('poll_id', 'number', name=op.f('uq_poll_tray_poll_id_number'))
    )
    op.create_table('poll_card',
    sa.Column('tray_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('marks', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=True),
    sa.Column('invalid_why', sa.String(length=40), nullable=True),
    sa.CheckConstraint('(marks IS NULL) = (invalid_why IS NOT NULL)', name=op.f('ck_poll_card_read_or_invalid')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_poll_card_account_id_account')),
    sa.ForeignKeyConstraint(['tray_id'], ['poll_tray.id'], name=op.f('fk_poll_card_tray_id_poll_tray')),
    sa.PrimaryKeyConstraint('tray_id', 'number', 'account_id', name=op.f('pk_poll_card'))
    )
    with op.batch_alter_table('poll_card', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_poll_card_account_id'), ['account_id'], unique=False)



def downgrade():
    with op.batch_alter_table('poll_card', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_poll_card_account_id'))

    op.drop_table('poll_card')
    op.drop_table('poll_tray')
    op.drop_table('poll_roll')
    op.drop_table('poll_option')
    op.drop_table('poll_leaf')
    with op.batch_alter_table('poll_intake', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_poll_intake_poll_id'))

    op.drop_table('poll_intake')
    op.drop_table('poll_head')
    op.drop_table('poll_electorate')
    op.drop_table('poll_code')
    with op.batch_alter_table('poll_burned', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_poll_burned_poll_id'))

    op.drop_table('poll_burned')
    with op.batch_alter_table('poll_box', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_poll_box_poll_id'))

    op.drop_table('poll_box')
    op.drop_table('poll')
