"""Those concerned hear of a verdict, of an answer, of a merge; who did it herself does not."""

from flask import Flask

from app.accounts.models import Account
from app.core import clock
from app.core.db import db, transaction
from app.proposals.models import Follow, Proposal, Support
from app.review.services import appeals, merging
from tests.builders import a_proposal, an_account
from tests.proposals.builders import letters
from tests.review.builders import a_review, assigned, conclude


def follows(account: Account, proposal: Proposal) -> None:
    with transaction():
        db.session.add(Follow(proposal_id=proposal.id, account_id=account.id, since=clock.now()))


def supports(account: Account, proposal: Proposal) -> None:
    with transaction():
        db.session.add(Support(proposal_id=proposal.id, account_id=account.id, at=clock.now()))


def test_proposer_and_followers_read_the_reason_of_the_verdict(app: Flask):
    cycle, department, officer = a_review()
    proposer, follower = an_account(), an_account()
    proposal = assigned(cycle, department, by=proposer)
    follows(follower, proposal)
    conclude(proposal, officer, reason="법에 맞고 예산이 있습니다")
    for account in (proposer, follower):
        (letter,) = letters(account.email)
        assert "법에 맞고 예산이 있습니다" in letter.body
    assert ["법에 맞고" in letter.body for letter in letters(officer.email)] == [False]  # the assignment alone


def test_followers_hear_the_proposers_answer_and_the_proposer_does_not(app: Flask):
    cycle, department, officer = a_review()
    proposer, follower = an_account(), an_account()
    proposal = assigned(cycle, department, by=proposer)
    verdict = conclude(proposal, officer)
    follows(follower, proposal)
    before = len(letters(proposer.email))
    appeals.reply(verdict_id=verdict.id, body="고맙습니다", by=proposer)
    assert len(letters(follower.email)) == 1
    assert len(letters(proposer.email)) == before


def test_proposers_are_asked_by_letter_and_supporters_of_both_hear_of_the_merge(app: Flask):
    cycle, _department, _ = a_review()
    one, other = an_account(), an_account()
    child, parent = a_proposal(cycle, by=one), a_proposal(cycle, by=other)
    fans = [an_account(), an_account()]
    supports(fans[0], child)
    supports(fans[1], parent)
    offer = merging.offer(child_id=child.id, parent_id=parent.id, why="같은 골목", by=None)
    assert all(f"/my/merges/{offer.id}" in letters(account.email)[0].body for account in (one, other))
    assert letters(fans[0].email) == []
    for account in (one, other):
        merging.answer(offer_id=offer.id, agrees=True, by=account)
    assert all(len(letters(fan.email)) == 1 for fan in fans)
