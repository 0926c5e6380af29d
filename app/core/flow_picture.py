"""Where the chosen money went: chosen -> fate -> result, as blocks, ribbons and labels."""

from collections.abc import Sequence
from dataclasses import dataclass

BLOCK_WIDTH = 14
LINE = 20  # one line of a label
GAP = 16  # white between a block and the label of the next
SLIVER = 2  # what is there is seen, however little
SCALE_HEIGHT = 280  # all the chosen money


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
    """Words at a block; `y` is the top of its first line."""

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


# How a fate's block and its incoming ribbon look; from top to bottom in this order, so that what is lost, drawn as
# a pattern, runs below everything that is written.
LOOKS = {
    "unchanged": ("kept", "kept-pale"),
    "increased": ("kept", "kept-pale"),
    "partly_cut": ("amber", "amber-pale"),
    "zeroed": ("red", "red-pale"),
}


def flow(fates: Sequence[Fate], names: tuple[str, str, str], width: int, label_lines: int = 1) -> Flow:
    """Draw what became of the chosen: `names` are the words for chosen, passed and cut.

    Heights share one scale. Money added by an increase makes a fate's right side higher than its left.
    """
    order = list(LOOKS)
    drawn = sorted((f for f in fates if f.before_won or f.after_won), key=lambda f: order.index(f.code))
    return _Drawing(drawn, names, width, label_lines).flow()


class _Drawing:
    """The three columns, each filled from the top."""

    def __init__(self, fates: Sequence[Fate], names: tuple[str, str, str], width: int, label_lines: int) -> None:
        self.fates, self.names, self.width = fates, names, width
        self.head = LINE * label_lines + 8
        self.chosen_won = sum(f.before_won for f in fates)
        self.middle, self.right = width * 34 // 100, width - BLOCK_WIDTH
        self.blocks: list[Block] = []
        self.ribbons: list[Ribbon] = []
        self.labels: list[Label] = []

    def high(self, won: int) -> int:
        if not won or not self.chosen_won:
            return 0
        return max(SLIVER, (2 * won * SCALE_HEIGHT + self.chosen_won) // (2 * self.chosen_won))

    def flow(self) -> Flow:
        fates_end, passed_end, losses = self.draw_fates()
        self.draw_ends(passed_end)
        bottom = max(fates_end, self.draw_losses(losses, fates_end, passed_end))
        return Flow(self.width, bottom, self.blocks, self.ribbons, self.labels)

    def draw_fates(self) -> tuple[int, int, list[tuple[int, int]]]:
        """Draw the middle column and the ribbons of what came and what passed; return the losses to be drawn."""
        left_y = passed_y = y = self.head
        losses: list[tuple[int, int]] = []
        for fate in self.fates:
            look, pale = LOOKS[fate.code]
            before, after = self.high(fate.before_won), self.high(fate.after_won)
            tall = max(before, after)
            self.blocks.append(Block(look, self.middle, y, tall))
            self.ribbon(pale, (BLOCK_WIDTH, left_y, self.middle, y), before)
            self.ribbon("kept-pale", (self.middle + BLOCK_WIDTH, y, self.right, passed_y), after)
            label_top = y + tall + 4 if losses else y - self.head
            self.labels.append(Label(self.middle, label_top, "start", fate.name, fate.count, fate.before_won))
            if fate.before_won > fate.after_won:
                losses.append((y + after, max(before - after, SLIVER)))
            left_y, passed_y, y = left_y + before, passed_y + after, y + tall + GAP + self.head
        return y - GAP, passed_y, losses

    def draw_ends(self, passed_end: int) -> None:
        chosen, passed, _ = self.names
        count, passed_count = (
            sum(f.count for f in fates) for fates in (self.fates, [f for f in self.fates if f.after_won])
        )
        self.blocks.append(Block("navy", 0, self.head, sum(self.high(f.before_won) for f in self.fates)))
        self.labels.append(Label(0, 0, "start", chosen, count, self.chosen_won))
        self.blocks.append(Block("navy", self.right, self.head, passed_end - self.head))
        self.labels.append(Label(self.width, 0, "end", passed, passed_count, sum(f.after_won for f in self.fates)))

    def draw_losses(self, losses: list[tuple[int, int]], fates_end: int, passed_end: int) -> int:
        """Draw the red block at the lower right, fed by what each fate lost; return where its label ends."""
        if not losses:
            return passed_end
        total = sum(high for _, high in losses)
        lost = [f for f in self.fates if f.after_won < f.before_won]
        top = y = max(passed_end + GAP, fates_end - self.head - total)
        for start, high in losses:
            self.ribbon("lost", (self.middle + BLOCK_WIDTH, start, self.right, y), high)
            y += high
        self.blocks.append(Block("red", self.right, top, total))
        lost_won = sum(f.before_won - f.after_won for f in lost)
        self.labels.append(Label(self.width, y + 4, "end", self.names[2], sum(f.count for f in lost), lost_won))
        return y + self.head

    def ribbon(self, kind: str, ends: tuple[int, int, int, int], high: int) -> None:
        if not high:
            return
        x0, y0, x1, y1 = ends
        half = (x0 + x1) // 2
        path = f"M{x0} {y0}C{half} {y0} {half} {y1} {x1} {y1}V{y1 + high}C{half} {y1 + high} {half} {y0 + high} {x0} {y0 + high}Z"
        self.ribbons.append(Ribbon(kind, path))
