"""Mail goes out after the commit, once, through a real server or into files; failures stay visible."""

import datetime as dt
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
import time_machine
from aiosmtpd.controller import Controller
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock, mail
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.core.mail import Message, delivery
from tests.builders import an_account


class Mailbox:
    """What a server of mails took, and whom it refuses."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], bytes]] = []
        self.refuse = ""

    async def handle_DATA(self, server, session, envelope):
        if self.refuse in envelope.rcpt_tos:
            return "550 no such mailbox"
        self.taken.append((envelope.rcpt_tos, envelope.content))
        return "250 taken"


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    app.config["SMTP_ADDRESS"] = f"smtp://127.0.0.1:{port}"
    yield box
    server.stop()


def queued(to: str = "hong@example.org", **more) -> int:
    with transaction():
        return mail.queue(to, "접수 번호 2027-0001", "제안을 받았습니다.\n고맙습니다.", **more).id


def test_a_letter_in_korean_arrives_as_it_was_written(app: Flask, mailbox: Mailbox):
    message_id = queued()
    [(to, raw)] = mailbox.taken
    letter = message_from_bytes(raw, policy=policy.default)
    assert to == ["hong@example.org"]
    assert letter["Subject"] == "접수 번호 2027-0001"
    assert letter.get_content().splitlines() == ["제안을 받았습니다.", "고맙습니다."]
    assert letter["From"] == app.config["MAIL_FROM"]
    assert db.session.get(Message, message_id).sent_at is not None


def test_what_is_rolled_back_sends_nothing(app: Flask, mailbox: Mailbox):
    def queue_and_fail() -> None:
        with transaction():
            mail.queue("hong@example.org", "a", "b")
            raise RuleError()

    with pytest.raises(RuleError):
        queue_and_fail()
    assert mailbox.taken == []
    assert db.session.query(Message).count() == 0


def test_a_letter_leaves_only_after_the_commit(app: Flask, mailbox: Mailbox):
    with transaction():
        mail.queue("hong@example.org", "a", "b")
        assert mailbox.taken == []
    assert len(mailbox.taken) == 1


def test_a_refused_letter_stays_with_its_reason_and_is_tried_again(app: Flask, mailbox: Mailbox):
    mailbox.refuse = "hong@example.org"
    message_id = queued()
    failed = db.session.get(Message, message_id)
    assert (failed.sent_at, failed.tries) == (None, 1)
    assert "550" in failed.error
    assert [message.id for message in delivery.unsent()] == [message_id]
    mailbox.refuse = ""
    assert delivery.send_unsent() == 0  # not within five minutes
    with time_machine.travel(clock.now() + delivery.AGAIN_AFTER + dt.timedelta(seconds=1)):
        assert delivery.send_unsent() == 1
    assert db.session.get(Message, message_id).error is None
    assert len(mailbox.taken) == 1


def test_a_server_that_is_away_harms_no_request(app: Flask):
    app.config["SMTP_ADDRESS"] = "smtp://127.0.0.1:1"
    message_id = queued()
    assert "refused" in db.session.get(Message, message_id).error


def test_after_ten_tries_a_letter_waits_for_a_person(app: Flask, mailbox: Mailbox):
    message_id = queued()
    db.session.get(Message, message_id).sent_at = None
    db.session.get(Message, message_id).tries = delivery.TRIES_AT_MOST
    db.session.get(Message, message_id).claimed_at = None
    db.session.commit()
    assert delivery.send_unsent() == 0
    assert delivery.try_again(message_id)


def test_two_senders_at_once_send_one_letter(app: Flask, mailbox: Mailbox):
    message_id = queued()
    assert delivery.send(message_id) is False
    assert len(mailbox.taken) == 1


def test_a_letter_with_an_expired_link_is_not_sent_and_its_link_is_erased(app: Flask, mailbox: Mailbox):
    app.config["SMTP_ADDRESS"] = "smtp://127.0.0.1:1"
    message_id = queued(good_until=clock.now() + dt.timedelta(minutes=20))
    with time_machine.travel(clock.now() + dt.timedelta(minutes=21)):
        assert delivery.send_unsent() == 0
        assert delivery.try_again(message_id) is False
    assert db.session.get(Message, message_id).body == ""


def test_a_letter_with_a_link_is_emptied_once_sent(app: Flask, mailbox: Mailbox):
    message_id = queued(good_until=clock.now() + dt.timedelta(minutes=20))
    assert len(mailbox.taken) == 1
    assert db.session.get(Message, message_id).body == ""


def test_letters_are_deleted_a_month_after_they_were_sent(app: Flask, mailbox: Mailbox):
    queued()
    with time_machine.travel(clock.now() + delivery.KEPT + dt.timedelta(minutes=1)):
        delivery.tidy()
    assert db.session.query(Message).count() == 0


def test_a_subject_cannot_smuggle_another_header(app: Flask, mailbox: Mailbox):
    with transaction():
        mail.queue("hong@example.org", "hello\r\nBcc: all@example.org", "b")
    letter = message_from_bytes(mailbox.taken[0][1], policy=policy.default)
    assert letter["Bcc"] is None
    assert mailbox.taken[0][0] == ["hong@example.org"]


def test_the_demonstration_writes_a_readable_file_a_letter(app: Flask):
    queued()
    [path] = app.config["OUTBOX"].iterdir()
    assert path.read_text("utf-8").startswith(
        f"From: {app.config['MAIL_FROM']}\nTo: hong@example.org\nSubject: 접수 번호"
    )
    assert path.read_text("utf-8").endswith("\n\n제안을 받았습니다.\n고맙습니다.")


def test_a_letter_is_written_in_the_language_of_its_reader(app: Flask, mailbox: Mailbox):
    at = clock.seoul(2026, 11, 25, 18)
    for locale in ("ko", "en"):
        with transaction():
            mail.write(
                "hong@example.org", locale=locale, subject=N_("Your password was changed"), body="%(at)s", at=at
            )  # fmt: skip
    korean, english = (message_from_bytes(raw, policy=policy.default) for _, raw in mailbox.taken)
    assert korean["Subject"] == "비밀번호가 바뀌었습니다"
    assert korean.get_content().strip() == "2026. 11. 25.(수) 18:00"
    assert english["Subject"] == "Your password was changed"
    assert english.get_content().strip() == "Wed 25 Nov 2026, 18:00 KST"


def test_the_command_sends_what_waits(app: Flask, mailbox: Mailbox):
    message_id = queued()
    db.session.get(Message, message_id).sent_at = None
    db.session.get(Message, message_id).claimed_at = None
    db.session.commit()
    assert app.test_cli_runner().invoke(args=["mail", "send"]).output == "1 messages sent\n"


def test_the_administrator_sees_what_was_not_sent_and_sends_it_again(
    app: Flask, client: FlaskClient, sign_in, mailbox: Mailbox
):
    mailbox.refuse = "hong@example.org"
    message_id = queued()
    sign_in(an_account("administrator"))
    page = client.get("/admin/letters").text
    assert "hong@example.org" in page
    assert "550" in page
    mailbox.refuse = ""
    client.post(f"/admin/letters/{message_id}/again")
    assert len(mailbox.taken) == 1
    assert "모든 편지를 보냈습니다" in client.get("/admin/letters").text
