"""What is over is done without anybody having to press: a closing vote is counted, the opinion map is made."""

import structlog

from app.core.errors import RuleError
from app.core.jobs.queue import regularly
from app.panels.services import closing_vote, opinion_map, tables

log = structlog.get_logger()
EVERY = 1  # minutes
KINDS = (tables.JOB, opinion_map.JOB)  # loaded with this file, so that a worker knows them


@regularly(EVERY)
def count_what_is_over() -> None:
    """Count each vote whose window has passed; one whose papers have not been read waits for the desk."""
    for panel in closing_vote.to_be_counted():
        try:
            closing_vote.close(panel)
        except RuleError as refusal:
            log.warning("closing vote not counted", panel=panel.id, why=refusal.code)


@regularly(EVERY)
def make_the_maps_that_are_due() -> None:
    """Start the map of each panel whose statements are closed, and where one was hidden since."""
    for panel in opinion_map.due():
        opinion_map.start(panel, by=None)
