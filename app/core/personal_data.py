"""What each area knows of a person: given out when she asks, erased when she leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ANONYMOUS = "익명"  # as public pages call whoever has left

Export = Callable[[Any], Any]
Erase = Callable[[Any], None]


@dataclass(frozen=True)
class Holder:
    """An area that keeps something of persons. Both take the account; ``erase`` joins the caller's transaction."""

    area: str
    export: Export
    erase: Erase


_holders: dict[str, Holder] = {}


def register(area: str, *, export: Export, erase: Erase) -> None:
    """Register an area: ``export(account) -> JSON``, ``erase(account)`` (public credit stays, without the name)."""
    _holders[area] = Holder(area, export, erase)


def export(account: Any) -> dict[str, Any]:
    """Return all that the areas know of the account, by area."""
    return {area: holder.export(account) for area, holder in sorted(_holders.items())}


def erase(account: Any) -> None:
    """Let every area erase what it knows, inside the caller's transaction."""
    for holder in _holders.values():
        holder.erase(account)
