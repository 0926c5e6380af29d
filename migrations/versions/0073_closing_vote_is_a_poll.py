"""The closing vote of a panel is a poll: its own roll, box and papers go; what lies uncounted in the box is counted first."""

import datetime as dt

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0073"
down_revision = "0071"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
AT = sa.DateTime(timezone=True)

panel = sa.table("panel", sa.column("id"), sa.column("vote_opens_at", AT), sa.column("vote_closes_at", AT))
stance = sa.table("panel_stance", *map(sa.column, ("id", "panel_id", "code", "final")))
panelist = sa.table("panelist", *map(sa.column, ("id", "panel_id", "state")))
attendance = sa.table("panel_attendance", sa.column("panelist_id"), sa.column("day", sa.Date()))
ballot = sa.table("panel_closing_ballot", *map(sa.column, ("panel_id", "stance_id")))
count = sa.table(
    "panel_closing_count", sa.column("panel_id"), sa.column("enrolled"), sa.column("voted"), sa.column("counts", JSON),
    sa.column("closed_at", AT),
)  # fmt: skip


def upgrade():
    for row in op.get_bind().execute(_uncounted()).all():
        _count(*row)
    op.drop_table("panel_closing_paper")
    op.drop_table("panel_closing_ballot")
    op.drop_table("panel_closing_roll")
    with op.batch_alter_table("panel", schema=None) as batch_op:
        batch_op.drop_column("vote_opens_at")
        batch_op.drop_column("vote_closes_at")


def _uncounted():
    """Return the query of the panels with ballots and without a result."""
    counted = sa.select(count.c.panel_id)
    return sa.select(panel).where(panel.c.id.in_(sa.select(ballot.c.panel_id)), panel.c.id.not_in(counted))


def _count(panel_id, opens_at, closes_at):
    """Write the result of what lies in the box, with who was there on the day of the vote."""
    bind = op.get_bind()
    codes = dict(bind.execute(sa.select(stance.c.id, stance.c.code).where(stance.c.panel_id == panel_id, stance.c.final)).all())
    votes = dict.fromkeys([*codes.values(), "blank"], 0)
    piles = sa.select(ballot.c.stance_id, sa.func.count()).where(ballot.c.panel_id == panel_id)
    for stance_id, ballots in bind.execute(piles.group_by(ballot.c.stance_id)):
        votes[codes.get(stance_id, "blank")] += ballots
    present = sa.select(sa.func.count()).select_from(attendance.join(panelist, panelist.c.id == attendance.c.panelist_id))
    present = present.where(panelist.c.panel_id == panel_id, panelist.c.state == "accepted")
    day = (opens_at.replace(tzinfo=opens_at.tzinfo or dt.UTC).astimezone(dt.timezone(dt.timedelta(hours=9)))).date()
    values = {
        "panel_id": panel_id, "enrolled": bind.scalar(present.where(attendance.c.day == day)), "voted": sum(votes.values()),
        "counts": votes, "closed_at": closes_at,
    }  # fmt: skip
    bind.execute(count.insert().values(values))


def downgrade():
    with op.batch_alter_table("panel", schema=None) as batch_op:
        batch_op.add_column(sa.Column("vote_opens_at", AT, nullable=True))
        batch_op.add_column(sa.Column("vote_closes_at", AT, nullable=True))
    op.create_table(
        "panel_closing_roll",
        sa.Column("panelist_id", WHOLE, nullable=False),
        sa.Column("voted", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["panelist_id"], ["panelist.id"], name=op.f("fk_panel_closing_roll_panelist_id_panelist")
        ),
        sa.PrimaryKeyConstraint("panelist_id", name=op.f("pk_panel_closing_roll")),
    )
    op.create_table(
        "panel_closing_ballot",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("panel_id", WHOLE, nullable=False),
        sa.Column("stance_id", WHOLE, nullable=True),
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
        "panel_closing_paper",
        sa.Column("panel_id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_panel_closing_paper_account_id_account")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_closing_paper_panel_id_panel")),
        sa.PrimaryKeyConstraint("panel_id", "account_id", name=op.f("pk_panel_closing_paper")),
    )
