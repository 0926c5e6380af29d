"""The composition of a committee against the ordinances: exact whole numbers, one row a rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.committee.models import Route, Seat, Sex
from app.core.errors import N_

OPERATING = N_("Operating ordinance on citizen participatory budgeting")
COMMITTEES = N_("Ordinance on committees")


class State(StrEnum):
    met = "met"
    not_met = "not_met"
    unknown = "unknown"  # whoever did not say may tip it either way
    nobody = "nobody"  # there is nobody yet to measure


@dataclass(frozen=True)
class Finding:
    """One rule, its article, what it asks for and what the seats in force are."""

    rule: str
    name: str
    ordinance: str
    article: str
    count: int  # of those the rule is about
    of: int  # all whom it is measured against
    bound: int  # the most or the least that would still be right
    unknown: int  # of whom it is not known
    state: State

    @property
    def at_most(self) -> bool:
        return self.rule in ("one_sex", "seats")


@dataclass(frozen=True)
class Composition:
    """Seats in force by route, and the rules."""

    total: int
    by_route: dict[Route, int]
    findings: tuple[Finding, ...]

    @property
    def appointed(self) -> int:
        return self.by_route[Route.open_call] + self.by_route[Route.recommended]


def composition(seats: Iterable[Seat], seats_at_most: int | None) -> Composition:
    """Return the composition of these seats: those in force, which the caller chose."""
    seats = list(seats)
    by_route = {route: sum(seat.route is route for seat in seats) for route in Route}
    appointed = [seat for seat in seats if seat.route is not Route.ex_officio]
    findings = [one_sex(appointed), youth(appointed), open_call(len(seats), by_route[Route.open_call])]
    if seats_at_most is not None:
        findings.append(size(len(seats), seats_at_most))
    return Composition(len(seats), by_route, tuple(findings))


def one_sex(appointed: Sequence[Seat]) -> Finding:
    """No sex has more than 6/10 of the appointed members (ordinance on committees, art. 6(3))."""
    women, men = (sum(seat.sex is sex for seat in appointed) for sex in (Sex.female, Sex.male))
    of = len(appointed)
    unknown, bound = of - women - men, of * 6 // 10
    least = of - bound  # with fewer women there are too many men
    surely = least <= women and women + unknown <= bound
    possibly = max(women, least) <= min(women + unknown, bound)
    state = State.met if surely else State.unknown if possibly else State.not_met
    return Finding(
        "one_sex", N_("No sex has more than 6/10 of the appointed members"), COMMITTEES, N_("art. 6(3)"),
        max(women, men), of, bound, unknown, state if of else State.nobody,
    )  # fmt: skip


def youth(appointed: Sequence[Seat]) -> Finding:
    """At least 2/10 of the appointed members are 19 to 39 (ordinance on committees, art. 6-2)."""
    count, of = sum(seat.youth for seat in appointed), len(appointed)
    bound = -(-of * 2 // 10)
    return Finding(
        "youth", N_("At least 2/10 of the appointed members are young people (19 to 39)"), COMMITTEES,
        N_("art. 6-2"), count, of, bound, 0, _at_least(count, bound, of),
    )  # fmt: skip


def open_call(total: int, count: int) -> Finding:
    """At least half of all members, ex officio ones included, come by open call (operating ordinance, art. 10)."""
    bound = -(-total // 2)
    return Finding(
        "open_call", N_("At least half of all members come by open call"), OPERATING, N_("art. 10"),
        count, total, bound, 0, _at_least(count, bound, total),
    )  # fmt: skip


def size(total: int, seats_at_most: int) -> Finding:
    """At most 100 members, chair and vice chair included (operating ordinance, art. 10)."""
    return Finding(
        "seats", N_("No more members than the ordinance allows"), OPERATING, N_("art. 10"),
        total, total, seats_at_most, 0, State.met if total <= seats_at_most else State.not_met,
    )  # fmt: skip


def _at_least(count: int, bound: int, of: int) -> State:
    if not of:
        return State.nobody
    return State.met if count >= bound else State.not_met
