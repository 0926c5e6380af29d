"""The machine by itself: jobs, the command line, a dry run of every form, and the check of what is stored."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from app.core import clock
from app.core.db import db, transaction
from app.polls import jobs
from app.polls.models import BoxedBallot, Leaf, LogHead, Poll, RollRow, RollState
from app.polls.services import checking, finding, freezing, keys, publishing, sequencer
from app.polls.services.making import ElectorateRow
from tests.polls.builders import (
    AFTER,
    DURING,
    OPENS,
    OPTIONS,
    a_draft,
    a_frozen_poll,
    an_open_poll,
    closed,
    vote,
    voted_by,
)
from voting.ledger.verify import verify

LIMITS = {"budget": 0, "ceilings": [], "incompatible": []}
BUDGET = {"budget": 100, "ceilings": [], "incompatible": []}
DEAR = [type(row)(row.code, row.title_ko, row.title_en, cost_won=20 * int(row.code)) for row in OPTIONS]
FORMS = {
    "exactly-two": {"form_numbers": {"at_least": 2, "at_most": 2, "blank": False}},
    "choose-one": {"form": "choose-1", "form_numbers": {}},
    "yes-no": {"form": "yes-no", "form_numbers": {}, "rule": {"name": "majority", "options": {}, "limits": LIMITS}},
    "majority-within-money": {
        "form": "yes-no", "form_numbers": {}, "options": DEAR,
        "rule": {"name": "majority-fill", "options": {"ties": ["file"]}, "limits": BUDGET},
    },
    "ranking": {
        "form": "ordinal", "form_numbers": {"at_most": 3}, "publish": "ballots",
        "rule": {"name": "equal-shares", "options": {"utility": "borda"}, "limits": BUDGET},
        "options": DEAR,
    },
    "points": {
        "form": "cumulative", "form_numbers": {"points_at_least": 1, "sum_at_most": 10, "at_most": 3},
        "rule": {"name": "top-k", "options": {"k": 2}, "limits": LIMITS},
    },
    "knapsack": {
        "form": "knapsack", "form_numbers": {"budget": 100}, "options": DEAR, "publish": "open",
        "rule": {"name": "greedy", "options": {}, "limits": BUDGET},
    },
}  # fmt: skip


@pytest.mark.one_database
@pytest.mark.parametrize("form", FORMS)
def test_a_dry_run_goes_through_the_whole_machine(app: Flask, form: str):
    rows = [ElectorateRow("a", "가", "A", eligibility="list"), ElectorateRow("b", "나", "B")]
    poll = a_draft(electorates=rows, **FORMS[form])
    copy = freezing.dry_run(poll, ballots=21)
    assert (copy.is_test, finding.state_of(copy), copy.id != poll.id) == (True, "published", True)
    assert {part["ballots"] for part in copy.result["electorates"].values()} == {21}
    verify(publishing.bundle(copy))
    assert finding.state_of(poll) == "draft"


def test_a_dry_run_needs_no_kept_shares_in_production(app: Flask):
    keys.make_city()
    app.config["PRODUCTION"] = True
    copy = freezing.dry_run(a_draft(), ballots=3)
    assert finding.state_of(copy) == "published"


def test_the_job_opens_fills_the_log_and_closes(app: Flask):
    poll = a_frozen_poll(voters=45)
    with clock.replaying(OPENS + dt.timedelta(minutes=1)):
        jobs.keep_polls_going()
    voted_by(poll, 20)
    with clock.replaying(DURING):
        jobs.keep_polls_going()
    assert db.session.query(BoxedBallot).count() == 20
    vote(poll, 21, "1")
    with clock.replaying(AFTER):
        jobs.keep_polls_going()
        jobs.keep_polls_going()
    assert finding.state_of(db.session.get(Poll, poll.id), AFTER) == "closed"


def test_the_command_line_counts_by_typed_shares_and_says_refusals(app: Flask, tmp_path):
    poll = an_open_poll()
    voted_by(poll, 21)
    closed(poll)
    slug, (one, two), run = poll.slug, keys.demonstration_shares(poll), app.test_cli_runner().invoke
    refused = run(args=["polls", "count", slug], input=f"{one}\n{one}\n")
    assert refused.exit_code == 1
    assert "both shares are of holder A" in refused.output
    counted = run(args=["polls", "count", slug], input=f"{one}\n{two}\n")
    assert counted.exit_code == 0, counted.output
    assert one not in counted.output
    assert run(args=["polls", "draw", slug, "3 1 6 2"]).exit_code == 0
    assert run(args=["polls", "bundle", slug, str(tmp_path / "copy.zip")]).exit_code == 0
    assert run(args=["polls", "openings", slug, str(tmp_path / "openings.jsonl")]).exit_code == 0
    verify(tmp_path / "copy.zip", openings=tmp_path / "openings.jsonl")
    assert run(args=["polls", "check", slug]).output == ""
    assert "Appeals are possible" in run(args=["polls", "destroy", slug, "--yes"]).output
    made = run(args=["polls", "ceremony", poll.number], input="\n" * 8)
    assert made.exit_code == 0, made.output
    assert len(made.output.splitlines()[0].split()[-1]) == 64


TOUCHED = {
    "a leaf's body": lambda p: update(Leaf).where(Leaf.poll_id == p, Leaf.place == 3).values(body='{"a":1}'),
    "a leaf's hash": lambda p: update(Leaf).where(Leaf.poll_id == p, Leaf.place == 3).values(leaf=bytes(32)),
    "a leaf's kind": lambda p: update(Leaf).where(Leaf.poll_id == p, Leaf.place == 3).values(kind="void"),
    "the last leaf away": lambda p: delete(Leaf).where(Leaf.poll_id == p, Leaf.place == 21),
    "a leaf away": lambda p: delete(Leaf).where(Leaf.poll_id == p, Leaf.place == 5),
    "a leaf added": lambda p: insert(Leaf).values(poll_id=p, place=23, leaf=bytes(32), kind="void", body="{}"),
    "a root": lambda p: update(LogHead).where(LogHead.poll_id == p, LogHead.size == 21).values(root="0" * 64),
    "a minute": lambda p: update(LogHead).where(LogHead.poll_id == p, LogHead.size == 21).values(minute="2026-11-03T00:00Z"),
    "a frontier": lambda p: update(LogHead).where(LogHead.poll_id == p, LogHead.size == 22).values(frontier="00,00"),
    "a head away": lambda p: delete(LogHead).where(LogHead.poll_id == p, LogHead.size == 22),
    "a ballot away": lambda p: delete(BoxedBallot).where(BoxedBallot.leaf == _first(BoxedBallot.leaf, p)),
    "a ballot added": lambda p: insert(BoxedBallot).values(poll_id=p, leaf=bytes(32), sealed=b"x"),
    "a line away": lambda p: delete(RollRow).where(RollRow.pseud == _first(RollRow.pseud, p)),
    "a line added": lambda p: insert(RollRow).values(poll_id=p, pseud="0" * 64, electorate="citizens", state=RollState.voted),
    "a tag": lambda p: update(RollRow).where(RollRow.pseud == _first(RollRow.pseud, p)).values(tag="f" * 64),
    "a cell": lambda p: update(RollRow).where(RollRow.pseud == _first(RollRow.pseud, p)).values(cell="29110"),
}  # fmt: skip


def _first(column, poll_id: int):
    voted = (RollRow.state == RollState.voted,) if column is RollRow.pseud else ()
    return db.session.scalar(select(column).where(column.class_.poll_id == poll_id, *voted).order_by(column).limit(1))


def test_whatever_row_of_a_closed_poll_is_touched_by_hand_is_named(app: Flask):
    poll = an_open_poll(voters=40)
    voted_by(poll, 20)
    with clock.replaying(DURING):
        sequencer.run(poll)
    assert checking.faults(poll) == []
    closed(poll)
    assert checking.faults(poll) == []
    number, unseen = poll.id, []
    for name, touch in TOUCHED.items():
        db.session.execute(touch(number))
        db.session.expire_all()
        if not checking.faults(db.session.get_one(Poll, number)):
            unseen.append(name)
        db.session.rollback()
    assert unseen == []


def test_before_the_end_a_ballot_without_its_voter_is_noticed(app: Flask):
    poll = an_open_poll(voters=40)
    voted_by(poll, 5)
    assert checking.faults(poll) == []
    with transaction():
        db.session.execute(update(RollRow).where(RollRow.state == RollState.voted).values(state="listed", tag=None))
    assert [fault.where for fault in checking.faults(poll)] == ["roll"]
