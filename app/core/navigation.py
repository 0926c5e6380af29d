"""Where one is and where one can go: the menus, and addresses made from the present one."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import current_app, has_request_context, request
from flask_babel import gettext
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from app.core.errors import N_

# The top menu, pages of the map that are not built yet being left out by themselves.
MENU = (
    ("/cycles", N_("Budget")),
    ("/assemblies", N_("Citizens' assembly")),
    ("/panels", N_("Deliberation")),
    ("/matters", N_("The city's answers")),
    ("/verify", N_("Verify and download")),
)
FOOT = (
    ("/help", N_("Help")),
    ("/sources", N_("Sources")),
    ("/changes", N_("What changed")),
    ("/verify", N_("Verify and download")),
    ("/accessibility", N_("Accessibility")),
)


@dataclass(frozen=True)
class Link:
    """An entry of a menu; `current` where the present page is below it."""

    url: str
    name: str
    current: bool


def page_in(language: str) -> str:
    """Return the address of the present page in that language, its query kept."""
    root = request.script_root.removesuffix("/en") + ("/en" if language == "en" else "")
    return root + request.full_path.rstrip("?")


def page_root() -> str:
    """Return the address of the front page in the page's language."""
    return f"{request.script_root}/"


def query_url(**changes: object) -> str:
    """Return the present address with these query values set, or dropped where None. A new filter begins at page 1."""
    values: dict[str, Any] = request.args.to_dict(flat=False)
    if "page" not in changes:
        values.pop("page", None)
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = value
    query = urlencode(values, doseq=True)
    return f"{request.script_root}{request.path}" + (f"?{query}" if query else "")


def pages_shown(page: int, pages: int) -> list[int | None]:
    """Return the page numbers worth a link: both ends, the neighbours, None where some are left out."""
    wanted = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    shown: list[int | None] = []
    for number in wanted:
        if shown and shown[-1] is not None and number - shown[-1] > 1:
            shown.append(None)
        shown.append(number)
    return shown


def page_exists(path: str) -> bool:
    """Say whether a page of the map is built."""
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except RequestRedirect:
        return True
    except (NotFound, MethodNotAllowed):
        return False
    return True


def links(table: tuple[tuple[str, str], ...]) -> list[Link]:
    """Return those entries of a menu whose page is built, in the page's language."""
    here = request.path
    return [
        Link(request.script_root + path, gettext(name), here == path or here.startswith(path + "/"))
        for path, name in table
        if page_exists(path)
    ]


def frame() -> dict[str, Any]:
    """Give base.html its menus; a letter made outside of a request has none."""
    return {"menu": links(MENU), "foot": links(FOOT)} if has_request_context() else {}
