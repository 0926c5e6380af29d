"""The pages of a draw: prepared and run by the office, read and repeated by everybody."""

import json
import subprocess
import sys
from pathlib import Path

from flask import Flask

from app.core.db import db
from app.draws.models import Draw, DrawState
from tests.builders import an_account
from tests.draws.builders import DICE, a_committed_draw, a_draw, a_drawn_draw, a_subject, an_organiser, targets

ROOT = Path(__file__).parent.parent.parent


def state(draw_id: int) -> DrawState:
    db.session.expire_all()
    return db.session.get_one(Draw, draw_id).state


def test_the_office_announces_makes_the_lottery_and_draws(app: Flask, sign_in):
    draw = a_draw()
    desk, office = f"/office/draws/{draw.id}", sign_in(an_organiser())
    assert (
        "후보 60명이 모든 목표를 함께 채울 수 있습니다" in office.get(desk).text
        or "모든 목표를" in office.get(desk).text
    )
    office.post(f"{desk}/announce", data={"value_kind": "dice", "announced": DICE})
    started = office.post(f"{desk}/lottery")
    assert "/jobs/" in started.location
    assert state(draw.id) is DrawState.committed
    wrong = office.post(f"{desk}/reveal", data={"value": "12x", "witnesses": "두 사람"})
    assert "12x" in wrong.text
    assert state(draw.id) is DrawState.committed
    done = office.post(f"{desk}/reveal", data={"value": "437", "witnesses": "두 사람"})
    assert done.location.endswith(f"/draws/{draw.id}")
    again = office.post(f"{desk}/reveal", data={"value": "438", "witnesses": "두 사람"})
    assert "437" in again.text
    assert db.session.get_one(Draw, draw.id).value == "437"


def test_the_public_value_is_refused_before_the_fingerprint_is_published(app: Flask, sign_in):
    draw = a_draw()
    office = sign_in(an_organiser())
    answer = office.post(f"/office/draws/{draw.id}/reveal", data={"value": "437", "witnesses": "두 사람"})
    assert "공개" in answer.text
    assert state(draw.id) is DrawState.preparing


def test_targets_that_the_pool_cannot_meet_are_relaxed_by_a_person_with_a_reason(app: Flask, sign_in):
    draw = a_draw(of=targets(sex=(6, 6), stance=(4, 4)), pool=60, rows=None)
    desk, office = f"/office/draws/{draw.id}", sign_in(an_organiser())
    bounds = {f"least-{t.id}": "12" for t in draw.targets if t.value == "for"} | {
        f"most-{t.id}": "12" for t in draw.targets if t.value == "for"
    }
    office.post(f"{desk}/targets", data=bounds)
    page = office.get(desk).text
    assert 'name="suggestion"' in page
    assert "의견: 최소의 합이 자리보다 8만큼 많습니다." in page
    office.post(f"{desk}/relax", data={"suggestion": "1", "relax-why": ""})
    db.session.expire_all()
    assert db.session.get_one(Draw, draw.id).relaxations == []
    office.post(f"{desk}/relax", data={"suggestion": "1", "relax-why": "찬성 지원자가 부족합니다"})
    db.session.expire_all()
    assert db.session.get_one(Draw, draw.id).relaxations[0].why == "찬성 지원자가 부족합니다"
    assert "찬성 지원자가 부족합니다" in office.get(f"/draws/{draw.id}").text


def test_anybody_repeats_the_draw_from_the_download_alone(app: Flask, client, tmp_path: Path):
    draw = a_drawn_draw()
    page = client.get(f"/draws/{draw.id}")
    assert f"/draws/{draw.id}/transcript.json" in page.text
    file = tmp_path / "transcript.json"
    file.write_bytes(client.get(f"/draws/{draw.id}/transcript.json").data)
    run = [sys.executable, "-m", "voting", "verify", str(file)]
    assert subprocess.run(run, cwd=ROOT, capture_output=True).returncode == 0
    record = json.loads(file.read_text())
    record["outcome"]["selected"] = record["outcome"]["selected"][::-1][:-1]
    file.write_text(json.dumps(record))
    assert subprocess.run(run, cwd=ROOT, capture_output=True).returncode == 2


def test_no_name_and_no_number_of_a_person_is_on_a_public_page_or_file(app: Flask, client):
    draw = a_committed_draw()
    assert client.get(f"/draws/{draw.id}/prepared.json").status_code == 200
    assert client.get(f"/draws/{draw.id}/transcript.json").status_code == 404
    assert client.get(f"/draws/{draw.id}/other.json").status_code == 404
    assert '"ref"' not in client.get(f"/draws/{draw.id}/prepared.json").text


def test_the_own_chance_is_told_to_whom_the_subject_knows_and_to_nobody_else(app: Flask, sign_in, client):
    mine = an_account()
    code = a_subject(
        "call-of-test", whose=lambda subject_id, token, account: 7 if account and account.id == mine.id else None
    )
    draw = a_drawn_draw(subject=code)
    address = f"/draws/{draw.id}/me"
    assert "20.0%" in sign_in(mine, on=app.test_client()).get(address).text
    assert "20.0%" not in client.get(address).text
    assert "20.0%" not in sign_in(an_account()).get(address).text


def test_a_draw_that_is_given_up_stays_public_with_its_reason_and_another_attempt_begins(app: Flask, sign_in, client):
    draw = a_committed_draw()
    office = sign_in(an_organiser())
    office.post(f"/office/draws/{draw.id}/abandon", data={"why": "명단에 빠진 사람이 있었습니다"})
    assert state(draw.id) is DrawState.abandoned
    office.post(f"/office/draws/{draw.id}/attempt")
    other = db.session.get_one(Draw, draw.id + 1)
    assert (other.attempt, other.state) == (2, DrawState.preparing)
    assert "명단에 빠진 사람이 있었습니다" in client.get(f"/draws/{other.id}").text
    assert client.get("/draws").text.count("시민참여단 추첨") >= 2
