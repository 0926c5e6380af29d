"""Finding proposals by Korean words: parts of words count, particles and spaces do not get in the way.

A short word is looked for in the text as written, a long one in the text without spaces, so that
"어린이공원" finds "어린이 공원" while "도서관" does not find "도서 관리". Why no full-text index: see the
decision page on search.
"""

import re
import unicodedata
from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, false, or_, true

from app.proposals.models import Proposal, Version

# Particles that hardly end a noun of three syllables; 이 가 only after three, so that 어린이 and 휴가 stay whole.
_SURE = (
    "에서는",
    "에게서",
    "으로",
    "에서",
    "에게",
    "에는",
    "까지",
    "부터",
    "처럼",
    "보다",
    "을",
    "를",
    "은",
    "는",
    "에",
    "의",
    "와",
    "과",
)
_UNSURE = ("이", "가", "도", "로", "만")
_STEM, _SURE_STEM = 2, 3
LONG_WORD = 4  # syllables from which a word is looked for without regard to spaces
MOST_WORDS = 8
_NUMBER = re.compile(r"(?:(?P<slug>[0-9a-z][0-9a-z-]*)-)?(?P<number>\d{1,6})")


def as_searched(texts: Iterable[str]) -> str:
    """Return texts as they are searched: composed, lower case, everything but letters and digits a space."""
    return _plain(" ".join(texts))


def without_spaces(searched: str) -> str:
    return searched.replace(" ", "")


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text).lower()).strip()


def index(version: Version, *, more: Iterable[str] = ()) -> None:
    """Fill in what a version is found by: its texts, its place and field, and ``more`` (the proposer's name)."""
    place = version.place
    names = [place.name_ko, place.name_en, version.field.name_ko, version.field.name_en]
    if place.parent is not None:
        names += [place.parent.name_ko, place.parent.name_en]
    texts = [version.title, version.problem, version.idea, version.effect, version.place_note, *names, *more]
    version.search_text = as_searched(texts)
    version.search_run = without_spaces(version.search_text)


def words_of(query: str) -> list[str]:
    """Return what is looked for: the words of a query without their particles, at most eight."""
    return list(dict.fromkeys(_stem(word) for word in _plain(query).split()))[:MOST_WORDS]


def _stem(word: str) -> str:
    for endings, shortest in ((_SURE, _STEM), (_UNSURE, _SURE_STEM)):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= shortest:
                return word.removesuffix(ending)
    return word


def matching(query: str) -> ColumnElement[bool]:
    """Return the condition on ``Proposal`` joined with its current ``Version`` for all words of a query.

    An empty query finds everything; a receipt number ("0123", "2027-0123") finds its proposal too.
    """
    words = words_of(query)
    if not words:
        return true() if not query.strip() else false()
    found = and_(*(_holds(word) for word in words))
    number = _NUMBER.fullmatch(query.strip().lower())
    return or_(found, Proposal.number == int(number["number"])) if number else found


def _holds(word: str) -> ColumnElement[bool]:
    column = Version.search_run if len(word) >= LONG_WORD else Version.search_text
    return column.contains(word, autoescape=True)
