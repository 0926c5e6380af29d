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
from app.panels.models import Panel, PanelistState, PanelPart, Respondent
from app.panels.services import (
    blinding,
    checking_in,
    closing_vote,
    entering,
    identity,
    making,
    sealing,
    seating,
    waves,
    weighting,
)
from tests.builders import an_account
from tests.panels.builders import (
    DAY,
    STANCES,
    a_panel,
    a_prepared_draw,
    a_seated_panel,
    a_survey,
    an_organiser,
    draw_it,
    it_is_over,
    people,
)  # fmt: skip
from tests.panels.days_builders import (
    an_open_vote,
    cast,
    closed,
    counted,
    early_afternoon,
    one_of_the_crew,
    the_vote_is_over,
)
from voting.sortition.verify import verify

__all__ = ["early_afternoon"]
pytestmark = pytest.mark.usefixtures("early_afternoon")
NAMES = re.compile(r"찬성|반대|판단 유보|For|Against|Undecided")


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


AREAS = ("panels", "polls", "draws", "imports", "audit", "api")
NUMBERED = ("number", "table_no", "round_no", "role_id", "item_id", "material_id", "question_id", "batch_id",
            "statement_id")  # fmt: skip
ELSEWHERE = {
    "token",
    "code",
    "matter_id",
    "meeting_id",
    "step",
    "tray",
    "year",
}  # one-time links (tests of links look at what they show); matters, assemblies and meetings know no panel; the booth keeps nothing
TOTALS = re.compile(r"\b(210|70\.0%|(21|27|26)(명|표|석|건| people| votes| seats)|90\.0%|86\.7%)")


def a_panel_that_votes(panel: Panel) -> Panel:
    """Of 30 members 21 were for; all are here, 27 are for in the second survey, 26 of the votes so far."""
    today, now = clock.today(), clock.now()
    with transaction():
        panel = db.session.get_one(Panel, panel.id)
        panel.first_day, panel.last_day = today, today + DAY
        for one in seating.panelists(panel, PanelistState.drawn):
            one.state = PanelistState.accepted
    survey = waves.plan(panel, opens_at=now - DAY / 24, closes_at=now + DAY, asked=[], by=None)
    ids = {stance.code: stance.id for stance in panel.stances}
    an_open_vote(panel)
    for at, one in enumerate(seating.panelists(panel, PanelistState.accepted)):
        checking_in.check_in(one, by=None)
        waves.answer(survey, one, stance_id=ids["for" if at < 27 else "against"], answers={})
        cast(one, "for" if at < 26 else "against")
    return panel


def browsers(app: Flask, sign_in, panel: Panel) -> dict[str, FlaskClient]:
    """Everybody who can be at a browser: nobody in particular, each role, each part in the panel, a member."""
    crew = {part: one_of_the_crew(panel, part)[0] for part in PanelPart if part is not PanelPart.committee}
    accounts = {role: an_account(role) for role in Role} | crew
    found = {str(who): sign_in(account, on=app.test_client()) for who, account in accounts.items()}
    found["member"] = app.test_client()
    found["member"].post(f"/i/me/{entering.new_link(seating.panelists(panel, PanelistState.accepted)[0], by=None)}")
    return found | {"anyone": app.test_client()}


def addresses(app: Flask, panel: Panel, draw_id: int) -> list[str]:
    """Every address of the areas that know of the panel, by the routes themselves: a new page is looked at too."""
    survey = making.first_survey(panel)
    known = {
        "slug": panel.slug, "draw_id": draw_id, "name": panel.slug, "kind": "first-survey", "cycle_id": survey.id, "form": "csv",
        "wave": 2, **dict.fromkeys(NUMBERED, 1),
    }  # fmt: skip
    urls = app.url_map.bind("localhost")
    rules = [
        rule for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] in AREAS and "GET" in rule.methods
    ]
    assert {name for rule in rules for name in rule.arguments} - set(known) <= ELSEWHERE
    plain = [rule for rule in rules if not rule.arguments & ELSEWHERE]
    slugs = {"polls": closing_vote.poll_of(panel).slug}
    values = [known | {"slug": slugs.get(rule.endpoint.split(".")[0], panel.slug)} for rule in plain]
    made = [
        urls.build(rule.endpoint, {name: given[name] for name in rule.arguments})
        for rule, given in zip(plain, values, strict=True)
    ]
    return [*made, f"/draws/{draw_id}/transcript.json", f"/draws/{draw_id}/prepared.json", f"/api/v1/panels/{panel.id}"]


