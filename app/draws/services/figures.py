"""The figures of a lottery and of a draw that the public page shows: read once from the record, then kept."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from voting.sortition.draw import Outcome
from voting.sortition.preparation import NUMBERED, Prepared
from voting.sortition.public_record import small_types
from voting.sortition.record import Json
from voting.sortition.verify import cells

BANDS = 10  # of equal width, from the least chance to the greatest


def of_lottery(
    prepared: Prepared, document: Json, code_of: Mapping[str, str], seconds: float, chances: Sequence[Fraction]
) -> Json:
    """Return size of the pool, chances, proof and people by target. Chances are those of the draw really made."""
    lottery, numbered = prepared.lottery, document["numbered"]
    return {
        "pool": document["pool_size"],
        "excluded": dict(Counter(code_of.values())),
        "no_seat": len(prepared.selection.excluded) - len(code_of),
        "types": len(document["types"]),
        "small_types": small_types(document),
        "panels": len(document["panels"]),
        "min_chance": float(min(chances)),
        "max_chance": float(max(chances)),
        "best_min_chance": float(lottery.min_chance),
        "bound": document["certificate"]["bound"],
        "gap": float(max(lottery.upper_bound - lottery.min_chance, Fraction(0))),
        "gini": document["gini"],
        "cuts": len(lottery.cuts),
        "worst_loss": float(Fraction(numbered["worst_loss"])) if document["rule"] == NUMBERED else 0.0,
        "seconds": round(seconds, 3),
        "people": _people_by_target(document),
        "bands": bands(chances),
    }


def bands(chances: Sequence[Fraction]) -> list[list[Any]]:
    """Return how many people have which chance: [from, to, people] in bands of equal width."""
    least, most = min(chances), max(chances)
    if least == most:
        return [[float(least), float(most), len(chances)]]
    width = (most - least) / BANDS
    place = Counter(min(int((chance - least) / width), BANDS - 1) for chance in chances)
    return [[float(least + width * at), float(least + width * (at + 1)), place[at]] for at in range(BANDS)]


def of_outcome(document: Json, outcome: Outcome, reserves: int) -> Json:
    """Return the number drawn, and the seats of each target among those drawn."""
    drawn = set(outcome.selected)
    seats_t = [len(drawn.intersection(t["people"])) for t in document["types"]]
    return {
        "number": outcome.number,
        "drawn": [sum(seats_t[t] for t in inside) for inside in _inside(document)],
        "reserves": reserves,
    }


def _people_by_target(document: Json) -> list[int]:
    return [sum(len(document["types"][t]["people"]) for t in inside) for inside in _inside(document)]


def _inside(document: Json) -> list[set[int]]:
    return [inside for _label, inside, _least, _most in cells(document)[: len(document["targets"])]]
