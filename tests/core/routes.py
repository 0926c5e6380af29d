"""Every route of the platform with an address that exists, for tests that walk them all."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule


@dataclass(frozen=True)
class Route:
    rule: Rule
    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"


def routes(app: Flask) -> Iterator[Route]:
    """Every rule with every method, its places filled with things that do not exist."""
    for rule in app.url_map.iter_rules():
        values = {name: nothing(rule, name) for name in rule.arguments}
        path = app.url_map.bind("localhost").build(rule.endpoint, values, method=first_method(rule))
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Route(rule, method, path)


def first_method(rule: Rule) -> str:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})[0]


def nothing(rule: Rule, name: str) -> object:
    """Return a value for a place of the rule that its converter takes and that names nothing."""
    converter = rule._converters[name]
    for value in ("2999" if name in ("slug", "year") else "nowhere", 9999, *sorted(getattr(converter, "items", ()))):
        try:
            converter.to_url(value)
        except ValueError:
            continue
        return value
    raise AssertionError(f"no value for {name} in {rule.rule}")
