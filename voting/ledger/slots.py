"""From a ballot to its slots, and the commitment of each.

Under ``publish`` = ``marks`` a slot holds one mark: an option's id, or ``[id, points]`` where the form has points (yes is 1,
no is -1, abstaining 0), or nothing; their order is drawn. Else the ballot is one slot with the list of its marks, sorted by
id, on a ranking best first. A blank ballot has no marks.

``nonce_j = HMAC(seed, "minhoe/nonce/1\\0" || j)``; ``slot_j = H("minhoe/slot/1\\0" || poll || j || nonce_j || JCS(value))``;
``j`` is two bytes, big-endian.
"""

import hmac
from collections.abc import Sequence
from hashlib import sha256
from random import SystemRandom
from typing import Any

from voting.ballots.forms import violations
from voting.ledger.canonical import canonical
from voting.ledger.definition import WITH_POINTS, Definition
from voting.ledger.words import Refused

Value = Any
"""What a slot holds: text, a list, or nothing."""


def nonce(seed: bytes, j: int) -> bytes:
    """Return the nonce of slot j."""
    return hmac.digest(seed, b"minhoe/nonce/1\0" + j.to_bytes(2, "big"), "sha256")


def slot_hash(poll: str, j: int, nonce_j: bytes, value: Value) -> str:
    """Return the commitment of slot j, in hex."""
    data = b"minhoe/slot/1\0" + bytes.fromhex(poll) + j.to_bytes(2, "big") + nonce_j + canonical(value)
    return sha256(data).hexdigest()


def commitments(poll: str, seed: bytes, values: Sequence[Value]) -> list[str]:
    """Return the commitments of all slots."""
    return [slot_hash(poll, j, nonce(seed, j), value) for j, value in enumerate(values)]


def slot_values(poll: Definition, chosen: Sequence[str], points: Sequence[int] | None = None) -> list[Value]:
    """Return what the slots of a ballot hold.

    Parameters
    ----------
    chosen : sequence of str
        Ids, best first on a ranking; none for a blank ballot.
    points : sequence of int, optional
        As many as ``chosen``; 1, 0, -1 on yes/no ballots.

    Raises
    ------
    Refused
        ``ballot_invalid``.
    """
    if fault := _fault(poll, chosen, points):
        raise Refused("ballot_invalid", fault=fault)
    marks: list[Value] = list(chosen) if points is None else [list(mark) for mark in zip(chosen, points, strict=True)]
    if poll.publish != "marks":
        return [marks if poll.form.kind == "ordinal" else sorted(marks, key=option_of)]
    marks += [None] * (poll.slots - len(marks))
    SystemRandom().shuffle(marks)
    return marks


def option_of(mark: Value) -> str:
    """Return the option that a mark names."""
    return str(mark[0]) if isinstance(mark, list) else str(mark)


def mark_fault(poll: Definition, mark: Value) -> str | None:
    """Say why no ballot of the poll's form can bear this mark, taken alone."""
    points = poll.form.kind in WITH_POINTS
    if points and not (isinstance(mark, list) and len(mark) == 2 and isinstance(mark[0], str) and type(mark[1]) is int):
        return "no pair of option and points"
    if not points and not isinstance(mark, str):
        return "no option"
    key = tuple(mark) if points else mark
    if key not in poll.mark_faults:
        poll.mark_faults[key] = _alone(poll, [option_of(mark)], [mark[1]] if points else None)
    return poll.mark_faults[key]


def values_fault(poll: Definition, values: Sequence[Value]) -> str | None:
    """Say why these slots are no valid ballot of the poll, or nothing."""
    if len(values) != poll.slots:
        return f"{len(values)} slots instead of {poll.slots}"
    marks = [value for value in values if value is not None] if poll.publish == "marks" else values[0]
    if not isinstance(marks, list):
        return "no list of marks"
    if fault := next((f for mark in marks if (f := mark_fault(poll, mark))), None):
        return fault
    if poll.publish != "marks" and poll.form.kind != "ordinal" and marks != sorted(marks, key=option_of):
        return "marks out of order"
    with_points = poll.form.kind in WITH_POINTS
    return _fault(poll, [option_of(mark) for mark in marks], [mark[1] for mark in marks] if with_points else None)


def _fault(poll: Definition, chosen: Sequence[str], points: Sequence[int] | None) -> str | None:
    """Return the codes of what breaks the form; a blank ballot breaks nothing where blank ballots are allowed."""
    if not chosen and not points and poll.blank:
        return None
    return "; ".join(v.code for v in violations(poll.form, poll.options, chosen, points)) or None


_OF_ONE = (
    "unknown_project",
    "points_not_allowed",
    "points_missing",
    "not_yes_or_no",
    "points_too_low",
    "points_too_high",
)


def _alone(poll: Definition, chosen: Sequence[str], points: Sequence[int] | None) -> str | None:
    found = violations(poll.form, poll.options, chosen, points)
    return next((v.code for v in found if v.code in _OF_ONE), None)
