"""Text messages: a carrier takes a number and a text. The one that ships writes files that one can read.

An installation adds the carrier of its contract: ``sms.CARRIERS["name"] = function``, and names it in
``SMS_CARRIER``. A carrier raises ``OSError`` where it cannot take a message; it is then tried again like mail.
"""

from collections.abc import Callable
from pathlib import Path

from flask import current_app

from app.core import clock
from app.core.mail.models import Message

Carrier = Callable[[str, str, int], None]  # number, text, the message's own key


class CarrierUnknown(OSError):
    """The settings name a carrier that this installation does not have."""


def send(message: Message) -> None:
    """Hand a text message to the carrier of the settings. Raises ``OSError``."""
    name = current_app.config["SMS_CARRIER"]
    if name not in CARRIERS:
        raise CarrierUnknown(name)
    CARRIERS[name](message.to, message.body, message.id)


def into_folder(number: str, text: str, key: int) -> None:
    """Write one readable file a message beside the mails."""
    folder = Path(current_app.config["OUTBOX"])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{clock.now():%Y%m%d-%H%M%S}-{key:06d}.sms.txt").write_text(f"To: {number}\n\n{text}", "utf-8")


CARRIERS: dict[str, Carrier] = {"outbox": into_folder}
