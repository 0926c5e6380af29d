"""Voters reach the deployed site over HTTP while its workers are killed, and while its database is gone."""

import contextlib
import datetime as dt
import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from app.core import clock
from app.core.db import Base, db
from app.polls.services import codes, opening, publishing
from app.polls.services.making import ElectorateRow
from tests.faults.conftest import LONG, ROUNDS, long_form
from tests.faults.harness import Town, keep_batching, what_holds
from tests.faults.servers import Server
from tests.faults.site import Browser, Crowd, Site, kill_while_they_vote, receipt_on
from tests.faults.test_outages import numbers
from tests.polls.builders import a_frozen_poll
from voting.ledger.verify import verify

KILLS, VOTERS, PAUSE = (ROUNDS, 30 * ROUNDS, 3.0) if LONG else (1, 16, 0.2)
GONE = "지금 데이터베이스에 연결할 수 없습니다. 바뀐 것은 없습니다."
LISTED = [ElectorateRow("holders", "번호", "Holders", eligibility="codes")]


def town(address: str, folder: Path) -> tuple[Town, str, list[str]]:
    """A poll that is open by the true clock, its address, and a code for each voter."""
    engine = create_engine(address)
    Base.metadata.create_all(engine)
    engine.dispose()
    found, now = Town(address, folder, 0, VOTERS), clock.now()
    with found.app().app_context():
        times = {"opens_at": now - dt.timedelta(hours=2), "closes_at": now + dt.timedelta(hours=3)}
        poll = a_frozen_poll(voters=0, electorates=LISTED, **times)
        handed_out = codes.issue(poll, "holders", VOTERS)
        opening.open_poll(poll)
        found.poll_id, slug = poll.id, poll.slug
        db.session.remove()
        db.engine.dispose()
    return found, slug, handed_out


@contextlib.contextmanager
def served(found: Town) -> Iterator[Site]:
    site = Site(found.address, found.folder)
    try:
        site.ready()
        yield site
    finally:
        site.stop()


def votes_survive(found: Town, slug: str, handed_out: list[str], kill_database=None) -> None:
    sequencer = multiprocessing.get_context("fork").Process(target=keep_batching, args=(found,), daemon=True)
    sequencer.start()
    with served(found) as site:
        crowd = Crowd(site, slug, handed_out)
        assert kill_while_they_vote(site, crowd, KILLS, PAUSE, kill_database) > 0
    sequencer.kill()
    sequencer.join()
    with found.app().app_context():
        poll = what_holds(found, crowd.told)
        verify(publishing.bundle(poll))
        db.session.remove()
        db.engine.dispose()


def the_voter_is_told_and_votes_later(found: Town, slug: str, code: str, take_away, put_back) -> None:
    with served(found) as site:
        browser = Browser(site.port)
        form = browser.review(slug, code, "1")
        take_away(site)
        status, page = browser.ask(f"/polls/{slug}/receipt", form)
        assert (status, GONE in page) == (503, True)
        put_back()
        receipt = receipt_on(browser.insist(f"/polls/{slug}/receipt", form))
        assert receipt_on(browser.insist(f"/polls/{slug}/receipt", form)) == receipt
    with found.app().app_context():
        assert numbers() == (1, 1)
        db.session.remove()
        db.engine.dispose()


def test_killed_workers_of_the_site_lose_and_double_no_ballot_on_sqlite(folder: Path):
    votes_survive(*town(f"sqlite:///{folder / 'town.db'}", folder))


@long_form
def test_without_its_sqlite_folder_the_site_says_so_in_korean_and_the_form_is_cast_later(folder: Path):
    """A process keeps the file that it has open, whatever its name becomes: the workers are begun anew without it."""
    data, away = folder / "data", folder / "away"
    data.mkdir()
    found, slug, handed_out = town(f"sqlite:///{data / 'town.db'}", folder)

    def take_away(site: Site) -> None:
        data.rename(away)
        before = site.workers()
        site.kill(*before)
        while len(set(site.workers()) - set(before)) < 2:
            pass
        site.ready()

    the_voter_is_told_and_votes_later(found, slug, handed_out[0], take_away, lambda: away.rename(data))


@long_form
@pytest.mark.postgres
def test_killed_workers_and_a_killed_postgresql_lose_and_double_no_ballot_of_the_site(folder: Path):
    with Server(folder) as server:
        votes_survive(*town(server.address, folder), kill_database=server.kill)


@long_form
@pytest.mark.postgres
def test_without_postgresql_the_site_says_so_in_korean_and_the_form_is_cast_later(folder: Path):
    with Server(folder) as server:
        found, slug, handed_out = town(server.address, folder)
        the_voter_is_told_and_votes_later(found, slug, handed_out[0], lambda _: server.stop(), server.start)
