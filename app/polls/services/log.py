"""The log of a poll: appending batches, its signed heads, and proofs that a leaf is in and that nothing was rewritten."""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import insert, select

from app.core.db import db
from app.core.errors import N_, RuleError
from app.polls.models import Leaf, LogHead, Poll
from app.polls.services import keys
from voting.ledger import batches
from voting.ledger.canonical import Json, parse
from voting.ledger.heads import SignedHead
from voting.ledger.merkle import Frontier, Tree
from voting.ledger.signatures import key_id

AT_ONCE = 2000  # rows a statement
_TREES = 8  # polls whose tree a process keeps
_MINUTE = "%Y-%m-%dT%H:%MZ"


class LeafUnknown(RuleError):
    code = "leaf_unknown"
    sentence = N_("The log holds no such leaf.")
    status = 404


class SizeUnknown(RuleError):
    code = "size_unknown"
    sentence = N_("The log has no such size: it holds %(size)s leaves.")
    status = 404


@dataclass(frozen=True)
class Proof:
    """That a leaf stands at ``place`` under ``head``: the path, from the leaf upwards, in hex."""

    leaf: str
    place: int
    path: list[str]
    head: SignedHead


@dataclass(frozen=True)
class Consistency:
    """That the log of ``second`` leaves begins with that of ``first``."""

    first: int
    second: int
    path: list[str]


def append(poll: Poll, bodies: Iterable[Json], at: dt.datetime) -> batches.Batch:
    """Append leaves as one batch under a new head, inside the caller's transaction, which holds ``locks.log``."""
    last = head_row(poll)
    frontier = frontier_of(last) if last else Frontier()
    moment = max(at, minute_of(last)) if last else at
    batch = batches.append(frontier, bodies, keys.log(poll), poll.number, moment)
    rows = [_row(poll, placed) for placed in batch.leaves]
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(Leaf), rows[start : start + AT_ONCE])
    db.session.execute(
        insert(LogHead).values(
            poll_id=poll.id, size=batch.head.size, minute=batch.head.time, root=batch.head.root,
            signature=batch.head.sig, frontier=frontier_text(batch.frontier),
        )
    )  # fmt: skip
    return batch


def _row(poll: Poll, placed: batches.Placed) -> Json:
    body = parse(placed.data)
    return {
        "poll_id": poll.id, "place": placed.index, "leaf": placed.leaf, "kind": body["type"],
        "body": placed.data.decode(), "change": body.get("change"), "displaces": displaced_by(body),
    }  # fmt: skip


def displaced_by(body: Json) -> str | None:
    """Return the leaf that gives way to this one, in hex."""
    return body.get("replaces") or body.get("voids")


def head_row(poll: Poll) -> LogHead | None:
    query = select(LogHead).where(LogHead.poll_id == poll.id).order_by(LogHead.size.desc()).limit(1)
    return db.session.scalar(query)


def frontier_of(row: LogHead) -> Frontier:
    return Frontier(row.size, tuple(bytes.fromhex(peak) for peak in row.frontier.split(",")))


def frontier_text(frontier: Frontier) -> str:
    return ",".join(peak.hex() for peak in frontier.peaks)


def minute_of(row: LogHead) -> dt.datetime:
    return dt.datetime.strptime(row.minute, _MINUTE).replace(tzinfo=dt.UTC)


def head(poll: Poll) -> SignedHead | None:
    """Return the newest signed head, or nothing before the opening."""
    row = head_row(poll)
    return signed(poll, row) if row else None


def heads(poll: Poll) -> list[SignedHead]:
    """Return every signed head, the oldest first."""
    query = select(LogHead).where(LogHead.poll_id == poll.id).order_by(LogHead.size)
    return [signed(poll, row) for row in db.session.scalars(query)]


def signed(poll: Poll, row: LogHead) -> SignedHead:
    return SignedHead(poll.number, row.root, row.size, row.minute, key_id(poll.log_key or ""), row.signature)


def lines(poll: Poll) -> list[bytes]:
    """Return the leaves' data in the log's order."""
    query = select(Leaf.body).where(Leaf.poll_id == poll.id).order_by(Leaf.place)
    return [body.encode() for body in db.session.scalars(query)]


def proof(poll: Poll, leaf: bytes) -> Proof:
    """Return the proof that a leaf stands in the log. Raises ``LeafUnknown``."""
    place = db.session.scalar(select(Leaf.place).where(Leaf.leaf == leaf, Leaf.poll_id == poll.id))
    newest = head(poll)
    if place is None or newest is None or place >= newest.size:
        raise LeafUnknown()
    path = _tree(poll, newest).inclusion(place, newest.size)
    return Proof(leaf.hex(), place, [part.hex() for part in path], newest)


def consistency(poll: Poll, first: int, second: int) -> Consistency:
    """Return the proof that an older log is the beginning of a newer one. Raises ``SizeUnknown``."""
    newest = head(poll)
    size = newest.size if newest else 0
    if newest is None or not 0 < first <= second <= size:
        raise SizeUnknown(size=size)
    path = _tree(poll, newest).consistency(first, second)
    return Consistency(first, second, [part.hex() for part in path])


_kept: OrderedDict[str, Tree] = OrderedDict()
_keeping = threading.Lock()


def _tree(poll: Poll, newest: SignedHead) -> Tree:
    """Return the tree of at least ``newest.size`` leaves, kept in memory (64 bytes a leaf) and grown by what is new."""
    with _keeping:
        tree = _kept.pop(poll.number, None) or Tree()
        _grow(poll, tree)
        if tree.root(newest.size).hex() != newest.root:  # what was kept is not what is there
            tree = Tree()
            _grow(poll, tree)
        _kept[poll.number] = tree
        while len(_kept) > _TREES:
            _kept.popitem(last=False)
        return tree


def _grow(poll: Poll, tree: Tree) -> None:
    query = select(Leaf.leaf).where(Leaf.poll_id == poll.id, Leaf.place >= len(tree)).order_by(Leaf.place)
    for leaf in db.session.scalars(query):
        tree.append(leaf)
