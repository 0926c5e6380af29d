"""The published record in canonical JSON: no floats, sorted keys, so that its hash is the same everywhere."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal, localcontext
from fractions import Fraction
from typing import Any

FORMAT = "minhoe-draw-1"
PUBLIC_FORMAT = "minhoe-draw-public-1"
PSEUDONYM_DIGITS = 32  # 128 bits of the HMAC: no two people of any pool will share one
PLACES = 12

Json = dict[str, Any]


def canonical(document: object) -> bytes:
    """Return the one byte string of a JSON document: sorted keys, no spaces, UTF-8, no floats.

    Raises
    ------
    TypeError
        The document holds a float, which two machines may write differently.
    """
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    _refuse_floats(document)
    return text.encode()


def _refuse_floats(document: object) -> None:
    if isinstance(document, float):
        raise TypeError(f"{document!r} is a float; a record holds whole numbers and decimal strings")
    if isinstance(document, Mapping):
        for value in document.values():
            _refuse_floats(value)
    # A list of people is long and all text: the first entry tells what it holds.
    elif isinstance(document, list) and document and not isinstance(document[0], str):
        for value in document:
            _refuse_floats(value)


def digest(document: object) -> str:
    """Return the SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(document)).hexdigest()


def commitment(document: Json) -> str:
    """Return the hash that binds a prepared document; its people are bound by the pool hash in it.

    A public document only states it: the hash is that of the full one.
    """
    if document["format"] == PUBLIC_FORMAT:
        stated: str = document["commitment"]
        return stated
    types = [{"values": t["values"], "kind": t["kind"], "people": len(t["people"])} for t in document["types"]]
    return digest({**document, "types": types, "homes": len(document["homes"])})


def pool_hash(types: Sequence[Json], homes: Sequence[Sequence[str]]) -> str:
    """Return the SHA-256 over types and households: values and kind in canonical JSON, then a person a line."""
    found = hashlib.sha256()
    for t in types:
        found.update(canonical([t["values"], t["kind"]]) + b"\n" + "\n".join(t["people"]).encode() + b"\n\n")
    found.update(canonical(homes))
    return found.hexdigest()


def pseudonym(salt: bytes, name: str) -> str:
    """Return the pseudonym of a person: HMAC-SHA-256 of the id, which nobody can guess without the salt."""
    return pseudonyms(salt, [name])[0]


def pseudonyms(salt: bytes, names: Iterable[str]) -> list[str]:
    """Return the pseudonyms of people; see ``pseudonym``."""
    keyed = hmac.digest
    return [keyed(salt, name.encode(), "sha256").hex()[:PSEUDONYM_DIGITS] for name in names]


def exact(number: Fraction) -> str:
    """Return a fraction as text, "num/den"."""
    return f"{number.numerator}/{number.denominator}"


def decimal_text(number: Fraction) -> str:
    """Return a fraction that is a decimal as its digits: 1/8 as "0.125"."""
    with localcontext() as context:
        context.prec = 60
        return format(Decimal(number.numerator) / Decimal(number.denominator), "f")


def rounded_up(number: Fraction) -> str:
    """Return a bound with 12 decimals, rounded up so that it stays a bound."""
    with localcontext() as context:
        context.prec = 60
        value = Decimal(number.numerator) / Decimal(number.denominator)
        return format(value.quantize(Decimal(1).scaleb(-PLACES), rounding=ROUND_CEILING), "f")


def sparse(panel_t: Sequence[int]) -> list[list[int]]:
    """Return ``[[type, seats], …]`` without the types that have none."""
    return [[t, int(seats)] for t, seats in enumerate(panel_t) if seats]


def dense(panel: Sequence[Sequence[int]], n_types: int) -> list[int]:
    """Return seats by type from ``[[type, seats], …]``.

    Raises
    ------
    ValueError
        A type that does not exist, or twice.
    """
    seats_t = [0] * n_types
    for t, seats in panel:
        if not 0 <= t < n_types or seats_t[t]:
            raise ValueError(f"type {t} does not exist or stands twice in a panel")
        seats_t[t] = seats
    return seats_t
