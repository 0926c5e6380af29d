"""Korean first; English under ``/en`` before the same address."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from flask import Flask, has_request_context, request
from flask_babel import gettext

from app.core.dates import date_text, instant_text
from app.core.errors import RuleError
from app.core.money import WORDS

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
    return str(gettext(error.sentence, **{name: _shown(name, value) for name, value in error.params.items()}))


def _shown(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return instant_text(value, chosen(), "sentence")
    if isinstance(value, date):
        return date_text(value, chosen(), "sentence")
    return WORDS[chosen()](value) if name.endswith("_won") and isinstance(value, int) else value


def register(app: Flask) -> None:
    app.wsgi_app = EnglishPrefix(app.wsgi_app)  # type: ignore[method-assign]
    app.jinja_env.globals.update(language=chosen, other_address=other_address, named=named, sentence_of=sentence_of)
