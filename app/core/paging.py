"""A long list, a page at a time: the address says which."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, request

MANY = 100  # rows of a table on one page; at Gwangju's size nearly every table fits


@dataclass(frozen=True)
class OnePage:
    """The rows of one page of a list, and which page it is."""

    rows: Sequence[Any]
    page: int
    pages: int


def page_number() -> int:
    """Return the page that is asked for; what is no page is the first."""
    asked = request.args.get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def one_page(rows: Sequence[Any], size: int = MANY) -> OnePage:
    """Return the page of a list that the address asks for; beyond the last one, the last."""
    pages = max(1, -(-len(rows) // size))
    page = min(page_number(), pages)
    return OnePage(rows[(page - 1) * size : page * size], page, pages)


def register(app: Flask) -> None:
    app.jinja_env.globals.update(one_page=one_page)
