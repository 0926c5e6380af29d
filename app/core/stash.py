"""What was typed when a session ran out in the middle of a form: kept for a day, given back after the sign-in.

Generic: every ``Form`` that is shown on the page again takes it up by itself. Kept on the server for the
account whose session it was, and for nobody else; passwords and ballots are never kept.
"""

import datetime as dt
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request, session
from flask_login import current_user
from sqlalchemy import delete
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict

from app.core import clock
from app.core.db import Base, Json, Key, Name, UtcDateTime, db, transaction
from app.core.permissions import Permission, declared

KEPT = dt.timedelta(days=1)
NEVER_KEPT = {Permission.select}  # a ballot is never stored before it is cast
COOKIE_KEY = "stash"


class Stash(Base):
    """One form as it was typed."""

    __tablename__ = "stash"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(index=True)  # core knows no area
    page: Mapped[Name]  # where the form is shown
    typed: Mapped[Json]  # name -> list of values
    kept_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


def keep(account_id: int, page: str) -> bool:
    """Keep what the present request sent for the account; say whether anything was kept."""
    typed = {
        name: request.form.getlist(name)
        for name in request.form
        if name != "csrf_token" and "password" not in name.lower()
    }
    permission = declared(current_app, request.endpoint) if request.endpoint else None
    if permission in NEVER_KEPT or not any(value.strip() for values in typed.values() for value in values):
        return False
    with transaction():
        db.session.execute(delete(Stash).where(Stash.kept_at < clock.now() - KEPT))
        db.session.execute(delete(Stash).where(Stash.account_id == account_id, Stash.page == page))
        kept = Stash(account_id=account_id, page=page, typed=typed, kept_at=clock.now())
        db.session.add(kept)
        db.session.flush()
        session[COOKIE_KEY] = {"id": kept.id, "page": page, "sent_to": request.path}
    return True


def typed_for(fields: set[str]) -> MultiDict[str, str] | None:
    """Return what was typed on this page before the session ran out, if it belongs to a form with these fields."""
    note = session.get(COOKIE_KEY)
    if not note or note["page"] != request.path or not current_user.is_authenticated:
        return None
    kept = db.session.get(Stash, note["id"])
    if kept is None or kept.account_id != current_user.id or kept.kept_at < clock.now() - KEPT:
        return None
    if not all(name in fields or name.split("-")[0] in fields for name in kept.typed):  # a part of a list, or whole
        return None
    return MultiDict(kept.typed)


def waits() -> bool:
    """Say whether something typed waits for its page."""
    return COOKIE_KEY in session


def forget_when_sent(response: Response) -> Response:
    """Drop what was kept once its form has gone through."""
    note = session.get(COOKIE_KEY) if request.method == "POST" and response.status_code in (302, 303) else None
    if note and request.path == note["sent_to"] and current_user.is_authenticated:
        with transaction():
            db.session.execute(delete(Stash).where(Stash.id == note["id"], Stash.account_id == current_user.id))
        del session[COOKIE_KEY]
    return response


def register(app: Flask) -> None:
    app.after_request(forget_when_sent)


def page_of_form() -> str:
    """Return the path where the form that was sent is shown: its own address, or else the page that it stood on."""
    methods = request.url_rule.methods or set() if request.url_rule else set()
    if "GET" in methods or not request.referrer:
        return request.path
    return urlsplit(request.referrer).path.removeprefix(request.script_root) or "/"
