"""Who sits where in each round: planned by a job of ``voting.sortition.tables``, kept as one row a member and round."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from app.core import audit, clock
from app.core.dates import date_of
from app.core.db import db, locked, transaction
from app.core.errors import N_, RuleError
from app.core.jobs import queue
from app.panels.models import Item, ItemKind, Panel, Panelist, PanelistState, TablePlan, TableSeat
from app.panels.services import agenda, attendance, making, seating
from voting.sortition.errors import BadInput
from voting.sortition.seating import Plan, Rules
from voting.sortition.tables import COOLINGS, Tables, seat, table_sizes

JOB = "panel-tables"
STANCE = "stance"
SEEDS = 2**31
TOLD_EVERY = 20  # coolings


class NoRoundAhead(RuleError):
    code = "no_round_ahead"
    sentence = N_("No round at tables lies ahead. Add one to the agenda first.")


class TablesWrong(RuleError):
    code = "tables_wrong"
    sentence = N_("%(people)s members cannot be seated at %(tables)s tables.")
    field = "tables"


class AccessibleWrong(RuleError):
    code = "accessible_wrong"
    sentence = N_("There is no table %(table)s.")
    field = "accessible"


class NotEnoughReach(RuleError):
    code = "accessible_too_few"
    sentence = N_("%(people)s members need a table that everybody can reach. Name more such tables.")
    field = "accessible"


class PairWrong(RuleError):
    code = "apart_wrong"
    sentence = N_("%(number)s is no member of this panel who will come.")
    field = "apart"


class PlanChanged(RuleError):
    code = "table_plan_changed"
    sentence = N_("The plan of the tables was changed while the seats were being found. Nothing was kept.")


@dataclass(frozen=True)
class Table:
    """A table of one round."""

    number: int
    people: Sequence[int]  # numbers on the badges


def plan_tables(
    panel: Panel, *, tables: int, features: Sequence[str], apart: Sequence[Sequence[int]] = (),
    accessible: Sequence[int] = (), only_present: bool = False, by: Any,
) -> TablePlan:  # fmt: skip
    """Say how the members are to be seated in the rounds ahead, and start the job that finds the seats.

    Raises ``NoRoundAhead``, ``TablesWrong``, ``AccessibleWrong``, ``NotEnoughReach``, ``PairWrong``.
    """
    panel_id = panel.id
    with transaction():
        panel = making.locked_panel(panel_id)
        people = who_sits(panel, only_present)
        _require_possible(panel, people, tables, apart, accessible)
        plan = db.session.get(TablePlan, panel_id) or TablePlan(panel_id=panel_id)
        plan.tables, plan.features, plan.only_present = tables, list(features), only_present
        plan.apart, plan.accessible = [list(pair) for pair in apart], sorted(set(accessible))
        plan.seed, plan.figures, plan.seated_at = secrets.randbelow(SEEDS), None, None
        db.session.add(plan)
        job = queue.start(JOB, by=by, leads_to=f"/office/panels/{panel.slug}/tables", panel_id=panel_id, seed=plan.seed)
        plan.job_id = job.id
        audit.record("panel.tables", of=("panel", panel_id), by=by, after=_told(plan))
    return plan


def who_sits(panel: Panel, only_present: bool) -> list[Panelist]:
    """Return who is seated: everybody who will come, or who is here today."""
    here = attendance.present(panel, clock.today()) if only_present else None
    members = seating.panelists(panel, PanelistState.accepted)
    return [one for one in members if here is None or one.id in here]


def rounds_ahead(panel: Panel) -> list[Item]:
    """Return the rounds at tables that have not begun."""
    return [item for item in agenda.items(panel) if item.kind is ItemKind.tables and item.starts_at > clock.now()]


@queue.job(JOB)
def find_seats(progress: Any, *, panel_id: int, seed: int) -> dict[str, Any]:
    """Find the seats and keep them. Run again it gives the same seats for the same people."""
    panel = db.session.get_one(Panel, panel_id)
    plan = db.session.get_one(TablePlan, panel_id)
    rounds, people = rounds_ahead(panel), who_sits(panel, plan.only_present)
    _require_possible(panel, people, plan.tables, plan.apart, plan.accessible)
    if not rounds:
        raise NoRoundAhead()
    problem = problem_of(plan, people, len(rounds))
    round_ids, people_ids = [item.id for item in rounds], [one.id for one in people]
    db.session.rollback()
    found = seat(problem, seed=seed, progress=_Told(progress))
    with transaction():
        plan = locked(TablePlan, panel_id)
        if plan is None or plan.seed != seed:
            raise PlanChanged()
        db.session.execute(delete(TableSeat).where(TableSeat.item_id.in_(round_ids)))
        db.session.add_all(
            TableSeat(item_id=item_id, panelist_id=panelist_id, table_no=table + 1)
            for item_id, row in zip(round_ids, found.table_ri, strict=True)
            for panelist_id, table in zip(people_ids, row, strict=True)
        )
        plan.figures, plan.seated_at = figures_of(found), clock.now()
    return {"rules_broken": found.rules_broken}


class _Told:
    """Tells the job's page how far the cooling is, now and then."""

    def __init__(self, progress: Any) -> None:
        self.progress, self.done = progress, 0

    def __call__(self, _sentence: str) -> None:
        self.done += 1
        if self.done % TOLD_EVERY == 0:
            self.progress.at(self.done, COOLINGS)


