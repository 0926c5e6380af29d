"""Keys that tell the same person, home or link apart from others, and lead back to nobody without the site's secret."""

import re
import unicodedata

from app.core.encryption import keyed_hash, new_token
from app.core.encryption import token_hash as token_key
from voting.sortition.households import address_key

__all__ = ["home_key", "is_mail", "is_mobile", "new_token", "person_key", "plain_contact", "token_key"]


def person_key(contact: str | None) -> str | None:
    """Return the keyed hash of an e-mail address or telephone number, written in whichever way."""
    written = plain_contact(contact)
    return keyed_hash("person", written) if written else None


def plain_contact(contact: str | None) -> str:
    """Return a contact as it is compared: an address in lower case, a number by its digits, +82 10 as 010."""
    text = unicodedata.normalize("NFKC", contact or "").strip().lower()
    if "@" in text or not text:
        return text
    digits = re.sub(r"\D", "", text)
    return f"0{digits.removeprefix('82').removeprefix('0')}" if text.startswith("+82") else digits


def is_mail(contact: str) -> bool:
    return "@" in contact


def is_mobile(contact: str) -> bool:
    """Say whether a text message can reach the number (01x)."""
    return not is_mail(contact) and re.fullmatch(r"01\d{8,9}", plain_contact(contact)) is not None


def home_key(address: str | None) -> str | None:
    """Return the keyed hash of an address, without what differs only in writing (spaces, 동, 호)."""
    key = address_key(address or "")
    return keyed_hash("home", key) if key else None
