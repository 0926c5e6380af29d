"""The pages of intake without script: write, check, submit, edit, withdraw; what is wrong is said and nothing is lost."""

import datetime as dt
import io

import pytest
import time_machine
from PIL import Image
from sqlalchemy import func, select

from app.core import clock
from app.core.db import db
from app.core.files import File
from app.proposals.models import Draft, Proposal, Status
from tests.accounts.builders import PASSWORD, someone
from tests.builders import a_cycle, an_account
from tests.proposals.builders import a_submitted, typed, under_14


@pytest.fixture
def at_the_form(app, sign_in):
    cycle = a_cycle()
    return cycle, sign_in(an_account()), f"/cycles/{cycle.slug}/proposals/new"


def proposals():
    return db.session.scalars(select(Proposal).order_by(Proposal.id)).all()


def test_from_the_empty_form_to_the_receipt(at_the_form):
    cycle, browser, address = at_the_form
    assert browser.get(address).status_code == 200
    checked = browser.post(address, data=typed(cycle))
    assert checked.headers["Location"] == f"{address}/check"
    assert proposals() == []
    page = browser.get(f"{address}/check").text
    assert "5,000만 원" in page
    sent = browser.post(f"{address}/check", data={"submit_key": "abc"})
    (proposal,) = proposals()
    assert sent.headers["Location"] == f"/my/proposals/{proposal.receipt_no}?new=1"
    assert proposal.receipt_no in browser.get(sent.headers["Location"]).text
    assert [line.amount_won for line in proposal.current.cost_lines] == [30_000_000, 20_000_000]


