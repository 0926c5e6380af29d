"""Steps that an answer promises: read from lines, "2027-03-31 Draw up the plan", and written back the same."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.core.errors import RuleError
from app.core.imports.columns import date
from app.followup.errors import MilestonesUnreadable, TooManyMilestones
from app.followup.models import Milestone

MOST = 20
LONGEST = 200
_LINE = re.compile(
    r"[-*•\s]*(\d{4}\s*[-./년]\s*\d{1,2}\s*[-./월]\s*\d{1,2}\s*[.일]?(?:\s*\([월화수목금토일]\))?)[\s:,·]*(.*)"
)


@dataclass(frozen=True)
class Step:
    """What will be done, and by when."""

    what: str
    due_on: dt.date


def steps_of(text: str) -> list[Step]:
    """Read one step a line; empty lines say nothing. Raises ``MilestonesUnreadable`` with the line, ``TooManyMilestones``."""
    steps = [_step(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(steps) > MOST:
        raise TooManyMilestones(most=MOST)
    return steps


def _step(number: int, line: str) -> Step:
    found = _LINE.fullmatch(line.strip())
    if found is None or not found[2].strip() or len(found[2]) > LONGEST:
        raise MilestonesUnreadable(line=number)
    try:
        return Step(found[2].strip(), date(found[1]))
    except RuleError as wrong:
        raise MilestonesUnreadable(line=number) from wrong


def as_lines(milestones: Iterable[Milestone | Step]) -> str:
    """Write steps as ``steps_of`` reads them."""
    return "\n".join(f"{step.due_on.isoformat()} {step.what}" for step in milestones)
