"""The organiser designs a poll, freezes it, lists its voters, closes, counts and publishes it; everybody reads the result."""

import io
import re
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Account
from app.assembly.services import attending
from app.core import clock
from app.core.db import db, transaction
from app.core.permissions import Role
from app.polls.models import Poll, PollOption, RollRow
from app.polls.services import keys
from app.polls.services.finding import poll_called
from app.polls.services.making import ElectorateRow
from tests.api.test_interface import fits
from tests.assembly.builders import an_assembly
from tests.builders import a_cycle, an_account
from tests.committee.builders import a_committee, a_seat
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
        "rule": "top-k", "seats": "1", "ties": "file", "publish": "marks", "randomness": "주사위", "may_change": "y", "appeal_days": "14",
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


def test_ceilings_thresholds_and_shares_are_typed_kept_and_published_and_each_fault_is_named(app: Flask, office: FlaskClient, client: FlaskClient):  # fmt: skip
    money = {
        "options": "역 앞 | | 3억 | 교통 | | 1 | | 북구\n공원 | | 2억 | 교통 | | 2\n도서관 | | 1억 | 문화 | | 3",
        "rule": "greedy", "budget": "5억", "threshold": "5", "minimum_share": "10%", "ceilings": "교통 | 3억\n북구 | 3억",
        "incompatible": "1, 3", "appeal_days": "30", "auditors": f"김감사 | 외부 감사인 | {'AB' * 32}",
    }  # fmt: skip
    wrong = typed(
        **money
        | {
            "minimum_share": "열", "ceilings": "교통 | 3억\n문화 | 삼억원x", "auditors": "김감사", "appeal_days": "오래",
            "electorates-0-weight": "1/0", "threshold": "-1",
        }
    )  # fmt: skip
    page = office.post("/office/polls/new", data=wrong).text
    for name in ("minimum_share", "ceilings", "auditors", "appeal_days", "electorates-0-weight", "threshold"):
        assert f'id="{name}-error"' in page, name
    for kept in ("열", "문화 | 삼억원x", "오래", "1/0", "-1"):
        assert kept in page, kept
    unknown = office.post("/office/polls/new", data=typed(**money | {"ceilings": "환경 | 1억"})).text
    assert "환경" in unknown.split('id="ceilings-error"')[1][:200]
    assert 'id="minimum_share-error"' in office.post("/office/polls/new", data=typed(**money | {"rule": "top-k", "ceilings": "", "incompatible": ""})).text  # fmt: skip
    assert db.session.query(Poll).count() == 0
    assert office.post("/office/polls/new", data=typed(**money)).status_code == 302
    edit = office.get("/office/polls/typed/edit").text
    for kept in (
        "10%",
        "교통 | 300,000,000",
        "북구 | 300,000,000",
        "1, 3",
        f"김감사 | 외부 감사인 | {'ab' * 32}",
        'value="30"',
    ):
        assert kept in edit, kept
    assert office.post("/office/polls/typed/freeze/demonstration").status_code == 302
    document = client.get("/polls/typed/poll.json").json
    assert document["rule"]["limits"] == {
        "budget": 500_000_000, "incompatible": [["1", "3"]],
        "ceilings": [
            {"kind": "field", "value": "교통", "amount": 300_000_000},
            {"kind": "district", "value": "북구", "amount": 300_000_000},
        ],
    }  # fmt: skip
    assert (document["rule"]["options"]["threshold"], document["rule"]["options"]["minimum_share"]) == (5, "1/10")
    assert (document["v"], document["appeal_days"], document["auditors"][0]["name"]) == (2, 30, "김감사")
    shown = client.get("/polls/typed").text
    for said in ("5표", "10%", "‘교통’", "30일"):
        assert said in shown, said


def test_a_majority_of_two_thirds_with_a_quorum_is_typed_and_said(app: Flask, office: FlaskClient, client: FlaskClient):
    rule = {"form": "yes-no", "rule": "majority", "majority": "2/3", "majority_of": "decided", "quorum": "1/3"}
    assert 'id="majority-error"' in office.post("/office/polls/new", data=typed(**rule | {"majority": ""})).text
    assert office.post("/office/polls/new", data=typed(**rule)).status_code == 302
    assert 'value="2/3"' in office.get("/office/polls/typed/edit").text
    office.post("/office/polls/typed/freeze/demonstration")
    assert client.get("/polls/typed/poll.json").json["rule"]["options"] == {
        "majority": {"share": "2/3", "exceed": False}, "of": "decided", "quorum": {"share": "1/3", "exceed": False},
    }  # fmt: skip
    said = client.get("/polls/typed").text
    assert "2/3 이상" in said
    assert "1/3 이상" in said


def test_voters_are_listed_by_address_or_name_from_a_file_a_box_or_a_body(app: Flask, office: FlaskClient):
    people = [an_account() for _ in range(5)]
    with transaction():
        for person, name in zip(people, ("홍길동", "김철수", "김철수", "이영희", "박민수"), strict=True):
            db.session.get_one(Account, person.id).name = name
    addresses = [person.email for person in people]
    committee = a_committee(a_cycle())
    seats = [a_seat(committee, part=part) for part in (0, 0, None)]
    attending.register(an_assembly(), name="홍길동", by=people[0])
    rows = [ElectorateRow("listed", "명부", "Listed", eligibility="list")]
    poll = a_draft(electorates=rows, opens_at=clock.now() + HOUR, closes_at=clock.now() + 2 * HOUR)
    desk = f"/office/polls/{poll.slug}"

    def listed(**sent) -> int:
        """Send a list; return how many stand on the roll then."""
        answer = office.post(f"{desk}/voters", data={"electorate": "listed"} | sent)
        assert answer.status_code == 302, answer.text
        return db.session.query(RollRow).filter_by(poll_id=poll.id).count()

    assert 'id="typed-error"' in office.post(f"{desk}/voters", data={"electorate": "listed"}).text
    sheet = f"번호,성명,전자우편\n1,홍길동,\n2,김철수,\n3,없는이,{addresses[3].upper()}\n4,아무개,\n"
    assert listed(file=(io.BytesIO(sheet.encode()), "roll.csv")) == 2, "a name that one has, and an address"
    told = office.get(desk).text
    assert "김철수" in told
    assert "아무개" in told
    assert "계정이 여럿이라" in told
    assert listed(typed=f"박민수\n{addresses[1]}; {addresses[2]}") == 5
    assert listed(members=f"body:{seats[0].subcommittee.slug}") == 7
    assert listed(members=f"body:{committee.slug}") == 8
    assert listed(members="assembly:2031-day") == 8, "the same person a second time"
    refused = office.post(f"{desk}/voters", data={"electorate": "listed", "typed": "홍길동", "members": "body:none"})
    assert 'role="alert"' in refused.text
    assert db.session.query(RollRow).filter_by(poll_id=poll.id).count() == 8


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
    assert "이의를 낼 수 있고" in page
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
