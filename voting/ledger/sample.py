"""The sample: public randomness chooses rows and slots, which are opened for everybody.

So many are opened that, if enough rows were false to alter the winners, one of them would be seen with 95 %: n with
``(1 - f)^n <= 0.05``, f the smallest share of the rows that could alter the winners; at most a tenth of the rows. The
certainty reached is stated.

Places are ``H("minhoe/sample/1\\0" || root || H(randomness) || kind || counter)`` as a number modulo the count, by rejection,
each place once; kind is one byte (0 rows, 1 slots), counter eight.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from math import ceil, expm1, log, log1p

from voting.ledger.canonical import Json
from voting.ledger.closing import Opening, Row, link
from voting.ledger.definition import WITH_POINTS, Definition
from voting.ledger.merkle import Tree
from voting.ledger.recount import Votes, votes_of
from voting.ledger.slots import nonce

MISSED_AT_MOST = 0.05
ROWS, SLOTS = 0, 1


def needed(share: float) -> int:
    """Return how many draws find a false share of the rows with 95 %.

    Examples
    --------
    >>> [needed(f) for f in (0.05, 0.01, 0.001)]
    [59, 299, 2995]
    """
    return 1 if share >= 1 else ceil(log(MISSED_AT_MOST) / log1p(-share))


def rows_to_alter(poll: Definition, votes: Mapping[str, Votes]) -> int:
    """Return a number of false rows below which the winners cannot be others.

    For the k with the most votes in one electorate: a row moves at most twice its points between the last that is in and the
    first that is out, or between an option and the fewest votes asked for (from version 2 of the definition on). For every
    other rule 1, which is always safe.
    """
    if poll.rule != "top-k" or len(poll.electorates) > 1 or poll.publish != "marks":
        return 1
    (part,) = votes.values()
    numbers = votes_of(poll, part.values)
    scores = sorted((n[0] - n[1] if isinstance(n, list) else n for n in numbers.values()), reverse=True)
    k: int = poll.rule_options.k
    if not 0 < k < len(scores):
        return 1
    margin: int = scores[k - 1] - scores[k]
    fewest = poll.rule_options.threshold
    if fewest and poll.document["v"] > 1:
        margin = min(margin, *(int(n - fewest + 1 if n >= fewest else fewest - n) for n in scores))
    return max(1, -(-margin // (2 * _most_points(poll))))


def _most_points(poll: Definition) -> int:
    """Return the most that one row may add or take."""
    form = poll.form
    if form.kind not in WITH_POINTS or form.kind == "yes-no":
        return 1
    bounds = [abs(int(x)) for x in (form.points_at_most, form.sum_at_most, form.points_at_least) if x is not None]
    return max([1, *bounds])


MOST = 10_000
"""Rows opened at most: a border of a few votes among 100,000 ballots would open a tenth, in a file that nobody can read."""


def plan(rows: int, to_alter: int) -> tuple[int, int]:
    """Return how many are opened of each kind, and the certainty reached in thousandths.

    Examples
    --------
    >>> plan(1_000_000, 10_000), plan(1_000_000, 3)
    ((299, 950), (10000, 29))
    """
    if rows == 0:
        return 0, 1000
    share = to_alter / rows
    n = min(needed(share), max(1, rows // 10), MOST)
    return n, 1000 if share >= 1 else int(-expm1(n * log1p(-share)) * 1000)


def drawn(root: bytes, randomness: str, kind: int, count: int, n: int) -> list[int]:
    """Return n distinct places below ``count``, in the order they are drawn."""
    start = b"minhoe/sample/1\0" + root + sha256(randomness.encode()).digest() + bytes([kind])
    limit = (1 << 256) // count * count if count else 0
    places: dict[int, None] = {}
    counter = 0
    while len(places) < n:
        number = int.from_bytes(sha256(start + counter.to_bytes(8, "big")).digest(), "big")
        counter += 1
        if number < limit:
            places[number % count] = None
    return list(places)


def sample(
    poll: Definition, tree: Tree, rows: Sequence[Row], openings: Sequence[Opening], randomness: str, n: int
) -> Json:
    """Return ``sample.json``.

    Parameters
    ----------
    tree : Tree
        The log with its tally leaf, whose root the draw starts from.
    rows, openings : sequence
        Of electorates with at least 20 ballots: rows as published, openings in the log's order.
    """
    opened = {link(t, o.opened.leaf, j): (o, j) for o in openings for j, t in enumerate(o.t)}
    root, index = tree.root(), {tree.node(0, i): i for i in range(len(tree))}
    rows_drawn = [opened[rows[i].link] for i in drawn(root, randomness, ROWS, len(rows), n)]
    slots_drawn = [
        (openings[place // poll.slots], place % poll.slots)
        for place in drawn(root, randomness, SLOTS, len(openings) * poll.slots, n)
    ]
    shown = [[_shown(tree, index, *one) for one in part] for part in (rows_drawn, slots_drawn)]
    return {
        "poll": poll.poll, "randomness": randomness, "rows": shown[0], "slots": shown[1], "type": "sample", "v": 1,
    }  # fmt: skip


def _shown(tree: Tree, index: Mapping[bytes, int], opening: Opening, j: int) -> Json:
    ballot = opening.opened
    place = index[ballot.leaf]
    return {
        "index": place, "j": j, "leaf": ballot.leaf.hex(), "nonce": nonce(ballot.seed, j).hex(),
        "path": [part.hex() for part in tree.inclusion(place)], "t": opening.t[j].hex(), "value": ballot.values[j],
    }  # fmt: skip
