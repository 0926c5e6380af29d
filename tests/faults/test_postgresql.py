"""PostgreSQL runs out of disk, and is copied while people vote: with servers of the test's own, in the long form alone."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg.errors import DiskFull
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from app.core import clock
from app.core.db import Base, db
from app.polls.models import Poll
from app.polls.services import casting, checking
from tests.faults.conftest import long_form
from tests.faults.harness import Town
from tests.faults.servers import Server
from tests.faults.test_outages import numbers
from tests.polls.builders import DURING, an_open_poll, closed, counted, voter
from voting.ledger.canonical import canonical

VOTERS = 400
pytestmark = [long_form, pytest.mark.postgres]


@contextmanager
def an_app_on(address: str, folder: Path) -> Iterator[None]:
    with Town(address, folder, 0, VOTERS).app().app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def form_of(poll: Poll, number: int) -> tuple:
    who = voter(poll, number)
    return who, casting.draft(poll, who, [str(1 + number % 3)]).field


@contextmanager
def small_disk(server: Server, folder: Path) -> Iterator[Path]:
    """A file system of 256 kB for the intake."""
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)], check=False).returncode:
        pytest.skip("a small file system needs the right to mount one")
    try:
        server.owns(disk)
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_disk_refuses_and_the_same_form_is_cast_once_there_is_room(folder: Path):
    with Server(folder) as server, small_disk(server, folder) as disk:
        engine = create_engine(server.address, isolation_level="AUTOCOMMIT")
        Base.metadata.create_all(engine)
        with engine.connect() as connection:
            connection.execute(text(f"CREATE TABLESPACE small LOCATION '{disk}'"))
            connection.execute(text("ALTER TABLE poll_intake SET TABLESPACE small"))
        with an_app_on(server.address, folder):
            poll = an_open_poll(VOTERS)
            with clock.replaying(DURING):
                forms, refused, said = [form_of(poll, number) for number in range(VOTERS)], [], set()
                for form in forms:
                    try:
                        casting.cast(poll, *form)
                    except OperationalError as full:
                        refused.append(form)
                        said.add(type(full.orig))
                assert said == {DiskFull}
                assert 0 < len(refused) < VOTERS
                assert numbers() == (VOTERS - len(refused),) * 2
                subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
                for form in refused:
                    casting.cast(poll, *form)
            assert numbers() == (VOTERS, VOTERS)


def test_a_copy_taken_while_people_vote_gives_the_same_result_bit_for_bit(folder: Path):
    """Whoever got no answer because of the outage posts the form again; who got one posts it without effect."""
    with Server(folder) as server:
        engine = create_engine(server.address)
        Base.metadata.create_all(engine)
        with an_app_on(server.address, folder):
            poll = an_open_poll(VOTERS)
            poll_id = poll.id
            with clock.replaying(DURING):
                forms = [form_of(poll, number) for number in range(VOTERS)]
                half = threading.Event()
                copying = threading.Thread(target=lambda: (half.wait(), server.back_up(folder / "copy")))
                copying.start()
                for number, form in enumerate(forms):
                    casting.cast(poll, *form)
                    if number == VOTERS // 4:
                        half.set()
                copying.join()
            first = canonical(counted(closed(poll)).result)
        with Server(folder, "copy") as restored, an_app_on(restored.address, folder):
            again = db.session.get(Poll, poll_id)
            assert checking.faults(again) == []
            there, _ = numbers()
            assert 0 < there < VOTERS
            with clock.replaying(DURING):
                for form in forms:
                    casting.cast(again, *form)
            assert canonical(counted(closed(again)).result) == first
