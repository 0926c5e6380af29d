"""The organiser designs a poll, freezes it, lists its voters, closes, counts and publishes it; everybody reads the result."""

import io
import re
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.core.db import db
from app.core.permissions import Role
from app.polls.models import Poll, PollOption, RollRow
from app.polls.services import keys
from app.polls.services.finding import poll_called
from app.polls.services.making import ElectorateRow
from tests.api.test_interface import fits
from tests.builders import an_account
from tests.polls import builders as machine
from tests.polls.pages.builders import HOUR, a_draft, a_frozen_poll, an_open_poll
from voting.ledger.verify import verify

CHANNELS = ["web", "booth", "paper"]


def typed(**changes) -> dict[str, object]:
    """What an organiser types for a poll of two options."""
    opens, closes = clock.now() + HOUR, clock.now() + 48 * HOUR
    return {
        "slug": "typed", "title_ko": "나무", "title_en": "Trees", "question_ko": "어디?", "question_en": "Where?",
        "options": "역 앞 | Station | 3억\n공원 | Park | 2억 원", "form": "approval", "at_least": "1", "at_most": "1", "blank": "y",
        "rule": "top-k", "seats": "1", "ties": "file", "publish": "marks", "randomness": "주사위", "may_change": "y",
        "opens_at": f"{opens.astimezone(clock.SEOUL):%Y-%m-%dT%H:%M}", "closes_at": f"{closes.astimezone(clock.SEOUL):%Y-%m-%dT%H:%M}",
        "electorates-0-name_ko": "시민", "electorates-0-eligibility": "accounts", "electorates-0-channels": CHANNELS,
    } | changes  # fmt: skip


@pytest.fixture
def office(client: FlaskClient, sign_in) -> FlaskClient:
    return sign_in(an_account(Role.organiser))


def test_a_poll_is_typed_and_each_fault_stands_beside_its_field(app: Flask, office: FlaskClient):
    wrong = typed(options="역 앞 | | 3억원x\n| | ", at_most="0", closes_at=typed()["opens_at"], seats="")
    page = office.post("/office/polls/new", data=wrong).text
    for name in ("options", "at_most", "closes_at", "seats"):
        assert f'id="{name}-error"' in page, name
    assert "역 앞 | | 3억원x" in page
    assert db.session.query(Poll).count() == 0
    more = office.post("/office/polls/new", data=typed(more="1")).text
    assert more.count('name="electorates-3-name_ko"') == 0
    assert more.count('name="electorates-2-name_ko"') + more.count('name="electorates-1-name_ko"') >= 1
    assert office.post("/office/polls/new", data=typed()).status_code == 302
    assert [(o.title_en, o.cost_won) for o in db.session.query(PollOption).order_by(PollOption.position)] == [
        ("Station", 300_000_000), ("Park", 200_000_000),
    ]  # fmt: skip
    assert 'id="slug-error"' in office.post("/office/polls/new", data=typed()).text
    first = office.get("/office/polls/typed/edit").text
    revision = re.search(r'name="revision"[^>]*value="(\d+)"', first).group(1)
    changed = {name: value for name, value in typed(title_ko="숲").items() if name != "slug"} | {"revision": revision}
    assert office.post("/office/polls/typed/edit", data=changed).status_code == 302
    late = office.post("/office/polls/typed/edit", data=changed | {"title_ko": "정원"})
    assert "정원" in late.text
    assert "숲" in late.text
    assert office.get("/office/polls").status_code == 200


def test_only_organisers_see_the_office(app: Flask, client: FlaskClient, sign_in):
    poll = a_draft()
    assert client.get(f"/polls/{poll.slug}").status_code == 404
    sign_in(an_account(Role.citizen))
    for path in ("", "/new", f"/{poll.slug}", f"/{poll.slug}/roll", f"/{poll.slug}/trays"):
        assert client.get(f"/office/polls{path}").status_code == 403


def test_a_draft_is_rehearsed_frozen_and_given_its_voters(app: Flask, office: FlaskClient):
    voter = an_account()
    rows = [ElectorateRow("listed", "명부", "Listed", eligibility="list"), ElectorateRow("guests", "손님", "Guests", eligibility="codes")]  # fmt: skip
    poll = a_draft(electorates=rows, opens_at=clock.now() + HOUR, closes_at=clock.now() + 2 * HOUR)
    slug = poll.slug
    assert office.get(f"/office/polls/{slug}").status_code == 200
    rehearsed = office.post(f"/office/polls/{slug}/dry-run")
    assert rehearsed.status_code == 302
    assert "시험 투표" in office.get(rehearsed.location).text
    assert app.test_client().get(rehearsed.location).status_code == 404
    refused = office.post(f"/office/polls/{slug}/freeze", data={"box_public": "abc"})
    assert 'id="box_public-error"' in refused.text
    assert office.post(f"/office/polls/{slug}/freeze/demonstration").status_code == 302
    sheet = (io.BytesIO(f"이름,주소\n한 사람,{voter.email}\n다른 사람,nobody@example.org\n".encode()), "list.csv")
    answer = office.post(f"/office/polls/{slug}/voters", data={"electorate": "listed", "file": sheet})
    assert answer.status_code == 302
    assert "nobody@example.org" in office.get(f"/office/polls/{slug}").text
    assert db.session.query(RollRow).filter_by(electorate="listed", poll_id=poll.id).count() == 1
    slips = office.post(f"/office/polls/{slug}/codes", data={"electorate": "guests", "number": "3"}).text
    assert slips.count('class="code-groups"') == 3


