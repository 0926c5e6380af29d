"""Citizens support once, follow, and speak in plain text; hiding keeps the place and the reason."""

import pytest
from sqlalchemy import select

from app.core import audit, clock
from app.core.db import db, transaction
from app.proposals.models import Comment, Lineage, LineageKind, Proposal, Status
from app.proposals.services import comments, lifecycle, moderation, support
from app.public.services import lists
from tests.builders import a_cycle, a_proposal, an_account
from tests.proposals.builders import a_submitted, letters


@pytest.fixture
def proposal(app):
    return a_proposal(a_cycle(), by=an_account())


def test_supporting_twice_counts_once(proposal):
    citizen = an_account()
    assert support.support(proposal, by=citizen) == 1
    assert support.support(proposal, by=citizen) == 1
    assert support.withdraw_support(proposal, by=citizen) == 0


def test_reaching_the_threshold_of_the_cycle_is_told_once(proposal):
    with transaction():
        db.session.get_one(Proposal, proposal.id).cycle.support_threshold = 2
    proposer_address = db.session.get_one(Proposal, proposal.id).proposer.email
    for _ in range(4):
        support.support(proposal, by=an_account())
    assert len(letters(proposer_address)) == 1
    reached = select(audit.AuditEntry).where(audit.AuditEntry.action == "proposal.threshold_reached")
    assert len(db.session.scalars(reached).all()) == 1


def test_withdrawn_proposal_cannot_be_supported(proposal):
    with transaction():
        lifecycle.move(db.session.get_one(Proposal, proposal.id), Status.withdrawn)
    with pytest.raises(support.NotToBeSupported):
        support.support(proposal, by=an_account())


def test_following_twice_is_following(proposal):
    citizen = an_account()
    support.follow(proposal, by=citizen)
    support.follow(proposal, by=citizen)
    assert support.stands_of(citizen, proposal) == (False, True)
    support.unfollow(proposal, by=citizen)
    assert support.stands_of(citizen, proposal) == (False, False)


def test_comment_is_kept_as_typed_under_name_and_role(proposal):
    officer = an_account("officer")
    written = comments.comment(proposal, by=officer, body="  <b>굵게</b>\r\n둘째 줄 ")
    assert (written.body, written.as_role) == ("<b>굵게</b>\n둘째 줄", "officer")


@pytest.mark.parametrize(("body", "refusal"), [(" \n ", comments.CommentEmpty), ("가" * 4001, comments.CommentTooLong)])
def test_empty_and_endless_comments_are_refused(proposal, body, refusal):
    with pytest.raises(refusal):
        comments.comment(proposal, by=an_account(), body=body)


def test_comments_come_a_page_at_a_time_in_the_order_of_time(proposal):
    citizen = an_account()
    for number in range(45):
        comments.comment(proposal, by=citizen, body=f"의견 {number}")
    last = comments.comment_page(proposal.id)
    assert (last.page, last.pages, last.total) == (3, 3, 45)
    assert [comment.body for comment in last.comments] == [f"의견 {number}" for number in range(40, 45)]
    assert comments.comment_page(proposal.id, 1).comments[0].body == "의견 0"
    assert comments.comment_page(proposal.id, 99).page == 3


def test_hidden_comment_keeps_its_place_shows_the_reason_and_can_come_back(proposal, client):
    organiser, proposal_id = an_account("organiser"), proposal.id
    comment_id = comments.comment(proposal, by=an_account(), body="욕설입니다").id
    moderation.hide(db.session.get_one(Comment, comment_id), by=organiser, reason="욕설")
    address = f"/cycles/{proposal.cycle.slug}/proposals/{proposal.number}/comments"
    page = client.get(address).text
    assert "욕설입니다" not in page
    assert "욕설" in page
    assert db.session.get_one(Comment, comment_id).body == "욕설입니다"
    moderation.show_again(db.session.get_one(Comment, comment_id), by=organiser)
    assert "욕설입니다" in client.get(address).text
    steps = select(audit.AuditEntry.action).where(audit.AuditEntry.object_type == "comment").order_by("seq")
    assert db.session.scalars(steps).all() == ["comment.hidden", "comment.shown_again"]
    assert proposal_id


