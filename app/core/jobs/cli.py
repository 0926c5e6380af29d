"""``flask jobs work``: the worker, beside the server or on a machine of its own."""

import logging

import click
from flask import current_app
from flask.cli import AppGroup

from app.core.jobs import queue

LOOKS_EVERY = 1.0  # seconds; somebody waits for what she has started
group = AppGroup("jobs", help="Work that runs beside the pages.")


@group.command("work")
@click.option("--workers", default=1, show_default=True, help="how many jobs at a time")
def work(workers: int) -> None:
    """Take jobs from the queue until told to stop, those first that a lost worker left behind."""
    logging.getLogger("huey").setLevel(logging.WARNING)
    queue.resume()
    current_app.extensions["jobs"].huey.create_consumer(workers=workers, periodic=True, max_delay=LOOKS_EVERY).run()


@group.command("resume")
def resume() -> None:
    """Send the jobs again that a lost worker or a lost queue left behind; a worker does so when it starts."""
    for job_id in queue.resume():
        click.echo(job_id)
