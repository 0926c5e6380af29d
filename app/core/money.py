"""Won as people say and type it: integers in, words out, and back. No float anywhere."""

import re
import unicodedata
from fractions import Fraction

from app.core.errors import N_, RuleError

MAN, EOK, JO = 10_000, 100_000_000, 1_000_000_000_000
LARGEST_WON = 9_000_000 * EOK  # above any public budget and below what a 64-bit column holds
_GROUPS = (("조", JO), ("억", EOK), ("만", MAN))
_STEPS = ((JO, EOK), (EOK - MAN // 2, EOK // 10), (MAN, MAN))
MILLION, BILLION, TRILLION = 1_000_000, 1_000_000_000, JO


def rounded(won: int) -> int:
    """Round to what a headline carries: 1억 from 1조 on, 0.1억 from 1억 on, 1만 below; halves away from zero."""
    size = abs(won)
    if size < MAN:
        return won
    step = next(step for above, step in _STEPS if size >= above)
    to = (size + step // 2) // step * step
    return to if won >= 0 else -to


def won_ko(won: int, form: str = "full") -> str:
    """Write won in Korean: "3억 4,100만 원" in full, "23.4억 원" as the short form of a headline."""
    sign = "-" if won < 0 else ""
    if form == "short" and EOK <= abs(rounded(won)) < JO:
        tenths = abs(rounded(won)) // 10_000_000
        whole, tenth = divmod(tenths, 10)
        return f"{sign}{whole:,}.{tenth}억 원" if tenth else f"{sign}{whole:,}억 원"
    left = abs(rounded(won) if form == "short" else won)
    words = []
    for name, size in _GROUPS:
        count, left = divmod(left, size)
        if count:
            words.append(f"{count:,}{name}")
    if left or not words:
        return sign + " ".join([*words, f"{left:,}원"])
    return sign + " ".join([*words, "원"])


def won_en(won: int, form: str = "full") -> str:
    """Write won in English: "KRW 341 million", "KRW 2.34 billion"; every digit where that would be longer."""
    sign = "-" if won < 0 else ""
    size = abs(rounded(won) if form == "short" else won)
    for name, unit, places in (("trillion", TRILLION, 2), ("billion", BILLION, 2), ("million", MILLION, 3)):
        if size >= unit and size * 10**places % unit == 0:
            whole, rest = divmod(size * 10**places // unit, 10**places)
            decimals = f"{rest:0{places}}".rstrip("0")
            return f"KRW {sign}{whole:,}{'.' if decimals else ''}{decimals} {name}"
    return f"KRW {sign}{size:,}"


WORDS = {"ko": won_ko, "en": won_en}


class UnreadableAmount(RuleError):
    """What was typed is no amount of won. Nothing is guessed."""

    code = "amount_unreadable"
    sentence = N_("Cannot read this amount: %(text)s")
    status = 422


class AmountMissing(UnreadableAmount):
    code = "amount_missing"
    sentence = N_("Enter an amount.")


class AmountHasLetter(UnreadableAmount):
    """A letter stands where a digit belongs: O for 0, l or I for 1."""

    code = "amount_has_letter"
    sentence = N_("Cannot read this amount: %(text)s (letter %(letter)s)")


class AmountInPowers(UnreadableAmount):
    """A spreadsheet wrote a long number as 1.2E+15: its last digits are lost."""

    code = "amount_in_powers"
    sentence = N_("A spreadsheet has shortened this amount: %(text)s. Write it out in full.")


class AmountNegative(UnreadableAmount):
    code = "amount_negative"
    sentence = N_("An amount cannot be below zero: %(text)s")


class AmountHasFraction(UnreadableAmount):
    code = "amount_has_fraction"
    sentence = N_("An amount has no fractions of a won: %(text)s")


class AmountTooLarge(UnreadableAmount):
    code = "amount_too_large"
    sentence = N_("This amount is larger than any budget: %(text)s")


_SMALL = {"천": 1000, "백": 100, "십": 10, "": 1}
_LARGE = {
    "조": JO,
    "억": EOK,
    "만": MAN,
    "trillion": JO,
    "billion": BILLION,
    "million": MILLION,
    "thousand": 1000,
    "": 1,
}
_GROUP = re.compile(r"(.*?)(조|억|만|trillion|billion|million|thousand|$)", re.I)
_PART = re.compile(r"\s*(\d[\d,]*(?:\.\d+)?)?\s*([천백십]|)")
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_POWERS = re.compile(r"^[+-]?\d+(?:[.,]\d+)?\s*[eE]\s*[+-]?\d+$")
_LETTER = re.compile(r"(?<=\d)[oOlI]|[oOlI](?=[\d,])")


def parse_won(text: str) -> int:
    """Read an amount as people type it: "3억 5,000만 원", "₩350,000,000", "350백만원", "1,000", "5천만".

    Raises a kind of UnreadableAmount whose parameters name what was typed.
    """
    typed = text.strip()
    plain = _plain(typed)
    _refuse_what_is_no_amount(typed, plain)
    won = _sum_of_groups(typed, plain)
    if won.denominator != 1:
        raise AmountHasFraction(text=typed)
    if won > LARGEST_WON:
        raise AmountTooLarge(text=typed)
    return int(won)


def _plain(typed: str) -> str:
    """Unify wide digits and dashes, drop the signs of the currency."""
    plain = unicodedata.normalize("NFKC", typed).replace("−", "-").replace("–", "-")
    plain = re.sub(r"^(-?)\s*(?:₩|\\|KRW)", r"\1", plain.strip(), flags=re.I)
    return re.sub(r"\s*(?:원정?|KRW)\s*$", "", plain, flags=re.I).strip()


def _refuse_what_is_no_amount(typed: str, plain: str) -> None:
    if not plain:
        raise AmountMissing(text=typed)
    if _POWERS.match(plain):
        raise AmountInPowers(text=typed)
    if plain.startswith("-") or re.match(r"^\(.*\)$", plain):
        raise AmountNegative(text=typed)
    if letter := _LETTER.search(plain):
        raise AmountHasLetter(text=typed, letter=letter[0])


def _sum_of_groups(typed: str, plain: str) -> Fraction:
    """Add up "3억 5천만": each large unit multiplies what stands before it, and the units only fall."""
    total, last = Fraction(0), JO * 10
    for inside, unit in _GROUP.findall(plain):
        if not inside.strip() and not unit:
            continue
        size = _LARGE[unit.lower()]
        if size >= last or (not inside.strip() and unit != "만"):
            raise UnreadableAmount(text=typed)
        last = size
        total += size * (_sum_of_parts(typed, inside.strip()) if inside.strip() else 1)
    return total


def _sum_of_parts(typed: str, inside: str) -> Fraction:
    """Add up what stands before a large unit: "5,000", "2천3백", "350백"."""
    total, last, position = Fraction(0), 10_000, 0
    while position < len(inside):
        part = _PART.match(inside, position)
        if part is None or part.end() == position or _SMALL[part[2]] >= last:
            raise UnreadableAmount(text=typed)
        position, last = part.end(), _SMALL[part[2]]
        total += last * (_number(typed, part[1]) if part[1] else 1)
    return total


def _number(typed: str, digits: str) -> Fraction:
    found = _NUMBER.fullmatch(digits)
    if found is None:
        raise UnreadableAmount(text=typed)
    if found[1] and not re.search(r"[조억만천백십]|illion|thousand", typed, re.I):
        raise AmountHasFraction(text=typed)
    return Fraction(digits.replace(",", ""))
