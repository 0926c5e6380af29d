"""What every template can call."""

from flask import Flask


def register(app: Flask) -> None:
    """Replaced by the components' own filters."""
