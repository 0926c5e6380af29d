"""What the made-up items of 2019 must add up to: the published totals, split with a fixed seed.

Given: 40 chosen; 14 of them worth 3.36 bn won before the council, 2.34 bn cut (nocut-2018-12); 34 carried out
for 7.6 bn (monitoring-2019-07). So 6 fell to zero and 8 were cut in part, and the 40 were worth 9.94 bn.
The rest of the numbers here (how many were eligible, screened, on the ballot) is made up.
"""

import random
from dataclasses import dataclass

from app.demo.tables import rows
from app.proposals.models import Status

UNIT = 10_000_000
SEED = 20180312  # the day the call opened
PROPOSALS = 632
ON_BALLOT = {
    "transport": 11,
    "environment": 11,
    "welfare": 8,
    "administration": 6,
    "regeneration": 8,
    "culture": 8,
    "jobs": 6,
    "youth": 6,
}
CHOSEN = {
    "transport": 8,
    "environment": 7,
    "welfare": 5,
    "administration": 4,
    "regeneration": 5,
    "culture": 5,
    "jobs": 3,
    "youth": 3,
}
RECEIVED = {
    "transport": 164,
    "environment": 156,
    "welfare": 81,
    "administration": 70,
    "regeneration": 61,
    "culture": 60,
    "jobs": 24,
    "youth": 16,
}
FATES = {  # of those that are not on the ballot
    Status.screened_out: 150, Status.ineligible: 260, Status.already_done: 92, Status.other_agency: 40,
    Status.withdrawn: 12, Status.merged: 14,
}  # fmt: skip
CUT, ZEROED = 14, 6
LEFTOVER_AT_MOST = 6 * UNIT  # what stays of the pot; a project that just missed costs more


def published(key: str) -> int:
    """Return the figure that the published facts of 2019 give for a key."""
    found = [
        int(row["value"]) for row in rows("facts") if (row["cycle"], row["key"], row["used"]) == ("2019", key, "yes")
    ]
    return found[0]


def split(total_won: int, count: int, low: int, high: int, rng: random.Random) -> list[int]:
    """Return ``count`` amounts in units of ten million won, each within the bounds, that add up to the total."""
    units, rest = [low] * count, total_won // UNIT - low * count
    while rest:
        at = rng.randrange(count)
        step = min(rest, high - units[at], rng.randint(1, 6))
        units[at] += step
        rest -= step
    return [unit * UNIT for unit in units]


@dataclass
class Item:
    """One proposal as it must come out."""

    field: str
    status: Status  # after review and screening: on_ballot or a fate
    chosen: bool = False
    voted_won: int = 0
    kept_won: int = 0  # after the council
    touched: bool = False
    title: str = ""  # published
    source: str = ""

    @property
    def cut_won(self) -> int:
        return self.voted_won - self.kept_won


def items(rng: random.Random) -> list[Item]:
    """Return the 632 items in the order of their receipt numbers."""
    ballot = [Item(field, Status.on_ballot) for field, count in ON_BALLOT.items() for _ in range(count)]
    winners = choose(ballot)
    money(winners, rng)
    for item in ballot:
        if not item.chosen:
            item.voted_won = rng.randint(LEFTOVER_AT_MOST // UNIT + 3, 50) * UNIT
    fates = [status for status, count in FATES.items() for _ in range(count)]
    rng.shuffle(fates)
    rest = [field for field, count in RECEIVED.items() for _ in range(count - ON_BALLOT[field])]
    found = ballot + [Item(field, fate) for field, fate in zip(rest, fates, strict=True)]
    rng.shuffle(found)
    return found


def choose(ballot: list[Item]) -> list[Item]:
    """Mark the winners of each field; the published titles are among them."""
    winners = []
    for field, count in CHOSEN.items():
        of_field = [item for item in ballot if item.field == field][:count]
        winners += of_field
        known = [row for row in rows("real_proposals") if (row["cycle"], row["field"]) == ("2019", field)]
        for item, row in zip(of_field, known, strict=False):
            item.title, item.source = row["title"], row["source"]
    for item in winners:
        item.chosen = True
    return winners


def money(winners: list[Item], rng: random.Random) -> None:
    """Give the winners their amounts: untouched, cut in part, cut to zero."""
    known = [item for item in winners if item.title]
    others = [item for item in winners if not item.title]
    rng.shuffle(others)
    touched = known + others[: CUT - len(known)]
    rng.shuffle(touched)
    zeroed, partly = touched[:ZEROED], touched[ZEROED:]
    untouched = others[CUT - len(known) :]
    before, cut = published("council_before_won"), published("council_cut_won")
    kept = split(before - cut, len(partly), 5, 30, rng)
    lost = split(cut - zero_total(cut), len(partly), 4, 20, rng)
    for item, left, gone in zip(partly, kept, lost, strict=True):
        item.voted_won, item.kept_won, item.touched = left + gone, left, True
    for item, gone in zip(zeroed, split(zero_total(cut), len(zeroed), 10, 45, rng), strict=True):
        item.voted_won, item.kept_won, item.touched = gone, 0, True
    total = published("executed_won") + cut - before
    for item, amount in zip(untouched, split(total, len(untouched), 8, 50, rng), strict=True):
        item.voted_won = item.kept_won = amount


def zero_total(cut_won: int) -> int:
    """Return how much of the cut fell on the items cut to zero: 56 parts of 100, made up."""
    return cut_won * 56 // 100 // UNIT * UNIT
