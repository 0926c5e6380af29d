"""Who hears of a change: proposer, co-proposers who agreed, followers; each once, each in her language."""

import pytest

from app.core.db import db, transaction
from app.proposals.models import CoProposer, Proposal, Status
from app.proposals.services import lifecycle, notices, support
from app.proposals.services.amounts import append_amount
from app.proposals.services.notices import LETTERS, Notice
from tests.builders import a_cycle, a_proposal, an_account
from tests.proposals.builders import letters


@pytest.fixture
def followed(app):
    proposer, follower, agreed = an_account(), an_account(), an_account()
    follower.locale = "en"
    db.session.commit()
    proposal = a_proposal(a_cycle(), by=proposer, title="횡단보도 조명")
    support.follow(proposal, by=follower)
    support.follow(proposal, by=proposer)
    with transaction():
        for email, consented in ((agreed.email, True), ("silent@example.org", False)):
            at = db.session.get_one(Proposal, proposal.id).submitted_at
            db.session.add(
                CoProposer(
                    proposal_id=proposal.id, email=email, name="이웃", token_hash=email, asked_at=at,
                    consented_at=at if consented else None,
                )
            )  # fmt: skip
    return db.session.get_one(Proposal, proposal.id), proposer.email, follower.email, agreed.email


def test_everybody_hears_once_and_who_did_not_agree_does_not(followed):
    proposal, proposer, follower, agreed = followed
    with transaction():
        told = notices.tell(db.session.get_one(Proposal, proposal.id), Notice.status)
    assert told == 3
    assert sorted(letter.to for letter in letters()) == sorted([proposer, follower, agreed])


def test_status_is_told_in_the_language_of_the_receiver(followed):
    proposal, proposer, follower, _agreed = followed
    with transaction():
        row = db.session.get_one(Proposal, proposal.id)
        lifecycle.move(row, Status.in_review)
        notices.tell(row, Notice.status, why="부서에 넘겼습니다.")
    assert "In review" in letters(follower)[0].subject
    assert f"/en/cycles/{proposal.cycle.slug}/proposals/" in letters(follower)[0].body
    assert "검토 중" in letters(proposer)[0].subject
    assert "부서에 넘겼습니다." in letters(proposer)[0].body


def test_amount_is_written_as_people_say_it(followed):
    proposal, proposer, follower, _agreed = followed
    with transaction():
        row = db.session.get_one(Proposal, proposal.id)
        append_amount(row, "reviewed", 341_000_000, decided_by="보행자과")
        notices.tell(row, Notice.amount)
    assert "3억 4,100만 원" in letters(proposer)[0].subject
    assert "KRW 341 million" in letters(follower)[0].subject


def tell_and_fail(proposal_id):
    with transaction():
        proposal = db.session.get_one(Proposal, proposal_id)
        notices.tell(proposal, Notice.status)
        lifecycle.move(proposal, Status.settled)


def test_nothing_is_sent_when_the_change_is_rolled_back(followed):
    with pytest.raises(lifecycle.StepNotPossible):
        tell_and_fail(followed[0].id)
    assert letters() == []


def test_closed_account_is_not_written_to(followed):
    proposal, proposer, _follower, _agreed = followed
    with transaction():
        row = db.session.get_one(Proposal, proposal.id)
        row.proposer.closed_at = row.submitted_at
        notices.tell(row, Notice.status)
    assert letters(proposer) == []


def test_there_are_words_for_every_notice():
    assert set(LETTERS) == set(Notice)
