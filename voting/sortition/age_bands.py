"""Age bands such as 20-29, 60+, 20s, 20대, 60대 이상: which band an age in years belongs to."""

import re
from collections.abc import Callable, Iterable

_BANDS = (
    (re.compile(r"(\d+)\s*[-–~]\s*(\d+)\s*세?"), lambda low, high: (int(low), int(high))),
    (re.compile(r"(\d+)\s*(?:\+|세 이상|대 이상| and over)"), lambda low: (int(low), 200)),
    (re.compile(r"(\d+)\s*(?:s|대)"), lambda low: (int(low), int(low) + 9)),
)
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*|[A-Za-z]{3}-\d\d|\d\d-[A-Za-z]{3}|\d+월 ?\d+일")


def band(name: str) -> tuple[int, int] | None:
    """Return the lowest and highest age of a band, or nothing when ``name`` is no band.

    >>> band("20-29"), band("60+"), band("30대"), band("70대 이상"), band("for")
    ((20, 29), (60, 200), (30, 39), (70, 200), None)
    """
    for pattern, bounds in _BANDS:
        if found := pattern.fullmatch(name.strip()):
            low, high = bounds(*found.groups())
            return low, high
    return None


def band_finder(names: Iterable[str]) -> Callable[[str], str | None] | None:
    """Return the function from an age in years to its band, or nothing when no name is a band."""
    bands = {name: bounds for name in names if (bounds := band(name))}
    if not bands:
        return None

    def find(age: str) -> str | None:
        if not age.isdecimal():
            return None
        return next((name for name, (low, high) in bands.items() if low <= int(age) <= high), None)

    return find


def looks_like_a_date(text: str) -> bool:
    """Return whether a spreadsheet seems to have turned a band into a date ("10-19" into "Oct-19")."""
    return _DATE.fullmatch(text.strip()) is not None
