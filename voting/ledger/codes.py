"""Codes that people read, print and type: Crockford's base 32 with a check character.

Alphabet ``0123456789ABCDEFGHJKMNPQRSTVWXYZ``: no I, L, O, U. Typed in any case, with blanks and hyphens of any kind, also
in the wide letters of a Korean keyboard; I and L are read as 1, O as 0.

The check character makes ``sum(a^i * character_i) = 0`` in the field of 32 elements (a a root of x^5 + x^2 + 1, i counted
from the right). A wrong character changes one term, which is then not zero: found, always. Two characters x, y that change
places at i and j change the sum by ``(a^i - a^j)(x - y)``, which is not zero unless i = j mod 31: found always in codes of
up to 31 characters, and between neighbours in any.
"""

import unicodedata

from voting.ledger.words import Refused

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_CHARACTERS = 24
"""120 bits of a leaf hash: two leaves with one code take 2^60 tries; the QR code holds the whole hash."""

_VALUE = {mark: value for value, mark in enumerate(ALPHABET)} | {"I": 1, "L": 1, "O": 0}
_TIMES_A = [(value << 1) ^ (0b100101 if value & 16 else 0) for value in range(32)]


def _check_value(values: list[int]) -> int:
    """Return the check value by Horner's scheme; in this field adding is xor, and minus is plus."""
    total = 0
    for value in values:
        total = _TIMES_A[total ^ value]
    return total


def encode(data: bytes, characters: int | None = None) -> str:
    """Return the first characters of ``data`` in base 32 and a check character, without hyphens.

    Parameters
    ----------
    data : bytes
    characters : int, optional
        How many before the check character; default: all, the last filled with zero bits.
    """
    needed = -(-len(data) * 8 // 5) if characters is None else characters
    whole = int.from_bytes(data, "big") << (-len(data) * 8) % 5
    total = -(-len(data) * 8 // 5)
    values = [(whole >> 5 * (total - 1 - place)) & 31 for place in range(needed)]
    return "".join(ALPHABET[value] for value in [*values, _check_value(values)])


def normalised(typed: str) -> str:
    """Return a code as it was printed, without hyphens, from what somebody typed.

    Raises
    ------
    Refused
        ``code_empty``, ``code_character``.
    """
    kept = []
    for mark in unicodedata.normalize("NFKC", typed).upper():
        kind = unicodedata.category(mark)
        if mark.isspace() or kind in ("Pd", "Cf") or mark in "−_":
            continue
        if mark not in _VALUE:
            raise Refused("code_character", character=mark)
        kept.append(ALPHABET[_VALUE[mark]])
    if not kept:
        raise Refused("code_empty")
    return "".join(kept)


def checked(typed: str, characters: int) -> str:
    """Return a code of ``characters`` and its check character, as printed without hyphens.

    Raises
    ------
    Refused
        ``code_empty``, ``code_character``, ``code_length``, ``code_check``.
    """
    code = normalised(typed)
    if len(code) != characters + 1:
        raise Refused("code_length", found=len(code), expected=characters + 1)
    values = [_VALUE[mark] for mark in code]
    if _check_value(values[:-1]) != values[-1]:
        raise Refused("code_check")
    return code


def decode(typed: str, length: int) -> bytes:
    """Return the ``length`` bytes of a code that holds all of them.

    Raises
    ------
    Refused
        As ``checked``.
    """
    characters = -(-length * 8 // 5)
    code = checked(typed, characters)
    whole = 0
    for mark in code[:-1]:
        whole = whole << 5 | _VALUE[mark]
    spare = characters * 5 - length * 8
    if whole & ((1 << spare) - 1):
        raise Refused("code_check")
    return (whole >> spare).to_bytes(length, "big")


def grouped(code: str, width: int = 5) -> str:
    """Return a code in groups, for reading.

    Examples
    --------
    >>> grouped("0123456789AB")
    '01234-56789-AB'
    """
    return "-".join(code[start : start + width] for start in range(0, len(code), width))


def receipt_code(leaf: bytes) -> str:
    """Return the code of a leaf: 25 characters in five groups, for looking it up by hand."""
    return grouped(encode(leaf, RECEIPT_CHARACTERS))


def read_receipt_code(typed: str) -> str:
    """Return the code as ``receipt_code`` writes it.

    Raises
    ------
    Refused
        As ``checked``.
    """
    return grouped(checked(typed, RECEIPT_CHARACTERS))


def change_code(secret: bytes) -> str:
    """Return the code of the 16 bytes with which the voter may change a vote: 27 characters."""
    return grouped(encode(secret))


def read_change_code(typed: str) -> bytes:
    """Return the 16 bytes of a change code.

    Raises
    ------
    Refused
        As ``checked``.
    """
    return decode(typed, 16)
