"""The seam between the funnel and the polls of this site: a stage that is a poll is published and counted there."""

from typing import Any

from app.assembly.models import Stage
from app.assembly.services.counting import Tally
from app.core.errors import N_, RuleError


class PollNotThere(RuleError):
    code = "stage_poll_not_there"
    sentence = N_("Polls of this site cannot be a stage yet. Count this stage from sheets.")


def publish(stage: Stage, *, by: Any) -> None:
    """Publish the poll of a stage that opens. Raises ``PollNotThere``."""
    raise PollNotThere()


def tally(stage: Stage) -> Tally:
    """Return the votes of the stage's poll once it is counted. Raises ``PollNotThere``."""
    raise PollNotThere()
