"""Files that anybody may download: written whole or not at all, served from one folder."""

from pathlib import Path

from flask import current_app


def folder() -> Path:
    """Return the folder of published polls, made where it is missing."""
    path = Path(current_app.config["BUNDLES"] or current_app.config["INSTANCE"] / "bundles")
    path.mkdir(parents=True, exist_ok=True)
    return path
