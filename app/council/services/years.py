"""The years side by side: what stood in the bill and what the council left, as far as it is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.council.services.sittings import COUNCIL_STAGES
from app.cycles.models import Cycle, RecordedFact
from app.proposals.models import Amount, Proposal, Stage
from app.proposals.services import amounts

# Which recorded facts say what stood before and after, and at which stage; the first pair that is known is used.
PAIRS = (("bill_won", "kept_won", "plenary"), ("bill_won", "standing_kept_won", "standing"))
Money = Mapping[Stage, int]  # of one project, by stage


@dataclass(frozen=True)
class Year:
    """One cycle: won before and after the council, the stage that the figure is of, and whether it is recorded."""

    cycle: Cycle
    before_won: int
    after_won: int
    stage: str
    recorded: bool

    @property
    def cut_won(self) -> int:
        return max(self.before_won - self.after_won, 0)


def years() -> list[Year]:
    """Return every cycle of which both figures are known, the latest first."""
    query = select(Cycle).order_by(Cycle.budget_year.desc()).options(joinedload(Cycle.facts))
    projects = _projects()
    found = (
        _recorded(cycle) if cycle.recorded_only else _derived(cycle, projects.get(cycle.id, []))
        for cycle in db.session.scalars(query).unique()
    )
    return [year for year in found if year is not None]


def _projects() -> dict[int, list[Money]]:
    """Return by cycle what each project of a bill was worth at each stage, in one query."""
    counting = amounts.counting_amounts().where(Amount.stage.in_((Stage.bill, *COUNCIL_STAGES))).subquery()
    query = select(Proposal.cycle_id, Proposal.id, counting.c.stage, counting.c.amount_won).join(
        counting, counting.c.proposal_id == Proposal.id
    )
    found: dict[int, dict[int, dict[Stage, int]]] = {}
    for cycle_id, proposal_id, stage, won in db.session.execute(query):
        found.setdefault(cycle_id, {}).setdefault(proposal_id, {})[Stage(stage)] = won
    return {cycle_id: list(projects.values()) for cycle_id, projects in found.items()}


def _derived(cycle: Cycle, projects: Sequence[Money]) -> Year | None:
    decided = [project for project in projects if set(project) & set(COUNCIL_STAGES)]
    if not decided:
        return None
    furthest = [max(project, key=amounts.ORDER.index) for project in decided]
    after = sum(project[stage] for project, stage in zip(decided, furthest, strict=True))
    last = max(furthest, key=amounts.ORDER.index)
    return Year(cycle, sum(project[Stage.bill] for project in decided), after, str(last), recorded=False)


def _recorded(cycle: Cycle) -> Year | None:
    known = _known(cycle.facts)
    for before, after, stage in PAIRS:
        if before in known and after in known:
            return Year(cycle, known[before], known[after], stage, recorded=True)
    return None


def _known(facts: Sequence[RecordedFact]) -> Mapping[str, int]:
    return {fact.key: fact.value for fact in facts if fact.used and fact.value is not None}
