"""The platform: ``create_app`` puts the areas together."""

from importlib import import_module
from typing import Any

from flask import Flask

import config
from app import models
from app.accounts import sessions
from app.core import assets, headers, languages, logs, permissions, refusals, stash, templating
from app.core.db import db
from app.core.jobs import queue
from app.extensions import babel, csrf, limiter, login, migrate

AREAS = (
    "accounts", "cycles", "proposals", "review", "committee", "polls", "council", "execution", "public", "api",
    "gallery", "demo", "core.files", "core.mail", "core.health", "core.imports", "core.jobs", "core.audit",
)  # fmt: skip


def create_app(**overrides: Any) -> Flask:
    """Return the application with settings from the environment and ``overrides`` on top."""
    app = Flask(__name__, template_folder="../templates", static_folder=None)
    app.config.update(config.from_environment() | overrides)
    app.config["INSTANCE"].mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    migrate.init_app(app, db, directory="migrations", render_as_batch=True)
    logs.register(app)
    csrf.init_app(app)
    limiter.init_app(app)
    login.init_app(app)
    babel.init_app(app, locale_selector=languages.chosen, default_translation_directories="translations")
    for part in (permissions, headers, languages, refusals, stash, templating, assets):
        part.register(app)
    for area in AREAS:
        _register(app, f"app.{area}")
    queue.register(app)
    return app


def _register(app: Flask, area: str) -> None:
    """Take in the blueprints of ``views`` and the commands of ``cli`` where an area has them."""
    for part, attribute, add in (("views", "blueprint", app.register_blueprint), ("cli", "group", app.cli.add_command)):
        try:
            module = import_module(f"{area}.{part}")
        except ModuleNotFoundError as missing:
            if missing.name not in (area, f"{area}.{part}"):
                raise
            continue
        found = getattr(module, attribute, None)
        if found is not None:
            add(found)


__all__ = ["create_app", "models", "sessions"]
