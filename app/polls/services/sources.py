"""Lists that areas offer to a poll, to choose one from: of options, of voters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from app.core.errors import NotFound

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Source(Generic[Thing]):
    """``choices``: key, a sentence to translate with ``%(of)s``, of what; ``things`` of a key."""

    choices: Callable[[], Sequence[tuple[str, str, str]]]
    things: Callable[[str], Sequence[Thing]]


class Sources(Generic[Thing]):
    """The sources of one kind of thing, by code."""

    def __init__(self) -> None:
        self._known: dict[str, Source[Thing]] = {}

    def register(self, code: str, source: Source[Thing]) -> None:
        """Register a source under a code."""
        self._known[code] = source

    def choices(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Return what can be chosen: key ``code:choice``, sentence, its parameters."""
        return [
            (f"{code}:{key}", sentence, {"of": of})
            for code, source in self._known.items()
            for key, sentence, of in source.choices()
        ]

    def of(self, key: str) -> Sequence[Thing]:
        """Return the things of a choice. Raises ``NotFound``."""
        code, _, choice = key.partition(":")
        source = self._known.get(code)
        if source is None or choice not in {known for known, *_ in source.choices()}:
            raise NotFound()
        return source.things(choice)
