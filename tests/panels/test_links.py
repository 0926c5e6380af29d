"""One-time links: the survey answered once, the invitation answered once, in time, by whoever holds the link."""

import datetime as dt

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.core.db import db, transaction
from app.core.imports import carrying_out
from app.core.imports.kinds import Target
from app.core.mail import Message
from app.panels.models import Panel, PanelistState, Respondent, Survey, SurveyMode
from app.panels.services import contacts, inviting, seating, showing_up
from app.panels.services.link_imports import SURVEY_LINKS
from tests.panels.builders import DAY, a_seated_panel, a_survey, an_organiser, links_sent, rows_of

_S = PanelistState
ANSWER = {"sex": "f", "age": "34", "district": "북구", "willing": "y", "name": "홍길동", "home": "상무대로 100"}


def a_survey_by_links(app: Flask, *contacts_: str) -> Survey:
    survey = a_survey(mode=SurveyMode.links)
    by = an_organiser()
    batch = carrying_out.look_at(
        rows_of(("연락처",), *((contact,) for contact in contacts_)), "a.csv", SURVEY_LINKS, Target(survey.id, by)
    )
    carrying_out.carry_out(batch.id, mark=carrying_out.report_of(batch, by).mark, by=by)
    return survey


def answer_of(survey: Survey, **more: str) -> dict[str, str]:
    stance = db.session.get_one(Survey, survey.id).panel.stances[0]
    return ANSWER | {"stance_id": str(stance.id)} | more


def test_links_go_by_mail_and_text_message_and_are_answered_without_an_account(app: Flask, client: FlaskClient):
    survey = a_survey_by_links(app, "hong@example.org", "010-1234-5678")
    by_mail, by_sms = links_sent(app, "survey")
    assert client.get(by_mail).status_code == 200
    done = client.post(by_sms, data=answer_of(survey))
    assert "답이 들어갔습니다" in done.get_data(as_text=True)
    person = db.session.scalars(db.select(Respondent).where(Respondent.answered_at.is_not(None))).one()
    assert (person.contact, person.answers, person.age) == (
        "010-1234-5678",
        {"sex": "f", "age": "30-39", "district": "북구"},
        34,
    )
    assert done.headers["Referrer-Policy"] == "no-referrer"


def test_a_link_used_twice_is_refused_and_the_first_answer_stays(app: Flask, client: FlaskClient):
    survey = a_survey_by_links(app, "hong@example.org")
    [link] = links_sent(app, "survey")
    client.post(link, data=answer_of(survey))
    for again in (client.get(link), client.post(link, data=answer_of(survey, sex="m"))):
        assert again.status_code == 410
        assert "이미 쓴 주소입니다" in again.get_data(as_text=True)
    assert db.session.scalars(db.select(Respondent)).one().answers["sex"] == "f"


def test_a_link_after_its_time_is_refused(app: Flask, client: FlaskClient):
    survey = a_survey_by_links(app, "hong@example.org")
    [link] = links_sent(app, "survey")
    data = answer_of(survey)
    with time_machine.travel(clock.now() + 2 * DAY, tick=False):
        late = client.post(link, data=data)
    assert late.status_code == 410
    assert "답은 들어가지 않았습니다" in late.get_data(as_text=True)
    assert db.session.scalars(db.select(Respondent)).one().answered_at is None


def test_a_link_that_nobody_sent_is_told_so(client: FlaskClient, app: Flask):
    assert client.get("/i/survey/not-a-link").status_code == 404
    assert client.get("/i/seat/not-a-link").status_code == 404


@pytest.mark.parametrize(
    ("change", "words"), [({"age": "12"}, "18세 이상"), ({"stance_id": "999999"}, ""), ({"sex": ""}, "")]
)
def test_a_wrong_answer_keeps_what_was_typed_and_takes_nothing(app: Flask, client: FlaskClient, change, words):
    survey = a_survey_by_links(app, "hong@example.org")
    [link] = links_sent(app, "survey")
    page = client.post(link, data=answer_of(survey, **change)).get_data(as_text=True)
    assert words in page
    assert "홍길동" in page
    assert db.session.scalars(db.select(Respondent)).one().answered_at is None


def test_who_is_not_willing_leaves_no_name_and_no_contact(app: Flask, client: FlaskClient):
    survey = a_survey_by_links(app, "hong@example.org")
    [link] = links_sent(app, "survey")
    data = {name: value for name, value in answer_of(survey).items() if name != "willing"}
    client.post(link, data=data)
    person = db.session.scalars(db.select(Respondent)).one()
    assert (person.name, person.contact, person.address, person.home, person.willing) == (None, None, None, None, False)