def test_double_click_leads_to_the_same_receipt(at_the_form):
    cycle, browser, address = at_the_form
    browser.post(address, data=typed(cycle))
    first = browser.post(f"{address}/check", data={"submit_key": "abc"}).headers["Location"]
    assert browser.post(f"{address}/check", data={"submit_key": "abc"}).headers["Location"] == first
    assert len(proposals()) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "채워 주세요"),
        ({"asked_won": "1O0"}, "영문 O"),
        ({"asked_won": "1.2E+15"}, "1.2E+15"),
        ({"asked_won": ""}, "채워 주세요"),
        ({"asked_won": "6천만"}, ""),
        ({"cost_lines-0-amount_won": "-3"}, ""),
        ({"cost_lines-0-label": ""}, "무엇에"),
        ({"place_code": "1111011500"}, ""),
        ({"type_id": "999999"}, ""),
        ({"co_proposers-0-email": "no address"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(at_the_form, changes, said):
    cycle, browser, address = at_the_form
    given = typed(cycle, effect="남는 글", **changes)
    page = browser.post(address, data=given)
    if page.status_code == 302:  # a rule of the service says it when one submits
        page = browser.post(f"{address}/check", data={"submit_key": "x"})
    assert page.status_code == 200
    assert "error-summary" in page.text
    assert said in page.text
    assert "남는 글" in page.text
    assert proposals() == []


def test_over_the_ceiling_says_by_how_much(at_the_form):
    cycle, browser, address = at_the_form
    over = typed(cycle, asked_won="5억 3천만", **{"cost_lines-0-amount_won": "5억 1천만"})
    browser.post(address, data=over)
    page = browser.post(f"{address}/check", data={"submit_key": "x"}).text
    assert "한도 5억 원을 3,000만 원 넘습니다" in page


def test_more_rows_without_script(at_the_form):
    cycle, browser, address = at_the_form
    assert 'name="cost_lines-3-label"' not in browser.get(address).text
    page = browser.post(address, data=typed(cycle) | {"act": "more:cost_lines"}).text
    assert 'name="cost_lines-3-label"' in page
    assert "error-summary" not in page
    assert 'name="co_proposers-1-name"' not in page
    page = browser.post(address, data=typed(cycle) | {"act": "more:co_proposers"}).text
    assert 'name="co_proposers-1-name"' in page


def test_closed_intake_says_when(app, sign_in):
    cycle = a_cycle(open_now="dept_review")
    page = sign_in(an_account()).get(f"/cycles/{cycle.slug}/proposals/new")
    assert page.status_code == 409
    assert "까지" in page.text


def test_intake_that_closes_while_one_writes_keeps_the_text(app, sign_in):
    cycle = a_cycle(open_now="dept_review")
    browser = sign_in(an_account())
    address = f"/cycles/{cycle.slug}/proposals/new"
    browser.post(address, data=typed(cycle))
    page = browser.post(f"{address}/check", data={"submit_key": "x"})
    assert "error-summary" in page.text
    assert proposals() == []
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 1


def picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "PNG")
    out.seek(0)
    return out


def test_picture_stays_attached_when_the_form_is_refused(at_the_form):
    cycle, browser, address = at_the_form
    wrong = typed(cycle, title="") | {"files": (picture(), "사진.png")}
    page = browser.post(address, data=wrong, content_type="multipart/form-data").text
    (file_id,) = db.session.scalars(select(File.id))
    assert f'name="kept_files" value="{file_id}"' in page
    browser.post(address, data=typed(cycle) | {"kept_files": str(file_id)})
    browser.post(f"{address}/check", data={"submit_key": "x"})
    assert [kept.file_id for kept in proposals()[0].attachments] == [file_id]


def test_wrong_kind_of_file_is_named_and_nothing_is_lost(at_the_form):
    cycle, browser, address = at_the_form
    given = typed(cycle) | {"files": (io.BytesIO(b"GIF89a..."), "움직임.gif")}
    page = browser.post(address, data=given, content_type="multipart/form-data").text
    assert "움직임.gif" in page
    assert "error-summary" in page
    assert "밤에 어둡습니다." in page


def test_child_is_led_to_the_guardian(app, sign_in):
    cycle = a_cycle()
    browser = sign_in(under_14(an_account()))
    address = f"/cycles/{cycle.slug}/proposals/new"
    assert "/my/proposals#guardian" in browser.get(address).text
    browser.post(address, data=typed(cycle))
    assert "보호자" in browser.post(f"{address}/check", data={"submit_key": "x"}).text
    assert proposals() == []
    browser.post("/my/guardian", data={"guardian_email": "parent@example.org"})
    assert "parent@example.org" in browser.get("/my/proposals").text


def test_editing_in_two_tabs_shows_both_texts(app, sign_in):
    citizen = an_account()
    cycle = a_cycle()
    proposal = a_submitted(cycle, citizen)
    browser, address = sign_in(citizen), f"/my/proposals/{proposal.receipt_no}/edit"
    page = browser.get(address).text
    assert 'value="횡단보도를 밝히는 조명"' in page
    revision = str(db.session.get_one(Proposal, proposal.id).revision)
    browser.post(address, data=typed(cycle, idea="첫째 창의 글", revision=revision))
    page = browser.post(address, data=typed(cycle, idea="둘째 창의 글", revision=revision)).text
    assert "첫째" in page
    assert "둘째 창의 글" in page
    assert db.session.get_one(Proposal, proposal.id).current.idea == "첫째 창의 글"
    now = str(db.session.get_one(Proposal, proposal.id).revision)
    browser.post(address, data=typed(cycle, idea="둘째 창의 글", revision=now))
    assert db.session.get_one(Proposal, proposal.id).current.idea == "둘째 창의 글"


def test_withdrawing_by_the_page(app, sign_in):
    citizen = an_account()
    proposal = a_submitted(a_cycle(), citizen)
    browser = sign_in(citizen)
    browser.post(f"/my/proposals/{proposal.receipt_no}/withdraw", data={"why": "다시 생각함"})
    assert db.session.get_one(Proposal, proposal.id).status is Status.withdrawn
    again = browser.post(f"/my/proposals/{proposal.receipt_no}/withdraw", data={})
    assert again.status_code in (302, 409)


def test_own_pages_are_for_the_proposer_alone(app, sign_in):
    proposal = a_submitted(a_cycle(), an_account())
    browser = sign_in(an_account())
    for part in ("", "/edit"):
        assert browser.get(f"/my/proposals/{proposal.receipt_no}{part}").status_code == 404
    assert browser.get("/my/proposals/nonsense").status_code == 404


def test_my_proposals_lists_drafts_own_and_followed(at_the_form):
    cycle, browser, address = at_the_form
    assert "아직" in browser.get("/my/proposals").text
    browser.post(address, data=typed(cycle, title="쓰는 중인 글") | {"act": "save"})
    assert "쓰는 중인 글" in browser.get("/my/proposals").text


def test_poster_is_a_pdf_in_the_language_of_the_page(app, client):
    proposal = a_submitted(a_cycle(), an_account())
    base = f"/cycles/{proposal.cycle.slug}/proposals/{proposal.number:04d}/poster.pdf"
    for address in (base, f"/en{base}"):
        answer = client.get(address)
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.data.startswith(b"%PDF-")


@pytest.mark.parametrize("form", ["new", "edit"])
def test_session_that_runs_out_in_the_middle_loses_nothing(app, client, form):
    citizen, cycle = someone(), a_cycle()
    address = f"/cycles/{cycle.slug}/proposals/new"
    if form == "edit":
        address = f"/my/proposals/{a_submitted(cycle, citizen).receipt_no}/edit"
    client.post("/sign-in", data={"email": citizen.email, "password": PASSWORD})
    if form == "new":
        client.post(f"{address}/draft", data=typed(cycle, idea="앞서 저장된 글"))
    with time_machine.travel(clock.now() + dt.timedelta(hours=3), tick=False):
        late = typed(cycle, idea="세 시간 동안 쓴 글", act="check" if form == "new" else "save")
        away = client.post(address, data=late)
        assert "글은 저장했습니다" in client.get(away.location).text
        client.post(away.location, data={"email": citizen.email, "password": PASSWORD})
        page = client.get(address).text
    assert "세 시간 동안 쓴 글" in page
    assert 'value="3,000만 원"' in page
