import pytest
from flask import Flask

from app.core import clock
from app.core.errors import EditedByAnother
from app.council.services import bill
from app.council.services.errors import AlreadyBeforeCouncil, NotChosen, ReasonNeeded
from app.cycles.services.phases import PhaseClosed
from app.proposals.models import Stage, Status
from app.proposals.services import amounts
from tests.builders import a_cycle, a_proposal, an_account
from tests.council.builders import before_the_council, chosen
from tests.council.test_changes import cut


def last_id(proposal) -> int:
    return proposal.amounts[-1].id


def test_a_chosen_project_goes_into_the_bill_at_its_amount(app: Flask):
    cycle = a_cycle(open_now="bill")
    project = chosen(cycle, 200_000_000)
    assert bill.put_all_in_bill(cycle, by=an_account("organiser")) == 1
    assert project.status is Status.in_bill
    assert amounts.at_stage(project.amounts, Stage.bill).amount_won == 200_000_000


def test_the_executive_may_leave_one_out_and_must_say_why(app: Flask):
    project = chosen(a_cycle(open_now="bill"), 200_000_000)
    by = an_account("organiser")
    with pytest.raises(ReasonNeeded):
        bill.leave_out(project, reason_code="overlap", reason="  ", seen=last_id(project), by=by)
    assert project.status is Status.selected
    bill.leave_out(project, reason_code="overlap", reason="다른 사업과 겹칩니다.", seen=last_id(project), by=by)
    assert project.status is Status.left_out
    assert amounts.latest(project).amount_won == 0
    assert amounts.latest(project).reason == "다른 사업과 겹칩니다."


def test_what_was_not_chosen_cannot_go_into_the_bill(app: Flask):
    proposal = a_proposal(a_cycle(open_now="bill"), status=Status.not_selected)
    with pytest.raises(NotChosen):
        bill.put_in_bill(proposal, amount_won=1, seen=last_id(proposal), by=an_account("organiser"))


def test_after_the_bills_phase_nothing_of_it_changes(app: Flask):
    project = chosen(a_cycle(open_now="council"), 200_000_000)
    with pytest.raises(PhaseClosed):
        bill.put_in_bill(project, amount_won=1, seen=last_id(project), by=an_account("organiser"))


def test_two_secretaries_at_once_the_second_is_told(app: Flask):
    project = chosen(a_cycle(open_now="bill"), 200_000_000)
    seen, by = last_id(project), an_account("organiser")
    bill.put_in_bill(project, amount_won=190_000_000, reason="설계비를 뺐습니다.", seen=seen, by=by)
    with pytest.raises(EditedByAnother):
        bill.put_in_bill(project, amount_won=180_000_000, seen=seen, by=by)
    assert amounts.latest(project).amount_won == 190_000_000


def test_only_the_office_of_the_city_sees_the_bills_desk(client, sign_in):
    cycle, _ = before_the_council(100_000_000)
    assert sign_in(an_account("organiser")).get(f"/office/cycles/{cycle.slug}/bill").status_code == 200
    assert sign_in(an_account("member")).get(f"/office/cycles/{cycle.slug}/bill").status_code == 403


def test_already_before_the_council_is_said_so(app: Flask):
    cycle, (project,) = before_the_council(100_000_000)
    cut(cycle, project, 50_000_000)
    phase = next(phase for phase in cycle.phases if phase.kind == "bill")
    with clock.replaying(phase.opens_at), pytest.raises(AlreadyBeforeCouncil):
        bill.put_in_bill(project, amount_won=1, seen=last_id(project), by=an_account("organiser"))
