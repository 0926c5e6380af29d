"""Which cells of a cross table are not shown, so that nobody in a small group is told apart by a subtraction."""

from collections.abc import Sequence

from voting.deliberation.suppression import LEAST

Cell = tuple[int, int]


def hidden_cells(counts: Sequence[Sequence[int]], least: int = LEAST) -> set[Cell]:
    """Return the cells (row, column) to hide: those of fewer than ``least`` people, and what protects them.

    The sums of rows and columns are public. So in a line with something hidden, at least two cells and together at
    least ``least`` people are hidden; the smallest ones are taken.
    """
    size = [(i, j) for i, row in enumerate(counts) for j in range(len(row))]
    lines = [[c for c in size if c[0] == i] for i in {c[0] for c in size}]
    lines += [[c for c in size if c[1] == j] for j in {c[1] for c in size}]
    hidden = {(i, j) for i, j in size if 0 < counts[i][j] < least}
    while more := next((cell for line in lines if (cell := _next(line, hidden, counts, least))), None):
        hidden.add(more)
    return hidden


def _next(line: list[Cell], hidden: set[Cell], counts: Sequence[Sequence[int]], least: int) -> Cell | None:
    inside = [cell for cell in line if cell in hidden]
    if not inside or (len(inside) > 1 and sum(counts[i][j] for i, j in inside) >= least):
        return None
    shown = [cell for cell in line if cell not in hidden]
    return min(shown, key=lambda c: (counts[c[0]][c[1]] == 0, counts[c[0]][c[1]]), default=None)
