"""A poster for the author: one page of PDF with a code that leads to the proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from app.core import qr, typeset

LONGEST_PART = 420  # characters of a text that still fits the page


@dataclass(frozen=True)
class Poster:
    """All words on the poster, in the language of the reader."""

    lang: str
    heading: str
    receipt_no: str
    title: str
    proposer: str
    facts: Sequence[tuple[str, str]]
    parts: Sequence[tuple[str, str]]
    call: str
    address: str


def as_pdf(poster: Poster) -> bytes:
    """Set the poster on one A4 page, with a font that has every Korean syllable."""
    parts = [(name, shortened(text)) for name, text in poster.parts]
    data: Mapping[str, object] = asdict(poster) | {"parts": parts, "qr": qr.on_paper(poster.address)}
    return typeset.as_pdf("proposals/poster.typ", data)


def shortened(text: str) -> str:
    """Return the beginning of a text, cut where a sentence or at least a word ends."""
    flat = " ".join(text.split())
    if len(flat) <= LONGEST_PART:
        return flat
    cut = flat[:LONGEST_PART]
    end = max(cut.rfind(". "), cut.rfind("? "), cut.rfind("! "))
    return cut[: end + 1] if end > LONGEST_PART // 2 else cut.rsplit(" ", 1)[0] + " …"
