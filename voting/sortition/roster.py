"""Who stands behind each type, by pseudonym, and how a panel of types becomes a panel of people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from voting.sortition.public_number import PublicNumbers


@dataclass(frozen=True)
class Roster:
    """People by type.

    Parameters
    ----------
    people_t
        Pseudonyms of each type, sorted.
    kind_t
        Number of the kind of household of each type, -1 for people who share none.
    home_of
        Number of the household of those who share one; at most one of each may be drawn.
    """

    people_t: Sequence[Sequence[str]]
    kind_t: Sequence[int]
    home_of: Mapping[str, int]

    @cached_property
    def kinds(self) -> dict[int, list[int]]:
        """The types of each kind of household."""
        found: dict[int, list[int]] = {}
        for t, kind in enumerate(self.kind_t):
            if kind >= 0:
                found.setdefault(kind, []).append(t)
        return found

    @cached_property
    def homes_of_kind(self) -> dict[int, list[str]]:
        """The first pseudonym of each household, by kind, sorted: the order in which they are drawn."""
        found: dict[int, list[str]] = {}
        for kind, types in self.kinds.items():
            first: dict[int, str] = {}
            for name in sorted(name for t in types for name in self.people_t[t]):
                first.setdefault(self.home_of[name], name)
            found[kind] = sorted(first.values())
        return found

    @cached_property
    def at_home_t(self) -> list[dict[int, list[str]]]:
        """Per type, the people of each household, sorted."""
        found: list[dict[int, list[str]]] = []
        for names, kind in zip(self.people_t, self.kind_t, strict=True):
            at_home: dict[int, list[str]] = {}
            if kind >= 0:
                for name in names:
                    at_home.setdefault(self.home_of[name], []).append(name)
            found.append(at_home)
        return found


def draw_people(roster: Roster, panel_t: Sequence[int], numbers: PublicNumbers) -> list[str]:
    """Return people for the seats of each type, every choice equally likely, nobody from one household twice.

    Types in order; those of a kind of household together, at the first of them: households are drawn,
    dealt to the types in order, and one person of the type is drawn in each.
    """
    drawn: list[str] = []
    done: set[int] = set()
    for t, (names, kind) in enumerate(zip(roster.people_t, roster.kind_t, strict=True)):
        if kind < 0:
            drawn += _of_type(list(names), panel_t[t], numbers)
        elif kind not in done:
            done.add(kind)
            drawn += _of_kind(roster, kind, panel_t, numbers)
    return sorted(drawn)


def _of_type(names: list[str], seats: int, numbers: PublicNumbers) -> list[str]:
    return names if seats == len(names) else numbers.some_of(names, seats)


def _of_kind(roster: Roster, kind: int, panel_t: Sequence[int], numbers: PublicNumbers) -> list[str]:
    types = roster.kinds[kind]
    homes = numbers.some_of(roster.homes_of_kind[kind], sum(panel_t[t] for t in types))
    drawn = []
    for t in types:
        for _ in range(panel_t[t]):
            there = roster.at_home_t[t][roster.home_of[homes.pop()]]
            drawn.append(there[numbers.below(len(there))])
    return drawn
