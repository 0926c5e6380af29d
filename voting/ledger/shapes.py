"""What a document must look like: a table of keys, and a reader that refuses every other document.

A shape is a table of keys (``key?`` may be missing); ``[shape]`` a list of one shape; a tuple of values or types: one of
them; a compiled pattern: text that it matches whole. An amount is a whole number, text such as ``"1/3"``, or nothing.
"""

import re
from functools import cache
from typing import Any

Shape = dict[str, Any]

HEX16, HEX32, HEX64 = (re.compile(f"[0-9a-f]{{{2 * n}}}") for n in (16, 32, 64))
KEY_ID = re.compile("[0-9a-f]{16}")
MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ")
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
OWN = re.compile("[0-9]{4,8}")
TEXT, WHOLE, COUNT, TRUTH, AMOUNT, ANY = "text", "whole", "count", "truth", "amount", "any"
AMOUNT_TEXT = re.compile(r"-?\d{1,18}(/\d{1,18})?")


def shaped(value: object, shape: Shape) -> Any:
    """Return ``value`` when it has the shape.

    Raises
    ------
    ValueError
        Naming the key that does not fit.
    """
    fault = fault_of(value, shape)
    if fault:
        raise ValueError(fault)
    return value


def fault_of(value: object, shape: Any, at: str = "") -> str | None:
    """Say where a value leaves its shape, or nothing."""
    if isinstance(shape, dict):
        return _table_fault(value, shape, at)
    if isinstance(shape, list):
        if not isinstance(value, list):
            return f"{at or 'the line'} is no list"
        for i, item in enumerate(value):
            if fault := fault_of(item, shape[0], f"{at}[{i}]"):
                return fault
        return None
    return None if _fits(value, shape) else f"{at or 'the line'} is not as it should be"


def _table_fault(value: object, shape: Shape, at: str) -> str | None:
    if not isinstance(value, dict):
        return f"{at or 'the line'} is no table of keys"
    if "*" in shape:
        return next((f for key, item in value.items() if (f := fault_of(item, shape["*"], f"{at}.{key}"))), None)
    needed, known = _keys(tuple(shape))
    if missing := needed - value.keys():
        return f"{at}.{min(missing)} is missing".lstrip(".")
    if extra := value.keys() - known.keys():
        return f"{at}.{min(extra)} does not belong here".lstrip(".")
    for name, key in known.items():
        if name in value and (fault := fault_of(value[name], shape[key], f"{at}.{name}".lstrip("."))):
            return fault
    return None


@cache
def _keys(named: tuple[str, ...]) -> tuple[frozenset[str], dict[str, str]]:
    """Return the keys that must be there, and each that may be with its name in the shape."""
    return frozenset(key for key in named if not key.endswith("?")), {key.removesuffix("?"): key for key in named}


def _fits(value: object, shape: Any) -> bool:
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and shape.fullmatch(value) is not None
    if isinstance(shape, tuple):
        return any(type(value) is type(one) and value == one for one in shape)
    if shape in (TEXT, TRUTH):
        return isinstance(value, str if shape == TEXT else bool)
    if shape == ANY:
        return True
    if shape == AMOUNT and not isinstance(value, int):
        return value is None or (isinstance(value, str) and AMOUNT_TEXT.fullmatch(value) is not None)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole and (shape in (WHOLE, AMOUNT) or (isinstance(value, int) and value >= 0))
