"""``flask mail``: send what could not be sent, and list it."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.core.db import db
from app.core.mail import delivery
from app.core.mail.models import Message

group = AppGroup("mail", help="Mail on its way.")


@group.command("send")
def send_command() -> None:
    """Send what waits or failed before."""
    click.echo(f"{delivery.send_unsent()} messages sent")


@group.command("unsent")
def unsent_command() -> None:
    """List what was not sent, with the last failure."""
    for message in db.session.scalars(select(Message).where(Message.sent_at.is_(None)).order_by(Message.id)):
        click.echo(f"{message.id}\t{message.queued_at.isoformat()}\t{message.tries}\t{message.error or ''}")
