"""A stage that is a poll of this site: what is asked, and what the count closes."""

import pytest
from flask import Flask

from app.accounts.models import Claim, ClaimKind, ClaimSource
from app.assembly.models import Taken
from app.assembly.services import finding, poll_subjects, stage_polls, stages
from app.core import clock
from app.core.db import db, transaction
from app.polls.models import Poll
from app.polls.services import casting, freezing, keys, opening, subjects, voters
from tests.assembly.builders import DAY, a_stage, an_assembly, chosen
from tests.builders import DONG, an_account
from tests.polls.builders import confirmed


def a_poll_of(position: int) -> Poll:
    stage = finding.stage_at(finding.assembly_of(2031), position)
    return db.session.query(Poll).filter_by(slug=stage.poll_slug).one()


def opened(position: int) -> Poll:
    """Freeze and open the poll of a stage."""
    poll = a_poll_of(position)
    freezing.freeze(poll, keys.demonstration_box(poll))
    return opening.open_poll(a_poll_of(position))


def counted(poll: Poll, votes: dict[str, object], ballots: int) -> None:
    """Give a poll the result that the count would write, and tell its subject as the count does."""
    with transaction():
        poll = db.session.get_one(Poll, poll.id)
        poll.result = {"electorates": {"voters": {"ballots": ballots, "votes": votes}}}
        poll.counted_at = poll.closed_at = clock.now()
        subjects.counted(poll)


def a_resident():
    account = confirmed(an_account())
    with transaction():
        kind, source = ClaimKind.residence, ClaimSource.self_declared
        db.session.add(Claim(account_id=account.id, kind=kind, value=DONG, source=source, claimed_at=clock.now()))
    return account


def test_a_stage_opens_as_a_poll_that_a_resident_casts_in_and_its_count_closes_the_stage(app: Flask):
    assembly = an_assembly(policies=5)
    stage = a_stage(assembly, "pick_k", seats=2, picks=2, counted="poll", closes_at=clock.now() + DAY, ties=["number"])
    later = a_stage(
        assembly, "yes_no_each", counted="poll", closes_at=clock.now() + 2 * DAY, sources=[(1, Taken.chosen)]
    )
    stages.open_stage(stage, by=None)
    poll = a_poll_of(1)
    assert ([option.code for option in poll.options], poll.form_numbers["at_most"]) == (
        ["001", "002", "003", "004", "005"],
        2,
    )
    poll = opened(1)
    voter = voters.voter_of_account(poll, a_resident())
    assert casting.cast(poll, voter, casting.draft(poll, voter, ("002", "004")).field).receipt
    with pytest.raises(stage_polls.PollNotCounted):
        stages.close(stage, by=None)
    with pytest.raises(stages.SourceNotClosed):
        stages.open_stage(later, by=None)
    counted(poll, {"001": 4, "002": 9, "003": 9, "004": 9, "005": 0}, 20)
    assert (chosen(assembly, 1), finding.stage_at(assembly, 1).voted) == ([2, 3], 20)
    stages.open_stage(later, by=None)
    counted(opened(2), {"002": [7, 3, 1], "003": [5, 5, 0]}, 11)
    assert chosen(assembly, 2) == [2]
    assert subjects.of(poll).address(stage.id) == "/assemblies/2031/stages/1"
    assert poll_subjects.title(stage.id).endswith("pick_k")


def test_a_poll_needs_an_end_and_a_cancelled_one_gives_the_stage_back(app: Flask):
    assembly = an_assembly(policies=3)
    a_stage(assembly, "pick_k", seats=1, counted="poll")
    with pytest.raises(stage_polls.PollNeedsAnEnd):
        stages.open_stage(finding.stage_at(assembly, 1), by=None)
    other = a_stage(assembly, "random_panel", seats=1, counted="poll", closes_at=clock.now() + DAY)
    stages.open_stage(other, by=None)
    poll = a_poll_of(2)
    assert poll.electorates[0].eligibility == "codes"
    with transaction():
        subjects.cancelled(db.session.get_one(Poll, poll.id))
    assert finding.stage_at(assembly, 2).opened_at is None
    stages.open_stage(finding.stage_at(assembly, 2), by=None)
    assert a_poll_of(2).slug == "assembly-2031-2-2"
