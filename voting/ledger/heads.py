"""Signed tree heads: so many leaves, this root, at this minute.

Signed is ``JCS{poll, root, size, time, v}`` under ``minhoe/head/1``. A line of ``heads.jsonl`` is
``{"head": {...}, "key": key id, "sig": signature}``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from voting.ledger.canonical import Json
from voting.ledger.merkle import Frontier, verify_consistency
from voting.ledger.shapes import COUNT, HEX16, HEX32, HEX64, KEY_ID, MINUTE, Shape, shaped
from voting.ledger.signatures import HEAD, is_signed, key_id, public_key, sign

_LINE: Shape = {
    "head": {"poll": HEX16, "root": HEX32, "size": COUNT, "time": MINUTE, "v": (1,)},
    "key": KEY_ID,
    "sig": HEX64,
}


@dataclass(frozen=True)
class SignedHead:
    """A head with its signature.

    Attributes
    ----------
    poll, root : str
        Hex of 16 and 32 bytes.
    size : int
        Leaves.
    time : str
        UTC to the minute, ``2026-11-25T04:13Z``.
    key, sig : str
        Id of the log's key; signature in hex.
    """

    poll: str
    root: str
    size: int
    time: str
    key: str
    sig: str

    def document(self) -> Json:
        """Return what is signed."""
        return {"poll": self.poll, "root": self.root, "size": self.size, "time": self.time, "v": 1}

    def as_json(self) -> Json:
        """Return a line of ``heads.jsonl``."""
        return {"head": self.document(), "key": self.key, "sig": self.sig}

    @classmethod
    def of(cls, line: object) -> "SignedHead":
        """Return the head of a line.

        Raises
        ------
        ValueError
            It is no head.
        """
        read = shaped(line, _LINE)
        head = read["head"]
        return cls(head["poll"], head["root"], head["size"], head["time"], read["key"], read["sig"])


def minute(at: datetime) -> str:
    """Return an instant in UTC, cut to the minute: a finer time would help to tell who voted.

    Raises
    ------
    ValueError
        The time has no zone.
    """
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def sign_head(secret: bytes, poll: str, frontier: Frontier, at: datetime) -> SignedHead:
    """Sign the log as it stands.

    Parameters
    ----------
    secret : bytes
        ``S_log``, 32 bytes.
    at : datetime
        Aware.
    """
    head = {"poll": poll, "root": frontier.root().hex(), "size": frontier.size, "time": minute(at), "v": 1}
    key = key_id(public_key(secret))
    return SignedHead(poll, frontier.root().hex(), frontier.size, minute(at), key, sign(secret, HEAD, head))


def is_head_of(head: SignedHead, public: str) -> bool:
    """Return whether the head was signed with this key."""
    return head.key == key_id(public) and is_signed(public, HEAD, head.document(), head.sig)


def follows(older: SignedHead, newer: SignedHead, proof: Sequence[str]) -> bool:
    """Return whether the newer head's log begins with the older one's, which is all a witness has to check."""
    if older.poll != newer.poll or older.time > newer.time:
        return False
    try:
        path = [bytes.fromhex(part) for part in proof]
        roots = bytes.fromhex(older.root), bytes.fromhex(newer.root)
    except ValueError:
        return False
    return verify_consistency(older.size, newer.size, *roots, path)
