"""The demonstration city, loaded once a database and worker; its tests only read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.core.db import Base, db
from app.demo import city


@pytest.fixture(scope="session")
def city_loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder: Path = tmp_path_factory.mktemp("city")
    app = create_app(TESTING=True, SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'city.db'}", INSTANCE=folder)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        city.load(lambda line: None)
        yield app
        db.session.remove()
        db.engine.dispose()
