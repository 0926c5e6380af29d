"""A hundred thousand draws by consecutive public values: everybody's share is her published chance."""

import hashlib
from collections import Counter
from itertools import accumulate

from tests.voting.sortition.builders import a_pool
from voting.sortition.preparation import Request, prepare
from voting.sortition.public_number import PublicNumbers
from voting.sortition.roster import draw_people
from voting.sortition.targets import Target

DRAWS = 100_000


def test_shares_of_100_000_draws_match_the_chances_households_included():
    people = [
        {"sex": "fm"[i % 2], "age": "yo"[i // 5 % 2], "home": str(i) if i > 5 else "A" * (i % 3 + 1)} for i in range(14)
    ]
    targets = [Target("sex", "f", 2, 2), Target("sex", "m", 2, 3), Target("age", "y", 1, 3), Target("age", "o", 1, 3)]
    prepared = prepare(a_pool(people), targets, Request(4, same_address=["home"]), b"salt")
    ends = list(accumulate(prepared.lottery.weight_k))
    drawn = Counter()
    panels_kt = prepared.lottery.panels_kt.tolist()
    for value in range(DRAWS):
        numbers = PublicNumbers(hashlib.sha256(value.to_bytes(8, "big")).digest())
        number = numbers.below(ends[-1]) + 1
        panel = next(k for k, end in enumerate(ends) if number <= end)
        drawn.update(draw_people(prepared.roster, panels_kt[panel], numbers))
    for names, chance in zip(prepared.roster.people_t, prepared.lottery.chance_t, strict=True):
        p = float(chance)
        for name in names:
            # Four and a half standard deviations: passed once in 10,000 runs over all 14 people.
            assert abs(drawn[name] / DRAWS - p) <= 4.5 * (p * (1 - p) / DRAWS) ** 0.5 + 1e-9
    assert sum(drawn.values()) == 4 * DRAWS
