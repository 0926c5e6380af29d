"""Who acts: the account itself, not the proxy of the request."""

from collections.abc import Callable
from typing import Any

from flask_login import current_user

Find = Callable[[int], Any]
_finds: dict[str, Find] = {}  # core knows no area: accounts says how it finds one


def actor() -> Any:
    """Return the account of the person at the browser (only on routes that need one)."""
    return current_user._get_current_object()


def finds_accounts(find: Find) -> Find:
    """Declare the function that returns an account by its id."""
    _finds["account"] = find
    return find


def account_called(account_id: int) -> Any:
    """Return an account by its id, where no request says who acts: in a job."""
    return _finds["account"](account_id)
