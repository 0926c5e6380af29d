"""The public roll of a bundle: order, counts, and the root that the close leaf commits to."""

import re
from collections import Counter

from voting.ledger.bundle import Bundle
from voting.ledger.definition import Definition
from voting.ledger.merkle import Frontier, leaf_hash
from voting.ledger.roll import HEADER
from voting.ledger.verify_log import Log, same
from voting.ledger.words import Refused

FILE = "roll.csv"
_LINE = re.compile(rb"([0-9a-f]{64}),([a-z0-9_-]+),([01])")
_CHUNK = 4096


def check_roll(bundle: Bundle, poll: Definition, log: Log) -> int:
    """Check the roll and return the number of people on it.

    Raises
    ------
    Refused
        The first thing that does not hold.
    """
    close = log.single["close"]
    counts: Counter[tuple[str, bytes]] = Counter()
    frontier, waiting, last, people = Frontier(), list[bytes](), b"", 0
    for number, line in bundle.lines(FILE):
        if number == 1:
            if line + b"\n" != HEADER:
                raise Refused("malformed", file=FILE, line=1, fault="another header")
            continue
        read = _LINE.fullmatch(line)
        if not read or read[2].decode() not in poll.electorates:
            raise Refused("malformed", file=FILE, line=number, fault="no pseudonym, electorate and 0 or 1")
        if read[1] <= last:
            raise Refused("roll_order", line=number)
        last, people = read[1], people + 1
        counts[read[2].decode(), read[3]] += 1
        waiting.append(leaf_hash(line))
        if len(waiting) == _CHUNK:
            frontier, waiting = frontier.extend(waiting), []
    for name in poll.electorates:
        stated = close["electorates"][name]
        same("roll.csv / close leaf (people)", name, counts[name, b"0"] + counts[name, b"1"], stated["roll"])
        same("roll.csv / close leaf (voted)", name, counts[name, b"1"], stated["voted"])
    if frontier.extend(waiting).root().hex() != close["roll_public"]:
        raise Refused("roll_root")
    return people
