"""The kinds of leaves of a poll's log, and what each must hold.

A leaf is canonical JSON, its hash ``H(0x00 || leaf)``: the hash it has in the Merkle tree.

======== ==========================================================================================================
open     hash of ``poll.json``, people on each electorate's roll, head of the audit chain
ballot   ``slots`` (commitments), ``change`` = H(a); ``own``: the digits that the voter chose, if any
replace  as a ballot; ``replaces`` = the leaf that gives way, ``proof`` = a of that leaf
paper    ``slots`` alone: a card cannot be changed
void     a card that is no valid ballot (``reason``), or a leaf taken out by a decision (``voids``, ``decision``)
close    counts for each electorate, roots over the roll, head of the audit chain
tally    hash of each electorate's rows, of the result, and of all heads so far
======== ==========================================================================================================
"""

from voting.ledger.canonical import Json, canonical
from voting.ledger.merkle import leaf_hash
from voting.ledger.shapes import COUNT, HEX16, HEX32, NAME, OWN, TEXT, Shape, fault_of

_CARD: Shape = {"electorate": NAME, "poll": HEX16, "slots": [HEX32], "v": (1,)}
_BALLOT: Shape = {**_CARD, "change": HEX32, "own?": OWN}
_AUDIT: Shape = {"hash": HEX32, "seq": COUNT}
_COUNTS: Shape = {"leaves": COUNT, "replaced": COUNT, "roll": COUNT, "void": COUNT, "voted": COUNT}

SHAPES: dict[str, Shape] = {
    "open": {"audit?": _AUDIT, "poll": HEX16, "poll_hash": HEX32, "roll": {"*": COUNT}, "v": (1,)},
    "ballot": _BALLOT,
    "replace": {**_BALLOT, "proof": HEX32, "replaces": HEX32},
    "paper": _CARD,
    "void": {
        "decision?": TEXT, "electorate": NAME, "nonce": HEX16, "poll": HEX16, "reason": NAME, "v": (1,), "voids?": HEX32,
    },
    "close": {
        "audit?": _AUDIT, "electorates": {"*": _COUNTS}, "poll": HEX16, "roll_public": HEX32,
        "roll_whole": HEX32, "v": (1,),
    },
    "tally": {"heads": HEX32, "poll": HEX16, "result": HEX32, "rows": {"*": HEX32}, "v": (1,)},
}  # fmt: skip
SHAPES = {kind: {**shape, "type": (kind,)} for kind, shape in SHAPES.items()}

BALLOTS = ("ballot", "replace", "paper")


def leaf_of(body: Json) -> bytes:
    """Return the hash of a leaf."""
    return leaf_hash(canonical(body))


def leaf_fault(body: object) -> str | None:
    """Say why a document is no leaf, or nothing."""
    if not isinstance(body, dict) or body.get("type") not in SHAPES:
        return "no known kind of leaf"
    return fault_of(body, SHAPES[body["type"]])


def open_leaf(poll: str, poll_hash: str, roll: dict[str, int], audit: Json | None = None) -> Json:
    """Return the first leaf of a log; ``audit`` is ``{"seq": ..., "hash": ...}``, the head of the audit chain."""
    leaf = {"poll": poll, "poll_hash": poll_hash, "roll": roll, "type": "open", "v": 1}
    return leaf if audit is None else leaf | {"audit": audit}


def void_leaf(
    poll: str, electorate: str, nonce: bytes, reason: str, *, voids: str | None = None, decision: str | None = None
) -> Json:
    """Return the leaf of a card that is not valid, or of a decision that takes a ballot out.

    Parameters
    ----------
    nonce : bytes
        16 random bytes, so that two cards are two leaves.
    reason : str
        A code: ``unsigned``, ``late``, ``unreadable``, ``used-number``, ``withdrawn``.
    voids : str, optional
        The leaf, in hex.
    """
    leaf = {"electorate": electorate, "nonce": nonce.hex(), "poll": poll, "reason": reason, "type": "void", "v": 1}
    return leaf | {key: value for key, value in (("voids", voids), ("decision", decision)) if value is not None}
