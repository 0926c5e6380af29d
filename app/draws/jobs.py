"""The job that makes a lottery, and the rehearsal on a timer."""

from app.core.jobs.queue import Progress, job
from app.draws.services import lottery


@job(lottery.KIND)
def make_lottery(progress: Progress, draw_id: int) -> None:
    """Make a lottery and commit to it, unless that is done already."""
    lottery.compute(draw_id, progress.at)
