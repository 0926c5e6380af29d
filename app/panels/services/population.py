"""What people are told apart by besides their stance, and how many of each live in the panel's place."""

from dataclasses import dataclass
from functools import cache

from app.city.models import PlaceLevel
from app.core.errors import N_, RuleError
from app.panels.models import Panel
from voting.sortition.age_bands import band
from voting.sortition.population import GWANGJU, Population, from_age, read_population

YEAR = "2024"  # of the table that ships with voting/sortition: register of residents, year-ends 2022 to 2024
YOUNGEST_BAND, OLDEST_BAND = 20, 60
SURVEYED_FROM = 18  # years; those of 18 and 19 are counted with the twenties, the table has bands of ten years
STANCE, SEX, AGE, DISTRICT = "stance", "sex", "age", "district"
CITY_WITH_A_TABLE = "2900000000"

SEXES = {"f": ("여성", "Women"), "m": ("남성", "Men")}
AGES = {
    "20-29": ("20대", "20s"),
    "30-39": ("30대", "30s"),
    "40-49": ("40대", "40s"),
    "50-59": ("50대", "50s"),
    "60+": ("60대 이상", "60 and over"),
}
DISTRICTS = {
    "동구": ("동구", "Dong-gu"),
    "서구": ("서구", "Seo-gu"),
    "남구": ("남구", "Nam-gu"),
    "북구": ("북구", "Buk-gu"),
    "광산구": ("광산구", "Gwangsan-gu"),
}
NAMES = {STANCE: ("의견", "Stance"), SEX: ("성별", "Sex"), AGE: ("나이", "Age"), DISTRICT: ("사는 구", "District")}
VALUES = {SEX: SEXES, AGE: AGES, DISTRICT: DISTRICTS}
_CODES = {"sex": {"F": "f", "M": "m"}}  # of the table


class NoPopulation(RuleError):
    code = "no_population"
    sentence = N_("There is no population table for %(place)s.")


class TooYoung(RuleError):
    code = "survey_too_young"
    sentence = N_("%(years)s years: the survey asks people of %(least)s and over.")


@dataclass(frozen=True)
class Feature:
    """What people are told apart by: its values with their names, and the people of each in the population."""

    code: str
    name_ko: str
    name_en: str
    values: dict[str, tuple[str, str]]
    people: dict[str, int]


def features_of(panel: Panel) -> list[Feature]:
    """Return sex, age and (of the city) district with the people of each value. Raises ``NoPopulation``."""
    population = population_of(panel)
    return [
        Feature(code, *NAMES[code], {v: VALUES[code][v] for v in _ordered(code, margin)}, _sorted(code, margin))
        for code in population.features
        for margin in (population.margin(code),)
    ]


def population_of(panel: Panel) -> Population:
    """Return the adults of the panel's place by sex, age and, of the city, district. Raises ``NoPopulation``."""
    place = panel.place
    if place.code == CITY_WITH_A_TABLE:
        return _adults(None)
    if place.level is PlaceLevel.district and place.parent_code == CITY_WITH_A_TABLE:
        return _adults(place.name_ko)
    raise NoPopulation(place=place.name_ko)


def band_of(years: int) -> str | None:
    """Return the band of an age in years, nothing below ``SURVEYED_FROM``."""
    if years < SURVEYED_FROM:
        return None
    years = max(years, YOUNGEST_BAND)
    return next(name for name in AGES if (bounds := band(name)) and bounds[0] <= years <= bounds[1])


@cache
def _adults(district: str | None) -> Population:
    only = {"year": [YEAR]} | ({"district": [district]} if district else {})
    table = from_age(read_population(GWANGJU, only), "age_band", YOUNGEST_BAND, OLDEST_BAND)
    table = table.over(["sex", "age_band", *([] if district else ["district"])])
    people = {(_CODES["sex"][cell[0]], *cell[1:]): n for cell, n in table.people.items()}
    return Population([SEX, AGE, *([] if district else [DISTRICT])], people)


def _ordered(code: str, margin: dict[str, int]) -> list[str]:
    return [value for value in VALUES[code] if value in margin]


def _sorted(code: str, margin: dict[str, int]) -> dict[str, int]:
    return {value: margin[value] for value in _ordered(code, margin)}
