"""The demonstration city at Gwangju's size, or a multiple of it: copied by SQL alone, the same on any database."""

from typing import Any

from sqlalchemy import ColumnElement, Table, func, insert, literal, null, select, text, true, update

from app.accounts.models import Account
from app.assembly.models import Assembly, Policy, PolicySupport
from app.committee.models import Points, ScoreSheet, Seat
from app.core import clock
from app.core.db import Base, db
from app.cycles.models import Cycle
from app.demo import city
from app.execution.models import Report
from app.proposals.models import Amount, Comment, CommentKind, CostLine, Proposal, Support, Version
from app.review.models import Assignment, Reply, Verdict

SLUG = "2019"
TALK = 50_000  # comments and supports together, at Gwangju's size
COMMENTS = 20_000  # of these
AGREED = 30_000  # supports of policies of an assembly
APART = 1_000_000  # between the keys of one copy and the next
COPIED: tuple[Table, ...] = tuple(  # in the order in which their rows need one another
    Base.metadata.tables[model.__tablename__]
    for model in (
        Account, Seat, Proposal, Version, CostLine, Amount, Verdict, Reply, Assignment, ScoreSheet, Points, Report,
    )
)  # fmt: skip
BODY = "동네 아이들이 매일 다니는 길이라 꼭 필요하다고 생각합니다. 겨울에는 눈이 얼어서 더 위험합니다."


def build(times: int) -> None:
    """Fill an empty database with the demonstration, its 2019 grown to ``times`` as many rows of every kind."""
    Base.metadata.create_all(db.engine)
    city.load(lambda line: None)
    grow(times)


def grow(times: int) -> None:
    """Copy the rows of 2019 until there are ``times`` as many, and fill up comments and supports."""
    cycle_id = db.session.scalar(select(Cycle.id).where(Cycle.slug == SLUG))
    db.session.commit()
    for copy in range(1, times):
        for table in COPIED:
            db.session.execute(_copy(table, cycle_id, copy))
        latest = select(func.max(Version.id)).where(Version.proposal_id == Proposal.id).scalar_subquery()
        db.session.execute(update(Proposal).where(Proposal.current_id.is_(None)).values(current_id=latest))
    _talk(cycle_id, times)
    _agree(times)
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def _copy(table: Table, cycle_id: Any, copy: int) -> Any:
    """Insert a table's rows of the cycle anew, their keys and references moved apart."""
    values = [_moved(table, column, copy) for column in table.columns]
    rows = select(*values).where(_of_the_cycle(table, cycle_id))
    return insert(table).from_select([column.name for column in table.columns], rows)


def _moved(table: Table, column: Any, copy: int) -> ColumnElement[Any]:
    step = literal(copy * APART)
    if (table.name, column.name) == ("proposal", "current_id") or column.name == "submit_key":
        return null()
    if (table.name, column.name) == ("account", "email"):
        return literal(f"copy{copy}.") + column
    if (table.name, column.name) == ("proposal", "number"):
        return column + copy * 1000
    owned = [key.column.table for key in column.foreign_keys if key.column.table in COPIED]
    staff = bool(owned) and owned[0].name == "account" and table.name != "seat"
    if column.name == "id" or (owned and not staff):
        return column + step
    return column


def _of_the_cycle(table: Table, cycle_id: Any) -> Any:
    """Say which rows belong to the cycle's own proposals and to the members of committees."""
    proposals = select(Proposal.id).where(Proposal.cycle_id == cycle_id, Proposal.id < APART)
    versions = select(Version.id).where(Version.proposal_id.in_(proposals))
    through = {
        "account": ("id", select(Seat.account_id).where(Seat.id < APART)),
        "seat": ("id", select(Seat.id).where(Seat.id < APART)),
        "proposal": ("id", proposals),
        "cost_line": ("version_id", versions),
        "reply": ("verdict_id", select(Verdict.id).where(Verdict.proposal_id.in_(proposals))),
        "points": ("sheet_id", select(ScoreSheet.id).where(ScoreSheet.proposal_id.in_(proposals))),
    }
    name, keys = through.get(table.name, ("proposal_id", proposals))
    return table.columns[name].in_(keys)


def _talk(cycle_id: Any, times: int) -> None:
    """Fill up with comments and supports, spread unevenly over proposals and people."""
    pairs = (
        select(Proposal.id.label("proposal_id"), Account.id.label("account_id"))
        .join(Account, true())
        .where(Proposal.cycle_id == cycle_id)
        .order_by((Proposal.id * 7919 + Account.id * 104_729) % 99_991, Proposal.id, Account.id)
    )
    given = select(Support.proposal_id).where(Support.proposal_id == Proposal.id, Support.account_id == Account.id)
    said = _count(Comment)
    wanted = max(0, COMMENTS * times - said)
    row = pairs.limit(wanted).subquery()
    at = clock.seoul(2018, 5, 1)
    values = [
        row.c.proposal_id,
        row.c.account_id,
        literal(CommentKind.comment),
        literal("citizen"),
        literal(BODY),
        literal(at),
    ]
    names = ["proposal_id", "account_id", "kind", "as_role", "body", "at"]
    db.session.execute(insert(Comment).from_select(names, select(*values)))
    row = pairs.where(~given.exists()).limit(max(0, TALK * times - COMMENTS * times - _count(Support))).subquery()
    values = [row.c.proposal_id, row.c.account_id, literal(at)]
    db.session.execute(insert(Support).from_select(["proposal_id", "account_id", "at"], select(*values)))


def _agree(times: int) -> None:
    """Fill up the supports of the policies of 2017, spread unevenly over policies and people."""
    policies = select(Policy.id).join(Assembly, Assembly.id == Policy.assembly_id).where(Assembly.year == 2017)
    given = select(PolicySupport.policy_id).where(
        PolicySupport.policy_id == Policy.id, PolicySupport.account_id == Account.id
    )
    pairs = (
        select(Policy.id, Account.id, literal(clock.seoul(2017, 5, 1)))
        .join(Account, true())
        .where(Policy.id.in_(policies), ~given.exists())
        .order_by((Policy.id * 7919 + Account.id * 104_729) % 99_991, Policy.id, Account.id)
        .limit(max(0, AGREED * times - _count(PolicySupport)))
    )
    db.session.execute(insert(PolicySupport).from_select(["policy_id", "account_id", "at"], pairs))


def _count(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
