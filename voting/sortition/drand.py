"""Rounds of drand: a public value that nobody can know or steer before its time.

The League of Entropy's network "quicknet" signs the number of a round every three seconds. Signature:
BLS on curve BLS12-381 over SHA-256(round as 8 bytes, big-endian), hashed to G1 as RFC 9380 says; the
public value is SHA-256(signature). There is one valid signature of a round, so whoever has it has the
value, and a threshold of independent parties is needed to make it.

References
----------
drand documentation, "Cryptography" and "HTTP API"; scheme bls-unchained-g1-rfc9380. RFC 9380, "Hashing
to elliptic curves", 2023.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
PUBLIC_KEY = bytes.fromhex(
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
GENESIS_AT = datetime(2023, 8, 23, 15, 9, 27, tzinfo=UTC)
PERIOD = timedelta(seconds=3)
DOMAIN = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
PAIRINGS = "py_arkworks_bls12381"  # optional: without it the signature is recorded, not checked


def time_of(round_number: int) -> datetime:
    """Return when a round becomes known, UTC.

    >>> time_of(1).isoformat()
    '2023-08-23T15:09:27+00:00'
    """
    return GENESIS_AT + (round_number - 1) * PERIOD


def round_at(moment: datetime) -> int:
    """Return the first round that becomes known at ``moment`` (aware) or after.

    >>> round_at(datetime(2026, 10, 12, 5, 0, tzinfo=UTC))
    32992612
    """
    return max(1, -((GENESIS_AT - moment) // PERIOD) + 1)


def value_of(signature: str) -> str:
    """Return the public value of a round's signature, both in hex.

    Raises
    ------
    ValueError
        The signature is not 48 bytes in hex.
    """
    raw = bytes.fromhex(signature)
    if len(raw) != 48:
        raise ValueError(f"a signature of quicknet has 48 bytes, not {len(raw)}")
    return hashlib.sha256(raw).hexdigest()


def can_check() -> bool:
    """Return whether pairings can be computed here."""
    try:
        import_module(PAIRINGS)
    except ImportError:
        return False
    return True


def holds(round_number: int, signature: str) -> bool:
    """Return whether ``signature`` is quicknet's of this round: e(signature, g2) = e(H(round), key).

    Raises
    ------
    ImportError
        ``PAIRINGS`` is not installed.
    """
    curve: Any = import_module(PAIRINGS)
    message = hashlib.sha256(round_number.to_bytes(8, "big")).digest()
    try:
        signed = curve.G1Point.from_compressed_bytes(bytes.fromhex(signature))
    except ValueError:
        return False
    hashed = curve.G1Point.hash_to_curve(message, DOMAIN)
    key = curve.G2Point.from_compressed_bytes(PUBLIC_KEY)
    return bool(curve.GT.pairing_check([signed, -hashed], [curve.G2Point(), key]))
