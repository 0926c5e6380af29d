"""What follows for a stage from its poll: counted, it is closed; cancelled, it is as before its opening."""

from sqlalchemy import select

from app.assembly.models import Assembly, Stage
from app.assembly.services import stage_polls, stages
from app.core import audit
from app.core.db import db
from app.polls.models import Poll
from app.polls.services import subjects


def on_counted(poll: Poll) -> None:
    """Close the stage by its frozen rule, inside the transaction of the count."""
    stages.close(db.session.get_one(Stage, poll.subject_id), by=None)


def on_cancelled(poll: Poll) -> None:
    """Take the opening of the stage back, so that it can be changed and opened anew."""
    stage = db.session.get_one(Stage, poll.subject_id)
    if stage.closed_at is None:
        stage.options, stage.opened_at, stage.poll_slug = [], None, None
        audit.record("assembly.stage_poll_cancelled", of=("assembly_stage", stage.id), before={"poll": poll.slug})


def title(stage_id: int) -> str:
    stage = db.session.get_one(Stage, stage_id)
    return f"{stage.assembly.title_ko}: {stage.name_ko}"


def address(stage_id: int) -> str:
    """Return the path of the stage's page."""
    query = select(Assembly.year, Stage.position).join(Stage, Stage.assembly_id == Assembly.id)
    row = db.session.execute(query.where(Stage.id == stage_id)).one()
    return f"/assemblies/{row.year}/stages/{row.position}"


subjects.register(stage_polls.SUBJECT, subjects.Subject(title, address, on_counted, on_cancelled))
