"""``flask jobs work``: the worker, beside the server or on a machine of its own."""

import logging

import click
from flask import current_app
from flask.cli import AppGroup

group = AppGroup("jobs", help="Work that runs beside the pages.")


@group.command("work")
@click.option("--workers", default=1, show_default=True, help="how many jobs at a time")
def work(workers: int) -> None:
    """Take jobs from the queue until told to stop."""
    logging.getLogger("huey").setLevel(logging.WARNING)
    current_app.extensions["jobs"].huey.create_consumer(workers=workers, periodic=True).run()
