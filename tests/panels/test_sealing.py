"""Until the closing vote is over nothing tells how many hold which stance: no page, file, record, interface or log."""

import json
import logging
import re
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.core.audit import AuditPayload
from app.core.db import db, transaction
from app.core.permissions import Role
from app.draws.services import chances
from app.panels.models import Panel, Respondent
from app.panels.services import blinding, identity, making, sealing, weighting
from tests.builders import an_account
from tests.panels.builders import (
    DAY,
    STANCES,
    a_panel,
    a_prepared_draw,
    a_survey,
    an_organiser,
    draw_it,
    it_is_over,
    people,
)  # fmt: skip
from voting.sortition.verify import verify

NAMES = re.compile(r"찬성|반대|판단 유보|For|Against|Undecided")


def the_vote_is_over(panel: Panel) -> None:
    with transaction():
        panel = db.session.get_one(Panel, panel.id)
        panel.vote_closes_at = clock.now() - DAY / 24


def a_lopsided_panel() -> Panel:
    """Of 300 people 210 are for, 60 against, 30 undecided; their weights are delivered and equal."""
    panel = a_panel(seats=30)
    survey = a_survey(panel)
    made = people(survey, 300, base_weight=1.0)
    ids = {stance.code: stance.id for stance in panel.stances}
    with transaction():
        for at, person in enumerate(made):
            person.stance_id = ids["for" if at % 10 < 7 else "against" if at % 10 < 9 else "undecided"]
    it_is_over(survey)
    weighting.use_delivered(survey, by=None)
    return panel


def test_totals_are_refused_to_everybody_until_the_vote_is_over(app: Flask):
    panel = a_lopsided_panel()
    survey = making.first_survey(panel)
    with pytest.raises(sealing.Sealed):
        sealing.stance_totals(survey)
    with pytest.raises(sealing.VoteNotOver):
        sealing.unseal(panel, by=None)
    the_vote_is_over(panel)
    sealing.unseal(panel, by=None)
    assert sealing.stance_totals(survey) == {"for": 210, "against": 60, "undecided": 30}


def test_targets_follow_the_sealed_shares_under_letters(app: Flask):
    panel = a_lopsided_panel()
    draw = a_prepared_draw(panel)
    letters = blinding.letters_of(panel)
    seats = {target.value: target.least for target in draw.targets if target.feature == "stance"}
    assert {code: seats[letters[code]] for code in STANCES} == {"for": 21, "against": 6, "undecided": 3}
    assert not any(
        NAMES.search(target.name_ko + target.name_en) for target in draw.targets if target.feature == "stance"
    )


def test_letters_are_dealt_at_random(app: Flask):
    stances = a_panel(committee=0, published=False).stances
    dealt = set()
    for _ in range(12):
        panel = SimpleNamespace(blind_key=None, blind_hash=None, stances=stances)
        blinding.deal(panel)
        dealt.add(tuple(blinding.letters_of(panel).items()))
    assert len(dealt) > 1  # all alike by chance: once in 6 ** 11


def test_the_key_fits_the_fingerprint_that_was_published(app: Flask):
    panel = a_lopsided_panel()
    before = panel.blind_hash
    assert blinding.key_shown(panel) is None
    the_vote_is_over(panel)
    sealing.unseal(panel, by=None)
    assert blinding.fingerprint(blinding.key_shown(panel)) == before


def pages(panel: Panel, draw_id: int) -> list[str]:
    office = ["", "/people", "/survey", "/design", "/members", "/members/1", "/composition", "/members/allowance.csv"]
    return [f"/office/panels/{panel.slug}{path}" for path in office] + [
        "/panels", f"/panels/{panel.slug}", f"/draws/{draw_id}", f"/draws/{draw_id}/me", f"/api/v1/draws/{draw_id}",
        f"/api/v1/panels/{panel.slug}", f"/api/v1/panels/{panel.id}", f"/panels/{panel.slug}/report", "/draws",
    ]  # fmt: skip


def test_no_page_and_no_interface_tells_the_totals(app: Flask, client: FlaskClient, sign_in):
    panel = a_lopsided_panel()
    draw = draw_it(a_prepared_draw(panel))
    total = re.compile(r"\b(210|70\.0|60/300)\b")  # of those for, as a number and as a share
    for account in (None, an_organiser(), an_account(Role.auditor), an_account(Role.administrator)):
        on = sign_in(account, on=app.test_client()) if account else client
        for address in pages(panel, draw.id):
            text = re.sub(r"<(script|style|svg).*?</\1>", "", on.get(address).get_data(as_text=True), flags=re.S)
            for name in NAMES.finditer(text):
                near = text[max(0, name.start() - 120) : name.end() + 120]
                assert not total.search(near), (address, near)


def test_public_pages_tell_no_seats_by_stance_and_no_files(client: FlaskClient):
    panel = a_lopsided_panel()
    draw = draw_it(a_prepared_draw(panel))
    page = client.get(f"/draws/{draw.id}").get_data(as_text=True)
    assert "의견 가" not in page
    assert draw.commitment[:32] in page
    assert client.get(f"/draws/{draw.id}/transcript.json").status_code == 403
    assert client.get(f"/draws/{draw.id}/prepared.json").status_code == 403
    told = json.loads(client.get(f"/api/v1/draws/{draw.id}").data)
    assert told["sealed"] is True
    assert {target["feature"] for target in told["targets"]} == {"sex", "age", "district"}
    assert told["certificate"] is None


def test_once_the_seal_is_open_the_files_verify(client: FlaskClient):
    panel = a_lopsided_panel()
    draw = draw_it(a_prepared_draw(panel))
    the_vote_is_over(panel)
    sealing.unseal(panel, by=None)
    answer = client.get(f"/draws/{draw.id}/transcript.json")
    assert answer.status_code == 200
    assert "의견 가" in client.get(f"/draws/{draw.id}").get_data(as_text=True)
    verify(json.loads(answer.data))


def test_my_chance_waits_for_the_seal_too(app: Flask, client: FlaskClient):
    panel = a_lopsided_panel()
    draw = draw_it(a_prepared_draw(panel))
    person = db.session.scalars(db.select(Respondent)).first()
    with transaction():
        person.link_hash = identity.token_key("my-token")
    mine = chances.mine(draw, person.id)
    page = client.get(f"/draws/{draw.id}/me?token=my-token").get_data(as_text=True)
    assert f"{100 * mine.chance:.1f}%" not in page
    assert mine.pseudonym[:16] not in page
    assert ("뽑히셨습니다" in page) or ("뽑히지" in page)


def test_no_audit_entry_and_no_log_tells_a_stance_with_a_number(app: Flask, caplog):
    caplog.set_level(logging.DEBUG)
    panel = a_lopsided_panel()
    draw_it(a_prepared_draw(panel))
    codes = re.compile(r"\b(for|against|undecided)\b")
    payloads = [
        json.dumps([p.before, p.after, p.why], ensure_ascii=False) for p in db.session.scalars(db.select(AuditPayload))
    ]
    told = [text for text in payloads if codes.search(text) or NAMES.search(text)]
    assert told == []
    assert not [record for record in caplog.messages if re.search(r"\b210\b", record)]


def test_there_is_no_export_of_answers(app: Flask, client: FlaskClient, sign_in):
    panel = a_lopsided_panel()
    survey = making.first_survey(panel)
    sign_in(an_organiser())
    exported = client.get(f"/office/imports/export/first-survey/{survey.id}.csv")
    assert len(exported.get_data(as_text=True).strip().splitlines()) <= 1  # the names of the columns