def test_the_office_closes_counts_and_publishes_what_anybody_verifies(app: Flask, office: FlaskClient, client: FlaskClient, tmp_path):  # fmt: skip
    poll = machine.an_open_poll(voters=25)
    casts = machine.voted_by(poll, 22)
    desk = f"/office/polls/{poll.slug}"
    assert (
        "봉인" in client.get(f"/polls/{poll.slug}/result").text
        or "볼 수 없" in client.get(f"/polls/{poll.slug}/result").text
    )
    assert office.post(f"{desk}/close").status_code == 302
    one, other = keys.demonstration_shares(poll_called(poll.slug))
    assert 'id="share_a-error"' in office.post(f"{desk}/count", data={"share_a": one, "share_b": one}).text
    assert office.post(f"{desk}/count", data={"share_a": one, "share_b": other}).status_code == 302
    assert office.post(f"{desk}/number", data={"number": "3 1 6 2"}).status_code == 302
    page = client.get(f"/polls/{poll.slug}/result").text
    assert "22" in page
    assert "python -m voting verify" in page
    for path in ("", "/log", "/check", "/result.csv", "/result.json", "/heads.jsonl", "/leaves.jsonl", "/poll.json"):
        assert client.get(f"/polls/{poll.slug}{path}").status_code == 200, path
    assert client.get("/polls").status_code == 200
    bundle = client.get(f"/polls/{poll.slug}/bundle.zip").data
    target = tmp_path / "bundle.zip"
    target.write_bytes(bundle)
    assert "rows.jsonl" in zipfile.ZipFile(io.BytesIO(bundle)).namelist()
    report = verify(target, receipts=[casts[3].receipt.code])
    api = f"/api/v1/polls/{poll.slug}"
    record = fits(client.get(api), "Poll")
    assert record["result"]["outcome"]["selected"] == list(report.selected)
    fits(client.get("/api/v1/polls"), "Polls")
    proof = fits(client.get(f"{api}/proof?leaf={casts[3].receipt.leaf}"), "PollProof")
    heads = fits(client.get(f"{api}/heads"), "PollHeads")["heads"]
    assert proof["head"] == heads[-1]
    fits(client.get(f"{api}/consistency?first=1&second={heads[-1]['head']['size']}"), "PollConsistency")
    leaves = fits(client.get(f"{api}/leaves?from=1"), "PollLeaves")["leaves"]
    assert len(leaves) == heads[-1]["head"]["size"] - 1
    assert client.get(f"{api}/bundle").location.endswith("/bundle.zip")
    assert client.get(f"{api}/proof?leaf=xx").status_code == 404
    looked_up = client.post(f"/polls/{poll.slug}/check", data={"receipt": casts[3].receipt.code}).text
    assert casts[3].receipt.leaf[:32] in looked_up


def test_whole_ballots_are_recounted_under_another_rule(app: Flask, client: FlaskClient):
    limits = {"budget": 100, "ceilings": [], "incompatible": []}
    options = [machine.OptionRow(str(n), f"정책 {n}", f"Option {n}", cost_won=cost) for n, cost in enumerate((60, 50, 40, 30, 20), 1)]  # fmt: skip
    poll = machine.an_open_poll(
        voters=25, publish="ballots", options=options, form_numbers={"at_most": 3},
        rule={"name": "equal-shares", "options": {}, "limits": limits},
    )  # fmt: skip
    machine.voted_by(poll, 22)
    machine.published(machine.counted(machine.closed(poll)))
    page = client.get(f"/polls/{poll.slug}/result").text
    assert "얼마나 고르게" in page
    for rule in ("top-k", "greedy", "equal-shares", "phragmen", "knapsack", "nonsense"):
        assert client.get(f"/polls/{poll.slug}/what-if?rule={rule}&seats=2").status_code == 200, rule


def test_a_poll_is_called_off_with_a_reason_that_everybody_reads(app: Flask, office: FlaskClient):
    poll = an_open_poll()
    assert 'id="why-error"' in office.post(f"/office/polls/{poll.slug}/cancel", data={"why": ""}).text
    assert office.post(f"/office/polls/{poll.slug}/cancel", data={"why": "후보가 빠졌습니다"}).status_code == 302
    assert "후보가 빠졌습니다" in office.get(f"/polls/{poll.slug}").text
    assert "후보가 빠졌습니다" in office.get(f"/polls/{poll.slug}/vote").text


def test_a_poll_that_is_not_open_yet_says_when(app: Flask, client: FlaskClient):
    poll = a_frozen_poll(opens_at=clock.now() + HOUR, closes_at=clock.now() + 2 * HOUR)
    assert "시작합니다" in client.get(f"/polls/{poll.slug}").text
    assert "시작합니다" in client.get(f"/polls/{poll.slug}/vote").text
