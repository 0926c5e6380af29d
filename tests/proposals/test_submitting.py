"""A proposal comes in within the time and the rules, once, under the next number."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.core import audit
from app.core.db import db
from app.core.errors import NotFound
from app.core.files import store_upload
from app.cycles.models import Cycle
from app.cycles.services.notice import PlanNotPublished
from app.cycles.services.phases import PhaseClosed, PhaseNotOpen
from app.proposals.models import Amount, Proposal, Stage, Status
from app.proposals.services import contents
from app.proposals.services.contents import CostItem
from app.proposals.services.submit import EmailNotConfirmed, TooManyFiles
from tests.builders import BUKGU, CITY, a_cycle, an_account
from tests.proposals.builders import a_content, a_submitted, letters


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(Proposal))


def test_proposal_gets_a_number_a_version_an_amount_and_a_confirmation(app):
    cycle, citizen = a_cycle(), an_account()
    proposal = a_submitted(cycle, citizen)
    assert proposal.receipt_no == f"{cycle.slug}-0001"
    assert (proposal.status, proposal.proposer_name, proposal.current.number) == (Status.received, citizen.name, 1)
    assert [(amount.stage, amount.amount_won) for amount in proposal.amounts] == [(Stage.asked, 50_000_000)]
    assert "횡단보도" in proposal.current.search_text
    (letter,) = letters(citizen.email)
    assert proposal.receipt_no in letter.subject
    assert "proposal.submitted" in db.session.scalars(select(audit.AuditEntry.action)).all()


def test_confirmation_comes_in_the_language_of_the_proposer(app):
    citizen = an_account()
    citizen.locale = "en"
    db.session.commit()
    a_submitted(a_cycle(), citizen)
    (letter,) = letters(citizen.email)
    assert "we have received your proposal" in letter.subject
    assert "KRW 50 million" in letter.body
    assert "/en/my/proposals/" in letter.body


def test_double_click_is_one_proposal(app):
    cycle, citizen = a_cycle(), an_account()
    assert a_submitted(cycle, citizen, key="same").id == a_submitted(cycle, citizen, key="same").id
    assert (how_many(), len(letters())) == (1, 1)


def test_numbers_have_neither_gaps_nor_doubles_when_many_submit_at_once(app):
    cycle, people = a_cycle(), [an_account() for _ in range(8)]
    cycle_id, ids, failed = cycle.id, [person.id for person in people], []

    def submit(account_id: int) -> None:
        with app.app_context():
            try:
                from app.accounts.models import Account

                by = db.session.get_one(Account, account_id)
                a_submitted(db.session.get_one(Cycle, cycle_id), by, key=f"key{account_id}")
            except Exception as error:
                failed.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=submit, args=(account_id,)) for account_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert failed == []
    assert sorted(db.session.scalars(select(Proposal.number))) == list(range(1, 9))


def test_number_of_a_refused_proposal_is_not_lost(app):
    cycle, citizen = a_cycle(), an_account()
    with pytest.raises(contents.OverCeiling):
        a_submitted(cycle, citizen, key="a", won=600_000_000)
    assert a_submitted(cycle, citizen, key="b").number == 1


@pytest.mark.parametrize(("open_now", "refusal"), [("dept_review", PhaseClosed), (None, PhaseNotOpen)])
def test_outside_of_the_intake_nothing_is_taken(app, open_now, refusal):
    cycle, citizen = a_cycle(open_now=open_now), an_account()
    with pytest.raises(refusal):
        a_submitted(cycle, citizen)
    assert how_many() == 0


def test_without_a_published_plan_nothing_is_taken(app):
    cycle, citizen = a_cycle(published=False), an_account()
    with pytest.raises(PlanNotPublished):
        a_submitted(cycle, citizen)


def test_unconfirmed_address_may_write_but_not_submit(app):
    cycle, citizen = a_cycle(), an_account()
    citizen.email_confirmed_at = None
    db.session.commit()
    with pytest.raises(EmailNotConfirmed):
        a_submitted(cycle, citizen)


def test_ceiling_says_by_how_much_it_is_exceeded(app):
    cycle = a_cycle()
    with pytest.raises(contents.OverCeiling) as refused:
        contents.check(cycle, a_content(cycle, won=530_000_000))
    assert refused.value.params == {"over_won": 30_000_000, "ceiling_won": 500_000_000}


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": "  "}, contents.TextMissing),
        ({"title": "가" * 121}, contents.TextTooLong),
        ({"idea": "가" * 4001}, contents.TextTooLong),
        ({"type_id": 10**9}, contents.UnknownType),
        ({"field_id": 10**9}, contents.UnknownField),
        ({"place_code": "1111011500"}, contents.PlaceOutside),
        ({"cost_lines": ()}, contents.CostMissing),
        ({"cost_lines": (CostItem("조명", 0), CostItem("공사", 50_000_000))}, contents.CostNotPositive),
        ({"cost_lines": (CostItem(" ", 50_000_000),)}, contents.CostNotPositive),
        ({"cost_lines": (CostItem("조명", 40_000_000),)}, contents.CostDoesNotAddUp),
    ],
)
def test_what_the_plan_does_not_allow_is_refused(app, changes, refusal):
    cycle = a_cycle()
    with pytest.raises(refusal):
        contents.check(cycle, a_content(cycle, **changes))


def test_type_of_another_year_is_refused(app):
    cycle, last = a_cycle(), a_cycle()
    with pytest.raises(contents.UnknownType):
        contents.check(cycle, a_content(cycle, type_id=last.types[0].id))


@pytest.mark.parametrize("place_code", [CITY, BUKGU])
def test_whole_city_and_whole_district_are_places(app, place_code):
    cycle = a_cycle()
    contents.check(cycle, a_content(cycle, place_code=place_code))


@given(st.lists(st.integers(1, 10**8), min_size=1, max_size=20), st.integers(-5, 5))
def test_lines_must_add_up_to_the_won(lines, off):
    cost = tuple(CostItem("비용", won) for won in lines)
    if off:
        with pytest.raises(contents.CostDoesNotAddUp):
            contents._check_cost(cost, sum(lines) + off, None)
    else:
        contents._check_cost(cost, sum(lines), None)


def test_group_is_named_instead_of_the_person(app):
    assert a_submitted(a_cycle(), an_account(), group_name=" 우산동 마을회 ").proposer_name == "우산동 마을회"


def test_own_files_are_attached_and_no_others(app, tmp_path):
    cycle, citizen, other = a_cycle(), an_account(), an_account()
    mine, theirs = (
        store_upload((tmp_path / "a.pdf").open("rb"), name="a.pdf", by=by)
        for by in (citizen, other)
        if (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    )
    ids = mine.id, theirs.id
    with pytest.raises(NotFound):
        a_submitted(cycle, citizen, file_ids=[ids[1]])
    proposal = a_submitted(cycle, citizen, file_ids=[ids[0], ids[0]])
    assert [kept.file_id for kept in proposal.attachments] == [ids[0]]
    with pytest.raises(TooManyFiles):
        a_submitted(cycle, citizen, key="k2", file_ids=[1, 2, 3, 4, 5, 6])


def test_amount_asked_is_in_the_history_alone(app):
    proposal = a_submitted(a_cycle(), an_account())
    assert db.session.scalars(select(Amount.amount_won).where(Amount.proposal_id == proposal.id)).all() == [50_000_000]
