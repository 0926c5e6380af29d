"""What the council cut to zero is proposed again next year, and both proposals say so."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.db import db, transaction
from app.cycles.models import Cycle
from app.proposals.models import Draft, Lineage, LineageKind, Proposal, Status
from app.proposals.services import drafts, reproposal
from tests.builders import a_cycle, a_proposal, an_account


@pytest.fixture
def zeroed(app: Flask) -> Proposal:
    """A proposal of an earlier year that the council cut to zero."""
    earlier = a_cycle(open_now="execution")
    with transaction():
        db.session.get_one(Cycle, earlier.id).budget_year = 2026
    return a_proposal(earlier, status=Status.zeroed, title="청소년 창의센터", asked_won=300_000_000)


def test_a_zeroed_proposal_is_proposed_again_from_its_own_text(zeroed: Proposal, sign_in):
    cycle, proposer = a_cycle(), an_account()
    browser = sign_in(proposer)
    begun = browser.post(f"/my/again/{zeroed.receipt_no}", data={})
    assert begun.headers["Location"] == f"/cycles/{cycle.slug}/proposals/new"
    page = browser.get(begun.headers["Location"]).text
    assert "청소년 창의센터" in page
    assert f'value="{zeroed.receipt_no}"' in page
    sent = browser.post(f"/cycles/{cycle.slug}/proposals/new/check", data={"submit_key": "again"})
    assert sent.status_code == 302
    link = db.session.scalars(select(Lineage)).one()
    assert (link.parent_id, link.kind) == (zeroed.id, LineageKind.reproposed_from)
    assert db.session.get_one(Proposal, link.child_id).proposer_id == proposer.id


def test_without_an_open_intake_one_is_told(zeroed: Proposal, sign_in):
    a_cycle(open_now="screening")
    answer = sign_in(an_account()).post(f"/my/again/{zeroed.receipt_no}", data={})
    assert answer.status_code == 200
    assert "error-summary" in answer.text
    assert db.session.scalars(select(Draft)).all() == []


def test_a_draft_that_was_begun_is_not_overwritten(zeroed: Proposal):
    cycle, proposer = a_cycle(), an_account()
    drafts.save_draft(proposer, form="proposal", subject=cycle.slug, typed=[("title", "쓰던 글")])
    with pytest.raises(reproposal.DraftWaits):
        reproposal.begin_again(zeroed, by=proposer)


def test_a_proposal_under_way_is_not_proposed_again(app: Flask):
    running = a_proposal(a_cycle(open_now="council"), status=Status.in_bill)
    with pytest.raises(reproposal.NotAgain):
        reproposal.begin_again(running, by=an_account())
