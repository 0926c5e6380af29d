"""Made-up persons: names, and sex, age and district in the shares of the population."""

import random
from dataclasses import dataclass

from app.committee.models import Sex
from app.core.clock import seoul

FAMILY = "김이박최정강조윤장임한오서신권황안송류홍전고문양손배백허남심"
GIVEN = (
    "민준",
    "서연",
    "도윤",
    "하은",
    "영수",
    "순자",
    "지호",
    "미경",
    "정희",
    "현우",
    "은정",
    "상철",
    "유진",
    "경숙",
    "태영",
    "수빈",
)
TERM = (seoul(2017, 5, 1), seoul(2019, 5, 1))
# Shares of 91 seats by the resident register, 20 years and older: largest remainder on each margin.
DISTRICTS = {"2911000000": 7, "2914000000": 18, "2915500000": 13, "2917000000": 28, "2920000000": 25}
SEXES = {Sex.male: 44, Sex.female: 47}
BANDS = {"20-29": 14, "30-39": 14, "40-49": 17, "50-59": 19, "60-69": 15, "70-79": 9, "80-89": 3}


@dataclass(frozen=True)
class Person:
    """What the committee knows of a made-up person."""

    district: str
    sex: Sex
    band: str


def spread(shares: dict[str, int] | dict[Sex, int], count: int, rng: random.Random) -> list:
    """Return ``count`` values in the given shares, shuffled; beyond their sum they repeat."""
    once = [value for value, share in shares.items() for _ in range(share)]
    rng.shuffle(once)
    return [once[i % len(once)] for i in range(count)]


def persons(count: int, rng: random.Random) -> list[Person]:
    return [
        Person(district, sex, band)
        for district, sex, band in zip(
            spread(DISTRICTS, count, rng), spread(SEXES, count, rng), spread(BANDS, count, rng), strict=True
        )
    ]


def a_name(rng: random.Random) -> str:
    return rng.choice(FAMILY) + rng.choice(GIVEN)
