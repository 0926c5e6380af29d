"""The funnel as it stands: how many came into each stage, how many went on, and what came out at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.assembly.models import Assembly, Policy, Stage, Taken
from app.assembly.services import finding, policy_lists


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


def funnel_of(assembly: Assembly) -> Funnel:
    """Return the funnel of an assembly."""
    steps = [Step(stage, len(stage.options), chosen_of(stage)) for stage in finding.stages_of(assembly)]
    found = Funnel(policy_lists.number_of(assembly), steps, ())
    return Funnel(found.policies, steps, top_of(steps)) if found.over else found


def top_of(steps: Sequence[Step]) -> list[Policy]:
    """Return what those stages chose whose choice no later stage goes on with."""
    used = {source.from_id for step in steps for source in step.stage.sources if source.taken is Taken.chosen}
    return [policy for step in steps if step.stage.id not in used for policy in step.chosen]


def chosen_of(stage: Stage) -> list[Policy]:
    """Return what a closed stage chose, the most votes first."""
    chosen = [option for option in stage.options if option.chosen]
    return [option.policy for option in sorted(chosen, key=lambda option: (option.place or 0, option.position))]
