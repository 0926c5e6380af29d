"""What is over is done without anybody having to press: the opinion map is made."""

from app.core.jobs.queue import regularly
from app.panels.services import opinion_map, tables

EVERY = 1  # minutes
KINDS = (tables.JOB, opinion_map.JOB)  # loaded with this file, so that a worker knows them


@regularly(EVERY)
def make_the_maps_that_are_due() -> None:
    """Start the map of each panel whose statements are closed, and where one was hidden since."""
    for panel in opinion_map.due():
        opinion_map.start(panel, by=None)
