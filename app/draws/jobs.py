"""The job that makes a lottery; the rehearsal on a timer, and what `/readyz` says of it."""

from app.core.health import checks
from app.core.jobs import queue
from app.core.jobs.queue import Progress
from app.draws.services import lottery, rehearsing

REHEARSED_EVERY = 30  # minutes

checks.CHECKS["draws"] = rehearsing.health
queue.regularly(REHEARSED_EVERY)(rehearsing.rehearse)


@queue.job(lottery.KIND)
def make_lottery(progress: Progress, draw_id: int) -> None:
    """Make a lottery and commit to it, unless that is done already."""
    lottery.compute(draw_id, progress.at)
