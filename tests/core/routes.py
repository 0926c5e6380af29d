"""Every route of the platform with an address that exists, for tests that walk them all."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

NOWHERE = {"int": 987654321, "default": "nowhere", "string": "nowhere", "path": "nowhere", "uuid": "nowhere"}


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
    kind = type(rule._converters[name]).__name__
    return 987654321 if kind == "IntegerConverter" else "2999" if name in ("slug", "year") else "nowhere"
