"""What the big screen shows of a stage: its options and how many voted, and nothing of the result before the close."""

from app.assembly.models import Assembly, Stage
from app.assembly.services import finding


def stage_of(assembly: Assembly) -> Stage | None:
    """Return the stage that the organiser put on the screen, or nothing."""
    stages = finding.stages_of(assembly) if assembly.screen_stage_id is not None else []
    return next((stage for stage in stages if stage.id == assembly.screen_stage_id), None)
