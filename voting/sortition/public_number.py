"""Whole numbers from a public value: the same on every machine, for ever.

seed    = SHA-256("minhoe-draw-v1" 00 commitment 00 public value in UTF-8, NFC)
block i = SHA-256(seed, i as 8 bytes, big-endian), i = 0, 1, 2, …; each holds four 64-bit words.
A number below R is the first word less than floor(2^64 / R) · R, modulo R: words above are passed
over, because keeping them would favour small numbers.
"""

import hashlib
import unicodedata
from collections.abc import Iterator

DOMAIN = b"minhoe-draw-v1"
WORDS = 2**64


def draw_seed(commitment: str, public_value: str) -> bytes:
    """Return the seed of the draw: 32 bytes that nobody knew before the public value."""
    value = unicodedata.normalize("NFC", public_value).encode()
    return hashlib.sha256(DOMAIN + b"\0" + commitment.encode() + b"\0" + value).digest()


class PublicNumbers:
    """The numbers that follow from a seed, one after the other.

    >>> numbers = PublicNumbers(draw_seed("commitment", "public value"))
    >>> [numbers.below(1000) for _ in range(3)]
    [992, 314, 674]
    """

    def __init__(self, seed: bytes) -> None:
        self.words_read = 0
        self._words = _words(seed)

    def below(self, limit: int) -> int:
        """Return the next number from 0 to ``limit - 1``, each equally likely.

        Raises
        ------
        ValueError
            ``limit`` is not between 1 and 2^64.
        """
        if not 1 <= limit <= WORDS:
            raise ValueError(f"a draw needs between 1 and 2^64 possibilities, not {limit}")
        accepted = WORDS // limit * limit
        while True:
            self.words_read += 1
            word = next(self._words)
            if word < accepted:
                return word % limit

    def some_of(self, things: list[str], count: int) -> list[str]:
        """Return ``count`` of ``things``, every choice equally likely: a shuffle broken off early."""
        left = list(things)
        for at in range(count):
            other = at + self.below(len(left) - at)
            left[at], left[other] = left[other], left[at]
        return left[:count]


def _words(seed: bytes) -> Iterator[int]:
    block = 0
    while True:
        digest = hashlib.sha256(seed + block.to_bytes(8, "big")).digest()
        for at in range(0, 32, 8):
            yield int.from_bytes(digest[at : at + 8], "big")
        block += 1
