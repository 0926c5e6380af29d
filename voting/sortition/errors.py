"""What can be wrong with a pool, its targets or a published record, as codes with parameters."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voting.sortition.infeasible import Suggestion


@dataclass(frozen=True)
class Complaint:
    """One thing wrong with the input, with the place and the remedy.

    ``code`` and ``params`` are for programs that show it in another language, ``text`` is English.
    """

    code: str
    text: str
    remedy: str
    params: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence with its remedy."""
        return f"{self.text} {self.remedy}".strip()


class SortitionError(ValueError):
    """Base of everything this package raises about its input."""


class BadInput(SortitionError):
    """The input cannot be read as a pool, targets, exclusions or record.

    Parameters
    ----------
    complaints
        Everything found, not the first alone, so that a file is repaired in one go.
    """

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        self.complaints = list(complaints)
        super().__init__("\n".join(map(str, self.complaints)))

    @classmethod
    def of(cls, code: str, text: str, remedy: str = "", **params: object) -> "BadInput":
        """Return an error of one complaint."""
        return cls([Complaint(code, text, remedy, dict(params))])


class Infeasible(SortitionError):
    """No panel keeps all targets.

    Parameters
    ----------
    conflict
        Sentences that name a smallest set of targets that cannot hold together.
    suggestions
        The smallest changes that would help, cheapest first; never applied by themselves.
    """

    def __init__(self, conflict: Sequence[str], suggestions: "Sequence[Suggestion]" = ()) -> None:
        self.conflict = list(conflict)
        self.suggestions = list(suggestions)
        super().__init__("No panel keeps all targets. " + " ".join(self.conflict))


class RecordRefused(SortitionError):
    """A published record does not agree with itself, with the pool or with its proof."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        super().__init__(text)
