"""What the big screen shows of a stage: its options and how many voted, and nothing of the result before the close."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.assembly.models import Assembly, Stage, StageOption
from app.core.db import db


def stage_of(assembly: Assembly) -> Stage | None:
    """Return the stage that the organiser put on the screen, or nothing."""
    if assembly.screen_stage_id is None:
        return None
    options = selectinload(Stage.options).joinedload(StageOption.policy)
    return db.session.scalar(select(Stage).where(Stage.id == assembly.screen_stage_id).options(options))
