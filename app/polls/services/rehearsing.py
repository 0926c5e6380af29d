"""Random ballots of any form, for a dry run of the whole machine before the real poll opens."""

from collections.abc import Sequence
from random import Random

from voting.ballots.forms import violations
from voting.ledger.definition import WITH_POINTS, Definition

Filled = tuple[list[str], list[int] | None]
_TRIES = 50


def random_ballot(poll: Definition, rng: Random) -> Filled:
    """Return choices and points that the form allows; a blank ballot where chance finds none."""
    for _ in range(_TRIES):
        chosen = _picks(poll, rng)
        points = _points(poll, len(chosen), rng) if poll.form.kind in WITH_POINTS else None
        if not violations(poll.form, poll.options, chosen, points):
            return chosen, points
    return [], None if poll.form.kind not in WITH_POINTS else []


def _picks(poll: Definition, rng: Random) -> list[str]:
    """Return options in random order, as many as the form lets stand beside each other."""
    codes = [option.id for option in poll.options]
    if poll.form.kind == "yes-no":
        return codes
    rng.shuffle(codes)
    at_most = 1 if poll.form.kind == "choose-1" else poll.form.at_most or len(codes)
    wanted = rng.randint(min(max(1, poll.form.at_least), at_most), min(at_most, len(codes)))
    chosen: list[str] = []
    for code in codes:
        if len(chosen) < wanted and _fits(poll, [*chosen, code]):
            chosen.append(code)
    return chosen


def _fits(poll: Definition, chosen: Sequence[str]) -> bool:
    found = violations(poll.form, poll.options, chosen)
    return not any(fault.code in ("too_dear", "too_many_of_label", "too_many") for fault in found)


def _points(poll: Definition, number: int, rng: Random) -> list[int]:
    if poll.form.kind == "yes-no":
        return [rng.choice((1, 1, -1, 0)) for _ in range(number)]
    least, most = int(poll.form.points_at_least or 0), poll.form.points_at_most
    together = poll.form.sum_at_most
    if together is None:
        return [rng.randint(least, int(most or 10)) for _ in range(number)]
    points = [least] * number
    for _ in range(max(0, int(together) - sum(points))):
        points[rng.randrange(number)] += 1
    return points
