"""The review form: a draft travels sealed through the voter's own browser, so that no session keeps a choice.

Its ballot for the box is sealed here too, while the voter still reads: casting has the less to do.

ChaCha20-Poly1305 under ``K_form`` (32 random bytes in memory, made anew each day, the last two accepted); bound to the
person's pseudonym; good for 30 minutes.
"""

import base64
import binascii
import json
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from voting.ledger.canonical import canonical
from voting.ledger.casting import Draft
from voting.ledger.definition import Definition
from voting.ledger.sealing import seal
from voting.ledger.words import Refused

GOOD_FOR = timedelta(minutes=30)


def conceal(key: bytes, poll: Definition, draft: Draft, pseud: str, now: datetime) -> str:
    """Return the hidden field of the review form; its length is the same for all ballots of one kind."""
    until = int((now + GOOD_FOR).timestamp())
    sealed_ballot = seal(poll, draft)
    plain = canonical(
        {"body": draft.body, "change": draft.change.hex(), "old_tag": draft.old_tag, "sealed": sealed_ballot.hex(),
         "seed": draft.seed.hex(), "until": until, "values": list(draft.values)}
    )  # fmt: skip
    length = poll.sealed_length + 68 * poll.slots + 1024 + 2 * len(sealed_ballot)
    nonce = secrets.token_bytes(12)
    sealed = nonce + ChaCha20Poly1305(key).encrypt(nonce, plain.ljust(length), _bound_to(poll.poll, pseud))
    return base64.urlsafe_b64encode(sealed).decode()


def reveal(keys: Iterable[bytes], poll: Definition, field: str, pseud: str, now: datetime) -> tuple[Draft, bytes]:
    """Return the draft of a review form, and its ballot as it goes into the box.

    Parameters
    ----------
    keys : iterable of bytes
        Today's key and yesterday's.

    Raises
    ------
    Refused
        ``review_form``: changed, of another person or poll, or too old.
    """
    try:
        sealed = base64.b64decode(field, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Refused("review_form", why="changed") from None
    for key in keys:
        try:
            plain = ChaCha20Poly1305(key).decrypt(sealed[:12], sealed[12:], _bound_to(poll.poll, pseud))
        except (InvalidTag, ValueError):
            continue
        read = json.loads(plain)  # nobody but us can have sealed it
        if now > datetime.fromtimestamp(read["until"], UTC):
            raise Refused("review_form", why="too old")
        parts = bytes.fromhex(read["seed"]), bytes.fromhex(read["change"])
        return Draft(read["body"], *parts, tuple(read["values"]), read["old_tag"]), bytes.fromhex(read["sealed"])
    raise Refused("review_form", why="changed, too old, or of another person")


def _bound_to(poll: str, pseud: str) -> bytes:
    return b"minhoe/form/1\0" + bytes.fromhex(poll) + pseud.encode()
