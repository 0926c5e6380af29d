"""Readers of cells: text in, a plain value out, or an error that says what is wrong with the cell."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from email_validator import EmailNotValidError, validate_email

from app.core.clock import SEOUL
from app.core.imports.errors import NotADate, NotAnEmail, NotAWholeNumber, NotOneOf, NotYesOrNo, TextTooLong
from app.core.money import parse_won

YES = {"1", "y", "yes", "true", "o", "예", "네", "여", "참", "해당", "동의", "○", "✓", "v"}
NO = {"0", "n", "no", "false", "x", "아니오", "아니요", "부", "거짓", "해당없음", "미동의", "×", "-"}
_DAY = r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?(?:\s*\([월화수목금토일]\))?"
_DATE = re.compile(rf"{_DAY}(?:[T\s].*)?")
_INSTANT = re.compile(rf"{_DAY}(?:[T\s]\s*(오전|오후)?\s*(\d{{1,2}}):(\d{{2}})(?::(\d{{2}})(?:\.\d+)?)?)?")


def text(cell: str) -> str:
    """Return the text in composed form, line ends as \\n, without spaces at its ends."""
    return unicodedata.normalize("NFC", cell).replace("\r\n", "\n").replace("\r", "\n").strip()


def text_up_to(most: int) -> Callable[[str], str]:
    """Return a reader of text that refuses more than ``most`` characters."""

    def read(cell: str) -> str:
        found = text(cell)
        if len(found) > most:
            raise TextTooLong(length=len(found), most=most)
        return found

    return read


def won(cell: str) -> int:
    """Read an amount as people write it. Raises a kind of ``UnreadableAmount``."""
    return parse_won(cell)


def whole_number(cell: str) -> int:
    """Read 0123, 1,234 or 12.0 as a number."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    found = re.fullmatch(r"(-?\d{1,3}(?:,\d{3})+|-?\d{1,15})(?:\.0+)?", plain)
    if found is None:
        raise NotAWholeNumber(text=cell.strip())
    return int(found[1].replace(",", ""))


def date(cell: str) -> dt.date:
    """Read 2026-11-25, 2026. 11. 25.(수) or 2026년 11월 25일."""
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    try:
        return dt.date(*(int(part) for part in found.groups())) if found else _no_date(cell)
    except ValueError:
        return _no_date(cell)


def instant(cell: str) -> dt.datetime | dt.date:
    """Read a date with the time in Gwangju (2026-11-25 14:05, 오후 2:05:30), or the date alone."""
    found = _INSTANT.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    if found is None:
        return _no_date(cell)
    *day, half, hour, minute, second = found.groups()
    if hour is None:
        return date(cell)
    try:
        time = dt.time(int(hour) % 12 + 12 * (half == "오후") if half else int(hour), int(minute), int(second or 0))
        return dt.datetime.combine(dt.date(*(int(part) for part in day)), time, SEOUL).astimezone(dt.UTC)
    except ValueError:
        return _no_date(cell)


def _no_date(cell: str) -> dt.date:
    raise NotADate(text=cell.strip())


def yes_or_no(cell: str) -> bool:
    plain = unicodedata.normalize("NFKC", cell).strip().lower().replace(" ", "")
    if plain not in YES | NO:
        raise NotYesOrNo(text=cell.strip())
    return plain in YES


def email(cell: str) -> str:
    """Read an address, lower case, without asking whether it exists."""
    try:
        return validate_email(text(cell), check_deliverability=False).normalized.lower()
    except EmailNotValidError as wrong:
        raise NotAnEmail(text=cell.strip()) from wrong


def one_of(known: Mapping[str, Any]) -> Callable[[str], Any]:
    """Return a reader that finds a value by one of its names, spaces and capitals set aside."""
    values = {key(name): value for name, value in known.items()}
    shown = ", ".join(known)

    def read(cell: str) -> Any:
        try:
            return values[key(cell)]
        except KeyError:
            raise NotOneOf(text=cell.strip(), known=shown) from None

    return read


def key(name: str) -> str:
    """Return a name as it is compared: composed, lower case, only letters and digits."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).lower())
