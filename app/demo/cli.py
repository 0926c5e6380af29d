"""``flask demo load``: the demonstration city into an empty database."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.accounts.models import Account
from app.core.db import db
from app.demo import accounts, city

group = AppGroup("demo", help="The demonstration city.")


@group.command("load")
def load() -> None:
    """Load the demonstration city; refused where there is anybody already."""
    if db.session.scalar(select(Account.id).limit(1)) is not None:
        raise click.ClickException("The database is not empty. Nothing was changed.")
    city.load(lambda line: click.echo(line, err=True))
    for line in accounts.table():
        click.echo(line)