def problem_of(plan: TablePlan, people: Sequence[Panelist], rounds: int) -> Plan:
    """Return the seating problem; people in the order given, tables from 0."""
    place = {one.number: at for at, one in enumerate(people)}
    pairs = [(place[first], place[second]) for first, second in plan.apart if first in place and second in place]
    rules = Rules(
        apart=pairs,
        needs_access=frozenset(at for at, one in enumerate(people) if one.accessible_table),
        accessible=frozenset(table - 1 for table in plan.accessible),
    )
    columns = [[_value(one, code) for one in people] for code in plan.features]
    return Plan(columns, table_sizes(len(people), plan.tables), rounds, rules)


def _value(one: Panelist, feature: str) -> str:
    """Return a member's value; the stance is sealed, and leaves this job only as a sum over all tables."""
    return str(one.respondent.stance_id if feature == STANCE else one.respondent.answers.get(feature, ""))


def figures_of(found: Tables) -> dict[str, Any]:
    return {
        "people": len(found.table_ri[0]), "rounds": len(found.table_ri), "least_mates": found.least_mates,
        "mean_mates": round(found.mean_mates, 1), "repeats": found.repeats, "imbalance": found.imbalance,
        "rules_broken": found.rules_broken,
    }  # fmt: skip


def tables_of(item: Item) -> list[Table]:
    """Return the tables of a round with the numbers of who sits there."""
    query = select(TableSeat.table_no, Panelist.number).join(Panelist, Panelist.id == TableSeat.panelist_id)
    found: dict[int, list[int]] = {}
    for table_no, number in db.session.execute(query.where(TableSeat.item_id == item.id).order_by(Panelist.number)):
        found.setdefault(table_no, []).append(number)
    return [Table(number, people) for number, people in sorted(found.items())]


def my_agenda(panelist: Panelist) -> tuple[list[Item], dict[int, int]]:
    """Return the agenda, and a member's table in each round by the round's item."""
    mine = (TableSeat.item_id == Item.id) & (TableSeat.panelist_id == panelist.id)
    query = select(Item, TableSeat.table_no).outerjoin(TableSeat, mine).where(Item.panel_id == panelist.panel_id)
    rows = db.session.execute(query.order_by(Item.starts_at, Item.id)).all()
    return [item for item, _table in rows], {item.id: table for item, table in rows if table is not None}


def rounds_of_day(panel: Panel) -> list[Item]:
    """Return today's rounds at tables."""
    return [i for i in agenda.items(panel) if i.kind is ItemKind.tables and date_of(i.starts_at) == clock.today()]


def _require_possible(
    panel: Panel, people: Sequence[Panelist], tables: int, apart: Sequence[Sequence[int]], accessible: Sequence[int]
) -> None:
    if not rounds_ahead(panel):
        raise NoRoundAhead()
    try:
        sizes = table_sizes(len(people), tables)
    except BadInput as error:
        raise TablesWrong(people=len(people), tables=tables) from error
    for table in accessible:
        if not 1 <= table <= tables:
            raise AccessibleWrong(table=table)
    needing = sum(one.accessible_table for one in people)
    if needing > sum(sizes[table - 1] for table in set(accessible)):
        raise NotEnoughReach(people=needing)
    numbers = set(seating_numbers(panel))
    for pair in apart:
        for number in pair:
            if number not in numbers:
                raise PairWrong(number=number)


def seating_numbers(panel: Panel) -> list[int]:
    """Return the numbers of everybody who will come."""
    query = select(Panelist.number).where(Panelist.panel_id == panel.id, Panelist.state == PanelistState.accepted)
    return list(db.session.scalars(query))


def _told(plan: TablePlan) -> dict[str, Any]:
    names = ("tables", "features", "apart", "accessible", "only_present", "seed")
    return {name: getattr(plan, name) for name in names}
