"""Every page stands in one frame: language, title, address in the other language, nonce, menu."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.navigation import links, page_exists, pages_shown, query_url

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("address", "language", "korean", "english"),
    [
        ("/gallery", "ko", "/gallery", "/en/gallery"),
        ("/en/gallery", "en", "/gallery", "/en/gallery"),
        ("/gallery/ballot?option=a", "ko", "/gallery/ballot?option=a", "/en/gallery/ballot?option=a"),
    ],
)
def test_a_page_names_its_language_and_itself_in_the_other(
    client: FlaskClient, address: str, language: str, korean: str, english: str
):
    page = client.get(address).text
    assert f'<html lang="{language}">' in page
    assert f'hreflang="ko" href="{korean}"' in page
    assert f'hreflang="en" href="{english}"' in page


def test_links_of_an_english_page_stay_english(client: FlaskClient):
    page = client.get("/en/gallery").text
    inside = [a for a in re.findall(r'<a [^>]*href="(/[^"]*)"', page) if not a.startswith("/static/")]
    assert [a for a in inside if not a.startswith("/en/")] == ["/gallery"]  # the link to Korean


def test_titles_differ_and_a_faulty_form_says_so_first(client: FlaskClient):
    def title(page: str) -> str:
        found = re.search(r"<title>(.*?)</title>", page, re.S)
        assert found is not None
        return found[1].strip()

    titles = [title(client.get(a).text) for a in ("/gallery", "/gallery/form", "/gallery/pictures", "/gallery/done")]
    assert len(set(titles)) == len(titles)
    assert title(client.post("/gallery/form", data={}).text).startswith("오류: ")


def test_the_script_carries_the_nonce_of_the_header(client: FlaskClient):
    answer = client.get("/gallery")
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
    assert nonce is not None
    scripts = re.findall(r"<script[^>]*>", answer.text)
    assert scripts
    assert all(f'nonce="{nonce[1]}"' in script for script in scripts)
    assert " style=" not in answer.text


def test_static_files_may_be_kept_for_a_year_and_come_compressed(client: FlaskClient):
    page = client.get("/gallery").text
    address = re.search(r'href="(/static/app\.[0-9a-f]+\.css)"', page)
    assert address is not None
    answer = client.get(address[1], headers={"Accept-Encoding": "br"})
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "br"


def test_pages_of_the_map_that_are_not_built_stay_out_of_the_menu(app: Flask):
    with app.test_request_context("/gallery/pictures"):
        found = links((("/gallery", "Gallery"), ("/never-built", "Nothing")))
        assert [(entry.url, entry.current) for entry in found] == [("/gallery", True)]
        assert not page_exists("/never-built")
    with app.test_request_context("/en/gallery", environ_overrides={"SCRIPT_NAME": "/en", "PATH_INFO": "/gallery"}):
        assert links((("/gallery", "Gallery"),))[0].url == "/en/gallery"


def test_a_filter_keeps_the_others_and_begins_at_page_one(app: Flask):
    with app.test_request_context("/list?field=교통&page=4&status=a&status=b"):
        assert query_url(field=None) == "/list?status=a&status=b"
        assert query_url(page=5).endswith("page=5")
        assert query_url(field="청년").startswith("/list?status=a&status=b&field=")


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [(1, 1, [1]), (1, 3, [1, 2, 3]), (3, 32, [1, 2, 3, 4, None, 32]), (16, 32, [1, None, 15, 16, 17, None, 32])],
)
def test_pagination_shows_the_ends_and_the_neighbours(page: int, pages: int, shown: list[int | None]):
    assert pages_shown(page, pages) == shown


def test_a_letter_is_written_outside_of_a_request(app: Flask):
    letter = app.jinja_env.from_string(
        "{{ 350_000_000 | won }} {{ '북구' | josa('을/를') }} {{ menu | default('none') }}"
    )
    context: dict[str, object] = {}
    app.update_template_context(context)
    assert letter.render(context) == "3억 5,000만 원 북구를 none"
