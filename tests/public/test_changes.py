"""The feed of changes, on the page and as Atom (RFC 4287)."""

import datetime as dt
from xml.etree import ElementTree

from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db, transaction
from app.proposals.models import Proposal, Stage
from app.proposals.services.amounts import append_amount
from app.public.services import feed
from tests.builders import a_cycle, a_proposal
from tests.public.builders import a_life, at

ATOM = "{http://www.w3.org/2005/Atom}"


def test_what_happened_together_on_one_day_is_one_entry_by_the_day_in_gwangju(app: Flask):
    proposals = [a_proposal(a_cycle(slug="2019", open_now=None), asked_won=100) for _ in range(1)]
    cycle = proposals[0].cycle
    proposals += [a_proposal(cycle, asked_won=100) for _ in range(2)]
    ids = [proposal.id for proposal in proposals]
    # 14:59 UTC is 23:59 in Gwangju; 15:00 UTC is the next day there.
    moments = (at(2018, 12, 14, 1), at(2018, 12, 14, 14, 59), at(2018, 12, 14, 15))
    with transaction():
        for proposal_id, moment in zip(ids, moments, strict=True):
            append_amount(db.session.get_one(Proposal, proposal_id), Stage.plenary, 70, decided_by="시의회", at=moment)
    found, _ = feed.changes("2019")
    told = [(c.day, c.count, c.won, c.who) for c in found if c.kind == "amounts"]
    assert told == [("2018-12-15", 1, 70, "시의회"), ("2018-12-14", 2, 140, "시의회")]


def test_phases_are_told_by_the_clock_and_not_before(app: Flask):
    a_cycle(slug="2019", open_now="dept_review")
    told = {(c.kind, c.what) for c in feed.changes("2019")[0] if c.kind in ("opened", "closed")}
    assert told == {("opened", "intake"), ("closed", "intake"), ("opened", "dept_review")}


def test_the_feed_has_pages_and_can_be_narrowed_to_a_year(app: Flask, client: FlaskClient):
    a_life(a_cycle(slug="2019", open_now="execution"), 100, voted=100, bill=100, plenary=50)
    a_cycle(slug="2027")
    first, more = feed.changes(per_page=5)
    second, _ = feed.changes(per_page=5, page=2)
    assert more
    assert len(first) == 5
    assert not {(c.slug, c.kind, c.what, c.day) for c in first} & {(c.slug, c.kind, c.what, c.day) for c in second}
    assert {change.slug for change in feed.changes("2027")[0]} == {"2027"}
    assert "2019년도 예산" not in client.get("/changes?cycle=2027").text
    assert client.get("/changes?cycle=nonsense").status_code == 200


def test_the_atom_feed_is_whole(app: Flask, client: FlaskClient):
    a_life(a_cycle(slug="2019", open_now="execution"), 100, voted=100, title="<&>")
    answer = client.get("/changes.atom")
    assert answer.mimetype == "application/atom+xml"
    root = ElementTree.fromstring(answer.data)
    entries = root.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert root.tag == f"{ATOM}feed"
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    assert len(set(ids)) == len(ids) > 3
    times = [dt.datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "") for entry in entries]
    assert times == sorted(times, reverse=True)
    assert all(moment.tzinfo for moment in times)
    for entry in entries:
        address = entry.find(f"{ATOM}link").attrib["href"]  # type: ignore[union-attr]
        assert client.get(address.removeprefix("http://localhost")).status_code == 200
    again = client.get("/changes.atom", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert ElementTree.fromstring(client.get("/changes.atom?cycle=none").data).findall(f"{ATOM}entry") == []
