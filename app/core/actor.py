"""Who acts: the account itself, not the proxy of the request."""

from typing import Any

from flask_login import current_user


def actor() -> Any:
    """Return the account of the person at the browser (only on routes that need one)."""
    return current_user._get_current_object()
