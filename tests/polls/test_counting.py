"""From the last ballot to the bundle that an outsider checks with nothing of the platform."""

import datetime as dt
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.core import clock, secret_files
from app.core.db import db, transaction
from app.polls.models import BoxedBallot, Intake, Leaf, LogHead, Poll, RollRow
from app.polls.services import (
    cancelling,
    casting,
    changing,
    closing,
    counting,
    destroying,
    errors,
    keys,
    log,
    publishing,
    receipts,
    sequencer,
    subjects,
)
from app.polls.services.subjects import Subject
from tests.polls.builders import (
    AFTER,
    CLOSES,
    DURING,
    LATE,
    a_frozen_poll,
    an_open_poll,
    closed,
    counted,
    published,
    vote,
    voted_by,
    voter,
)
from voting.ledger.heads import follows
from voting.ledger.merkle import verify_inclusion
from voting.ledger.receipts import qr_text
from voting.ledger.report import Report
from voting.ledger.verify import verify

ROOT = Path(__file__).parent.parent.parent
MINUTE = dt.timedelta(minutes=1)


def outsider(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run ``python -m voting`` where nothing of the platform can be imported."""
    alone = tmp_path / "alone"
    if not alone.exists():
        alone.mkdir()
        (alone / "voting").symlink_to(ROOT / "voting")
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(alone)}
    command = [sys.executable, "-P", "-m", "voting", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=alone, env=env, check=False)


def numbers(poll: Poll) -> tuple[int, int, int, int]:
    """Waiting, in the box, leaves, heads."""
    counts = (
        select(func.count()).select_from(t).where(t.poll_id == poll.id) for t in (Intake, BoxedBallot, Leaf, LogHead)
    )
    return tuple(db.session.scalar(query) for query in counts)


def test_batches_wait_for_twenty_ballots_and_a_minute_and_none_is_in_the_last_hour(app: Flask):
    poll = an_open_poll(voters=90)
    voted_by(poll, 19)
    with clock.replaying(DURING):
        assert sequencer.run(poll) is None
    vote(poll, 19, "1")
    with clock.replaying(DURING):
        assert len(sequencer.run(poll).leaves) == 20
        assert sequencer.run(poll) is None
    assert numbers(poll) == (0, 20, 21, 2)
    for number in range(20, 42):
        vote(poll, number, "2")
    with clock.replaying(DURING + dt.timedelta(seconds=119)):
        assert sequencer.run(poll) is None  # the last head tells its minute only
    with clock.replaying(DURING + 2 * MINUTE):
        assert len(sequencer.run(poll).leaves) == 22
    for number in range(42, 70):
        vote(poll, number, "3", at=LATE)
    with clock.replaying(CLOSES - dt.timedelta(seconds=1)):
        assert sequencer.run(poll) is None
    with clock.replaying(CLOSES):
        assert len(sequencer.run(poll).leaves) == 28
    assert numbers(poll) == (0, 70, 71, 4)


def test_with_fewer_than_forty_on_the_roll_there_is_one_batch_at_the_end(app: Flask):
    poll = an_open_poll(voters=39)
    voted_by(poll, 39)
    with clock.replaying(DURING):
        assert sequencer.run(poll) is None
    closed(poll)
    assert numbers(poll) == (0, 39, 41, 3)


def test_ballots_lie_in_the_log_in_the_order_of_their_hashes_not_of_casting(app: Flask):
    poll = an_open_poll(voters=40)
    cast = [one.receipt.leaf for one in voted_by(poll, 30)]
    with clock.replaying(DURING):
        batch = sequencer.run(poll)
    assert [placed.leaf.hex() for placed in batch.leaves] == sorted(cast)


@pytest.fixture
def whole(app: Flask) -> tuple[Poll, dict]:
    """A counted and published poll of 45 people: 30 voted, two of them changed their minds, a head was kept outside."""
    poll = an_open_poll(voters=45)
    cast = voted_by(poll, 30)
    with clock.replaying(DURING):
        sequencer.run(poll)
        kept = log.head(poll)
        for number in (3, 4):
            who = voter(poll, number)
            draft = changing.draft_change(poll, who, cast[number].change_code, ["5"], own="4711")
            cast.append(casting.cast(poll, who, draft.field))
    closed(poll)
    counted(poll)
    return published(poll), {"kept": kept, "cast": cast}


def test_an_outsider_verifies_the_bundle_with_nothing_but_voting(whole, tmp_path: Path):
    poll, outside = whole
    head = tmp_path / "head.json"
    head.write_text(json.dumps(outside["kept"].as_json(), separators=(",", ":"), sort_keys=True) + "\n")
    openings = tmp_path / "openings.jsonl"
    openings.write_bytes(keys.openings(poll))
    path = str(publishing.bundle(poll))
    code = outside["cast"][7].receipt.code
    said = outsider(
        tmp_path, "verify", path, "--city-key", keys.make_city(), "--head", str(head), "--receipt", code,
        "--full", str(openings),
    )  # fmt: skip
    assert said.returncode == 0, said.stdout + said.stderr
    assert "stands in the log and counts" in said.stdout
    assert "30 ballots stand, 2 were replaced with proof" in said.stdout


def test_the_command_line_recounts_the_same_winners(whole, tmp_path: Path):
    poll, _ = whole
    with zipfile.ZipFile(publishing.bundle(poll)) as bundle:
        bundle.extract("election.pb", tmp_path)
    said = outsider(
        tmp_path, "count", str(tmp_path / "election.pb"), "--rule", "top-k", "--k", "2", "--ties", "max-votes,file", "--json"
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["selected"] == poll.result["outcome"]["selected"]


def test_the_count_is_the_sum_of_what_people_last_chose(whole):
    poll, _ = whole
    chosen = {n: (str(1 + n % 5), str(1 + (n + 1) % 5)) for n in range(30)} | {3: ("5",), 4: ("5",)}
    expected = Counter(mark for marks in chosen.values() for mark in marks)
    assert poll.result["electorates"]["citizens"]["votes"] == expected
    best = sorted(expected, key=lambda code: (-expected[code], code))[:2]
    assert sorted(poll.result["outcome"]["selected"]) == sorted(best)


def test_a_receipt_is_found_whatever_became_of_its_ballot(whole):
    poll, outside = whole
    cast = outside["cast"]
    states = {n: receipts.look_up(poll, cast[n].receipt.code).state for n in (3, 7, 30)}
    assert states == {3: "replaced", 7: "in_log", 30: "in_log"}
    found = receipts.look_up(poll, cast[30].receipt.code)
    assert (found.own, found.head) == ("4711", log.head(poll))
    proof = log.proof(poll, bytes.fromhex(found.leaf))
    path = [bytes.fromhex(part) for part in proof.path]
    assert verify_inclusion(
        bytes.fromhex(found.leaf), found.place, proof.head.size, path, bytes.fromhex(proof.head.root)
    )
    assert follows(outside["kept"], proof.head, log.consistency(poll, outside["kept"].size, proof.head.size).path)
    assert receipts.look_up(poll, qr_text(cast[7].receipt, "https://example.org/look")).state == "in_log"
    assert receipts.look_up(an_open_poll(), cast[7].receipt.code).state == "unknown"
    with pytest.raises(receipts.ReceiptUnreadable):
        receipts.look_up(poll, cast[7].receipt.code[:-1] + "?")
    with pytest.raises(log.LeafUnknown):
        log.proof(poll, bytes(32))
    with pytest.raises(log.SizeUnknown):
        log.consistency(poll, 5, 10_000)


def test_two_shares_of_this_box_open_it_and_nothing_else_does(app: Flask):
    poll, other = an_open_poll(), a_frozen_poll()
    voted_by(poll, 21)
    with pytest.raises(errors.NotClosed):
        counted(poll)
    closed(poll)
    one, two = keys.demonstration_shares(poll)
    foreign = keys.demonstration_shares(other)[1]
    for wrong in ((one, one), (one, foreign), (one, two[:-3]), ("", "")):
        with clock.replaying(AFTER), pytest.raises(counting.ShareWrong):
            counting.count(poll, *wrong)
    counted(poll)
    with pytest.raises(counting.AlreadyCounted):
        counted(poll)


@pytest.mark.parametrize("people", [0, 1, 2])
def test_a_poll_in_which_nearly_nobody_voted_has_a_result(app: Flask, people: int):
    poll = an_open_poll(voters=3)
    voted_by(poll, people)
    published(counted(closed(poll)))
    assert poll.result["electorates"]["citizens"]["ballots"] == people
    assert isinstance(verify(publishing.bundle(poll)), Report)


def test_a_poll_that_nobody_opened_in_time_is_opened_and_closed_at_once(app: Flask):
    poll = closed(a_frozen_poll())
    assert poll.opened_at is not None
    counted(poll)


def test_nothing_closes_before_its_time(app: Flask):
    poll = an_open_poll()
    with clock.replaying(CLOSES - dt.timedelta(seconds=1)), pytest.raises(errors.NotOverYet):
        closing.close(poll)
    assert closed(closed(poll)).closed_at == AFTER


def test_a_ballot_that_does_not_open_is_named_and_made_void_by_a_decision(app: Flask):
    poll = an_open_poll()
    cast = voted_by(poll, 22)
    closed(poll)
    spoiled = cast[5].receipt.leaf
    with transaction():
        db.session.execute(
            update(BoxedBallot).where(BoxedBallot.leaf == bytes.fromhex(spoiled)).values(sealed=b"nothing")
        )
    with pytest.raises(counting.BallotsUnopened) as refusal:
        counted(poll)
    assert spoiled in refusal.value.params["leaves"]
    with clock.replaying(AFTER):
        with pytest.raises(counting.DecisionMissing):
            counting.void(poll, spoiled, " ")
        with pytest.raises(counting.NotABallot):
            counting.void(poll, "00" * 32, "Decision 12")
        counting.void(poll, spoiled, "Decision 12 of the election committee")
    published(counted(poll))
    assert poll.result["electorates"]["citizens"] | {"votes": 0} == {"roll": 25, "ballots": 21, "void": 1, "votes": 0}
    assert receipts.look_up(poll, cast[5].receipt.code).state == "void"
    assert isinstance(verify(publishing.bundle(poll)), Report)


def test_the_area_that_asked_is_told_inside_the_count_and_can_stop_it(app: Flask, monkeypatch: pytest.MonkeyPatch):
    told: list[list[str]] = []

    def tell(poll: Poll) -> None:
        if not told:
            told.append(["first time broken"])
            raise RuntimeError
        told.append(poll.result["outcome"]["selected"])

    monkeypatch.setattr(subjects, "_subjects", {})
    subjects.register("stage", Subject(title=str, address=str, on_counted=tell, on_cancelled=lambda poll: None))
    poll = an_open_poll(subject="stage", subject_id=7)
    voted_by(poll, 21)
    closed(poll)
    with pytest.raises(RuntimeError):
        counted(poll)
    assert db.session.get(Poll, poll.id, populate_existing=True).counted_at is None
    counted(poll)
    assert told[1] == poll.result["outcome"]["selected"]


def test_the_public_number_is_drawn_once_and_after_the_count(app: Flask):
    poll = an_open_poll()
    closed(poll)
    with pytest.raises(errors.NotCounted):
        published(poll)
    counted(poll)
    with pytest.raises(publishing.NotPublished):
        publishing.bundle(poll)
    with pytest.raises(publishing.NumberMissing):
        published(poll, "  ")
    published(poll)
    with pytest.raises(publishing.AlreadyDrawn):
        published(poll, "6 6 6 6")
    assert secret_files.read(f"{poll.number}.log") is None


def test_a_cancelled_poll_takes_no_vote_and_its_box_stays_shut(app: Flask):
    poll = an_open_poll()
    vote(poll, 1, "1")
    who = voter(poll, 2)
    with clock.replaying(DURING):
        field = casting.draft(poll, who, ["1"]).field
        with pytest.raises(cancelling.ReasonMissing):
            cancelling.cancel(poll, " ")
        cancelling.cancel(poll, "An option was missing")
        with pytest.raises(errors.PollCancelled):
            casting.cast(poll, who, field)
    with pytest.raises(errors.PollCancelled):
        closed(poll)


def test_after_the_appeal_period_nothing_is_left_that_joins_people_and_votes(whole):
    poll, _ = whole
    path = publishing.bundle(poll)
    with clock.replaying(AFTER + dt.timedelta(days=13)), pytest.raises(destroying.AppealsOpen):
        destroying.destroy(poll)
    with clock.replaying(AFTER + dt.timedelta(days=15)):
        protocol = destroying.destroy(poll)
        assert protocol.sealed_ballots == 32
        assert f"{poll.number}.roll" in protocol.files
        assert destroying.destroy(poll).files == []
    assert not secret_files.names(poll.number)
    assert set(db.session.scalars(select(RollRow.tag))) == {None}
    assert isinstance(verify(path), Report)
