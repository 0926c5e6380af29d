"""How many of those who said yes will come, by what came to other panels of the country."""

from dataclasses import dataclass

# Members who came of those chosen, as the committees of each published it.
PUBLISHED = (
    ("신고리 5·6호기 (2017)", "Shin-Kori 5 and 6 (2017)", 471, 500),
    ("대입제도 (2018)", "University admission (2018)", 490, 550),
    ("제주 녹지병원 (2018)", "Jeju Nokji hospital (2018)", 180, 200),
    ("부산 BRT (2018)", "Busan BRT (2018)", 141, 150),
    ("광주 도시철도 2호선 (2018)", "Gwangju metro line 2 (2018)", 243, 250),
)


@dataclass(frozen=True)
class Expected:
    """Members to be expected at the worst and the best of the published rates."""

    fewest: int
    most: int


def expected(accepted: int) -> Expected:
    """Return between which numbers those who said yes came elsewhere, rounded down.

    >>> expected(250)
    Expected(fewest=222, most=243)
    """
    worst = min(PUBLISHED, key=lambda row: row[2] / row[3])
    best = max(PUBLISHED, key=lambda row: row[2] / row[3])
    return Expected(accepted * worst[2] // worst[3], accepted * best[2] // best[3])
