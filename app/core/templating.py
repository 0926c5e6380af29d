"""What every template may call: words for money and time, addresses, controls, pictures."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask
from markupsafe import Markup, escape

from app.core import navigation, pictures, widgets
from app.core.assets import static_url
from app.core.dates import date_of, date_text, instant_text, range_text
from app.core.differences import text_difference
from app.core.flow_picture import flow
from app.core.korean import josa
from app.core.languages import chosen, sentence_of
from app.core.money import WORDS


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


def largest_sum(rows: Sequence[Any]) -> int:
    """Return the largest row of a bar table: its parts added up."""
    sums = (sum(amount for _, amount in (row["parts"] if isinstance(row, dict) else row.parts)) for row in rows)
    return max(sums, default=0)


def dashed_attributes(attributes: Mapping[str, Any]) -> Markup:
    """Write keyword arguments of a macro as attributes: data_meter=3 is data-meter="3", class_ is class."""
    # Hundreds of buttons stand on a page of members: plain texts are several times as fast as Markup.format.
    parts = [
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"'
        for name, value in ((name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items())
        if value is not None and value is not False
    ]
    return Markup("".join(parts))  # noqa: S704 - escaped above


FUNCTIONS = {
    "control": widgets.control,
    "flow_picture": flow,
    "first_control_id": widgets.first_control_id,
    "first_message": widgets.first_message,
    "is_group": widgets.is_group,
    "largest_sum": largest_sum,
    "page_exists": navigation.page_exists,
    "page_in": navigation.page_in,
    "page_root": navigation.page_root,
    "pages_shown": navigation.pages_shown,
    "pictures": pictures,
    "query_url": navigation.query_url,
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
    "say": sentence_of,
    "won": won,
    "xmlattr_dashed": dashed_attributes,
}


def register(app: Flask) -> None:
    """Give the templates of an app their functions and filters."""
    app.jinja_env.globals.update(FUNCTIONS)
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(navigation.frame)
