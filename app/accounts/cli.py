"""``flask accounts``: make an account, give a role, end one, at the machine itself."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.accounts.emails import canonical_email
from app.accounts.models import Account
from app.accounts.services import grants, people
from app.core.clock import SEOUL
from app.core.db import db
from app.core.errors import RuleError
from app.core.languages import sentence_of
from app.core.permissions import Role, Scope

group = AppGroup("accounts", help="People and their roles.")
ROLES = click.Choice([role.value for role in Role])
SCOPES = click.Choice([scope.value for scope in Scope])


@group.command("create")
@click.argument("email")
@click.argument("name")
@click.option("--role", type=ROLES, default="citizen", show_default=True)
@click.option("--locale", type=click.Choice(["ko", "en"]), default="ko", show_default=True)
@click.password_option()
def create_command(email: str, name: str, role: str, locale: str, password: str) -> None:
    """Make a confirmed account."""
    with _refusals_told():
        account = people.create(email=email, name=name, password=password, role=Role(role), locale=locale)
    click.echo(f"account {account.id}")


@group.command("grant")
@click.argument("email")
@click.argument("role", type=ROLES)
@click.option("--scope", type=SCOPES, default="everywhere", show_default=True)
@click.option("--key", default="", help="Code of the place, number of the department or the body.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of the term.")
def grant_command(email: str, role: str, scope: str, key: str, until: dt.datetime | None) -> None:
    """Give a role to an account."""
    until_at = (until + dt.timedelta(days=1)).replace(tzinfo=SEOUL) if until else None
    with _refusals_told():
        given = grants.grant(_account(email), role=Role(role), scope=Scope(scope), scope_key=key, until_at=until_at)
    click.echo(f"grant {given.id}")


@group.command("end-grant")
@click.argument("grant_id", type=int)
def end_grant_command(grant_id: int) -> None:
    """End a role now."""
    with _refusals_told():
        grants.end_grant(grant_id)


def _account(email: str) -> Account:
    account = db.session.scalar(select(Account).where(Account.email == canonical_email(email)))
    if account is None:
        raise click.ClickException(f"no account with the address {email}")
    return account


@contextmanager
def _refusals_told() -> Iterator[None]:
    """Turn a refused rule into a message and exit code 1."""
    try:
        yield
    except RuleError as refusal:
        raise click.ClickException(sentence_of(refusal)) from refusal
