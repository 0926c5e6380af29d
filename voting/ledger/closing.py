"""From the closed poll to what is published: the close leaf, the opened box, the rows, the tally leaf.

1. ``close_leaf`` counts roll and leaves. 2. Both shares open the box: ``open_box`` recomputes every slot and checks every
ballot; a ballot that was replaced stays shut. 3. ``rows_of`` gives each slot a row whose ``link`` hides its leaf:
``link = H("minhoe/link/1\\0" || t || leaf || j)``, t random. 4. ``tally_leaf`` commits to rows and result; its head goes out
before the public number of the sample is drawn.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from voting.ledger.canonical import Json, canonical, digest
from voting.ledger.definition import Definition
from voting.ledger.heads import SignedHead
from voting.ledger.leaves import BALLOTS
from voting.ledger.roll import RollRow, public_root, whole_root
from voting.ledger.sealing import box_key, open_sealed
from voting.ledger.slots import Value, commitments, values_fault
from voting.ledger.words import Refused

FEW_BALLOTS = 20
"""With fewer ballots an electorate shows totals alone: no whole ballots, no sample."""


@dataclass(frozen=True)
class Opened:
    """A ballot out of the box."""

    leaf: bytes
    electorate: str
    seed: bytes
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Opening:
    """What two auditors see in a room: how each row hangs together with its leaf. Destroyed after the appeal period."""

    opened: Opened
    t: tuple[bytes, ...]

    def as_json(self) -> Json:
        """Return a line of the openings file."""
        return {
            "leaf": self.opened.leaf.hex(), "seed": self.opened.seed.hex(), "t": [part.hex() for part in self.t],
            "values": list(self.opened.values),
        }  # fmt: skip


class Row(NamedTuple):
    """One published row: sorted by electorate, then link."""

    electorate: str
    link: str
    data: bytes
    """Its line, without the line end."""


def standing(bodies: Iterable[Json], leaves: Iterable[bytes]) -> list[tuple[Json, bytes]]:
    """Return the leaves that count, each with its hash, in the log's order: ballots and cards neither replaced nor made void."""
    kept, gone = [], set()
    for body, leaf in zip(bodies, leaves, strict=True):
        if body["type"] in BALLOTS:
            kept.append((body, leaf))
        gone.add(body.get("replaces") or body.get("voids"))
    return [(body, leaf) for body, leaf in kept if leaf.hex() not in gone]


def close_leaf(poll: Definition, bodies: Iterable[Json], roll: Sequence[RollRow], audit: Json | None = None) -> Json:
    """Return the leaf that closes the log.

    Parameters
    ----------
    bodies : iterable of dict
        Every leaf so far.
    roll : sequence of RollRow
    audit : dict, optional
        ``{"seq": ..., "hash": ...}``, head of the audit chain.
    """
    kinds: Counter[tuple[str, str]] = Counter()
    for body in bodies:
        kinds[body.get("electorate", ""), body["type"]] += 1
    on_roll = Counter(row.electorate for row in roll)
    voted = Counter(row.electorate for row in roll if row.voted)
    counts = {
        name: {
            "leaves": sum(kinds[name, kind] for kind in BALLOTS), "replaced": kinds[name, "replace"],
            "roll": on_roll[name], "void": kinds[name, "void"], "voted": voted[name],
        }
        for name in poll.electorates
    }  # fmt: skip
    leaf = {
        "electorates": counts, "poll": poll.poll, "roll_public": public_root(roll), "roll_whole": whole_root(roll),
        "type": "close", "v": 1,
    }  # fmt: skip
    return leaf if audit is None else leaf | {"audit": audit}


def open_box(
    poll: Definition, secret: bytes, box: Iterable[tuple[Json, bytes, bytes]]
) -> tuple[list[Opened], list[tuple[bytes, Refused]]]:
    """Open the ballots that stand, check each against its leaf and the ballot form.

    Parameters
    ----------
    secret : bytes
        The box's key, of both shares.
    box : iterable of (leaf, its hash, sealed ballot)
        In the log's order.

    Returns
    -------
    opened ballots, and for each that must be made void by a decision its leaf and the reason
    """
    opened, refused, key = [], [], box_key(secret)
    for body, leaf, sealed in box:
        try:
            seed, values = open_sealed(poll, key, leaf, sealed)
            if commitments(poll.poll, seed, values) != body["slots"]:
                raise Refused("not_opened", leaf=leaf.hex(), why="the leaf commits to another ballot")
            if fault := values_fault(poll, values):
                raise Refused("ballot_invalid", fault=fault)
        except Refused as fault_found:
            refused.append((leaf, fault_found))
        else:
            opened.append(Opened(leaf, body["electorate"], seed, tuple(values)))
    return opened, refused


def link(t: bytes, leaf: bytes, j: int) -> str:
    """Return the link of a row, in hex."""
    return sha256(b"minhoe/link/1\0" + t + leaf + j.to_bytes(2, "big")).hexdigest()


def rows_of(
    opened: Iterable[Opened], draw: Callable[[int], bytes] = secrets.token_bytes
) -> tuple[list[Row], list[Opening]]:
    """Return the rows to publish, sorted, and the openings for the auditors, in the log's order."""
    rows, openings = [], []
    for ballot in opened:
        t = tuple(draw(32) for _ in ballot.values)
        openings.append(Opening(ballot, t))
        rows += rows_of_opening(openings[-1])
    return sorted(rows), openings


def rows_of_opening(opening: Opening) -> list[Row]:
    """Return the rows of one ballot."""
    ballot = opening.opened
    return [
        row_of(ballot.electorate, link(t, ballot.leaf, j), value)
        for j, (t, value) in enumerate(zip(opening.t, ballot.values, strict=True))
    ]


def row_of(electorate: str, link_j: str, value: Value) -> Row:
    """Return a row with its line, which is canonical: the names of electorates and links need no escapes."""
    return Row(
        electorate,
        link_j,
        b'{"electorate":"%s","link":"%s","value":%s}' % (electorate.encode(), link_j.encode(), canonical(value)),
    )


def rows_hashes(poll: Definition, rows: Iterable[Row]) -> dict[str, str]:
    """Return for each electorate the hash of its rows, a line each."""
    found = {name: sha256() for name in poll.electorates}
    for row in rows:
        found[row.electorate].update(row.data + b"\n")
    return {name: part.hexdigest() for name, part in found.items()}


def is_withheld(poll: Definition, ballots: int) -> bool:
    """Return whether an electorate's rows are kept back: whole ballots of fewer than 20 people."""
    return poll.publish == "ballots" and ballots < FEW_BALLOTS


def heads_hash(lines: Iterable[bytes]) -> str:
    """Return the hash of the lines of ``heads.jsonl``, so that no head can be left out."""
    hashed = sha256()
    for line in lines:
        hashed.update(line + b"\n")
    return hashed.hexdigest()


def tally_leaf(
    poll: Definition, rows: Iterable[Row], result: Mapping[str, object], heads: Iterable[SignedHead]
) -> Json:
    """Return the last leaf: it commits to all rows, those kept back too, to the result, and to all heads so far."""
    return {
        "heads": heads_hash(canonical(head.as_json()) for head in heads), "poll": poll.poll, "result": digest(canonical(result)).hex(), "rows": rows_hashes(poll, rows), "type": "tally",
        "v": 1,
    }  # fmt: skip
