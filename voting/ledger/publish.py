"""From the closed log to the bundle, in the order in which it must happen.

``tally`` opens the box and counts; its leaf goes into the log, its head to the witnesses; then the public number is drawn;
then ``publish`` writes the bundle.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voting.ledger.bundle import countersigned, statement, write_bundle
from voting.ledger.canonical import Json, encode
from voting.ledger.closing import FEW_BALLOTS, Opening, Row, open_box, rows_of, standing, tally_leaf
from voting.ledger.definition import Definition
from voting.ledger.heads import SignedHead
from voting.ledger.leaves import leaf_of
from voting.ledger.merkle import Tree, leaf_hash
from voting.ledger.recount import Votes, result
from voting.ledger.roll import RollRow
from voting.ledger.sample import sample
from voting.ledger.words import Refused


@dataclass(frozen=True)
class Tallied:
    """The counted poll.

    Attributes
    ----------
    leaf : dict
        The tally leaf, the last one of the log.
    openings : tuple of Opening
        For the auditors' room; destroyed after the appeal period.
    """

    leaf: Json
    rows: tuple[Row, ...]
    openings: tuple[Opening, ...]
    votes: Mapping[str, Votes]
    result: Json


class Unopened(Exception):
    """Ballots that cannot be opened or break the form: each needs a ``void_leaf`` by a decision before counting.

    Attributes
    ----------
    refused : list of (leaf, Refused)
    """

    def __init__(self, refused: Sequence[tuple[bytes, Refused]]) -> None:
        self.refused = list(refused)
        super().__init__("; ".join(f"{leaf.hex()}: {fault}" for leaf, fault in refused))


def tally(
    poll: Definition, bodies: Sequence[Json], heads: Sequence[SignedHead], sealed: Mapping[bytes, bytes], secret: bytes
) -> Tallied:
    """Open the box of a closed log and count.

    Parameters
    ----------
    bodies : sequence of dict
        Every leaf, the close leaf among them.
    heads : sequence of SignedHead
        Every head so far.
    sealed : Mapping of leaf to sealed ballot
    secret : bytes
        The box's key, of both shares.

    Raises
    ------
    Unopened
        Some ballots must be made void first.
    """
    leaves = [leaf_of(body) for body in bodies]
    living = standing(bodies, leaves)
    opened, refused = open_box(poll, secret, ((body, leaf, sealed.get(leaf, b"")) for body, leaf in living))
    extra = sealed.keys() - set(leaves)
    refused += [(leaf, Refused("not_opened", leaf=leaf.hex(), why="not in the log")) for leaf in sorted(extra)]
    if refused:
        raise Unopened(refused)
    rows, openings = rows_of(opened)
    close = next(body for body in bodies if body["type"] == "close")
    void = Counter(body["electorate"] for body in bodies if body["type"] == "void")
    ballots = Counter(body["electorate"] for body, _ in living)
    votes = {
        name: Votes(close["electorates"][name]["roll"], ballots[name], void[name], Counter())
        for name in poll.electorates
    }
    for ballot in opened:
        votes[ballot.electorate].values.update(map(encode, ballot.values))
    counted = result(poll, votes)
    return Tallied(tally_leaf(poll, rows, counted, heads), tuple(rows), tuple(openings), votes, counted)


def publish(
    target: Path,
    poll: Definition,
    tallied: Tallied,
    *,
    city_key: bytes,
    keys: Json,
    leaves: Sequence[bytes],
    heads: Sequence[SignedHead],
    roll: Iterable[RollRow],
    randomness: str,
    signers: Iterable[tuple[str, str, bytes]] = (),
    audit: Sequence[bytes] = (),
) -> None:
    """Open the sample that the public number chooses, and write the bundle.

    Parameters
    ----------
    target : Path
        A folder, or a file ending in ``.zip``.
    leaves : sequence of bytes
        Every leaf's data, the tally leaf last.
    heads : sequence of SignedHead
        The last one over all leaves.
    randomness : str
        The public number as it was announced, drawn after the last head went out.
    signers : iterable of (name, role, secret key)
        Auditors who checked all openings.
    audit : sequence of bytes
        The audit chain's entries, canonical, up to the head in the close leaf.
    """
    enough = {name for name, part in tallied.votes.items() if part.ballots >= FEW_BALLOTS}
    stated = statement(poll, tallied.votes, heads[-1], tallied.result, randomness)
    rows = [row for row in tallied.rows if row.electorate in enough]
    openings = [opening for opening in tallied.openings if opening.opened.electorate in enough]
    shown = sample(poll, Tree(map(leaf_hash, leaves)), rows, openings, randomness, stated["drawn"])
    write_bundle(
        target, poll, city_key=city_key, keys=keys, leaves=leaves, heads=heads, roll=roll, rows=tallied.rows,
        openings=tallied.openings, votes=tallied.votes, result=tallied.result, sample=shown,
        signed_statement=countersigned(stated, signers), audit=audit,
    )  # fmt: skip


def write_openings(target: Path, tallied: Tallied) -> None:
    """Write the file that auditors check in the room with ``verify --full``."""
    with target.open("wb") as file:
        file.writelines(encode(opening.as_json()) + b"\n" for opening in tallied.openings)
