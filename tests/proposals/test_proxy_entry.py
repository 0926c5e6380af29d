"""What comes on paper, by post, fax or e-mail is entered by staff, with the scan, under the next number."""

import io

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.files import store_upload
from app.cycles.services.phases import PhaseClosed
from app.proposals.models import Channel, FileUse, Proposal
from app.proposals.services import proxy
from tests.builders import a_cycle, an_account
from tests.proposals.builders import a_content, a_submitted, typed


@pytest.fixture
def office(app):
    organiser = an_account("organiser")
    scan = store_upload(io.BytesIO(b"%PDF-1.4\n%%EOF"), name="원본.pdf", by=organiser)
    return a_cycle(), organiser, scan.id


def entered(cycle, organiser, scan_ids, **changes):
    given = {"channel": Channel.fax, "proposer_name": "홍길동", "submit_key": "k"} | changes
    return proxy.enter_by_proxy(cycle, a_content(cycle), by=organiser, scan_ids=scan_ids, **given)


def test_who_entered_it_and_how_it_came_are_on_record(office):
    cycle, organiser, scan_id = office
    a_submitted(cycle, an_account())
    proposal = entered(cycle, organiser, [scan_id])
    assert (proposal.number, proposal.channel, proposal.proposer_name) == (2, Channel.fax, "홍길동")
    assert (proposal.entered_by, proposal.proposer_id) == (organiser.id, None)
    assert [(kept.file_id, kept.use) for kept in proposal.attachments] == [(scan_id, FileUse.scan)]


def test_without_scan_or_name_nothing_is_entered(office):
    cycle, organiser, scan_id = office
    with pytest.raises(proxy.ScanMissing):
        entered(cycle, organiser, [])
    with pytest.raises(proxy.ProposerMissing):
        entered(cycle, organiser, [scan_id], proposer_name=" ")


def test_double_click_enters_once(office):
    cycle, organiser, scan_id = office
    assert entered(cycle, organiser, [scan_id]).id == entered(cycle, organiser, [scan_id]).id


def test_after_the_close_nothing_is_entered(app):
    organiser = an_account("organiser")
    scan = store_upload(io.BytesIO(b"%PDF-1.4\n%%EOF"), name="원본.pdf", by=organiser)
    with pytest.raises(PhaseClosed):
        entered(a_cycle(open_now="dept_review"), organiser, [scan.id])


def test_entering_by_the_page(office, sign_in):
    cycle, organiser, scan_id = office
    browser, address = sign_in(organiser), f"/office/cycles/{cycle.slug}/proposals/new"
    assert browser.get(address).status_code == 200
    given = typed(cycle, channel="post", proposer_name="우산동 마을회", submit_key="abc")
    assert "스캔" in browser.post(address, data=given).text
    answer = browser.post(address, data=given | {"kept_files": str(scan_id)})
    assert answer.headers["Location"] == f"/office/cycles/{cycle.slug}/proposals"
    assert db.session.scalars(select(Proposal.channel)).all() == [Channel.post]


@pytest.mark.parametrize("role", ["citizen", "officer", "member"])
def test_only_the_office_enters_for_others(office, sign_in, role):
    cycle = office[0]
    assert sign_in(an_account(role)).get(f"/office/cycles/{cycle.slug}/proposals/new").status_code == 403


def test_organiser_of_a_district_does_not_enter_for_the_city(office, sign_in):
    other = an_account("organiser", scope="district", scope_key="2917000000")
    assert sign_in(other).get(f"/office/cycles/{office[0].slug}/proposals/new").status_code == 403
