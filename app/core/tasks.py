"""What a person must do by when: one list for all roles. Each area tells its own lines."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Task:
    """One line of the list.

    ``title`` is a message to translate with ``params`` ("Give scores"); ``of`` is data and shown
    as it is (a subcommittee, a proposal's title); ``left`` says how many are missing.
    """

    title: str
    url: str
    params: Mapping[str, object] = field(default_factory=dict)
    of: str = ""
    due_at: dt.datetime | None = None
    left: int | None = None


Source = Callable[[Any], Iterable[Task]]
_sources: list[Source] = []
_on_list_only: list[Source] = []
FAR = dt.datetime.max.replace(tzinfo=dt.UTC)


def register_source(source: Source) -> Source:
    """Register an area's ``source(account) -> tasks``, called in a request: at most one query each (decorator)."""
    if source not in _sources:
        _sources.append(source)
    return source


def register_source_of_list(source: Source) -> Source:
    """Register a source that is asked on the list itself alone: few accounts have such lines, and every page would pay."""
    if source not in _on_list_only:
        _on_list_only.append(source)
    return source


def tasks_of(account: Any, *, whole: bool = True) -> list[Task]:
    """Return all that an account has to do, the nearest deadline first, what has none last.

    Not ``whole``: without the sources of the list alone, for the number in the header.
    """
    sources = [*_sources, *(_on_list_only if whole else [])]
    found = [task for source in sources for task in source(account)]
    return sorted(found, key=lambda task: task.due_at or FAR)
