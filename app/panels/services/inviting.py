"""Invitations of who was drawn: by mail, text message or letter, each with a link of one's own."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from flask_babel import force_locale, gettext

from app.core import audit, clock, mail
from app.core.dates import date_text, instant_text
from app.core.db import transaction
from app.core.errors import N_, RuleError
from app.core.money import WORDS
from app.core.typeset import as_pdf
from app.panels.models import Contact, ContactOutcome, Panel, Panelist, PanelistState
from app.panels.services import contacts, identity, making, seating

INVITABLE = (PanelistState.drawn, PanelistState.invited)
LANGUAGE = "ko"  # of letters to people of whom no language is known
SUBJECT = N_("You have been drawn: %(title)s")
LETTER = N_(
    "You have been drawn by lot for the citizens' panel “%(title)s”.\n\n%(when)s\n%(where)s\n%(allowance)s\n\nPlease "
    "say by %(until)s whether you will come, and what you need (access, interpreter, child care). The link is yours "
    "alone and takes one answer.\n%(link)s\n\nQuestions: %(phone)s"
)
TEXT = N_("[Gwangju] You were drawn for “%(title)s”. Say by %(until)s whether you will come: %(link)s")


class UntilPast(RuleError):
    code = "invitation_until_past"
    sentence = N_("Leave people time to answer: choose a later day.")
    field = "until"


class NobodyToInvite(RuleError):
    code = "nobody_to_invite"
    sentence = N_("Nobody is left who could be invited this way.")


@dataclass(frozen=True)
class Invited:
    """How many were invited by channel, and the numbers of those whom only a letter reaches."""

    mail: int
    sms: int
    by_letter_only: tuple[int, ...]


def channel_of(panelist: Panelist) -> str:
    """Return how a member is reached: mail, sms, or letter."""
    contact = panelist.respondent.contact or ""
    if identity.is_mail(contact):
        return "mail"
    return "sms" if identity.is_mobile(contact) else "letter"


def invite(panel: Panel, *, until: dt.datetime, by: Any, again: bool = False) -> Invited:
    """Invite everybody drawn (``again``: also who was invited before) by mail or text message. Raises ``UntilPast``."""
    panel_id = panel.id
    with transaction():
        panel = _ready(panel_id, until)
        members = seating.panelists(panel, *(INVITABLE if again else INVITABLE[:1]))
        channels = [(one, channel_of(one)) for one in members]
        for one, channel in channels:
            if channel != "letter":
                _send(panel, one, channel, until, by)
        sent = [channel for _one, channel in channels]
        letters = tuple(one.number for one, channel in channels if channel == "letter")
        done = Invited(sent.count("mail"), sent.count("sms"), letters)
        after = {"mail": done.mail, "sms": done.sms, "letters": len(letters), "until": until.isoformat()}
        audit.record("panel.invite", of=("panel", panel.id), by=by, after=after)
    return done


def letters(panel: Panel, *, until: dt.datetime, by: Any, everybody: bool = False) -> bytes:
    """Return the letters as one PDF, a page each: to those whom nothing else reaches, or to everybody drawn.

    A new letter makes the link of an earlier invitation worthless. Raises ``UntilPast``, ``NobodyToInvite``.
    """
    panel_id = panel.id
    with transaction():
        panel = _ready(panel_id, until)
        members = [one for one in seating.panelists(panel, *INVITABLE) if everybody or channel_of(one) == "letter"]
        if not members:
            raise NobodyToInvite()
        pages = [_page(panel, one, _new_link(one, until), until) for one in members]
        for one in members:
            _invited(one, "letter", by)
        audit.record("panel.letters_printed", of=("panel", panel.id), by=by, after={"letters": len(members)})
    return as_pdf("panels/letter.typ", {"pages": pages, "lang": LANGUAGE})


def _ready(panel_id: int, until: dt.datetime) -> Panel:
    if until <= clock.now():
        raise UntilPast()
    return making.locked_panel(panel_id)


def _send(panel: Panel, one: Panelist, channel: str, until: dt.datetime, by: Any) -> None:
    link = _new_link(one, until)
    mail.write(
        str(one.respondent.contact), locale=LANGUAGE, subject=SUBJECT, body=LETTER if channel == "mail" else TEXT,
        good_until=until, channel=channel, title=panel.title_ko, until=until, link=link, phone=mail.telephone(),
        **_facts(panel),
    )  # fmt: skip
    _invited(one, channel, by)


def _new_link(one: Panelist, until: dt.datetime) -> str:
    token = identity.new_token()
    one.link_hash, one.link_until = identity.token_key(token), until
    return mail.address(f"/i/seat/{token}", LANGUAGE)


def _invited(one: Panelist, channel: str, by: Any) -> None:
    if one.state is PanelistState.drawn:
        one.state, one.moved_at = PanelistState.invited, clock.now()
    contacts.add(one, Contact(channel=channel, outcome=ContactOutcome.sent, by=getattr(by, "id", None)))


def _facts(panel: Panel) -> dict[str, str]:
    with force_locale(LANGUAGE):
        allowance = WORDS[LANGUAGE](panel.allowance_won) if panel.allowance_won else None
        return {
            "when": gettext("When: %(days)s", days=days_text(panel, LANGUAGE)),
            "where": gettext("Where: %(venue)s", venue=panel.venue_ko or gettext("to be told")),
            "allowance": gettext("Allowance: %(sum)s", sum=allowance) if allowance else "",
        }


def days_text(panel: Panel, language: str) -> str:
    """Return the days of a panel as people read them, a dash where they are not fixed."""
    days: Sequence[dt.date] = [day for day in (panel.first_day, panel.last_day) if day is not None]
    return " ~ ".join(dict.fromkeys(date_text(day, language) for day in days)) or "–"


def _page(panel: Panel, one: Panelist, link: str, until: dt.datetime) -> dict[str, Any]:
    picture = io.BytesIO()
    segno.make(link, error="m").save(picture, kind="svg", border=2)
    with force_locale(LANGUAGE):
        body = gettext(LETTER, title=panel.title_ko, until=instant_text(until, LANGUAGE), link=link,
                       phone=mail.telephone(), **_facts(panel))  # fmt: skip
        return {
            "to": one.respondent.name or "", "address": one.respondent.address or "",
            "number": gettext("No. %(number)s", number=one.number), "title": gettext(SUBJECT, title=panel.title_ko),
            "body": body, "link": link, "qr": picture.getvalue().decode(), "sender": gettext("Gwangju Metropolitan City"),
        }  # fmt: skip
