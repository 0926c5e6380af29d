"""Canonical JSON: the same document is the same bytes everywhere (RFC 8785).

UTF-8 without a byte order mark; no blanks; keys sorted by their UTF-16 code units; in strings only ``"``, ``\\`` and
control characters are escaped, the shortest way (``\\n``, else ``\\u001f`` in lower case). Narrower than the RFC: no
fractions, no exponents, whole numbers up to 2^53 - 1; money and votes are whole, and shares are text such as ``"1/3"``.
Hashes and keys are lower-case hex.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NoReturn

LARGEST = 2**53 - 1

Json = dict[str, Any]

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)


def canonical(value: object) -> bytes:
    """Return the canonical bytes of a document.

    Raises
    ------
    ValueError
        A fraction, a number too large, a key that is no text, half a surrogate pair, or something JSON has not.

    Examples
    --------
    >>> canonical({"b": [1, None, True], "a": "동구"}).decode()
    '{"a":"동구","b":[1,null,true]}'
    """
    return encode(_checked(value))


def encode(value: object) -> bytes:
    """Return the canonical bytes of what ``parse`` returned or our own code made of text and small whole numbers."""
    return _ENCODER.encode(value).encode("utf-8")


def _checked(value: object) -> object:
    """Return plain data, or refuse what has no exact form."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError(f"{value} is too large for a number that every program reads exactly")
        return value
    if isinstance(value, (list, tuple)):
        return [_checked(item) for item in value]
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise ValueError("a key is no text")
            # Python sorts by code point, the RFC by UTF-16 unit; they part only beyond U+FFFF, which our keys never reach.
            if not key.isascii() and any(ord(mark) > 0xFFFF for mark in key):
                raise ValueError("a key has a character beyond U+FFFF")
        return {key: _checked(item) for key, item in value.items()}
    raise ValueError(f"{type(value).__name__} has no exact form")


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a whole number")


def _whole(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > LARGEST:
        raise ValueError(f"{text} is too large")
    return int(text)


_DECODER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse, parse_int=_whole)


def parse(data: bytes) -> Any:
    """Return the document of canonical bytes.

    Raises
    ------
    ValueError
        No JSON, or JSON in another form than the canonical one (a key twice is one).
    """
    try:
        value = _DECODER.decode(data.decode("utf-8"))
        same = encode(value) == data
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not same:
        raise ValueError("not in canonical form")
    return value


def digest(data: bytes) -> bytes:
    """Return SHA-256."""
    return hashlib.sha256(data).digest()
