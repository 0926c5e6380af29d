"""Similar proposals are merged with the consent of those who proposed them; nothing is lost."""

import pytest
from flask import Flask

from app.core.db import db
from app.proposals.models import Lineage, LineageKind, Proposal, Status
from app.review.services import incompatibility, merging
from tests.builders import a_cycle, a_proposal, an_account


def fresh(proposal: Proposal) -> Proposal:
    return db.session.get_one(Proposal, proposal.id, populate_existing=True)


def two_proposals() -> tuple[Proposal, Proposal]:
    cycle = a_cycle(open_now="dept_review")
    return a_proposal(cycle, by=an_account()), a_proposal(cycle, by=an_account())


def test_a_merge_waits_for_both_proposers(app: Flask):
    child, parent = two_proposals()
    offer = merging.offer(child_id=child.id, parent_id=parent.id, why="같은 골목", by=None)
    merging.answer(offer_id=offer.id, agrees=True, by=child.proposer)
    assert fresh(child).status is Status.received
    merging.answer(offer_id=offer.id, agrees=True, by=parent.proposer)
    assert fresh(child).status is Status.merged
    link = db.session.get_one(Lineage, (child.id, parent.id))
    assert (link.kind, link.why) == (LineageKind.merged_into, "같은 골목")
    assert fresh(child).current.title
    assert fresh(child).proposer_name != fresh(parent).proposer_name


def test_a_refusal_ends_the_question(app: Flask):
    child, parent = two_proposals()
    offer = merging.offer(child_id=child.id, parent_id=parent.id, why="같은 골목", by=None)
    merging.answer(offer_id=offer.id, agrees=False, why="다른 문제입니다", by=parent.proposer)
    assert fresh(child).status is Status.received
    with pytest.raises(merging.NotAsked):
        merging.answer(offer_id=offer.id, agrees=True, by=child.proposer)
    assert merging.offers_to(child.proposer_id) == []


def test_a_stranger_is_not_asked(app: Flask):
    child, parent = two_proposals()
    offer = merging.offer(child_id=child.id, parent_id=parent.id, why="같은 골목", by=None)
    with pytest.raises(merging.NotAsked):
        merging.answer(offer_id=offer.id, agrees=True, by=an_account())
    assert [asked.id for asked in merging.offers_to(child.proposer_id)] == [offer.id]


def test_the_office_decides_where_nobody_can_be_asked(app: Flask):
    cycle = a_cycle(open_now="dept_review")
    child, parent = a_proposal(cycle), a_proposal(cycle)
    with pytest.raises(merging.WhyMissing):
        merging.offer(child_id=child.id, parent_id=parent.id, why=" ", by=None)
    merging.offer(child_id=child.id, parent_id=parent.id, why="같은 사업", by=None)
    assert fresh(child).status is Status.merged


def test_a_split_proposal_is_under_review_again_and_its_lineage_stays(app: Flask):
    cycle = a_cycle(open_now="dept_review")
    child, parent = a_proposal(cycle), a_proposal(cycle)
    merging.offer(child_id=child.id, parent_id=parent.id, why="같은 사업", by=None)
    merging.split(child_id=child.id, why="예산이 따로", by=None)
    assert fresh(child).status is Status.in_review
    assert db.session.get_one(Lineage, (child.id, parent.id)).kind is LineageKind.split_from


def test_proposals_of_two_cycles_are_not_merged(app: Flask):
    child = a_proposal(a_cycle(open_now="dept_review"))
    parent = a_proposal(a_cycle(open_now="dept_review"))
    with pytest.raises(merging.NotTogether):
        merging.offer(child_id=child.id, parent_id=parent.id, why="같음", by=None)


def test_an_incompatible_pair_blocks_until_one_is_kept(app: Flask):
    cycle = a_cycle(open_now="review")
    one, other = (a_proposal(cycle, status=Status.eligible) for _ in range(2))
    incompatibility.note(one_id=other.id, other_id=one.id, why="같은 땅", by=None)
    assert len(incompatibility.unsettled(cycle.id)) == 1
    incompatibility.settle(one_id=one.id, other_id=other.id, kept_id=other.id, why="더 많은 사람이 씀", by=None)
    assert incompatibility.unsettled(cycle.id) == []
    assert fresh(one).status is Status.screened_out
    with pytest.raises(incompatibility.SettledAlready):
        incompatibility.settle(one_id=one.id, other_id=other.id, kept_id=one.id, why="아니", by=None)


def test_a_pair_of_which_one_has_gone_blocks_nothing(app: Flask):
    cycle = a_cycle(open_now="review")
    one, other = a_proposal(cycle, status=Status.eligible), a_proposal(cycle, status=Status.withdrawn)
    incompatibility.note(one_id=one.id, other_id=other.id, why="같은 땅", by=None)
    assert incompatibility.unsettled(cycle.id) == []
