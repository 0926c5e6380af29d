"""A long list is shown a page at a time; an address that names no page shows the first or the last."""

import pytest
from flask import Flask

from app.core.paging import one_page

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("asked", "page", "first"),
    [("1", 1, 0), ("3", 3, 200), ("99", 3, 200), ("0", 1, 0), ("-1", 1, 0), ("x", 1, 0), ("²", 1, 0), ("9" * 30, 1, 0)],
)
def test_whatever_page_is_asked_for_rows_are_shown(app: Flask, asked: str, page: int, first: int):
    with app.test_request_context("/", query_string={"page": asked}):
        found = one_page(range(250))
    assert (found.page, found.pages, found.rows[0]) == (page, 3, first)


def test_a_short_list_is_one_page(app: Flask):
    with app.test_request_context("/"):
        assert (one_page([]).rows, one_page([]).pages) == ([], 1)
