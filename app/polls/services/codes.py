"""One-time codes to vote without an account: 16 characters without look-alikes, shown once, known by a pseudonym alone."""

import secrets
from typing import Any

from app.core.errors import N_, RuleError
from app.polls.models import Poll
from app.polls.services import roll
from voting.ledger import codes as ledger
from voting.ledger.words import Refused

_CHARACTERS = 15  # 75 random bits, and a check character
_WIDTH = 4


class CodeUnreadable(RuleError):
    code = "code_unreadable"
    sentence = N_("This is no code of ours: 16 letters and digits. A wrong or swapped character is noticed here.")
    field = "code"
    status = 422


class NotByCodes(RuleError):
    code = "not_by_codes"
    sentence = N_("This electorate does not vote by codes.")
    field = "electorate"


class NumberOfCodes(RuleError):
    code = "number_of_codes"
    sentence = N_("Between 1 and %(most)s codes can be made at once.")
    field = "number"
    status = 422


MOST = 20_000


def issue(poll: Poll, electorate: str, number: int, by: Any = None, cell: str = "all") -> list[str]:
    """Make codes, list each on the roll, and return them, in groups of four; they are kept nowhere.

    Raises ``NotByCodes``, ``NumberOfCodes``, ``HasOpened``.
    """
    if roll.electorate_of(poll, electorate).eligibility != "codes":
        raise NotByCodes()
    if not 1 <= number <= MOST:
        raise NumberOfCodes(most=MOST)
    made = {ledger.encode(secrets.token_bytes(10), _CHARACTERS) for _ in range(number)}
    roll.enrol(poll, electorate, map(_subject, made), {_subject(code): cell for code in made}, by)
    return [ledger.grouped(code, _WIDTH) for code in sorted(made)]


def pseud_of(poll: Poll, typed: str) -> str:
    """Return the pseudonym of a code, typed in any case, with blanks and hyphens. Raises ``CodeUnreadable``."""
    try:
        return roll.pseud_of(poll, _subject(ledger.checked(typed, _CHARACTERS)))
    except Refused:
        raise CodeUnreadable() from None


def _subject(code: str) -> str:
    return f"code:{code}"
