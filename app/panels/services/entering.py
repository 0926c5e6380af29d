"""A member comes to the days of the panel by a personal link, without an account: one link, one browser.

1. A link is made (anew: the earlier one and the browser that it opened end) and sent, printed, or shown as a QR code.
2. The first browser that opens it gets a secret of its own; the database keeps its hash beside the member.
3. Every request shows that secret; another browser with the same link is told that it has been used.
"""

import base64
import datetime as dt
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core import audit, clock, mail
from app.core.clock import SEOUL
from app.core.db import db, transaction
from app.core.encryption import keyed_hash, new_token, token_hash
from app.core.errors import N_, RuleError
from app.panels.models import Panel, Panelist, PanelistState
from app.panels.services import identity, seating

KEPT = dt.timedelta(days=60)  # after the last day, for the later surveys
CODE_BYTES = 10  # 80 random bits: 16 letters that can be typed at the booth
MISREAD = str.maketrans("018", "OIB")  # digits that the code does not have
SUBJECT = N_("Your page for the days of %(title)s")
LETTER = N_(
    "Time, place, your table, what to read before, questions and the vote are on your own page:\n%(link)s\n\nThe first "
    "device that opens the link keeps it. Do not pass it on: who has it votes in your place.\n\nQuestions: %(phone)s"
)
TEXT = N_("[Gwangju] Your page for the days of “%(title)s”, for your own telephone only: %(link)s")


class EntryUnknown(RuleError):
    code = "entry_unknown"
    sentence = N_("This personal link is not known, or a later one has taken its place. Ask at the desk for a new one.")
    status = 404


class EntryUsed(RuleError):
    code = "entry_used"
    sentence = N_(
        "This personal link has been opened on another device, and works only there. Ask at the desk for a new one; the "
        "other device is then signed out."
    )
    status = 410


class EntryOver(RuleError):
    code = "entry_over"
    sentence = N_("This personal link worked until %(until)s.")
    status = 410


class SeatGivenUp(RuleError):
    code = "seat_given_up"
    sentence = N_("Number %(number)s has no seat on the panel now. If that is a mistake, please call us.")
    status = 410


class LinkNeeded(RuleError):
    code = "personal_link_needed"
    sentence = N_("This page is for members of the panel. Open it by your personal link, or ask at the desk for one.")
    status = 401


@dataclass(frozen=True)
class Entered:
    """Whom a link let in, and the secret that the browser keeps from now on."""

    panelist: Panelist
    secret: str


def new_link(panelist: Panelist, *, by: Any) -> str:
    """Return the code of a new personal link; what was there before ends. Raises ``SeatGivenUp``."""
    panelist_id, code = panelist.id, base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()
    with transaction():
        panelist = seating.locked_panelist(panelist_id)
        require_seat(panelist)
        panelist.entry_hash, panelist.entry_until = _hash_of(code), _until(panelist.panel)
        panelist.browser_hash = None
        audit.record("panelist.new_link", of=("panelist", panelist.id), by=by)
    return code


def send_links(panel: Panel, *, by: Any) -> list[int]:
    """Send every member without a link one by mail or text message; return the numbers of whom neither reaches."""
    unreached = []
    with transaction():
        for one in seating.panelists(panel, PanelistState.accepted):
            contact = one.respondent.contact or ""
            if not (identity.is_mail(contact) or identity.is_mobile(contact)):
                unreached.append(one.number)
            elif one.entry_hash is None:
                _send(panel, one, contact, new_link(one, by=by))
    return unreached


def shown_by(code: str) -> Panelist:
    """Return whose link it is, while it works. Raises ``EntryUnknown``, ``EntryOver``, ``SeatGivenUp``."""
    panelist = db.session.scalar(select(Panelist).where(Panelist.entry_hash == _hash_of(code)))
    if panelist is None:
        raise EntryUnknown()
    require_seat(panelist)
    _require_in_time(panelist)
    return panelist


def enter(code: str, *, secret: str | None = None, panel: Panel | None = None) -> Entered:
    """Let a browser in by a link (of this panel); ``secret`` is the one it has already, if any.

    Raises ``EntryUnknown``, ``EntryOver``, ``SeatGivenUp``, ``EntryUsed`` (by another browser).
    """
    panel_id = panel.id if panel is not None else None
    with transaction():
        panelist = seating.locked_panelist(shown_by(code).id)
        if panel_id not in (None, panelist.panel_id) or panelist.entry_hash != _hash_of(code):
            raise EntryUnknown()
        require_seat(panelist)
        if panelist.browser_hash is None:
            secret = new_token()
            panelist.browser_hash = token_hash(secret)
        elif secret is None or not is_browser_of(panelist, secret):
            raise EntryUsed()
    return Entered(panelist, secret)


def require_unused(panelist: Panelist) -> None:
    """Raise ``EntryUsed`` where another browser has the link."""
    if panelist.browser_hash is not None:
        raise EntryUsed()


def is_browser_of(panelist: Panelist, secret: str) -> bool:
    """Say whether the secret is that of the browser that opened the member's link."""
    return panelist.browser_hash is not None and hmac.compare_digest(panelist.browser_hash, token_hash(secret))


def member_with(panelist_id: int, secret: str) -> Panelist:
    """Return the member whose browser has this secret. Raises ``LinkNeeded``, ``EntryOver``, ``SeatGivenUp``."""
    panelist = db.session.get(Panelist, panelist_id)
    if panelist is None or not is_browser_of(panelist, secret):
        raise LinkNeeded()
    require_seat(panelist)
    _require_in_time(panelist)
    return panelist


def member_of(panel: Panel, account_id: int) -> Panelist | None:
    """Return the seat that an account is bound to on a panel."""
    query = select(Panelist).where(Panelist.panel_id == panel.id, Panelist.account_id == account_id)
    return db.session.scalar(query.where(Panelist.state == PanelistState.accepted))


def bind(panelist: Panelist, account: Any) -> None:
    """Let an account open the member's page too: the list of tasks then shows what is to be done."""
    panelist_id = panelist.id
    with transaction():
        panelist = seating.locked_panelist(panelist_id)
        require_seat(panelist)
        panelist.account_id = account.id
        audit.record("panelist.bind", of=("panelist", panelist.id), by=account)


def require_seat(panelist: Panelist) -> None:
    """Raise ``SeatGivenUp`` for who has declined, withdrawn, or never said yes."""
    if panelist.state is not PanelistState.accepted:
        raise SeatGivenUp(number=panelist.number)


def _require_in_time(panelist: Panelist) -> None:
    if panelist.entry_until is not None and clock.now() >= panelist.entry_until:
        raise EntryOver(until=panelist.entry_until)


def grouped(code: str) -> str:
    """Write a code as people type it: "ABCD-EFGH-IJKL-MNOP"."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _send(panel: Panel, one: Panelist, contact: str, code: str) -> None:
    by_mail = identity.is_mail(contact)
    mail.write(
        contact, locale="ko", subject=SUBJECT, body=LETTER if by_mail else TEXT, good_until=one.entry_until,
        channel="mail" if by_mail else "sms", title=panel.title_ko, phone=mail.telephone(),
        link=mail.address(f"/i/me/{code}"),
    )  # fmt: skip


def _hash_of(code: str) -> str:
    typed = "".join(code.split()).replace("-", "").upper().translate(MISREAD)
    return keyed_hash("panel entry", typed)


def _until(panel: Panel) -> dt.datetime:
    last = panel.last_day or panel.first_day or clock.today()
    return dt.datetime.combine(max(last, clock.today()), dt.time(), SEOUL).astimezone(dt.UTC) + KEPT
