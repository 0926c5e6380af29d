"""What the server makes of a ballot before it is cast: the draft, with all that must be kept or forgotten.

Of a draft, the log holds ``body``; the box holds ``seed`` and ``values``, sealed; the roll holds ``tag``; the voter alone
holds ``change`` (the change code). The server forgets it.
"""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from voting.ledger.canonical import Json, canonical
from voting.ledger.definition import Definition
from voting.ledger.merkle import leaf_hash
from voting.ledger.shapes import OWN
from voting.ledger.slots import Value, commitments, slot_values
from voting.ledger.words import Refused


@dataclass(frozen=True)
class Draft:
    """A ballot prepared and not yet cast.

    Attributes
    ----------
    body : dict
        The leaf.
    seed : bytes
        32 bytes that open the slots.
    change : bytes
        The 16 bytes of the change code; none for paper.
    values : tuple
        What the slots hold.
    old_tag : str
        The tag on the roll of the ballot that this one replaces; empty for a first ballot.
    """

    body: Json
    seed: bytes
    change: bytes
    values: tuple[Value, ...]
    old_tag: str = ""

    @cached_property
    def data(self) -> bytes:
        """Return the leaf as the log holds it."""
        return canonical(self.body)

    @cached_property
    def leaf(self) -> bytes:
        """Return the hash of the leaf."""
        return leaf_hash(self.data)

    @property
    def tag(self) -> str:
        """Return what the roll keeps, in hex: it recognises the change code and says nothing of the leaf."""
        return roll_tag(self.body["poll"], self.change)


def prepare(
    poll: Definition,
    electorate: str,
    chosen: Sequence[str],
    points: Sequence[int] | None = None,
    *,
    own: str | None = None,
    replaces: bytes | None = None,
    by: bytes | None = None,
) -> Draft:
    """Make the draft of a ballot.

    Parameters
    ----------
    chosen, points
        As ``slot_values``.
    own : str, optional
        4 to 8 digits that the voter chose: two voters who chose differently cannot be shown one leaf.
    replaces, by : bytes, optional
        The leaf that gives way and its change code, for a change of mind. The caller has compared ``roll_tag`` first.

    Raises
    ------
    Refused
        ``ballot_invalid``, ``own_number``.
    """
    if own is not None and not OWN.fullmatch(own):
        raise Refused("own_number")
    seed, change = secrets.token_bytes(32), secrets.token_bytes(16)
    body = _card(poll, electorate, seed, values := slot_values(poll, chosen, points))
    body |= {"change": change_commitment(poll.poll, change), "type": "ballot"}
    if own is not None:
        body["own"] = own
    if replaces is not None and by is not None:
        body |= {"type": "replace", "replaces": replaces.hex(), "proof": change_proof(poll.poll, by).hex()}
    return Draft(body, seed, change, tuple(values), roll_tag(poll.poll, by) if by is not None else "")


def prepare_paper(
    poll: Definition, electorate: str, chosen: Sequence[str], points: Sequence[int] | None = None
) -> Draft:
    """Make the draft of a paper card that two people entered alike.

    Raises
    ------
    Refused
        ``ballot_invalid``: such a card becomes a ``void_leaf``.
    """
    seed = secrets.token_bytes(32)
    values = slot_values(poll, chosen, points)
    return Draft(_card(poll, electorate, seed, values) | {"type": "paper"}, seed, b"", tuple(values))


def _card(poll: Definition, electorate: str, seed: bytes, values: Sequence[Value]) -> Json:
    return {"electorate": electorate, "poll": poll.poll, "slots": commitments(poll.poll, seed, values), "v": 1}


def change_proof(poll: str, change: bytes) -> bytes:
    """Return a, which proves that who replaces a ballot holds its change code, without showing the code."""
    return hmac.digest(change, b"minhoe/change/1\0" + bytes.fromhex(poll), "sha256")


def change_commitment(poll: str, change: bytes) -> str:
    """Return H(a) in hex, by which a leaf is found from its change code."""
    return sha256(change_proof(poll, change)).hexdigest()


def roll_tag(poll: str, change: bytes) -> str:
    """Return the tag that the roll keeps, in hex."""
    return hmac.digest(change, b"minhoe/tag/1\0" + bytes.fromhex(poll), "sha256").hex()


def pseudonym(roll_key: bytes, poll: str, subject: str) -> str:
    """Return a person's name on the roll of one poll, in hex: ``HMAC(K_roll, "minhoe/roll/1\\0" || poll || subject)``.

    Parameters
    ----------
    subject : str
        ``ci:...`` or ``person:...``, never a resident registration number.
    """
    return hmac.digest(roll_key, b"minhoe/roll/1\0" + bytes.fromhex(poll) + subject.encode(), "sha256").hex()


def secret_of(draft: Draft) -> bytes:
    """Return what is sealed into the box: JCS{seed, values}."""
    return canonical({"seed": draft.seed.hex(), "values": list(draft.values)})
