"""The office assigns, officers conclude, proposers answer: in the browser, without script."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.core import clock
from app.core.clock import SEOUL
from app.core.db import db
from app.core.permissions import Role, Scope
from app.proposals.models import Proposal, Stage, Status
from app.proposals.services import amounts
from app.review.models import AnswerTemplate, Assignment, MergeOffer, Verdict
from tests.builders import BUKGU, a_department, a_proposal, an_account
from tests.review.builders import a_review, an_officer, assigned, conclude, refuse


def in_days(days: int) -> str:
    """A time as the browser's field sends it."""
    return f"{(clock.now() + dt.timedelta(days=days)).astimezone(SEOUL):%Y-%m-%dT%H:%M}"


def fresh(proposal: Proposal) -> Proposal:
    return db.session.get_one(Proposal, proposal.id, populate_existing=True)


@pytest.fixture
def organiser(app: Flask, sign_in) -> FlaskClient:
    return sign_in(an_account(Role.organiser), on=app.test_client())


def an_order_typed(department_id: int, *proposals: Proposal, **more: str) -> dict[str, object]:
    return {
        "proposal": [str(proposal.id) for proposal in proposals], "department_id": str(department_id),
        "officer_id": "0", "due_at": in_days(5), "why": "",
    } | more  # fmt: skip


def test_many_are_assigned_after_a_preview_that_writes_nothing(organiser: FlaskClient):
    cycle, department, _ = a_review()
    one, two = a_proposal(cycle, title="골목길 조명"), a_proposal(cycle)
    address, typed = f"/office/cycles/{cycle.slug}/assign", an_order_typed(department.id, one, two)
    preview = organiser.post(address, data=typed)
    assert preview.status_code == 200
    assert "골목길 조명" in preview.text
    assert db.session.scalars(select(Assignment)).all() == []
    assert organiser.post(address, data=typed | {"carry_out": "1"}).status_code == 302
    assert fresh(one).status is fresh(two).status is Status.in_review


def test_the_whole_list_is_assigned_by_one_tick(organiser: FlaskClient):
    cycle, department, _ = a_review()
    for _ in range(25):
        a_proposal(cycle)
    typed = an_order_typed(department.id, whole_list="y")
    preview = organiser.post(f"/office/cycles/{cycle.slug}/assign?show=unassigned", data=typed)
    assert preview.text.count('name="proposal"') == 25


def test_a_refused_order_keeps_what_was_ticked_and_typed(organiser: FlaskClient):
    cycle, department, _ = a_review()
    proposal = assigned(cycle, department)
    other = a_department("도로과")
    answer = organiser.post(f"/office/cycles/{cycle.slug}/assign?show=missing", data=an_order_typed(other.id, proposal))
    assert "error-summary" in answer.text
    assert f'value="{proposal.id}" checked' in answer.text


def test_an_order_without_a_choice_or_a_deadline_is_told(organiser: FlaskClient):
    cycle, department, _ = a_review()
    a_proposal(cycle)
    answer = organiser.post(
        f"/office/cycles/{cycle.slug}/assign", data={"department_id": str(department.id), "officer_id": "0"}
    )
    assert answer.status_code == 200
    assert "error-summary" in answer.text


def test_the_office_of_a_district_cannot_assign_the_citys(app: Flask, sign_in):
    cycle, _department, _ = a_review()
    stranger = sign_in(an_account(Role.organiser, scope=Scope.district, scope_key=BUKGU))
    for page in ("assign", "merge", "pairs"):
        assert stranger.get(f"/office/cycles/{cycle.slug}/{page}").status_code == 403


def test_the_desk_counts_mine_missing_overdue_and_done(app: Flask, sign_in):
    cycle, department, officer = a_review()
    done, late, open_one = (assigned(cycle, department, title=title) for title in ("끝난 일", "늦은 일", "할 일"))
    conclude(done, officer)
    with db.engine.begin() as connection:
        connection.execute(
            Assignment.__table__.update()
            .where(Assignment.proposal_id == late.id)
            .values(due_at=clock.now() - dt.timedelta(days=1))
        )
    assigned(cycle, a_department("도로과"), title="남의 일")
    browser = sign_in(officer)
    page = browser.get("/desk?show=missing").text
    assert "늦은 일" in page
    assert "할 일" in page
    assert "남의 일" not in page
    assert "기한 지남" in page
    overdue = browser.get("/desk?show=overdue").text
    assert "늦은 일" in overdue
    assert open_one.receipt_no not in overdue
    assert "끝난 일" in browser.get("/desk?show=done").text


