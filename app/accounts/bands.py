"""Years of birth in tens: enough to see whether all ages take part, too little to know a person."""

from app.core import clock

OLDEST = 1920


def bands() -> list[str]:
    """Return "1920-1929" to the decade of those who are 14 this year, the youngest first."""
    youngest = (clock.today().year - 14) // 10 * 10
    return [f"{first}-{first + 9}" for first in range(youngest, OLDEST - 1, -10)]
