"""Where the votes of a stage come from: agreements on this site, sheets, a poll; or a meeting that named some."""

from collections.abc import Sequence

from app.assembly.models import Counted, Stage
from app.assembly.services import sheets, stage_polls, supporting
from app.assembly.services.counting import Tally


def of(stage: Stage) -> Tally:
    """Return the votes of a stage. Raises what its source does while they are not complete."""
    return SOURCES[stage.counted](stage)


def named(stage: Stage, numbers: Sequence[int]) -> Tally:
    """Return those options of a stage that have these numbers."""
    ids = [option.policy_id for option in stage.options if option.policy.number in set(numbers)]
    return Tally(named=ids)


def _agreements(stage: Stage) -> Tally:
    ids = [option.policy_id for option in stage.options]
    return Tally(votes=supporting.counts(stage.assembly_id, ids))


SOURCES = {Counted.agreements: _agreements, Counted.sheets: sheets.tally, Counted.poll: stage_polls.tally}
