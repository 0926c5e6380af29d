"""Where matters come from: a policy, a petition. Each area says what its subject is called and where its page stands."""

from collections.abc import Callable
from dataclasses import dataclass

from app.followup.models import Matter


@dataclass(frozen=True)
class Source:
    """What a matter was made of.

    ``name`` is marked by ``N_`` ("Policy of the citizens' assembly"); ``address(source_id)`` returns the path of its
    page, or nothing where it has none.
    """

    name: str
    address: Callable[[int], str | None]


_sources: dict[str, Source] = {}


def register(code: str, source: Source) -> None:
    """Declare a source; ``code`` is ``Matter.source``."""
    _sources[code] = source


def source_of(matter: Matter) -> Source | None:
    """Return where a matter comes from, or nothing where that area is not there."""
    return _sources.get(matter.source)


def address_of(matter: Matter) -> str | None:
    """Return the path of the page of what a matter was made of."""
    source = source_of(matter)
    return source.address(matter.source_id) if source is not None else None
