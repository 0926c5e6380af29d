"""Letters instead of stances in everything public about the draw, until the seal is opened.

1. Before a draw is prepared, letters are dealt to the stances at random, with a random nonce.
2. The SHA-256 of "nonce:가=against,나=for,..." is published with the targets; the key itself stays encrypted.
3. When the seal is opened the key is published: whoever hashes it sees that it was fixed before the draw.
"""

import hashlib
import secrets
from collections.abc import Sequence

from app.panels.models import Panel, Stance

LETTERS = "가나다라마바사아자차카타파하"


def letters_of(panel: Panel) -> dict[str, str]:
    """Return the letter by stance code; there are none before ``deal``."""
    pairs = (pair.split("=") for pair in (panel.blind_key or ":").split(":", 1)[1].split(",") if pair)
    return {code: letter for letter, code in pairs}


def deal(panel: Panel) -> None:
    """Deal letters to the stances unless that is done. Inside the caller's transaction."""
    if panel.blind_key is not None:
        return
    codes = [stance.code for stance in panel.stances]
    secrets.SystemRandom().shuffle(codes)
    pairs = ",".join(f"{letter}={code}" for letter, code in zip(LETTERS, codes, strict=False))
    panel.blind_key = f"{secrets.token_hex(16)}:{pairs}"
    panel.blind_hash = fingerprint(panel.blind_key)


def fingerprint(key: str) -> str:
    """Return what is published of a key beforehand."""
    return hashlib.sha256(key.encode()).hexdigest()


def key_shown(panel: Panel) -> str | None:
    """Return the key once the seal is open, and nothing before."""
    return panel.blind_key if panel.unsealed_at is not None else None


def in_order(panel: Panel) -> Sequence[tuple[str, Stance]]:
    """Return letter and stance in the order of the letters: their order tells nothing."""
    letters = letters_of(panel)
    dealt = [(letters[stance.code], stance) for stance in panel.stances if stance.code in letters]
    return sorted(dealt, key=lambda pair: pair[0])
