"""Subcommittees filled by wish and balance: equal sizes, as few women or men alone as can be, wishes as far as they go.

An assignment problem: each subcommittee offers as many places as members divided by subcommittees, rounded up; the
cost of a place is the rank of the wish. Half of the places of a subcommittee are dearer for the more frequent sex.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from app.calls.models import Applicant, Call
from app.calls.services import applying
from app.committee.models import Body, Sex
from app.committee.services import bodies, seats
from app.core import audit
from app.core.db import transaction
from app.core.errors import N_, RuleError

NOT_WISHED = 10  # a place that nobody asked for counts as a tenth wish
OUT_OF_BALANCE = 3  # as much as three wishes further down


class NobodyToPlace(RuleError):
    code = "nobody_to_place"
    sentence = N_("Nobody drawn has a seat without a subcommittee, or there are no subcommittees.")


@dataclass(frozen=True)
class Placed:
    """One member, the subcommittee, and which wish it was (1 the dearest; nothing where it was none)."""

    applicant: Applicant
    part: Body
    wish: int | None


def propose(call: Call) -> list[Placed]:
    """Return a place for everybody whom the call seated and who has none. Raises ``NobodyToPlace``."""
    people = [one for one in applying.applicants_of(call) if one.seat is not None and one.seat.subcommittee_id is None]
    parts = bodies.subcommittees(call.body)
    if not people or not parts:
        raise NobodyToPlace()
    places = _places(parts, len(people))
    cost = np.array([[_cost(one, part, rank) for part, rank in places] for one in people])
    rows, columns = linear_sum_assignment(cost)
    return [_placed(people[row], places[column][0]) for row, column in zip(rows, columns, strict=True)]


def place(call: Call, *, by: Any) -> list[Placed]:
    """Give everybody the place proposed."""
    with transaction():
        placed = propose(call)
        for one in placed:
            seats.place(one.applicant.seat, subcommittee_id=one.part.id, office=one.applicant.seat.office, by=by)
        audit.record("call.place", of=("call", call.id), by=by, after=told(placed))
    return placed


def told(placed: Sequence[Placed]) -> Mapping[str, int]:
    """Return how many got their first wish, another one, and none."""
    return {
        "first": sum(one.wish == 1 for one in placed),
        "later": sum(one.wish is not None and one.wish > 1 for one in placed),
        "unasked": sum(one.wish is None for one in placed),
    }


def _places(parts: Sequence[Body], people: int) -> list[tuple[Body, int]]:
    """Return places so that sizes differ by at most one: the last place of each part is taken only where needed."""
    each, more = divmod(people, len(parts))
    sizes = [each + (position < more) for position in range(len(parts))]
    return [(part, rank) for part, size in zip(parts, sizes, strict=True) for rank in range(size)]


def _cost(one: Applicant, part: Body, rank: int) -> float:
    wishes = list(one.wishes or [])
    wish = wishes.index(part.id) + 1 if part.id in wishes else NOT_WISHED
    for_women = rank % 2 == 0  # places alternate, so that both sexes sit everywhere
    fits = one.application.sex is None or (one.application.sex is Sex.female) == for_women
    return wish + (0 if fits else OUT_OF_BALANCE)


def _placed(one: Applicant, part: Body) -> Placed:
    wishes = list(one.wishes or [])
    return Placed(one, part, wishes.index(part.id) + 1 if part.id in wishes else None)
