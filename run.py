"""What ``make run`` does once the environment stands: database, demonstration city, server."""

import os
import runpy

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from gunicorn.app.base import BaseApplication
from sqlalchemy import select

from app import create_app
from app.accounts.models import Account
from app.core.db import db
from app.demo import accounts

ADDRESS = "http://{host}:{port}"


def main() -> None:
    """Prepare what is missing, say where the site is and who can sign in, and become gunicorn."""
    app = create_app()
    with app.app_context():
        bring_up_to_date(app)
        if db.session.scalar(select(Account.id).limit(1)) is None:
            load_city()
        db.engine.dispose()
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    say(f"\n  Minhoe: {ADDRESS.format(host=host, port=port)}   (English: {ADDRESS.format(host=host, port=port)}/en)\n")
    for line in accounts.table():
        say(f"  {line}")
    Site(app).run()


class Site(BaseApplication):
    """Gunicorn in this process, with the application that is loaded already: nothing is read twice."""

    def __init__(self, app: Flask) -> None:
        self.application = app
        super().__init__()

    def load_config(self) -> None:
        for name, value in runpy.run_path("gunicorn.conf.py").items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.application


def bring_up_to_date(app: Flask) -> None:
    """Run the migrations that the database lacks; none to run costs one query."""
    script = ScriptDirectory(app.root_path + "/../migrations")
    with db.engine.connect() as connection:
        there = MigrationContext.configure(connection).get_current_heads()
    if set(there) != set(script.get_heads()):
        upgrade()


def load_city() -> None:
    """Load the demonstration city into an empty database."""
    from app.demo import city  # not read at a start that has no need of it

    say("Loading the demonstration city ...")
    city.load(say)


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
