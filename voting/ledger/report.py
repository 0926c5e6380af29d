"""What verifying found, in two languages."""

from dataclasses import dataclass, field


@dataclass
class Report:
    """What holds, in order, and what a reader should know besides: each sentence in English and Korean."""

    checked: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    selected: list[str] = field(default_factory=list)

    def holds(self, english: str, korean: str) -> None:
        """Add what was checked."""
        self.checked.append((english, korean))

    def note(self, english: str, korean: str) -> None:
        """Add what a reader should know."""
        self.notes.append((english, korean))