def test_one_person_gets_one_link(app: Flask):
    survey = a_survey(mode=SurveyMode.links)
    content = rows_of(("연락처",), ("a@example.org",), ("A@example.org",), ("02-123-4567",))
    batch = carrying_out.look_at(content, "a.csv", SURVEY_LINKS, Target(survey.id, an_organiser()))
    assert {finding["row"]: finding["code"] for finding in batch.left_out} == {3: "same_person", 4: "no_link_to"}


def test_links_that_nobody_used_can_be_taken_back(app: Flask, client: FlaskClient):
    survey = a_survey_by_links(app, "a@example.org", "b@example.org")
    batch_id = db.session.execute(db.text("select id from import_batch")).scalar()
    carrying_out.undo(batch_id, by=an_organiser(), why="잘못 보냄")
    assert db.session.scalars(db.select(Respondent)).all() == []
    assert client.get(links_sent(app, "survey")[0]).status_code == 404
    assert survey.mode is SurveyMode.links


def an_invited_panel(app: Flask) -> tuple[Panel, list[str]]:
    panel = a_seated_panel()
    inviting.invite(panel, until=clock.now() + 7 * DAY, by=None)
    return panel, links_sent(app, "seat")


def test_everybody_drawn_is_invited_once_and_the_attempt_is_written_down(app: Flask):
    panel, links = an_invited_panel(app)
    assert len(links) == 6
    assert seating.by_state(panel) == {_S.invited: 6}
    assert {len(attempts) for attempts in contacts.of_panel(panel).values()} == {1}
    assert inviting.invite(panel, until=clock.now() + 7 * DAY, by=None).mail == 0


def test_a_yes_is_taken_once_with_what_is_needed(app: Flask, client: FlaskClient):
    panel, links = an_invited_panel(app)
    data = {"needs": ["interpreter", "child_care"], "other_needs": "휠체어 자리", "accessible_table": "y"}
    assert "자리가 정해졌습니다" in client.post(links[0], data=data).get_data(as_text=True)
    [one] = seating.panelists(panel, _S.accepted)
    assert one.needs.splitlines() == ["interpreter", "child_care", "휠체어 자리"]
    assert one.accessible_table
    again = client.post(links[0], data={"answer": "no"})
    assert again.status_code == 410
    assert seating.by_state(panel)[_S.accepted] == 1


def test_a_no_frees_the_seat(app: Flask, client: FlaskClient):
    panel, links = an_invited_panel(app)
    client.post(links[0], data={"answer": "no"})
    assert seating.free_seats(panel) == 1
    assert client.get(links[0]).status_code == 410


def test_an_invitation_after_its_time_is_refused_and_the_seat_stays(app: Flask, client: FlaskClient):
    panel, links = an_invited_panel(app)
    with time_machine.travel(clock.now() + 8 * DAY, tick=False):
        late = client.post(links[0], data={})
    assert late.status_code == 410
    assert "전화하세요" in late.get_data(as_text=True)
    assert seating.by_state(panel) == {_S.invited: 6}


def test_a_second_invitation_ends_the_first_link(app: Flask, client: FlaskClient):
    panel, links = an_invited_panel(app)
    inviting.invite(panel, until=clock.now() + 7 * DAY, by=None, again=True)
    assert client.get(links[0]).status_code == 404
    assert client.get(links_sent(app, "seat")[-1]).status_code == 200


def test_who_has_only_an_address_gets_a_letter_with_a_link_that_works(app: Flask, client: FlaskClient, monkeypatch):
    panel = a_seated_panel()
    with transaction():
        for one in seating.panelists(panel)[:3]:
            one.respondent.contact, one.respondent.address = "062-123-4567", "상무대로 100"
    done = inviting.invite(panel, until=clock.now() + 7 * DAY, by=None)
    assert (done.mail, len(done.by_letter_only)) == (3, 3)
    told: dict = {}
    real = inviting.as_pdf
    monkeypatch.setattr(inviting, "as_pdf", lambda template, data: told.update(data) or real(template, data))
    content = inviting.letters(panel, until=clock.now() + 7 * DAY, by=None)
    assert content.startswith(b"%PDF")
    assert [page["address"] for page in told["pages"]] == ["상무대로 100"] * 3
    path = "/i/seat/" + told["pages"][0]["link"].rsplit("/", 1)[1]
    assert client.get(path).status_code == 200


def test_people_get_time_to_answer(app: Flask):
    panel = a_seated_panel()
    with pytest.raises(inviting.UntilPast):
        inviting.invite(panel, until=clock.now() - dt.timedelta(minutes=1), by=None)
    assert seating.by_state(panel) == {_S.drawn: 6}
    assert db.session.scalars(db.select(Message)).all() == []


def test_how_many_will_come_by_published_rates():
    """Of 550 chosen for the admission panel 490 came, of 250 for the metro panel 243."""
    assert showing_up.expected(550).fewest == 490
    assert showing_up.expected(250).most == 243
