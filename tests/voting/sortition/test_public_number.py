"""The numbers of the draw follow from the seed alone, by the published rule."""

import hashlib
from collections import Counter

import pytest

from voting.sortition.public_number import PublicNumbers, draw_seed


def test_numbers_follow_the_published_rule():
    seed = hashlib.sha256(b"minhoe-draw-v1\0c0ffee\0" + "2026년 11월".encode()).digest()
    assert draw_seed("c0ffee", "2026년 11월") == seed
    words = b"".join(hashlib.sha256(seed + bytes(7) + bytes([i])).digest() for i in range(3))
    expected = [int.from_bytes(words[at : at + 8], "big") % 1000 for at in range(0, 96, 8)]
    numbers = PublicNumbers(seed)
    assert [numbers.below(1000) for _ in range(12)] == expected


def test_decomposed_hangul_gives_the_same_seed():
    assert draw_seed("c", "\u1106\u1175\u11ab") == draw_seed("c", "민")


def test_words_that_would_favour_small_numbers_are_passed_over():
    limit = 2**63 + 1  # almost half of all words lie above the last whole multiple
    numbers = PublicNumbers(draw_seed("c", "v"))
    for _ in range(50):
        assert numbers.below(limit) < limit
    assert numbers.words_read > 60


@pytest.mark.parametrize("limit", [0, -1, 2**64 + 1])
def test_draw_among_nothing_is_refused(limit):
    with pytest.raises(ValueError, match="possibilities"):
        PublicNumbers(bytes(32)).below(limit)


def test_every_pair_of_four_is_equally_likely():
    drawn = Counter()
    for value in range(6000):
        drawn[frozenset(PublicNumbers(draw_seed("c", str(value))).some_of(list("abcd"), 2))] += 1
    assert len(drawn) == 6
    # Chi squared with 5 degrees of freedom: 20.5 is passed once in a thousand times.
    assert sum((n - 1000) ** 2 / 1000 for n in drawn.values()) < 20.5
