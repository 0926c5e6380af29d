"""The draw itself: from the published document and the public value to the panel, without a solver."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from voting.sortition.errors import RecordRefused
from voting.sortition.public_number import PublicNumbers, draw_seed
from voting.sortition.record import Json, commitment, dense
from voting.sortition.roster import Roster, draw_people
from voting.sortition.rotation import numbered_panels

NUMBER_KIND = "number"  # the public value is the number of the panel itself: dice, balls
VALUE_KIND = "value"  # the public value is hashed with the commitment


@dataclass(frozen=True)
class Outcome:
    """Who is drawn: pseudonyms, the number drawn (from 1), the panel of types, and words read."""

    selected: list[str]
    number: int
    panel: int
    words_read: int


def draw(document: Json, public_value: str, kind: str = VALUE_KIND) -> Outcome:
    """Return the panel that a public value draws from a prepared document.

    Parameters
    ----------
    document
        As published before.
    public_value
        What became public after: text, or with kind "number" the number of a panel (0 stands for the
        last one, as three ten-sided dice show it).

    Raises
    ------
    RecordRefused
        The number is not one of a numbered panel, or a number is given to an exact draw.
    """
    roster = roster_of(document)
    panels_kt = [dense(panel, len(document["types"])) for panel in document["panels"]]
    if document["rule"] == "numbered":
        return _numbered(document, roster, panels_kt, public_value, kind)
    if kind == NUMBER_KIND:
        raise RecordRefused("number_for_exact", "An exact draw needs a public value, not the number of a panel.")
    numbers = PublicNumbers(draw_seed(commitment(document), public_value))
    ends = list(accumulate(document["weights"]))
    number = numbers.below(ends[-1]) + 1
    panel = next(k for k, end in enumerate(ends) if number <= end)
    selected = draw_people(roster, panels_kt[panel], numbers)
    return Outcome(selected, number, panel, numbers.words_read)


def _numbered(
    document: Json, roster: Roster, panels_kt: Sequence[Sequence[int]], public_value: str, kind: str
) -> Outcome:
    times_k = document["numbered"]["times"]
    total = sum(times_k)
    if kind == NUMBER_KIND:
        number, words = _read_number(public_value, total), 0
    else:
        numbers = PublicNumbers(draw_seed(commitment(document), public_value))
        number, words = numbers.below(total) + 1, numbers.words_read
    panel = next(k for k, end in enumerate(accumulate(times_k)) if number <= end)
    return Outcome(numbered_panels(roster, panels_kt, times_k)[number - 1], number, panel, words)


def _read_number(public_value: str, total: int) -> int:
    digits = public_value.strip()
    if not (digits.isascii() and digits.isdigit() and 0 <= int(digits) <= total):
        raise RecordRefused("number", f"“{public_value}” is not the number of one of the {total} panels.")
    return int(digits) or total


def roster_of(document: Json) -> Roster:
    """Return the people of a prepared document."""
    home_of = {name: at for at, home in enumerate(document["homes"]) for name in home}
    types = document["types"]
    return Roster([t["people"] for t in types], [t["kind"] for t in types], home_of)


def numbered_lists(document: Json) -> list[list[str]]:
    """Return the people of every numbered panel of a document, for printing before the draw."""
    panels_kt = [dense(panel, len(document["types"])) for panel in document["panels"]]
    return numbered_panels(roster_of(document), panels_kt, document["numbered"]["times"])
