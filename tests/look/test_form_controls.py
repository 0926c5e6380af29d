"""Label, hint and error belong to their control; what was typed stays."""

import datetime as dt
import re

import pytest
from flask.testing import FlaskClient

from app.core.clock import seoul
from app.gallery.forms import EveryControl

FAULTY = {"amount": "1O0", "title": "<b>제목</b>", "text": "가" * 2001, "closes_at": "내일", "kind": "none"}
GOOD = {
    "title": "제목", "amount": "3억 5,000만 원", "field": "traffic", "text": "글", "kind": "city", "places": ["buk", "dong"],
    "score": "4", "agreed": "y", "closes_at": "2026-11-25T18:00",
}  # fmt: skip


@pytest.fixture
def faulty(client: FlaskClient) -> str:
    return client.post("/gallery/form", data=FAULTY).text


def control(page: str, name: str) -> str:
    found = re.search(rf'<(?:input|select|textarea)[^>]*id="{name}"[^>]*>', page)
    assert found is not None
    return found[0]


def test_a_control_points_at_its_hint_and_its_error(faulty: str):
    tag = control(faulty, "amount")
    assert 'aria-describedby="amount-hint amount-error"' in tag
    assert 'aria-invalid="true"' in tag
    for part in ("amount-hint", "amount-error"):
        assert faulty.count(f'id="{part}"') == 1


def test_what_was_typed_stays_and_is_not_run(faulty: str):
    assert 'value="1O0"' in control(faulty, "amount")
    assert "&lt;b&gt;제목&lt;/b&gt;" in faulty
    assert "<b>제목</b>" not in faulty
    assert 'value="내일"' in control(faulty, "closes_at")


def test_the_summary_links_each_fault_to_its_control(faulty: str):
    summary = re.search(r'<div class="error-summary".*?</div>', faulty, re.S)
    assert summary is not None
    targets = re.findall(r'href="#([^"]+)"', summary[0])
    assert {"amount", "text", "closes_at", "kind-0", "score-0", "agreed", "field"} == set(targets)
    assert all(f'id="{target}"' in faulty for target in targets)
    assert 'role="alert"' in summary[0]


def test_every_id_is_there_once(faulty: str):
    ids = re.findall(r'\bid="([^"]+)"', faulty)
    assert sorted({i for i in ids if ids.count(i) > 1}) == []


def test_every_control_has_a_label(faulty: str):
    ids = re.findall(r'<(?:input(?![^>]*type="hidden")|select|textarea)[^>]*id="([^"]+)"', faulty)
    assert ids
    assert [i for i in ids if f'for="{i}"' not in faulty] == []


def test_a_good_form_is_taken(client: FlaskClient):
    assert "error-summary" not in client.post("/gallery/form", data=GOOD).text


def test_amount_and_time_arrive_as_won_and_utc(app):
    with app.test_request_context("/gallery/form", method="POST", data=GOOD):
        form = EveryControl()
        assert form.validate_on_submit(), form.errors
        assert form.amount.data == 350_000_000
        assert form.closes_at.data == seoul(2026, 11, 25, 18)
        assert form.closes_at.data.tzinfo is dt.UTC


def test_an_amount_is_offered_back_in_words(app):
    with app.test_request_context("/gallery/form"):
        form = EveryControl(amount=350_000_000, closes_at=seoul(2026, 11, 25, 18))
        assert 'value="3억 5,000만 원"' in form.amount()
        assert 'value="2026-11-25T18:00"' in form.closes_at()
