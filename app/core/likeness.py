"""Titles that say nearly the same, compared by pairs of letters.

First rapidfuzz takes the nearest by edit distance, in milliseconds; then Dice's coefficient of letter
pairs decides, which sets unlike titles further apart. See the decision page on similar proposals.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

from rapidfuzz import fuzz, process

SHOWN, AT_LEAST = 5, 0.2
_NEAREST = 40
_SHORTEST = 4  # letters of a title from which comparing makes sense


def likest(title: str, titles: Mapping[int, str]) -> list[tuple[int, float]]:
    """Return the keys of the titles most like this one with their likeness from 0 to 1, the likest first."""
    wanted = _plain(title)
    if len(wanted) < _SHORTEST:
        return []
    plain = {key: _plain(name) for key, name in titles.items()}
    nearest = process.extract(wanted, plain, scorer=fuzz.ratio, limit=_NEAREST)
    found = [(key, likeness(wanted, name)) for name, _score, key in nearest]
    return sorted((one for one in found if one[1] >= AT_LEAST), key=lambda one: (-one[1], one[0]))[:SHOWN]


def likeness(one: str, other: str) -> float:
    """Return Dice's coefficient of the bags of letter pairs of two titles."""
    a, b = _pairs(_plain(one)), _pairs(_plain(other))
    size = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / size if size else 0.0


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


def _pairs(plain: str) -> Counter[str]:
    return Counter(plain[i : i + 2] for i in range(len(plain) - 1))
