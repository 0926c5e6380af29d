"""The platform: ``create_app`` puts the areas together."""

from importlib import import_module
from types import ModuleType
from typing import Any

from flask import Flask

import config
from app import models
from app.accounts import sessions
from app.core import (
    assets,
    headers,
    languages,
    logs,
    paging,
    permissions,
    refusals,
    request_size,
    stash,
    templating,
)
from app.core.db import db, let_go
from app.core.jobs import queue
from app.extensions import babel, csrf, limiter, login, migrate

AREAS = (
    "accounts", "cycles", "proposals", "review", "committee", "selection", "council", "execution", "draws", "calls", "panels", "polls", "followup", "assembly", "public", "api",
    "gallery", "demo", "core.files", "core.mail", "core.health", "core.imports", "core.jobs", "core.audit",
)  # fmt: skip


def create_app(**overrides: Any) -> Flask:
    """Return the application with settings from the environment and ``overrides`` on top."""
    app = Flask(__name__, template_folder="../templates", static_folder=None)
    app.config.update(config.from_environment() | overrides)
    app.config["INSTANCE"].mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    app.teardown_appcontext(let_go)
    migrate.init_app(app, db, directory="migrations", render_as_batch=True)
    logs.register(app)
    request_size.register(app)  # before anybody reads the form
    csrf.init_app(app)
    limiter.init_app(app)
    login.init_app(app)
    babel.init_app(app, locale_selector=languages.chosen, default_translation_directories="translations")
    for part in (permissions, headers, languages, refusals, stash, templating, paging, assets):
        part.register(app)
    for area in AREAS:
        _register(app, f"app.{area}")
    queue.register(app)
    return app


# What an area may have, and the attribute that is taken in; the others register what they hold when they are loaded.
PARTS = {"views": "blueprint", "cli": "group", "services.imports": None, "jobs": None, "tasks": None}


def _register(app: Flask, area: str) -> None:
    """Take in the pages, commands, imports, jobs and tasks that an area has."""
    take_in = {"views": app.register_blueprint, "cli": app.cli.add_command}
    for part, attribute in PARTS.items():
        module = _loaded(f"{area}.{part}")
        if module is not None and attribute is not None and hasattr(module, attribute):
            take_in[part](getattr(module, attribute))


def _loaded(name: str) -> ModuleType | None:
    """Return a module, or nothing where there is none; what is missing inside of it is not forgiven."""
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name is not None and (name == missing.name or name.startswith(f"{missing.name}.")):
            return None
        raise


__all__ = ["create_app", "models", "sessions"]
