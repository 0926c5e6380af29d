"""The box: ballots sealed to a key whose secret is split between the city and the auditor.

HPKE (RFC 9180, base mode; X25519, HKDF-SHA256, ChaCha20-Poly1305). ``info`` is ``"minhoe/box/1\\0" || poll || leaf``, so
that a sealed ballot opens under its own leaf only. The secret is filled up with blanks to one length a poll, so that its
length says nothing. The key is A xor B; each share alone is random.
"""

import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from voting.ledger.canonical import parse
from voting.ledger.casting import Draft, secret_of
from voting.ledger.codes import decode, encode, grouped
from voting.ledger.definition import Definition
from voting.ledger.shapes import ANY, HEX32, Shape, shaped
from voting.ledger.slots import Value
from voting.ledger.words import Refused

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
HOLDERS = ("A", "B")
_SECRET: Shape = {"seed": HEX32, "values": [ANY]}


@dataclass(frozen=True)
class Share:
    """One half of the box's key.

    Attributes
    ----------
    holder : str
        ``A`` (the city) or ``B`` (the auditor).
    poll : str
    part : bytes
        32 bytes.
    """

    holder: str
    poll: str
    part: bytes


def new_box(poll: str) -> tuple[str, Share, Share]:
    """Make a box's key; the secret itself is not kept.

    Returns
    -------
    public key in hex, share of the city, share of the auditor
    """
    key = X25519PrivateKey.generate()
    one = secrets.token_bytes(32)
    public = key.public_key().public_bytes_raw().hex()
    return public, Share("A", poll, one), Share("B", poll, _xor(key.private_bytes_raw(), one))


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(x ^ y for x, y in zip(one, other, strict=True))


def share_text(share: Share) -> str:
    """Return a share as it is printed: holder, the poll's first four bytes, the part in two lines with a check each."""
    halves = " ".join(grouped(encode(share.part[start : start + 16])) for start in (0, 16))
    return f"{share.holder} {grouped(encode(bytes.fromhex(share.poll)[:4]))} {halves}"


def read_share(typed: str, poll: str) -> Share:
    """Return the share that somebody typed; it must be of this poll.

    Raises
    ------
    Refused
        ``share_unreadable`` or ``share_of_other_poll``.
    """
    marks = "".join(typed.upper().replace("-", " ").split())
    if len(marks) != 1 + 8 + 54 or marks[0] not in HOLDERS:
        raise Refused("share_unreadable", why=f"{len(marks)} characters, beginning with {marks[:1]}")
    try:
        of_poll, *parts = (decode(marks[a:b], n) for a, b, n in ((1, 9, 4), (9, 36, 16), (36, 63, 16)))
    except Refused as fault:
        raise Refused("share_unreadable", why=str(fault)) from None
    if of_poll != bytes.fromhex(poll)[:4]:
        raise Refused("share_of_other_poll")
    return Share(marks[0], poll, b"".join(parts))


def combine(one: Share, other: Share, public: str) -> bytes:
    """Return the box's secret key from both shares.

    Raises
    ------
    Refused
        ``share_twice``, ``share_of_other_poll``, ``shares_do_not_fit``.
    """
    if one.poll != other.poll:
        raise Refused("share_of_other_poll")
    if one.holder == other.holder:
        raise Refused("share_twice", holder=one.holder)
    secret = _xor(one.part, other.part)
    if box_key(secret).public_key().public_bytes_raw().hex() != public:
        raise Refused("shares_do_not_fit")
    return secret


def _info(poll: str, leaf: bytes) -> bytes:
    return b"minhoe/box/1\0" + bytes.fromhex(poll) + leaf


def seal(poll: Definition, draft: Draft) -> bytes:
    """Seal a draft's seed and values for the box; every sealed ballot of a poll has the same length.

    Raises
    ------
    Refused
        ``too_long_to_seal``, which no ballot of the poll's form is.
    """
    plain = secret_of(draft)
    if len(plain) > poll.sealed_length:
        raise Refused("too_long_to_seal", found=len(plain), allowed=poll.sealed_length)
    key = X25519PublicKey.from_public_bytes(bytes.fromhex(poll.document["keys"]["box"]))
    return SUITE.encrypt(plain.ljust(poll.sealed_length), key, info=_info(poll.poll, draft.leaf))


def box_key(secret: bytes) -> X25519PrivateKey:
    """Return the box's key, ready to open many ballots."""
    return X25519PrivateKey.from_private_bytes(secret)


def open_sealed(poll: Definition, key: X25519PrivateKey, leaf: bytes, sealed: bytes) -> tuple[bytes, list[Value]]:
    """Return seed and values of a sealed ballot.

    Raises
    ------
    Refused
        ``not_opened``: sealed to another key or leaf, changed, or filled with something else.
    """
    try:
        plain = SUITE.decrypt(sealed, key, info=_info(poll.poll, leaf))
        read = shaped(parse(plain.rstrip(b" ")), _SECRET)
    except InvalidTag:
        raise Refused("not_opened", leaf=leaf.hex(), why="not sealed to this key and leaf, or changed") from None
    except ValueError as fault:
        raise Refused("not_opened", leaf=leaf.hex(), why=str(fault)) from None
    return bytes.fromhex(read["seed"]), read["values"]
