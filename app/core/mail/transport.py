"""The ways out: an SMTP server, or files that one can read (for the demonstration); text messages by their carrier."""

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app

from app.core import clock
from app.core.mail import sms
from app.core.mail.models import Message

TIMEOUT_S = 20
CANNOT = (OSError, smtplib.SMTPException, UnicodeError)  # what a way out raises when it cannot take a message
UNFOLDED = "List-Unsubscribe"


class OneLine(EmailPolicy):
    """Keep a long address on one line: folded it would be written as encoded words, and be no address (RFC 2369)."""

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {value}{self.linesep}" if name == UNFOLDED else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii") if name == UNFOLDED else super().fold_binary(name, value)


def send(message: Message) -> None:
    """Hand a message over. Raises one of ``CANNOT``."""
    if message.channel == "sms":
        sms.send(message)
        return
    letter = as_email(message)
    if current_app.config["SMTP_ADDRESS"]:
        by_smtp(letter, current_app.config["SMTP_ADDRESS"])
    else:
        into_folder(letter, message, Path(current_app.config["OUTBOX"]))


def as_email(message: Message) -> EmailMessage:
    letter = EmailMessage(policy=OneLine())
    letter["From"] = current_app.config["MAIL_FROM"]
    letter["To"] = message.to
    letter["Subject"] = " ".join(message.subject.split())  # a line break would begin another header
    letter["Date"] = format_datetime(message.queued_at)
    letter["Message-ID"] = make_msgid(idstring=str(message.id), domain="minhoe.invalid")
    letter["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe:  # RFC 8058: the reader's program ends such letters by one POST
        letter[UNFOLDED] = f"<{message.unsubscribe}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter.set_content(message.body)
    return letter


def by_smtp(letter: EmailMessage, server: str) -> None:
    """Send through ``smtp://`` (STARTTLS where offered) or ``smtps://``, user and password in the address."""
    parts = urlsplit(server)
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=TIMEOUT_S, context=ssl.create_default_context()
        )
    else:
        connection = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT_S)
    with connection:
        if parts.scheme != "smtps" and connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
        if parts.username:
            connection.login(unquote(parts.username), unquote(parts.password or ""))
        connection.send_message(letter)


def into_folder(letter: EmailMessage, message: Message, folder: Path) -> None:
    """Write one readable file a message, named by time and number."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = ("From", "To", "Subject", "Date", UNFOLDED, "List-Unsubscribe-Post")
    head = "".join(f"{name}: {letter[name]}\n" for name in shown if letter[name])
    (folder / f"{clock.now():%Y%m%d-%H%M%S}-{message.id:06d}.txt").write_text(f"{head}\n{message.body}", "utf-8")
