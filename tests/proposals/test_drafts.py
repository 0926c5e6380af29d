"""What was typed is kept, whether it is valid or not, and only its writer sees it."""

import pytest
from sqlalchemy import select

from app.core.db import db
from app.proposals.models import Draft, Proposal
from app.proposals.services import drafts
from tests.builders import a_cycle, an_account
from tests.proposals.builders import typed


def test_later_save_replaces_the_earlier_one(app):
    citizen = an_account()
    for title in ("첫", "둘"):
        drafts.save_draft(citizen, form="proposal", subject="2027", typed=[("title", title)])
    assert [draft.typed for draft in db.session.scalars(select(Draft))] == [[["title", "둘"]]]


def test_nobody_else_gets_a_draft(app):
    drafts.save_draft(an_account(), form="proposal", subject="2027", typed=[("title", "비밀")])
    assert drafts.draft_of(an_account(), form="proposal", subject="2027") is None


def test_endless_text_is_refused(app):
    with pytest.raises(drafts.DraftTooLong):
        drafts.save_draft(an_account(), form="proposal", subject="2027", typed=[("title", "가" * 100_001)])


def test_autosave_answers_with_the_time_in_gwangju(app, sign_in):
    cycle = a_cycle()
    answer = sign_in(an_account()).post(f"/cycles/{cycle.slug}/proposals/new/draft", data=typed(cycle))
    assert answer.status_code == 200
    assert ":" in answer.text
    assert "임시 저장됨" in answer.text


def test_draft_with_nonsense_comes_back_as_it_was_typed(app, sign_in):
    cycle, browser = a_cycle(), sign_in(an_account())
    wrong = typed(cycle, title="", asked_won="1O0", **{"cost_lines-0-amount_won": "아주 많이"})
    browser.post(f"/cycles/{cycle.slug}/proposals/new", data=wrong | {"act": "save"})
    page = browser.get(f"/cycles/{cycle.slug}/proposals/new").text
    assert 'value="1O0"' in page
    assert 'value="아주 많이"' in page
    assert db.session.scalars(select(Proposal)).all() == []


def test_draft_is_gone_after_submitting_and_after_deleting(app, sign_in):
    cycle, browser = a_cycle(), sign_in(an_account())
    base = f"/cycles/{cycle.slug}/proposals/new"
    browser.post(base, data=typed(cycle))
    browser.post(f"{base}/check", data={"submit_key": "k"})
    assert db.session.scalars(select(Draft)).all() == []
    browser.post(base, data=typed(cycle) | {"act": "save"})
    browser.post(f"{base}/discard")
    assert db.session.scalars(select(Draft)).all() == []


def test_draft_is_on_the_list_of_what_to_do_until_the_close(app, sign_in):
    browser, ended = sign_in(an_account()), a_cycle(open_now="dept_review")
    for cycle, title in ((a_cycle(), "마저 쓸 글"), (ended, "늦은 글")):
        browser.post(f"/cycles/{cycle.slug}/proposals/new/draft", data=typed(cycle, title=title))
    page = browser.get("/my").text
    assert "마저 쓸 글" in page
    assert "늦은 글" not in page
