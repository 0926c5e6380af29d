"""Two runs side by side: have both bought the same so far?

Projects without a common voter commute: buying one changes neither price nor purse of the other. So two runs stand alike
not only after equal sequences but after blocks with equal sets whose projects are pairwise without common voters.
"""

from collections.abc import Sequence

import numpy as np

from voting.rules.stakes import Stakes


class CommonVoters:
    """Which projects have a voter in common; each pair is looked up once."""

    def __init__(self, stakes: Stakes) -> None:
        self._groups_p = stakes.groups_p
        self._known: dict[tuple[int, int], bool] = {}

    def between(self, a: int, b: int) -> bool:
        """Say whether projects a and b have a common supporter."""
        pair = (a, b) if a < b else (b, a)
        if pair not in self._known:
            self._known[pair] = len(np.intersect1d(self._groups_p[a], self._groups_p[b], assume_unique=True)) > 0
        return self._known[pair]

    def apart(self, projects: Sequence[int]) -> bool:
        """Say whether no two of the projects have a common supporter."""
        return not any(self.between(a, b) for i, a in enumerate(projects) for b in projects[:i])


class Follow:
    """Follows a reference run: ``alike`` after a closed block, and again after the next one closes."""

    def __init__(self, sequence: Sequence[int], common: CommonVoters | None) -> None:
        self._sequence, self._common = sequence, common
        self._ours: set[int] = set()
        self._theirs: set[int] = set()
        self._block: list[int] = []
        self._bought = 0
        self.lost = False

    @property
    def alike(self) -> bool:
        """Say whether both stand alike now."""
        return not self.lost and not self._ours and not self._theirs

    def buy(self, project: int) -> None:
        """Note the next purchase of the run that follows."""
        if self.lost:
            return
        if self._bought >= len(self._sequence):
            self.lost = True
            return
        other = self._sequence[self._bought]
        self._bought += 1
        if other == project and not self._ours and not self._theirs:
            return
        self._pair(project, other)
        if self._common is None:
            self.lost = True
        elif not self._ours and not self._theirs:
            self.lost = not self._common.apart(self._block)
            self._block = []

    def _pair(self, project: int, other: int) -> None:
        """Enter one purchase of each and strike out what both have."""
        self._block.append(project)
        if project in self._theirs:
            self._theirs.remove(project)
        else:
            self._ours.add(project)
        if other in self._ours:
            self._ours.remove(other)
        else:
            self._theirs.add(other)


def blocks(first: Sequence[int], second: Sequence[int]) -> list[tuple[int, int]] | None:
    """Cut two sequences into the least blocks with equal sets: pairs (start, end); ``None`` when they differ in all.

    Examples
    --------
    >>> blocks([1, 2, 3, 4], [1, 3, 2, 4])
    [(0, 1), (1, 3), (3, 4)]
    """
    if len(first) != len(second):
        return None
    cuts: list[tuple[int, int]] = []
    ours: set[int] = set()
    theirs: set[int] = set()
    start = 0
    for t, (a, b) in enumerate(zip(first, second, strict=True)):
        ours ^= {a}
        theirs ^= {b}
        if ours == theirs:
            cuts.append((start, t + 1))
            start, ours, theirs = t + 1, set(), set()
    return cuts if start == len(first) else None
