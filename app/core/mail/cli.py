"""``flask mail``: send what could not be sent, and list it."""

import click
from flask.cli import AppGroup

from app.core.mail import delivery

group = AppGroup("mail", help="Mail on its way.")


@group.command("send")
def send_command() -> None:
    """Send what waits or failed before."""
    click.echo(f"{delivery.send_unsent()} messages sent")


@group.command("unsent")
def unsent_command() -> None:
    """List what was not sent, with the last failure."""
    for message in delivery.unsent():
        click.echo(f"{message.id}\t{message.queued_at.isoformat()}\t{message.tries}\t{message.error or ''}")