def test_a_verdict_is_given_with_a_revised_cost(app: Flask, sign_in):
    cycle, department, officer = a_review()
    proposal = assigned(cycle, department, asked_won=300_000_000)
    browser = sign_in(officer)
    answer = browser.post(
        f"/desk/{proposal.receipt_no}",
        data={
            "kind": "amended",
            "reason": "설계비를 뺐습니다",
            "cost_won": "2억 5천만",
            "exclusion": "",
            "template": "0",
        },
    )
    assert answer.status_code == 302
    reviewed = amounts.at_stage(fresh(proposal).amounts, Stage.reviewed)
    assert reviewed is not None
    assert reviewed.amount_won == 250_000_000


@pytest.mark.parametrize(
    "change", [{"kind": "ineligible"}, {"reason": " "}, {"cost_won": "6억"}, {"cost_won": "1O억"}, {"kind": ""}]
)
def test_a_wrong_verdict_is_told_and_what_was_typed_stays(app: Flask, sign_in, change: dict[str, str]):
    cycle, department, officer = a_review()
    proposal = assigned(cycle, department)
    typed = {
        "kind": "eligible",
        "reason": "고칠 곳이 있는 글",
        "cost_won": "",
        "exclusion": "",
        "template": "0",
    } | change
    answer = sign_in(officer).post(f"/desk/{proposal.receipt_no}", data=typed)
    assert answer.status_code == 200
    assert "error-summary" in answer.text
    assert typed["reason"].strip() in answer.text
    assert db.session.scalars(select(Verdict)).all() == []


def test_the_template_is_put_into_the_reason_by_a_reload(app: Flask, sign_in):
    cycle, department, officer = a_review()
    proposal = assigned(cycle, department)
    browser = sign_in(officer)
    browser.post(
        "/desk/templates",
        data={"department_id": str(department.id), "title": "사유지", "body": "사유지라 할 수 없습니다"},
    )
    text = db.session.scalars(select(AnswerTemplate)).one()
    answer = browser.post(
        f"/desk/{proposal.receipt_no}",
        data={
            "insert": "1",
            "template": str(text.id),
            "reason": "검토했습니다.",
            "kind": "other_agency",
            "cost_won": "",
        },
    )
    assert "검토했습니다.\r\n\r\n사유지라" in answer.text or "검토했습니다.\n\n사유지라" in answer.text
    assert 'value="other_agency"' in answer.text
    assert db.session.scalars(select(Verdict)).all() == []
    browser.post(f"/desk/templates/{text.id}/drop", data={})
    assert db.session.scalars(select(AnswerTemplate)).all() == []


def test_an_officer_of_another_department_reads_but_cannot_conclude(app: Flask, sign_in):
    cycle, department, _ = a_review()
    proposal = assigned(cycle, department)
    browser = sign_in(an_officer(a_department("도로과")))
    page = browser.get(f"/desk/{proposal.receipt_no}")
    assert page.status_code == 200
    assert 'name="kind"' not in page.text
    browser.post(f"/desk/{proposal.receipt_no}", data={"kind": "eligible", "reason": "좋음", "template": "0"})
    assert fresh(proposal).status is Status.in_review


def test_of_two_officers_at_once_both_texts_are_shown(app: Flask, sign_in):
    cycle, department, officer = a_review()
    proposal = assigned(cycle, department)
    conclude(proposal, an_officer(department), reason="먼저 저장한 글")
    typed = {"kind": "amended", "reason": "나중에 저장한 글", "cost_won": "", "exclusion": "", "template": "0"}
    browser = sign_in(officer)
    answer = browser.post(f"/desk/{proposal.receipt_no}", data=typed)
    assert "먼저 저장한 글" in answer.text
    assert "나중에 저장한 글" in answer.text
    again = browser.post(f"/desk/{proposal.receipt_no}", data=typed | {"revision": "1"})
    assert again.status_code == 302
    assert fresh(proposal).status is Status.amended


def test_several_verdicts_are_previewed_and_given(app: Flask, sign_in):
    cycle, department, officer = a_review()
    mine, given = assigned(cycle, department), assigned(cycle, department, title="이미 한 것")
    conclude(given, officer)
    browser = sign_in(officer)
    typed = {
        "kind": "eligible",
        "reason": "예산이 있습니다",
        "exclusion": "",
        "proposal": [str(mine.id), str(given.id)],
    }
    preview = browser.post(f"/desk/bulk/{cycle.slug}", data=typed)
    assert preview.text.count('name="proposal"') == 1
    assert fresh(mine).status is Status.in_review
    typed |= {"proposal": [str(mine.id)], "carry_out": "1"}
    assert browser.post(f"/desk/bulk/{cycle.slug}", data=typed).status_code == 302
    assert fresh(mine).status is Status.eligible


