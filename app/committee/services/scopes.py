"""Committees and subcommittees that a role can be limited to."""

from sqlalchemy import select

from app.committee.models import Body
from app.core.db import db
from app.core.languages import named
from app.core.permissions import Scope
from app.core.scopes import register_choices


@register_choices(Scope.body)
def bodies() -> list[tuple[str, str]]:
    return [(str(row.id), named(row)) for row in db.session.scalars(select(Body).order_by(Body.id))]
