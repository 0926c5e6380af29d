"""The funnel as it stands: how many came into each stage, how many went on, and what came out at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.assembly.models import Assembly, Policy, Stage, StageOption, Taken
from app.assembly.services import policy_lists
from app.core.db import db


@dataclass(frozen=True)
class Step:
    """A stage with its numbers; nothing is chosen before it is closed."""

    stage: Stage
    options: int
    chosen: Sequence[Policy]

    @property
    def state(self) -> str:
        """``next``, ``now`` or ``done``."""
        if self.stage.closed_at is not None:
            return "done"
        return "now" if self.stage.opened_at is not None else "next"


@dataclass(frozen=True)
class Funnel:
    """All policies, the steps, and what the last steps chose, in the order in which they chose it."""

    policies: int
    steps: Sequence[Step]
    top: Sequence[Policy]

    @property
    def over(self) -> bool:
        return bool(self.steps) and all(step.state == "done" for step in self.steps)

    @property
    def newest(self) -> Step | None:
        """Return the last stage that is closed, while others lie ahead."""
        return None if self.over else next((step for step in reversed(self.steps) if step.state == "done"), None)

    @property
    def polls(self) -> list[str]:
        """Return the addresses of the polls of the stages that are open."""
        return [step.stage.poll_slug for step in self.steps if step.state == "now" and step.stage.poll_slug]


def funnel_of(assembly: Assembly) -> Funnel:
    """Return the funnel of an assembly: options in numbers, and of the closed stages the policies that went on."""
    options = select(func.count()).where(StageOption.stage_id == Stage.id).scalar_subquery()
    filed = select(func.count(Policy.id)).where(Policy.assembly_id == assembly.id).scalar_subquery()
    query = select(Stage, options, filed).where(Stage.assembly_id == assembly.id).order_by(Stage.position)
    rows = db.session.execute(query.options(joinedload(Stage.sources))).unique().all()
    chosen = _chosen(assembly)
    steps = [Step(stage, many, chosen.get(stage.id, [])) for stage, many, _ in rows]
    policies = rows[0][2] if rows else policy_lists.number_of(assembly)
    found = Funnel(policies, steps, ())
    return Funnel(policies, steps, top_of(steps)) if found.over else found


def top_of(steps: Sequence[Step]) -> list[Policy]:
    """Return what those stages chose whose choice no later stage goes on with."""
    used = {source.from_id for step in steps for source in step.stage.sources if source.taken is Taken.chosen}
    return [policy for step in steps if step.stage.id not in used for policy in step.chosen]


def _chosen(assembly: Assembly) -> dict[int, list[Policy]]:
    """Return by stage what it chose, the most votes first."""
    query = select(StageOption).join(Stage).where(Stage.assembly_id == assembly.id, StageOption.chosen)
    place = func.coalesce(StageOption.place, 0)
    found: dict[int, list[Policy]] = {}
    for option in db.session.scalars(
        query.options(joinedload(StageOption.policy)).order_by(place, StageOption.position)
    ):
        found.setdefault(option.stage_id, []).append(option.policy)
    return found
