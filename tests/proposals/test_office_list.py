"""The office sees every proposal of a cycle, narrowed by filters in the address, each state counted."""

import pytest
from sqlalchemy import event, select

from app.core import audit
from app.core.db import db
from app.proposals.models import Proposal, Status
from app.proposals.services.office import Filters, office_list
from tests.builders import a_cycle, a_proposal, an_account


@pytest.fixture
def cycle(app):
    cycle = a_cycle()
    for number in range(7):
        a_proposal(cycle, title=f"조명 {number}", status=Status.eligible if number % 2 else Status.received)
    a_proposal(cycle, title="공원 의자", field=1, safety=True)
    a_proposal(a_cycle(), title="다른 해 조명")
    return cycle


def titles(cycle, **filters):
    return [proposal.current.title for proposal in office_list(cycle.id, Filters(**filters)).proposals]


def test_states_are_counted_within_the_other_filters(cycle):
    found = office_list(cycle.id, Filters(status=Status.eligible))
    assert (found.total, found.by_status) == (3, {Status.received: 5, Status.eligible: 3})
    assert office_list(cycle.id, Filters(query="조명")).by_status == {Status.received: 4, Status.eligible: 3}


def test_filters_narrow_together(cycle):
    assert titles(cycle, field_id=cycle.fields[1].id) == ["공원 의자"]
    assert titles(cycle, safety=True, status=Status.received) == ["공원 의자"]
    assert titles(cycle, query="공원", status=Status.eligible) == []


def test_page_with_nonsense_filters_shows_everything(cycle, sign_in):
    page = sign_in(an_account("organiser")).get(
        f"/office/cycles/{cycle.slug}/proposals?status=xyz&field=abc&channel=..&page=-3"
    )
    assert page.status_code == 200
    assert "8건" in page.text
    assert "북구 중흥1동" in page.text


def test_chosen_ones_are_marked_as_safety_with_a_reason_on_record(cycle, sign_in):
    browser, address = sign_in(an_account("organiser")), f"/office/cycles/{cycle.slug}/proposals/safety"
    numbers = db.session.scalars(select(Proposal.number).where(Proposal.cycle_id == cycle.id)).all()[:2]
    browser.post(address, data={"numbers": numbers, "why": "", "to": "on"})
    marked = select(Proposal.number).where(Proposal.safety, Proposal.cycle_id == cycle.id).order_by(Proposal.number)
    assert len(db.session.scalars(marked).all()) == 1
    browser.post(address, data={"numbers": numbers, "why": "보행 사고 예방", "to": "on"})
    assert db.session.scalars(marked).all()[:2] == numbers
    entries = select(audit.AuditEntry).where(audit.AuditEntry.action == "proposal.safety")
    assert len(db.session.scalars(entries).all()) == 2


def test_proposer_cannot_mark_her_own_as_safety(cycle, sign_in):
    answer = sign_in(an_account()).post(f"/office/cycles/{cycle.slug}/proposals/safety", data={"numbers": [1]})
    assert answer.status_code == 403


def test_list_asks_the_database_at_most_twelve_times(cycle, client, sign_in):
    browser, asked, address = sign_in(an_account("organiser")), [], f"/office/cycles/{cycle.slug}/proposals"
    browser.get(address)
    event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    browser.get(address)
    queries = [statement for statement in asked if statement.lstrip().upper().startswith("SELECT")]
    assert len(queries) <= 12, "\n".join(" ".join(query.split())[-160:] for query in queries)
