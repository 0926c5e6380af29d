"""Two texts side by side: what was taken out, what was put in."""

import difflib
import re
from dataclasses import dataclass

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text: "same", "out" or "in"."""

    kind: str
    text: str


def text_difference(old: str, new: str) -> list[Piece]:
    """Return the pieces of both texts in reading order, word by word."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    pieces = []
    for what, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", "".join(before[i:j])))
            continue
        if i < j:
            pieces.append(Piece("out", "".join(before[i:j])))
        if k < m:
            pieces.append(Piece("in", "".join(after[k:m])))
    return pieces