def totals_told(everybody: dict[str, FlaskClient], asked: list[str]) -> list[tuple[str, str, str]]:
    """Return who reads at which address the number of those of a stance beside its name."""
    told = []
    for address in asked:
        for who, browser in everybody.items():
            answer = browser.get(address)
            assert answer.status_code < 500, (who, address)
            text = re.sub(r"<(script|style|svg).*?</\1>", "", answer.get_data().decode("utf-8", "replace"), flags=re.S)
            for name in NAMES.finditer(text):
                near = text[max(0, name.start() - 120) : name.end() + 120]
                if TOTALS.search(near):
                    told.append((who, address, near))
    return told


FEW = ("organiser", "moderator", "member", "anyone")  # who sees most of each kind; the others by night


@pytest.mark.one_database
@pytest.mark.parametrize("who", [FEW, pytest.param((), marks=pytest.mark.night)], ids=["few", "everybody"])
def test_nobody_learns_a_total_from_any_page_record_or_log_while_it_is_sealed(app: Flask, sign_in, caplog, who):
    caplog.set_level(logging.DEBUG)
    panel = a_lopsided_panel()
    draw = draw_it(a_prepared_draw(panel))
    panel = a_panel_that_votes(panel)
    everybody = {name: one for name, one in browsers(app, sign_in, panel).items() if not who or name in who}
    assert totals_told(everybody, addresses(app, panel, draw.id)) == []
    codes = re.compile(r"\b(for|against|undecided)\b")
    kept = [
        json.dumps([p.before, p.after, p.why], ensure_ascii=False) for p in db.session.scalars(db.select(AuditPayload))
    ]
    assert [text for text in kept if codes.search(text) or NAMES.search(text)] == []
    assert not [record for record in caplog.messages if re.search(r"\b210\b", record)]
    closed(panel)
    assert totals_told({"anyone": everybody["anyone"]}, addresses(app, panel, draw.id)) == []
    survey = waves.wave_numbered(panel, 2)
    waves.move(survey, opens_at=survey.opens_at, closes_at=clock.now(), by=None)
    counted(panel)
    assert totals_told({"anyone": app.test_client()}, [f"/panels/{panel.slug}/report"])  # the same eye sees it now


def test_seats_by_stance_files_and_chances_are_public_once_the_seal_is_open(client: FlaskClient):
    panel = a_lopsided_panel()
    draw = draw_it(a_prepared_draw(panel))
    person = db.session.scalars(db.select(Respondent)).first()
    with transaction():
        person.link_hash = identity.token_key("my-token")
    mine, address = chances.mine(draw, person.id), f"/draws/{draw.id}"
    page = client.get(address).text
    assert "의견 가" not in page
    assert draw.commitment[:32] in page
    for name in ("transcript", "prepared"):
        assert client.get(f"{address}/{name}.json").status_code == 403
    told = client.get(f"/api/v1/draws/{draw.id}").json
    assert told["sealed"] is True
    assert {target["feature"] for target in told["targets"]} == {"sex", "age", "district"}
    assert told["certificate"] is None
    page = client.get(f"{address}/me?token=my-token").text
    assert f"{100 * mine.chance:.1f}%" not in page
    assert mine.pseudonym[:16] not in page
    assert ("뽑히셨습니다" in page) or ("뽑히지" in page)
    the_vote_is_over(panel)
    sealing.unseal(panel, by=None)
    assert "의견 가" in client.get(address).text
    verify(json.loads(client.get(f"{address}/transcript.json").data))
    assert f"{100 * mine.chance:.1f}%" in client.get(f"{address}/me?token=my-token").text


def test_the_seal_stays_while_members_still_answer(app: Flask, client: FlaskClient, sign_in):
    panel = a_seated_panel()
    now = clock.now()
    waves.plan(panel, opens_at=now - DAY, closes_at=now + DAY, asked=[], by=None)
    the_vote_is_over(panel)
    sign_in(an_organiser())
    refused = client.post(f"/office/panels/{panel.slug}/unseal")
    assert refused.status_code == 409
    assert "2차 설문" in refused.text
    waves.move(waves.wave_numbered(panel, 2), opens_at=now - DAY, closes_at=now, by=None)
    assert client.post(f"/office/panels/{panel.slug}/unseal").status_code == 302
    assert not sealing.is_sealed(db.session.get_one(Panel, panel.id))


def test_there_is_no_export_of_answers(app: Flask, client: FlaskClient, sign_in):
    panel = a_lopsided_panel()
    survey = making.first_survey(panel)
    sign_in(an_organiser())
    exported = client.get(f"/office/imports/export/first-survey/{survey.id}.csv")
    assert len(exported.get_data(as_text=True).strip().splitlines()) <= 1  # the names of the columns
