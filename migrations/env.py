"""How Alembic reaches the database: through the application, so that settings stand in one place."""

from typing import Any

from alembic import context
from sqlalchemy import JSON

from app.core.db import Base, db


def run() -> None:
    """Run the migrations that are asked for, each database change in one transaction."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            compare_server_default=True,
            user_module_prefix="types.",
            render_item=_render,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


def _render(kind: str, thing: object, autogen: Any) -> str | bool:
    """Write types of our own as plain ones: a migration imports nothing of the application."""
    if kind == "type" and type(thing).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    if kind == "type" and type(thing).__name__ == "Encrypted":
        return "sa.Text()"
    if kind == "type" and isinstance(thing, JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


run()
