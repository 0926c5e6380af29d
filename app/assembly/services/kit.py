"""What a minhoe needs at its table, on paper: its agenda, a sheet for each policy, a code that leads to its page."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from app.core import qr, typeset
from app.core.dates import instant_text


@dataclass(frozen=True)
class Kit:
    """All words of the kit, in the language of the reader."""

    lang: str
    heading: str
    title: str
    facts: Sequence[tuple[str, str]]
    starts_at: dt.datetime
    topic: str
    agenda: tuple[str, Sequence[tuple[str, str]]]
    sheet: tuple[str, Sequence[str]]
    people: tuple[str, str]
    call: str
    address: str


def as_pdf(kit: Kit) -> bytes:
    """Set the kit on two pages: the agenda, and a sheet to copy."""
    data: Mapping[str, object] = asdict(kit) | {
        "starts_at": instant_text(kit.starts_at, kit.lang), "qr": qr.on_paper(kit.address),
    }  # fmt: skip
    return typeset.as_pdf("assembly/kit.typ", data)
