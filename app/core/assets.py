"""The built static files: their hashed names, served to be cached for a year."""

import json
from functools import cache
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

BUILD = Path(__file__).resolve().parents[2] / "static" / "build"
PREFIX = "/static/"
YEAR_S = 365 * 24 * 3600


@cache
def manifest() -> dict[str, str]:
    """Return plain name -> hashed name, as the build wrote it."""
    path = BUILD / "manifest.json"
    if not path.is_file():
        raise FileNotFoundError("the static files are not built: run `python -m frontend.build`")
    return json.loads(path.read_text())


def static_url(name: str) -> str:
    """Return the address of a built file, named as before hashing ("app.css"). KeyError if there is none."""
    return PREFIX + manifest()[name]


def register(app: Flask) -> None:
    """Serve static/build below /static/, compressed where the browser takes it. Every name carries its hash."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(BUILD),
        prefix=PREFIX,
        max_age=YEAR_S,
        immutable_file_test=lambda path, url: not url.endswith("manifest.json"),
    )
