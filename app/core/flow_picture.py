"""Where the chosen money went: chosen -> fate -> result, as blocks, ribbons and labels."""

from collections.abc import Sequence
from dataclasses import dataclass

BLOCK_WIDTH = 14
LABEL_HEIGHT = 26
GAP = 30


@dataclass(frozen=True)
class Fate:
    """What became of a group of chosen items: code, how many, won before and after."""

    code: str
    name: str
    count: int
    before_won: int
    after_won: int


@dataclass(frozen=True)
class Block:
    kind: str
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Ribbon:
    kind: str
    path: str


@dataclass(frozen=True)
class Label:
    x: int
    y: int
    anchor: str
    name: str
    count: int
    won: int


@dataclass(frozen=True)
class Flow:
    """A drawing: its size and its parts."""

    width: int
    height: int
    blocks: list[Block]
    ribbons: list[Ribbon]
    labels: list[Label]


# How a fate's block, its incoming ribbon and the part that stays look.
LOOKS = {
    "unchanged": ("kept", "kept-pale"),
    "increased": ("kept", "kept-pale"),
    "partly_cut": ("amber", "amber-pale"),
    "zeroed": ("red", "red-pale"),
}


def flow(fates: Sequence[Fate], names: tuple[str, str, str], width: int, scale_height: int = 280) -> Flow:
    """Draw the fates of the chosen, in the order given.

    `names` are the words for chosen, passed and cut. Heights share one scale: all the chosen money is
    `scale_height` high. Money added by an increase makes its right side higher than its left.
    """
    drawing = _Drawing(sum(f.before_won for f in fates), width, scale_height)
    drawing.draw([f for f in fates if f.before_won or f.after_won], names)
    return Flow(width, drawing.bottom, drawing.blocks, drawing.ribbons, drawing.labels)


class _Drawing:
    """The pen: how far down each of the three columns is filled."""

    def __init__(self, chosen_won: int, width: int, scale_height: int) -> None:
        self.chosen_won, self.width, self.scale_height = chosen_won, width, scale_height
        self.blocks: list[Block] = []
        self.ribbons: list[Ribbon] = []
        self.labels: list[Label] = []
        self.bottom = 0

    def high(self, won: int) -> int:
        if not won or not self.chosen_won:
            return 0
        return max(2, (2 * won * self.scale_height + self.chosen_won) // (2 * self.chosen_won))

    def draw(self, fates: Sequence[Fate], names: tuple[str, str, str]) -> None:
        chosen, passed, cut = names
        middle, right = self.width * 42 // 100, self.width - BLOCK_WIDTH
        left_y = fate_y = passed_y = LABEL_HEIGHT
        count = sum(f.count for f in fates)
        self.label(0, LABEL_HEIGHT, "start", chosen, count, self.chosen_won)
        self.block("navy", 0, LABEL_HEIGHT, sum(self.high(f.before_won) for f in fates))
        lost_ribbons: list[tuple[int, int]] = []
        for fate in fates:
            block, pale = LOOKS[fate.code]
            before, after = self.high(fate.before_won), self.high(fate.after_won)
            self.label(middle, fate_y, "start", fate.name, fate.count, fate.before_won)
            self.block(block, middle, fate_y, max(before, after))
            self.ribbon(pale, (BLOCK_WIDTH, left_y, middle, fate_y), before, before)
            self.ribbon("kept-pale", (middle + BLOCK_WIDTH, fate_y, right, passed_y), after, after)
            if before > after:
                lost_ribbons.append((fate_y + after, before - after))
            left_y, passed_y = left_y + before, passed_y + after
            fate_y += max(before, after) + GAP + LABEL_HEIGHT // 2
        passed_won = sum(f.after_won for f in fates)
        self.label(
            right + BLOCK_WIDTH, LABEL_HEIGHT, "end", passed, sum(f.count for f in fates if f.after_won), passed_won
        )
        self.block("navy", right, LABEL_HEIGHT, passed_y - LABEL_HEIGHT)
        self.lost(lost_ribbons, cut, fates, passed_y, fate_y)

    def lost(self, ribbons: list[tuple[int, int]], name: str, fates: Sequence[Fate], above: int, below: int) -> None:
        """The red block at the lower right, fed by what each fate lost."""
        total = sum(high for _, high in ribbons)
        middle, right = self.width * 42 // 100, self.width - BLOCK_WIDTH
        y = max(above + GAP, below - GAP - LABEL_HEIGHT // 2 - total)
        self.bottom = max(below - GAP, y + total + LABEL_HEIGHT)
        if not total:
            return
        lost_won = sum(max(0, f.before_won - f.after_won) for f in fates)
        lost_count = sum(f.count for f in fates if f.after_won < f.before_won)
        self.labels.append(Label(right + BLOCK_WIDTH, y + total + 18, "end", name, lost_count, lost_won))
        self.block("red", right, y, total)
        for start, high in ribbons:
            self.ribbon("lost", (middle + BLOCK_WIDTH, start, right, y), high, high)
            y += high

    def block(self, kind: str, x: int, y: int, height: int) -> None:
        if height:
            self.blocks.append(Block(kind, x, y, height))

    def label(self, x: int, top: int, anchor: str, name: str, count: int, won: int) -> None:
        self.labels.append(Label(x, top - 8, anchor, name, count, won))

    def ribbon(self, kind: str, ends: tuple[int, int, int, int], left_high: int, right_high: int) -> None:
        if not left_high or not right_high:
            return
        x0, y0, x1, y1 = ends
        half = (x0 + x1) // 2
        self.ribbons.append(
            Ribbon(
                kind,
                f"M{x0} {y0}C{half} {y0} {half} {y1} {x1} {y1}V{y1 + right_high}"
                f"C{half} {y1 + right_high} {half} {y0 + left_high} {x0} {y0 + left_high}Z",
            )
        )
