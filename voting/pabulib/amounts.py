"""Numbers of a ``.pb`` file, exact."""

import re
from fractions import Fraction

from voting.ballots.election import whole
from voting.ballots.errors import BadInput
from voting.ballots.project import Amount

_PLAIN = re.compile(r"-?\d+(\.\d+)?")


def amount(text: str, line: int, what: str) -> Amount:
    """Read a number as written: digits, perhaps a decimal point.

    Raises
    ------
    BadInput
        ``bad_line``: a decimal comma, a blank, words, an exponent.
    """
    cleaned = text.strip()
    if not _PLAIN.fullmatch(cleaned):
        hint = " (a decimal point, not a comma)" if re.fullmatch(r"-?\d+,\d+", cleaned) else ""
        raise BadInput("bad_line", line=line, fault=f"{what} is {text!r}, not a number{hint}")
    return whole(Fraction(cleaned))


def count_of(text: str, line: int, what: str) -> int:
    """Read a whole number of zero or more."""
    if not text.strip().isascii() or not text.strip().isdigit():
        raise BadInput("bad_line", line=line, fault=f"{what} is {text!r}, not a whole number")
    return int(text)
