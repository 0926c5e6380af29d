"""The keys of a poll, as files outside the database: city, log, roll, form; and, in a demonstration, the box's shares.

In production the city's key is made by ``flask polls ceremony``, and the box's shares are printed there and kept nowhere.
"""

import datetime as dt
import re
import secrets
from collections.abc import Iterator

from app.core import clock, secret_files
from app.core.errors import N_, RuleError
from app.polls.models import Poll
from voting.ledger import sealing, signatures
from voting.ledger.bundle import keys_document
from voting.ledger.canonical import Json
from voting.ledger.definition import Definition

CITY = "city.key"
_DAYS = 2  # a form that was made before midnight is good after it


class KeyMissing(RuleError):
    code = "key_missing"
    sentence = N_("The key “%(name)s” is not on this machine. Please call the operator.")
    status = 503


class OnlyInDemonstration(RuleError):
    code = "only_in_demonstration"
    sentence = N_("Both halves of the key on one machine are for demonstrations only.")
    status = 403


def city() -> bytes:
    """Return the city's signing key; a demonstration makes its own. Raises ``KeyMissing``."""
    if secret_files.may_be_kept_together():
        return secret_files.make(CITY, signatures.new_key())
    return _kept(CITY)


def make_city() -> str:
    """Make the city's key where there is none; return its public half in hex, for the gazette."""
    return signatures.public_key(secret_files.make(CITY, signatures.new_key()))


def log(poll: Poll) -> bytes:
    """Return the key that signs heads and receipts. Raises ``KeyMissing``."""
    return _kept(f"{poll.number}.log")


def make_log(poll: Poll) -> str:
    """Make the log's key where there is none; return its public half in hex."""
    return signatures.public_key(secret_files.make(f"{poll.number}.log", signatures.new_key()))


def roll(poll: Poll) -> bytes:
    """Return the key that turns persons into pseudonyms. Raises ``KeyMissing``."""
    return _kept(f"{poll.number}.roll")


def make_roll(poll: Poll) -> bytes:
    """Return the roll's key, made where there is none."""
    return secret_files.make(f"{poll.number}.roll", secrets.token_bytes(32))


def form() -> Iterator[bytes]:
    """Yield today's key of the review forms, then yesterday's; older ones are forgotten."""
    days = [clock.real().date() - dt.timedelta(days=back) for back in range(_DAYS)]
    yield secret_files.read(f"form.{days[0]}") or _new_form_key(days)
    yield from (key for day in days[1:] if (key := secret_files.read(f"form.{day}")))


def _new_form_key(days: list[dt.date]) -> bytes:
    kept = {f"form.{day}" for day in days}
    for name in secret_files.names("form."):
        if name not in kept:
            secret_files.forget(name)
    return secret_files.make(f"form.{days[0]}", secrets.token_bytes(32))


def demonstration_box(poll: Poll) -> str:
    """Make a box whose two shares stay in the key folder; return its public key. Raises ``OnlyInDemonstration``."""
    if not secret_files.may_be_kept_together():
        raise OnlyInDemonstration()
    public, *shares = sealing.new_box(poll.number)
    for share in shares:
        secret_files.replace(f"{poll.number}.share-{share.holder}", sealing.share_text(share).encode())
    return public


def demonstration_shares(poll: Poll) -> tuple[str, str]:
    """Return both shares as they are typed. Raises ``OnlyInDemonstration``, ``KeyMissing``."""
    if not secret_files.may_be_kept_together():
        raise OnlyInDemonstration()
    one, other = (_kept(f"{poll.number}.share-{holder}").decode() for holder in sealing.HOLDERS)
    return one, other


def document(poll: Poll, definition: Definition) -> Json:
    """Return ``keys.json``, signed by city and log. Raises ``KeyMissing``."""
    return keys_document(definition, city(), log(poll))


def is_public_key(text: str) -> bool:
    """Say whether this is the public half of a box as the ceremony prints it."""
    return re.fullmatch("[0-9a-f]{64}", text) is not None


def keep_openings(poll: Poll, lines: bytes) -> None:
    """Keep what joins leaves with marks until the appeal period is over."""
    secret_files.replace(f"{poll.number}.openings", lines)


def openings(poll: Poll) -> bytes:
    """Return the openings file. Raises ``KeyMissing``."""
    return _kept(f"{poll.number}.openings")


def forget_log(poll: Poll) -> bool:
    """Wipe the log's key: no head comes after the last."""
    return secret_files.forget(f"{poll.number}.log")


def forget_all(poll: Poll) -> list[str]:
    """Wipe everything of a poll; return what there was."""
    return [name for name in secret_files.names(f"{poll.number}.") if secret_files.forget(name)]


def _kept(name: str) -> bytes:
    secret = secret_files.read(name)
    if secret is None:
        raise KeyMissing(name=name)
    return secret
