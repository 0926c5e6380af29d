"""The fields of the format as pabulib.org/format lists them, in their order."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale

VOTE_TYPES = ("ordinal", "approval", "cumulative", "scoring", "choose-1")
RULES = (
    "greedy", "greedy-no-skip", "greedy-threshold", "greedy-exclusive", "greedy-custom",
    "equalshares", "equalshares-comparison", "equalshares/add1", "equalshares/add1-comparison", "unknown",
)  # fmt: skip

Fault = Callable[[str], str | None]
"""Says what is wrong with a value, or nothing."""


@dataclass(frozen=True)
class Field:
    """A field: whether it must be there and be filled, and what its values may be."""

    fault: Fault
    obligatory: bool = False
    nullable: bool = False


def _text(value: str) -> str | None:
    return None


def _matches(pattern: str, expected: str) -> Fault:
    compiled = re.compile(pattern)
    return lambda value: None if compiled.fullmatch(value) else f"{value!r} is not {expected}"


def _one_of(*known: str) -> Fault:
    return lambda value: None if value in known else f"{value!r} is not one of {', '.join(known)}"


def _day(value: str) -> str | None:
    if re.fullmatch(r"\d{4}", value):
        return None
    parts = re.fullmatch(r"(\d{2})\.(\d{2})\.(\d{4})", value)
    try:
        if parts:
            date(int(parts[3]), int(parts[2]), int(parts[1]))
            return None
    except ValueError:
        pass
    return f"{value!r} is not a year or a day as dd.mm.yyyy"


def _age(value: str) -> str | None:
    bucket = re.fullmatch(r"(\d+)-(\d+)", value)
    if value.isdigit() or (bucket and int(bucket[1]) <= int(bucket[2])):
        return None
    return f"{value!r} is not an age or a span like 40-59"


def _listed(names: Callable[[], frozenset[str]], expected: str) -> Fault:
    return lambda value: None if value in names() else f"{value!r} is not {expected}"


@cache
def _english() -> Locale:
    """Return the English locale, whose tables list countries, languages and currencies (Unicode CLDR)."""
    return Locale("en")


@cache
def _countries() -> frozenset[str]:
    """Return names and codes of ISO 3166-1, as CLDR writes them, and what Pabulib uses for the whole world."""
    territories = {code: name for code, name in _english().territories.items() if len(code) == 2}
    return frozenset({*territories, *territories.values(), "Worldwide"})


@cache
def _languages() -> frozenset[str]:
    """Return the codes of ISO 639-1."""
    return frozenset(code for code in map(str, _english().languages) if re.fullmatch("[a-z]{2}", code))


@cache
def _currencies() -> frozenset[str]:
    """Return the codes of ISO 4217."""
    return frozenset(_english().currencies)


_integer = _matches(r"-?\d+", "a whole number")
_number = _matches(r"-?\d+(\.\d+)?", "a number")
_coordinate = _matches(r"-?\d+([.,]\d+)?", "a coordinate")

META: dict[str, Field] = {
    "description": Field(_text, obligatory=True),
    "country": Field(_listed(_countries, "a country"), obligatory=True),
    "unit": Field(_text, obligatory=True),
    "district": Field(_text),
    "subunit": Field(_text),
    "instance": Field(_text, obligatory=True),
    "num_projects": Field(_integer, obligatory=True),
    "num_votes": Field(_integer, obligatory=True),
    "budget": Field(_number, obligatory=True),
    "vote_type": Field(_one_of(*VOTE_TYPES), obligatory=True),
    "rule": Field(_one_of(*RULES), obligatory=True),
    "date_begin": Field(_day, obligatory=True),
    "date_end": Field(_day, obligatory=True),
    "min_length": Field(_integer),
    "max_length": Field(_integer),
    "min_sum_cost": Field(_number),
    "max_sum_cost": Field(_number),
    "min_points": Field(_integer),
    "max_points": Field(_integer),
    "min_sum_points": Field(_integer),
    "max_sum_points": Field(_integer),
    "default_score": Field(_integer),
    "min_project_cost": Field(_integer),
    "max_project_cost": Field(_integer),
    "min_project_score_threshold": Field(_integer),
    "neighborhoods": Field(_text),
    "subdistricts": Field(_text),
    "categories": Field(_text),
    "edition": Field(_text),
    "language": Field(_listed(_languages, "a language code of ISO 639-1")),
    "currency": Field(_listed(_currencies, "a currency code of ISO 4217")),
    "fully_funded": Field(_one_of("1")),
    "experimental": Field(_one_of("1")),
    "comment": Field(_matches(r"(?s)#1: .*", "a comment that begins with '#1: '")),
    "acknowledgments": Field(_text),
    "leftover_budget": Field(_text),
    "budget_per_category": Field(_text),
    "budget_per_neighborhood": Field(_text),
    "min_length_per_category": Field(_integer),
    "max_length_per_category": Field(_integer),
    "min_sum_cost_per_category": Field(_text),
    "max_sum_cost_per_category": Field(_text),
}

PROJECTS: dict[str, Field] = {
    "project_id": Field(_text, obligatory=True),
    "cost": Field(_number, obligatory=True),
    "votes": Field(_integer),
    "score": Field(_number),
    "name": Field(_text),
    "category": Field(_text, nullable=True),
    "beneficiaries": Field(_text, nullable=True),
    "selected": Field(_one_of("0", "1", "2", "3")),
    "neighborhood": Field(_text, nullable=True),
    "subunit": Field(_text, nullable=True),
    "district": Field(_text, nullable=True),
    "description": Field(_text, nullable=True),
    "proposer": Field(_text, nullable=True),
    "public_id": Field(_text, nullable=True),
    "latitude": Field(_coordinate, nullable=True),
    "longitude": Field(_coordinate, nullable=True),
}

VOTES: dict[str, Field] = {
    "voter_id": Field(_text, obligatory=True),
    "vote": Field(_text, obligatory=True),
    "points": Field(_text),
    "age": Field(_age, nullable=True),
    "sex": Field(_one_of("M", "F", "O"), nullable=True),
    "voting_method": Field(_one_of("internet", "paper"), nullable=True),
    "district": Field(_text, nullable=True),
    "neighborhood": Field(_text, nullable=True),
    "education": Field(_text, nullable=True),
    "topic_preference_transport": Field(_integer, nullable=True),
    "topic_preference_culture": Field(_integer, nullable=True),
    "topic_preference_nature": Field(_integer, nullable=True),
    "district_preference": Field(_text, nullable=True),
    "time_taken_seconds": Field(_integer, nullable=True),
    "format_easiness": Field(_text, nullable=True),
    "format_expressiveness": Field(_text, nullable=True),
    "format_rank": Field(_text, nullable=True),
}

LISTS = {
    "META": ("categories", "neighborhoods", "subdistricts"),
    "PROJECTS": ("category", "beneficiaries"),
    "VOTES": ("vote", "points"),
}
