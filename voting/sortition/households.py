"""Who lives together: addresses compared after what differs only in writing is taken away."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from voting.sortition.pool import Pool

NEAR = 0.92  # likeness from which two addresses are shown to a person
_NUMBER_WORD = re.compile(r"(?<=\d)(번지|번길|호|동|층)")
_NOISE = re.compile(r"[\s.,·\-#()]+")


def address_key(*cells: str) -> str:
    """Return the address as it is compared: NFKC, without case, spaces, punctuation and 동/호.

    >>> address_key("상무대로 100", "101동 1502호") == address_key("상무대로 100  101-1502")
    True
    """
    text = unicodedata.normalize("NFKC", " ".join(cells)).casefold()
    # "101동 1502호" and "101-1502" are one flat, "1 1502" and "11 502" are two: keep a mark between numbers.
    return _NOISE.sub("/", _NUMBER_WORD.sub(" ", text)).strip("/")


def households(pool: Pool, columns: Sequence[str]) -> list[int]:
    """Return the number of everybody's household, -1 for those who share none or gave no address."""
    chosen = [pool.column(name) for name in columns]
    keys = [address_key(*cells) for cells in zip(*chosen, strict=True)]
    shared = [key for key, times in Counter(keys).items() if times > 1 and key]
    number = {key: at for at, key in enumerate(shared)}
    return [number.get(key, -1) for key in keys]


def near_matches(pool: Pool, columns: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of positions whose addresses differ by little, for a person to decide on.

    Neighbours in alphabetical order are compared, so a slip in the first letters goes unseen.
    """
    chosen = [pool.column(name) for name in columns]
    keyed = sorted((address_key(*cells), i) for i, cells in enumerate(zip(*chosen, strict=True)))
    return [
        (i, j)
        for (one, i), (other, j) in pairwise(keyed)
        if one and one != other and SequenceMatcher(None, one, other).ratio() >= NEAR and _same_numbers(one, other)
    ]


def _same_numbers(one: str, other: str) -> bool:
    # House 12 and house 13 look alike and are not: only writing may differ, never a number.
    return re.findall(r"\d+", one) == re.findall(r"\d+", other)
