"""An organiser opens next year's cycle in the browser, from the first page to the public plan."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.core.clock import seoul
from app.core.db import db
from app.core.permissions import Scope
from app.cycles.models import Cycle, PlanSection
from app.cycles.services import drafts
from app.cycles.services.contents import plan_in_force
from tests.builders import BUKGU, CITY, an_account, the_city
from tests.cycles.builders import a_new_cycle, a_published_cycle, save


@pytest.fixture
def organiser_at(app: Flask, sign_in) -> Callable[..., AbstractContextManager[FlaskClient]]:
    """A function: the organiser's browser at a time in Gwangju, signed in anew."""
    the_city()
    account = an_account("organiser", scope=Scope.city, scope_key=CITY)

    @contextmanager
    def at(*when: int) -> Iterator[FlaskClient]:
        with time_machine.travel(seoul(*when)):
            yield sign_in(account)

    return at


def typed(page: str) -> dict[str, str]:
    """Return what a form on a page would send if nothing were changed."""
    sent: dict[str, str] = {}
    page = page.replace("&#39;", "'")
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" not in attributes or attributes.get("type") == "submit":
            continue
        if attributes.get("type") in ("radio", "checkbox") and " checked" not in tag:
            continue
        sent[attributes["name"]] = attributes.get("value", "y")
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        if chosen:
            sent[name] = chosen[1]
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S):
        sent[name] = body.strip()
    return sent


def test_a_first_cycle_is_opened_written_and_published(organiser_at):
    with organiser_at(2027, 1, 10, 9) as organiser:
        answer = organiser.post("/office/cycles/new", data={"copy_of": "0", "place_code": CITY, "budget_year": "2028"})
        assert answer.location == "/office/cycles/2028/plan"
        page = organiser.get("/office/cycles/2028/plan").text
        assert "10억 원" in page
        answer = organiser.post("/office/cycles/2028/plan", data=typed(page))
        assert answer.location == "/cycles/2028/plan"
        public = organiser.get("/cycles/2028/plan").text
    assert "2027. 3. 12.(금) 09:00" in public
    assert "5,000만 원" in public


def test_too_short_a_notice_is_told_with_the_date_that_would_do(organiser_at):
    a_new_cycle()
    with organiser_at(2027, 3, 1, 9) as organiser:
        page = organiser.get("/office/cycles/2028/plan").text
        answer = organiser.post("/office/cycles/2028/plan", data=typed(page))
    assert answer.status_code == 200
    assert "3월 21일(일) 09:00부터" in answer.text
    assert not db.session.query(Cycle).one().plans


@pytest.mark.parametrize("section", list(PlanSection))
def test_a_section_saved_as_it_was_shown_is_unchanged(organiser_at, section: PlanSection):
    cycle = a_published_cycle()
    before = plan_in_force(cycle)[section]
    with organiser_at(2027, 2, 3) as organiser:
        page = organiser.get(f"/office/cycles/2028/plan/{section}").text
        answer = organiser.post(f"/office/cycles/2028/plan/{section}", data=typed(page))
    assert answer.status_code == 302, re.findall(r'class="error-summary".*?</div>', answer.text, re.S)
    assert drafts.section_of(cycle, section) == before
    assert not drafts.has_draft(cycle)


def test_a_type_is_added_and_another_ceiling_typed_as_people_do(organiser_at):
    a_new_cycle()
    with organiser_at(2027, 1, 10) as organiser:
        sent = typed(organiser.get("/office/cycles/2028/plan/types").text)
        sent |= {"rows-0-ceiling_won": "4억 5천만", "rows-4-name_ko": "청소년참여형", "rows-4-name_en": "Teen"}
        organiser.post("/office/cycles/2028/plan/types", data=sent)
        rows = drafts.section_of(db.session.query(Cycle).one(), PlanSection.types)
        assert rows[0]["ceiling_won"] == 450_000_000
        assert (rows[4]["code"], rows[4]["name_ko"]) == ("teen", "청소년참여형")


def test_an_amount_with_a_letter_is_named_and_what_was_typed_stays(organiser_at):
    a_new_cycle()
    with organiser_at(2027, 1, 10) as organiser:
        sent = typed(organiser.get("/office/cycles/2028/plan/basics").text)
        answer = organiser.post("/office/cycles/2028/plan/basics", data=sent | {"pot_won": "1O0억"})
        assert answer.status_code == 200
        assert 'value="1O0억"' in answer.text
        assert "error-summary" in answer.text


def test_two_secretaries_at_once_both_texts_are_shown(organiser_at):
    cycle = a_new_cycle()
    with organiser_at(2027, 1, 10) as organiser:
        sent = typed(organiser.get("/office/cycles/2028/plan/basics").text)
        other = drafts.section_of(cycle, PlanSection.basics) | {"intro_ko": "다른 분의 글"}
        save(cycle, PlanSection.basics, other)
        answer = organiser.post("/office/cycles/2028/plan/basics", data=sent | {"intro_ko": "나의 글"})
        assert "다른 분의 글" in answer.text
        assert "나의 글" in answer.text
        again = organiser.post("/office/cycles/2028/plan/basics", data=typed(answer.text))
        assert again.status_code == 302
        assert drafts.section_of(cycle, PlanSection.basics)["intro_ko"] == "나의 글"


def test_the_desk_names_what_opens_next_and_what_blocks_it(organiser_at):
    a_new_cycle()
    with organiser_at(2027, 3, 1, 9) as organiser:
        page = organiser.get("/office/cycles/2028").text
    assert "접수" in page
    assert "3월 21일(일) 09:00부터" in page
    assert 'href="/office/cycles/2028/plan"' in page


def test_the_calendar_has_the_times_of_the_plan(client: FlaskClient, app: Flask):
    a_published_cycle()
    answer = client.get("/cycles/2028/phases.ics")
    assert answer.mimetype == "text/calendar"
    assert "DTSTART;TZID=Asia/Seoul:20270312T090000" in answer.text
    assert "BEGIN:VTIMEZONE" in answer.text


def test_an_office_cannot_touch_the_cycle_of_another(app: Flask, sign_in):
    a_new_cycle()
    stranger = sign_in(an_account("organiser", scope=Scope.district, scope_key=BUKGU))
    assert stranger.get("/office/cycles/2028").status_code == 403
    assert stranger.post("/office/cycles/2028/plan", data={}).status_code == 403


def test_versions_are_public_with_what_they_changed_and_why(organiser_at):
    cycle = a_published_cycle()
    with organiser_at(2027, 2, 3) as organiser:
        save(cycle, PlanSection.basics, plan_in_force(cycle)[PlanSection.basics] | {"pot_won": 12_000_000_000})
        page = organiser.get("/office/cycles/2028/plan").text
        refused = organiser.post("/office/cycles/2028/plan", data=typed(page))
        assert refused.status_code == 200
        organiser.post("/office/cycles/2028/plan", data=typed(page) | {"why": "추경"})
        public = organiser.get("/cycles/2028/plan/2").text
        assert "100억 원" in public
        assert "120억 원" in public
        assert "추경" in public
        assert organiser.get("/cycles/2028/plan/3").status_code == 404
        assert "120억 원" not in organiser.get("/cycles/2028/plan/1").text.split('id="versions"')[0]


def test_a_version_is_handed_out_as_pdf_in_both_languages(app: Flask, client: FlaskClient):
    a_published_cycle()
    for address in ("/cycles/2028/plan/1.pdf", "/en/cycles/2028/plan/1.pdf"):
        answer = client.get(address)
        assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert client.get("/cycles/2028/plan/2.pdf").status_code == 404
