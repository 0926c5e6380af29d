"""What a role can be limited to: each area names its own departments, places, bodies."""

from collections.abc import Callable

from app.core.permissions import Scope

Choices = Callable[[], list[tuple[str, str]]]
_choices: dict[Scope, Choices] = {Scope.everywhere: lambda: [("", "")]}


def register_choices(scope: Scope) -> Callable[[Choices], Choices]:
    """Register a function that returns (key, name in the reader's language) of all that a scope can mean."""

    def declare(choices: Choices) -> Choices:
        _choices[scope] = choices
        return choices

    return declare


def choices_of(scope: Scope) -> dict[str, str]:
    """Return the names by their keys; empty for a scope that no area has named yet."""
    found = _choices.get(scope)
    return dict(found()) if found else {}
