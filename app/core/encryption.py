"""Columns that only the site can read: contact data and names that no page shows.

Fernet (AES-128-CBC with HMAC-SHA-256); ``DATA_KEYS`` names the keys, the first writes, all read, so that a key is
changed by putting a new one before it.
"""

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator


class Encrypted(TypeDecorator[str]):
    """Text in Python, ciphertext in the database; equal texts look different there, so nothing can search it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _box().encrypt(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _box().decrypt(value.encode()).decode()


def _box() -> MultiFernet:
    return _boxes(tuple(current_app.config["DATA_KEYS"]))


@lru_cache(maxsize=4)
def _boxes(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"minhoe personal data").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)


def conceal(use: str, text: str) -> str:
    """Return a text that travels through a browser and that only this site reads."""
    return _box().encrypt(f"{use}:{text}".encode()).decode()


def reveal(use: str, token: str, seconds: int) -> str | None:
    """Return what was concealed for this use at most so many seconds ago; nothing for anything else."""
    try:
        text = _box().decrypt(token.encode(), ttl=seconds).decode()
    except InvalidToken:
        return None
    return text.removeprefix(f"{use}:") if text.startswith(f"{use}:") else None


def keyed_hash(use: str, text: str) -> str:
    """Return what tells equal texts of a use apart from others and leads back to none without the site's oldest key."""
    key = f"{use}:{current_app.config['DATA_KEYS'][-1]}".encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def new_token() -> str:
    """Return a secret of 192 random bits for a link."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> str:
    """Return what the database keeps of a link's secret; so long a one needs no key."""
    return hashlib.sha256(token.encode()).hexdigest()
