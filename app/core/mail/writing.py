"""Writing a message, in the language of who receives it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flask import current_app
from flask_babel import force_locale, gettext

from app.core import clock
from app.core.dates import instant_text
from app.core.db import after_commit, db
from app.core.mail import delivery
from app.core.mail.models import Message

_silent: ContextVar[bool] = ContextVar("silent", default=False)


@contextmanager
def silence() -> Iterator[None]:
    """Write no letters in this thread: the demonstration replays a year whose people need not be told."""
    before = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(before)


def queue(
    to: str, subject: str, body: str, *, good_until: dt.datetime | None = None, channel: str = "mail",
    unsubscribe: str | None = None,
) -> Message:  # fmt: skip
    """Queue a message in the present transaction; it goes out after the commit, or not at all.

    ``good_until`` marks one that holds a link of that life: late it is not sent, sent it is emptied.
    ``channel`` is "mail" or "sms", whose ``to`` is a telephone number. ``unsubscribe`` is the
    address where a POST ends letters of this kind (RFC 8058).
    """
    message = Message(
        to=to, subject=subject[:200], body=body, queued_at=clock.now(), good_until=good_until, channel=channel,
        unsubscribe=unsubscribe,
    )  # fmt: skip
    if _silent.get():
        return message
    db.session.add(message)
    db.session.flush()
    message_id = message.id
    after_commit(lambda: delivery.send_soon(message_id))
    return message


def write(
    to: str, *, locale: str, subject: str, body: str, good_until: dt.datetime | None = None, channel: str = "mail",
    unsubscribe: str | None = None, **params: object,
) -> Message:  # fmt: skip
    """Queue a message whose marked sentences (``N_``) are translated into ``locale``; instants are written out."""
    shown = {
        name: instant_text(value, locale) if isinstance(value, dt.datetime) else value for name, value in params.items()
    }
    with force_locale(locale):
        said = gettext(subject, **shown), gettext(body, **shown)
        return queue(to, *said, good_until=good_until, channel=channel, unsubscribe=unsubscribe)


def address(path: str, locale: str = "ko") -> str:
    """Return the whole address of a path of this site. Its host comes from the settings, never from a request."""
    prefix = "/en" if locale == "en" else ""
    return f"{current_app.config['PUBLIC_ADDRESS'].rstrip('/')}{prefix}{path}"


def telephone() -> str:
    """Return the number of the office, as every letter names it."""
    return str(current_app.config["OFFICE_PHONE"])
