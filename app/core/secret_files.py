"""Secrets that never enter the database: one file each, for the owner alone, made whole or not at all."""

import os
import secrets
from pathlib import Path

from flask import current_app


def folder() -> Path:
    """Return the folder of the secrets of polls, made where it is missing."""
    path = Path(_place())
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _place() -> str:
    return current_app.config["POLL_KEYS"] or f"{current_app.config['INSTANCE']}/poll-keys"


def may_be_kept_together() -> bool:
    """Say whether a demonstration may hold on one machine what two people hold otherwise."""
    return not current_app.config["PRODUCTION"]


def read(name: str) -> bytes | None:
    """Return a secret, or nothing where there is none (any more)."""
    try:
        with open(f"{_place()}/{name}", "rb") as file:  # noqa: PTH123 (read with every ballot: no time for paths)
            return file.read()
    except FileNotFoundError:
        return None


def make(name: str, secret: bytes) -> bytes:
    """Keep a secret that is made once; return the one that is kept, which another process may have made first."""
    path = folder() / name
    written = _written(path, secret)
    try:
        os.link(written, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        written.unlink()
        _settle(path.parent)
    return secret


def replace(name: str, secret: bytes) -> None:
    """Keep a secret in place of an older one."""
    path = folder() / name
    _written(path, secret).replace(path)
    _settle(path.parent)


def forget(name: str) -> bool:
    """Overwrite and delete a secret; return whether there was one."""
    path = folder() / name
    if not path.exists():
        return False
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        os.fsync(file.fileno())
    path.unlink()
    _settle(path.parent)
    return True


def names(beginning: str) -> list[str]:
    """Return the secrets whose names begin so."""
    return sorted(path.name for path in folder().iterdir() if path.name.startswith(beginning))


def _written(path: Path, secret: bytes) -> Path:
    """Return a new file beside ``path`` that holds the secret durably."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    return beside


def _settle(path: Path) -> None:
    """Make the names in a folder durable."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
