"""The result that all tests of change return."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChangeTest:
    """A test's name, statistic, degrees of freedom, p-value and the people it rests on.

    ``statistic`` and ``degrees`` are None where the test is exact and has none.
    """

    name: str
    statistic: float | None
    degrees: int | None
    p_value: float
    people: int

    def is_significant(self, level: float = 0.05) -> bool:
        """Tell whether a change as large is rarer than ``level`` if nothing really moved."""
        return self.p_value < level
