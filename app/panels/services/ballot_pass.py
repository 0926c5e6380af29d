"""The way from a member's own page to the ballot, without typing: a pass, good for an hour and for the link it came by.

It names the member alone and is read anew at each step of voting; a new link, or a seat given up, ends it at once. At the
booth the code of an unused link may be typed in its place.
"""

from app.core.db import db
from app.core.encryption import conceal, reveal
from app.panels.models import Panelist
from app.panels.services import entering

USE, GOOD_FOR = "ballot pass", 3600  # seconds


def give(panelist: Panelist) -> str:
    """Return a pass for a member who is at the browser."""
    return conceal(USE, f"{panelist.id}:{panelist.entry_hash or ''}")


def bearer(text: str) -> Panelist:
    """Return who comes with this pass or code. Raises ``LinkNeeded``, ``EntryUnknown``, ``EntryOver``, ``EntryUsed``."""
    shown = reveal(USE, text, GOOD_FOR)
    if shown is None:
        panelist = entering.shown_by(text)
        entering.require_unused(panelist)
        return panelist
    key, _colon, link = shown.partition(":")
    found = db.session.get(Panelist, int(key))
    if found is None or (found.entry_hash or "") != link:
        raise entering.LinkNeeded()
    return found
