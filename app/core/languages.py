"""Korean first; English under ``/en`` before the same address."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request
from flask_babel import gettext

from app.core.errors import RuleError

LANGUAGES = ("ko", "en")


class EnglishPrefix:
    """Take ``/en`` off the path and put it before every address that is made: the same routes twice."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == "/en" or path.startswith("/en/"):
            environ["PATH_INFO"] = path[3:] or "/"
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/en"
        return self.app(environ, start_response)


def chosen() -> str:
    """Return the language of the present request by its address; Korean outside of one."""
    return "en" if has_request_context() and request.script_root.endswith("/en") else "ko"


def other_address() -> str:
    """Return this page's address in the other language."""
    path = request.full_path.rstrip("?")
    root = request.script_root.removesuffix("/en")
    return f"{root}{path}" if chosen() == "en" else f"{root}/en{path}"


def named(thing: Any) -> str:
    """Return the name of a row that has ``name_ko`` and ``name_en`` in the reader's language."""
    return str(getattr(thing, f"name_{chosen()}"))


def sentence_of(error: RuleError) -> str:
    """Return what a refused rule says, translated, money and times written out."""
    from app.core.dates import when
    from app.core.money import money

    shown = {
        name: money(value) if name.endswith("_won") else when(value) if isinstance(value, datetime) else value
        for name, value in error.params.items()
    }
    return str(gettext(error.sentence, **shown))


def catalogs() -> list[str]:
    """Return the names of the message catalogs, one an area."""
    folder = Path(__file__).parent.parent / "translations" / "ko" / "LC_MESSAGES"
    return sorted(path.stem for path in folder.glob("*.po"))


def register(app: Flask) -> None:
    names = catalogs() or ["messages"]
    app.config["BABEL_DOMAIN"] = ";".join(names)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(["translations"] * len(names))
    app.wsgi_app = EnglishPrefix(app.wsgi_app)  # type: ignore[method-assign]
    app.jinja_env.globals.update(language=chosen, other_address=other_address, named=named)