def test_hiding_needs_a_reason(proposal):
    with pytest.raises(moderation.ReasonMissing):
        moderation.hide(proposal, by=an_account("organiser"), reason="  ")


def test_hidden_proposal_is_told_to_its_proposer_and_takes_no_comments(proposal):
    moderation.hide(proposal, by=an_account("organiser"), reason="개인정보가 있음")
    hidden = db.session.get_one(Proposal, proposal.id)
    assert "개인정보가 있음" in letters(hidden.proposer.email)[0].body
    with pytest.raises(comments.ProposalHidden):
        comments.comment(hidden, by=an_account(), body="왜요?")


def test_comment_is_escaped_on_the_page(proposal, client):
    comments.comment(proposal, by=an_account(), body="<script>alert(1)</script>")
    page = client.get(f"/cycles/{proposal.cycle.slug}/proposals/{proposal.number}/comments").text
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_support_and_follow_by_one_button_each(proposal, client, sign_in):
    citizen = an_account()
    browser = sign_in(citizen)
    base = f"/cycles/{proposal.cycle.slug}/proposals/{proposal.number:04d}"
    for what in ("support", "follow"):
        assert browser.post(f"{base}/{what}", data={"to": "on"}).headers["Location"].endswith(base)
    assert support.stands_of(citizen, db.session.get_one(Proposal, proposal.id)) == (True, True)
    for what in ("support", "follow"):
        browser.post(f"{base}/{what}", data={"to": "off"})
    assert support.stands_of(citizen, db.session.get_one(Proposal, proposal.id)) == (False, False)


def test_empty_comment_by_the_form_says_what_to_do(proposal, sign_in):
    page = sign_in(an_account()).post(
        f"/cycles/{proposal.cycle.slug}/proposals/{proposal.number}/comments", data={"body": " "}
    )
    assert "error-summary" in page.text


def test_organiser_of_another_city_cannot_moderate(proposal, client, sign_in):
    stranger = an_account("organiser", scope="district", scope_key="2917000000")
    comment_id = comments.comment(proposal, by=an_account(), body="의견").id
    assert sign_in(stranger).get(f"/office/moderation/comments/{comment_id}").status_code == 403


def test_moderation_by_the_browser(proposal, client, sign_in):
    comment_id = comments.comment(proposal, by=an_account(), body="의견").id
    browser = sign_in(an_account("organiser"))
    assert "의견" in browser.get("/office/moderation").text
    assert "error-summary" in browser.post(f"/office/moderation/comments/{comment_id}/hide", data={"reason": ""}).text
    browser.post(f"/office/moderation/comments/{comment_id}/hide", data={"reason": "광고"})
    assert db.session.get_one(Comment, comment_id).hidden_reason == "광고"
    assert "광고" in browser.get("/office/moderation?show=hidden").text
    browser.post(f"/office/moderation/comments/{comment_id}/show")
    assert db.session.get_one(Comment, comment_id).hidden_at is None


def test_a_proposal_counts_the_people_of_all_that_was_merged_into_it_each_once(app):
    cycle = a_cycle()
    top, middle, low = (a_submitted(cycle, an_account(), key=key) for key in ("a", "b", "c"))
    both, one, third = an_account(), an_account(), an_account()
    for proposal, people in ((top, [both]), (middle, [both, one]), (low, [third, one])):
        for person in people:
            support.support(proposal, by=person)
    with transaction():
        for child, parent in ((middle, top), (low, middle)):
            link = Lineage(child_id=child.id, parent_id=parent.id, kind=LineageKind.merged_into, at=clock.now())
            db.session.add(link)
    assert [support.count(proposal.id) for proposal in (top, middle, low)] == [3, 3, 2]
    assert [row.supports for row in lists.rows([top.id, middle.id, low.id])] == [3, 3, 2]


def test_a_proposal_split_off_again_keeps_its_own_supporters(app):
    cycle = a_cycle()
    parent, child = a_submitted(cycle, an_account(), key="a"), a_submitted(cycle, an_account(), key="b")
    support.support(child, by=an_account())
    with transaction():
        db.session.add(Lineage(child_id=child.id, parent_id=parent.id, kind=LineageKind.split_from, at=clock.now()))
    assert (support.count(parent.id), support.count(child.id)) == (0, 1)
