"""How often one may try: by account, by address, by its network. Only what failed is counted."""

import hashlib
import ipaddress
from collections.abc import Callable
from typing import Any

from flask import Response, request
from flask_limiter.util import get_remote_address

from app.accounts.emails import canonical_email
from app.extensions import limiter

TRIES_AN_ACCOUNT = "20 per hour"
TRIES_AN_ADDRESS = "60 per hour"  # an office or a school may sit behind one
TRIES_A_NETWORK = "200 per hour"
LETTERS_AN_ACCOUNT = "5 per hour"
LETTERS_AN_ADDRESS = "30 per hour"

View = Callable[..., Any]


def network() -> str:
    """Return the /24 of the sender's address, or the /56 in the new form: what one customer usually gets."""
    address = ipaddress.ip_address(get_remote_address())
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 56}", strict=False))


def typed_account() -> str:
    """Return the account that was typed, unreadable: a store of limits is not a list of addresses."""
    return hashlib.sha256(canonical_email(request.form.get("email", "")).encode()).hexdigest()


def failed(response: Response) -> bool:
    """Say whether the answer shows the form again; whoever got through is led on."""
    return response.status_code not in (302, 303)


def tries_limited(view: View) -> View:
    """Limit the guesses at passwords of a view whose form has the field ``email``."""
    limited = limiter.limit(
        TRIES_AN_ACCOUNT, key_func=lambda: f"account {typed_account()}", methods=["POST"], deduct_when=failed
    )
    return limited(guesses_limited(view))


def guesses_limited(view: View) -> View:
    """Limit what is guessed at from one address and from one network."""
    by_address = limiter.limit(
        TRIES_AN_ADDRESS, key_func=lambda: f"address {get_remote_address()}", methods=["POST"], deduct_when=failed
    )
    by_network = limiter.limit(
        TRIES_A_NETWORK, key_func=lambda: f"network {network()}", methods=["POST"], deduct_when=failed
    )
    return by_address(by_network(view))


def letters_limited(view: View) -> View:
    """Limit how many letters a view can be made to send, to one account and from one address."""
    to_account = limiter.limit(LETTERS_AN_ACCOUNT, key_func=lambda: f"letters {typed_account()}", methods=["POST"])
    from_address = limiter.limit(
        LETTERS_AN_ADDRESS, key_func=lambda: f"letters from {get_remote_address()}", methods=["POST"]
    )
    return to_account(from_address(view))