def test_a_proposer_answers_and_appeals_once(app: Flask, sign_in):
    cycle, department, officer = a_review()
    proposer = an_account()
    proposal = assigned(cycle, department, by=proposer)
    refuse(proposal, officer)
    browser, address = sign_in(proposer), f"/my/verdicts/{proposal.receipt_no}"
    assert "한 사람의 민원입니다" in browser.get(address).text
    browser.post(address, data={"appeals": "appeal", "body": "여러 사람이 겪습니다"})
    assert fresh(proposal).status is Status.in_review
    assert 'value="appeal"' not in browser.get(address).text
    browser.post(address, data={"appeals": "reply", "body": "사진을 더 올렸습니다"})
    assert "사진을 더 올렸습니다" in browser.get(address).text


def test_a_stranger_cannot_answer_a_verdict(app: Flask, sign_in):
    cycle, department, officer = a_review()
    proposal = assigned(cycle, department, by=an_account())
    conclude(proposal, officer)
    assert sign_in(an_account()).get(f"/my/verdicts/{proposal.receipt_no}").status_code == 403


def test_proposers_are_asked_about_a_merge_and_the_office_can_undo_it(app: Flask, sign_in, organiser: FlaskClient):
    cycle, _department, _ = a_review()
    proposer = an_account()
    child, parent = a_proposal(cycle, by=proposer, title="작은 글"), a_proposal(cycle, title="큰 글")
    address = f"/office/cycles/{cycle.slug}/merge"
    organiser.post(address, data={"child": str(child.number), "parent": parent.receipt_no, "why": "같은 골목"})
    offer = db.session.scalars(select(MergeOffer)).one()
    browser = sign_in(proposer)
    page = browser.get(f"/my/merges/{offer.id}").text
    assert "작은 글" in page
    assert "큰 글" in page
    assert browser.post(f"/my/merges/{offer.id}", data={"agrees": "yes", "why": ""}).status_code == 302
    assert fresh(child).status is Status.merged
    assert browser.get(f"/my/merges/{offer.id}/answered").status_code == 200
    assert browser.get(f"/my/merges/{offer.id}").status_code == 403
    organiser.post(f"{address}/split", data={"child_id": str(child.id), "why": "따로 해야 함"})
    assert fresh(child).status is Status.in_review


def test_an_unknown_receipt_number_is_told(organiser: FlaskClient):
    cycle, _department, _ = a_review()
    answer = organiser.post(
        f"/office/cycles/{cycle.slug}/merge", data={"child": "9999", "parent": "없는번호", "why": "같음"}
    )
    assert answer.status_code == 200
    assert "error-summary" in answer.text


def test_a_pair_is_noted_and_settled_in_the_browser(organiser: FlaskClient):
    cycle, _department, _ = a_review()
    one, other = (a_proposal(cycle, status=Status.eligible) for _ in range(2))
    address = f"/office/cycles/{cycle.slug}/pairs"
    organiser.post(address, data={"one": one.receipt_no, "other": other.receipt_no, "why": "같은 땅"})
    unsettled = organiser.post(
        f"{address}/settle", data={"one_id": str(one.id), "other_id": str(other.id), "why": "더 급함"}
    )
    assert "error-summary" in unsettled.text
    organiser.post(
        f"{address}/settle",
        data={"one_id": str(one.id), "other_id": str(other.id), "kept_id": str(one.id), "why": "더 급함"},
    )
    assert fresh(other).status is Status.screened_out
    assert "더 급함" in organiser.get(address).text


@pytest.mark.parametrize("page", ["/desk?show=missing", "item", "assign"])
def test_a_page_asks_the_database_at_most_twelve_times(app: Flask, sign_in, page: str):
    cycle, department, officer = a_review()
    proposals = [assigned(cycle, department, by=an_account()) for _ in range(22)]
    browser = sign_in(officer if page != "assign" else an_account(Role.organiser))
    address = {
        "item": f"/desk/{proposals[0].receipt_no}", "assign": f"/office/cycles/{cycle.slug}/assign?show=missing",
    }.get(page, page)  # fmt: skip
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    assert browser.get(address).status_code == 200
    queries = [statement for statement in asked if not statement.startswith("BEGIN")]
    assert len(queries) <= 12, "\n".join(queries)
