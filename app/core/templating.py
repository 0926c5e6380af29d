"""What every template may call: words for money and time, addresses, pictures, the page's frame."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, request
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from app.core import pictures, widgets
from app.core.assets import static_url
from app.core.dates import date_of, date_text, instant_text, range_text
from app.core.differences import text_difference
from app.core.errors import N_
from app.core.flow_picture import flow
from app.core.korean import josa
from app.core.languages import chosen
from app.core.money import WORDS

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


def won(amount: int | None, form: str = "full") -> str:
    """Write an amount in the page's language; nothing is written for an amount that is not recorded."""
    return "" if amount is None else WORDS[chosen()](amount, form)


def money(amount: int | None, form: str = "full") -> Markup:
    """Write an amount with the class that keeps its number on one line."""
    return Markup('<span class="money">{}</span>').format(won(amount, form)) if amount is not None else Markup("")


def kst(at: dt.datetime | None, form: str = "full") -> Markup:
    """Write an instant as time in Gwangju, machine-readable beside it."""
    if at is None:
        return Markup("")
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), instant_text(at, chosen(), form))


def date(day: dt.date | dt.datetime | None, form: str = "full") -> Markup:
    """Write a date; of an instant, its date in Gwangju."""
    if day is None:
        return Markup("")
    local = date_of(day) if isinstance(day, dt.datetime) else day
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(), date_text(local, chosen(), form))


def span_of_time(start: dt.datetime, end: dt.datetime) -> str:
    """Write from when till when."""
    return range_text(start, end, chosen())


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


def largest_sum(rows: Sequence[Any]) -> int:
    """Return the largest row of a bar table: its parts added up."""
    sums = (sum(amount for _, amount in (row["parts"] if isinstance(row, dict) else row.parts)) for row in rows)
    return max(sums, default=0)


def dashed_attributes(attributes: Mapping[str, Any]) -> Markup:
    """Write keyword arguments of a macro as attributes: data_meter=3 is data-meter="3", class_ is class."""
    names = {name: name.rstrip("_").replace("_", "-") for name in attributes}
    return Markup("").join(
        Markup(" {}").format(names[name]) if value is True else Markup(' {}="{}"').format(names[name], value)
        for name, value in attributes.items()
        if value is not None and value is not False
    )


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


def frame() -> Mapping[str, Any]:
    """Give base.html its menus."""
    return {"menu": links(MENU), "foot": links(FOOT)}


FUNCTIONS = {
    "control": widgets.control,
    "flow_picture": flow,
    "first_control_id": widgets.first_control_id,
    "first_message": widgets.first_message,
    "is_group": widgets.is_group,
    "largest_sum": largest_sum,
    "page_exists": page_exists,
    "page_in": page_in,
    "page_root": page_root,
    "pages_shown": pages_shown,
    "pictures": pictures,
    "query_url": query_url,
    "span_of_time": span_of_time,
    "static_url": static_url,
    "text_difference": text_difference,
    "ties": widgets.ties,
}
FILTERS = {
    "date": date,
    "josa": josa,
    "kst": kst,
    "money": money,
    "won": won,
    "xmlattr_dashed": dashed_attributes,
}


def register(app: Flask) -> None:
    """Give the templates of an app their functions and filters."""
    app.jinja_env.globals.update(FUNCTIONS)
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(frame)
