"""An assembly as a record: how many policies, the funnel, what it chose, how many got each answer."""

from typing import Any

from app.assembly.models import Policy, Stage
from app.assembly.services import answers, finding, funnel
from app.assembly.services.funnel import Step

CODES = ("accepted", "partly", "already_done", "long_term", "refused")


def one_assembly(year: int) -> dict[str, Any]:
    """Return a published assembly. Raises ``NotFound``."""
    assembly = finding.assembly_of(year)
    found, counts = funnel.funnel_of(assembly), answers.counts(assembly)
    return {
        "year": assembly.year,
        "title": {"ko": assembly.title_ko, "en": assembly.title_en},
        "held_on": assembly.held_on.isoformat(),
        "policies": found.policies,
        "stages": [_stage(step) for step in found.steps],
        "top": [_policy(policy) for policy in found.top],
        "answers": {code: counts[code] for code in CODES},
        "waiting": counts["open"],
        "overdue": counts["overdue"],
        "synthetic": assembly.synthetic,
    }


def _stage(step: Step) -> dict[str, Any]:
    stage: Stage = step.stage
    return {
        "position": stage.position,
        "kind": stage.kind.value,
        "method": stage.method.value,
        "state": {"done": "closed", "now": "open", "next": "not_open"}[step.state],
        "options": step.options,
        "chosen": [policy.number for policy in step.chosen] if step.state == "done" else None,
        "voted": stage.voted if step.state == "done" else None,
        "invited": stage.invited if step.state == "done" else None,
        "poll": stage.poll_slug,
        "synthetic": stage.synthetic,
    }


def _policy(policy: Policy) -> dict[str, Any]:
    return {"number": policy.number, "title": policy.title, "synthetic": policy.synthetic}
