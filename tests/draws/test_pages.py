"""The pages of a draw: prepared and run by the office, read and repeated by everybody."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from app.core.db import db
from app.core.permissions import Place, Scope
from app.draws.models import Draw, DrawState
from app.draws.services.preparing import PoolRow, TargetRow
from app.draws.services.targets import mark
from tests.builders import an_account
from tests.draws.builders import (
    DICE,
    a_committed_draw,
    a_draw,
    a_drawn_draw,
    a_subject,
    an_announced_draw,
    an_organiser,
    people,
    targets,
)

ROOT = Path(__file__).parent.parent.parent


def state(draw_id: int) -> DrawState:
    db.session.expire_all()
    return db.session.get_one(Draw, draw_id).state


def test_the_office_announces_makes_the_lottery_and_draws(app: Flask, sign_in):
    draw = a_draw()
    desk, office = f"/office/draws/{draw.id}", sign_in(an_organiser())
    assert "후보가 모든 목표를 함께 채울 수 있습니다" in office.get(f"{desk}?look=1").text
    office.post(f"{desk}/announce", data={"value_kind": "dice", "announced": DICE})
    assert office.post(f"{desk}/lottery").location.endswith(desk)
    assert state(draw.id) is DrawState.committed
    wrong = office.post(f"{desk}/reveal", data={"value": "12x", "witnesses": "두 사람"})
    assert "12x" in wrong.text
    assert "뽑힌 수를 3자리로 적어 주세요" in wrong.text
    assert state(draw.id) is DrawState.committed
    done = office.post(f"{desk}/reveal", data={"value": "437", "witnesses": "두 사람"})
    assert done.location.endswith(f"/draws/{draw.id}")
    again = office.post(f"{desk}/reveal", data={"value": "438", "witnesses": "두 사람"})
    assert "공개 값 437" in again.text
    assert db.session.get_one(Draw, draw.id).value == "437"


def test_a_lottery_that_cannot_be_made_says_so_on_the_desk(app: Flask, sign_in):
    draw = an_announced_draw(of=targets((7, 7)))
    desk, office = f"/office/draws/{draw.id}", sign_in(an_organiser())
    office.post(f"{desk}/lottery")
    page = office.get(desk).text
    assert "명부로는 목표를 지킬 수 없습니다" in page
    assert state(draw.id) is DrawState.preparing


def test_the_public_value_is_refused_before_the_fingerprint_is_published(app: Flask, sign_in):
    draw = a_draw()
    office = sign_in(an_organiser())
    answer = office.post(f"/office/draws/{draw.id}/reveal", data={"value": "437", "witnesses": "두 사람"})
    assert "공개" in answer.text
    assert state(draw.id) is DrawState.preparing


def typed(draw: Draw, **bounds: tuple[object, object]) -> dict[str, str]:
    """What the form of the targets sends: the bounds of some values changed."""
    pairs = {t.id: bounds.get(t.value, (t.least, t.most)) for t in draw.targets}
    sent = {f"least-{key}": str(least) for key, (least, _most) in pairs.items()}
    return sent | {f"most-{key}": str(most) for key, (_least, most) in pairs.items()} | {"seen": mark(draw)}


def bounds_of(draw_id: int, value: str) -> tuple[int, int]:
    db.session.expire_all()
    return next((t.least, t.most) for t in db.session.get_one(Draw, draw_id).targets if t.value == value)


def suggestions(page: str) -> list[str]:
    return re.findall(r'name="suggestion" id="suggestion-\d+" value="(\w+)"', page)


def test_targets_that_the_pool_cannot_meet_are_relaxed_by_a_person_with_a_reason(app: Flask, sign_in):
    draw = a_draw(of=targets(sex=(6, 6), stance=(4, 4)), pool=60)
    desk, office = f"/office/draws/{draw.id}", sign_in(an_organiser())
    saved = office.post(f"{desk}/targets", data=typed(draw, **{"for": (12, 12)}))
    page = office.get(saved.location).text
    assert "의견: 최소의 합이 자리보다 8만큼 많습니다." in page
    assert "의견 찬성 최소 12명 →" in page
    chosen = suggestions(page)[0]
    without = office.post(f"{desk}/relax", data={"suggestion": chosen, "relax-why": ""})
    assert without.status_code == 200
    db.session.expire_all()
    assert db.session.get_one(Draw, draw.id).relaxations == []
    other = office.post(f"{desk}/relax", data={"suggestion": "0123", "relax-why": "아무거나"})
    assert "그사이 목표가 바뀌었습니다" in other.text
    office.post(f"{desk}/relax", data={"suggestion": chosen, "relax-why": "찬성 지원자가 부족합니다"})
    db.session.expire_all()
    assert db.session.get_one(Draw, draw.id).relaxations[0].why == "찬성 지원자가 부족합니다"
    assert "찬성 지원자가 부족합니다" in office.get(f"/draws/{draw.id}").text


def test_bounds_are_tried_without_being_saved(app: Flask, sign_in):
    draw = a_draw()
    desk, office = f"/office/draws/{draw.id}", sign_in(an_organiser())
    page = office.post(f"{desk}/try", data=typed(draw, f=(7, 9))).text
    assert "최소의 합이 자리보다 1만큼 많습니다" in page
    assert 'value="7"' in page
    assert 'name="suggestion"' not in page
    assert bounds_of(draw.id, "f") == (6, 6)


@pytest.mark.parametrize("wrong", ["1O", "-3", "", "9999999", "６"])
def test_a_bound_that_cannot_be_read_is_named_and_what_was_typed_stays(app: Flask, sign_in, wrong):
    draw = a_draw()
    office = sign_in(an_organiser())
    page = office.post(f"/office/draws/{draw.id}/targets", data=typed(draw, f=(wrong, 9))).text
    assert f"‘{wrong}’을(를) 자리 수로 읽을 수 없습니다." in page
    assert 'aria-invalid="true"' in page
    assert 'value="9"' in page
    assert bounds_of(draw.id, "f") == (6, 6)


def test_who_saves_second_sees_what_the_other_saved_beside_what_she_typed(app: Flask, sign_in):
    draw = a_draw()
    address, office = f"/office/draws/{draw.id}/targets", sign_in(an_organiser())
    mine, others = typed(draw, f=(4, 9)), typed(draw, f=(5, 7))
    assert office.post(address, data=others).status_code == 302
    page = office.post(address, data=mine).text
    assert "다른 분이 저장한 값: 5–7" in page
    assert 'value="9"' in page
    assert bounds_of(draw.id, "f") == (5, 7)
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    assert office.post(address, data=mine | {"seen": seen[1]}).status_code == 302
    assert bounds_of(draw.id, "f") == (4, 9)


def test_least_above_most_is_told_by_its_name_and_nothing_changes(app: Flask, sign_in):
    draw = a_draw()
    page = sign_in(an_organiser()).post(f"/office/draws/{draw.id}/targets", data=typed(draw, f=(7, 5))).text
    assert "‘여성’의 최소 7명이 최대 5명보다 많습니다." in page
    assert bounds_of(draw.id, "f") == (6, 6)


def test_somebody_is_left_out_with_a_reason_and_let_in_again(app: Flask, sign_in, client):
    draw = a_draw()
    desk, office = f"/office/draws/{draw.id}", sign_in(an_organiser())
    sent = {"exclude-ref": "7", "exclude-code": "official", "exclude-why": "시청 교통과"}
    assert "이유" in office.post(f"{desk}/exclude", data=sent | {"exclude-why": ""}).text
    assert "777번은 명부에 없습니다." in office.post(f"{desk}/exclude", data=sent | {"exclude-ref": "777"}).text
    office.post(f"{desk}/exclude", data=sent)
    assert "시청 교통과" in office.get(desk).text
    office.post(f"{desk}/include/7")
    assert "시청 교통과" not in office.get(desk).text


def test_seats_reserves_and_homes_change_while_it_is_prepared(app: Flask, sign_in):
    draw = a_draw()
    desk, office = f"/office/draws/{draw.id}", sign_in(an_organiser())
    assert "1에서" in office.post(f"{desk}/rules", data={"rules-size": "0", "rules-reserves": "3"}).text
    office.post(f"{desk}/rules", data={"rules-size": "14", "rules-reserves": "3", "rules-one_per_home": "y"})
    db.session.expire_all()
    found = db.session.get_one(Draw, draw.id)
    assert (found.size, found.reserves, found.one_per_home) == (14, 3, True)


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


def test_where_a_kind_of_people_is_small_everybodys_file_tells_no_values(app: Flask, sign_in, client, tmp_path: Path):
    rows = [*people(60), PoolRow(61, {"sex": "x", "stance": "unsure"})]
    wide = [*targets((4, 8), (2, 6)), TargetRow("sex", "x", "기타", "Other", 0, 1)]
    draw = a_drawn_draw(rows=rows, of=wide, reserves=3)
    page = client.get(f"/draws/{draw.id}").text
    assert "다섯 명이 안 되는 유형이 1개 있습니다" in page
    public, office = client.get(f"/draws/{draw.id}/transcript.json"), sign_in(an_organiser(), on=app.test_client())
    full = office.get(f"/draws/{draw.id}/full/transcript.json")
    assert all("values" not in t for t in public.json["prepared"]["types"])
    assert ["x", "unsure"] in [t["values"] for t in full.json["prepared"]["types"]]
    assert public.json["commitment"] == full.json["commitment"] == public.json["prepared"]["commitment"]
    assert sign_in(an_account(), on=app.test_client()).get(f"/draws/{draw.id}/full/transcript.json").status_code == 403
    assert sign_in(an_account("auditor")).get(f"/draws/{draw.id}/full/transcript.json").status_code == 200
    for answer in (public, full):
        file = tmp_path / "transcript.json"
        file.write_bytes(answer.data)
        run = subprocess.run([sys.executable, "-m", "voting", "verify", str(file)], cwd=ROOT, capture_output=True)
        assert run.returncode == 0, run.stderr


def test_the_code_of_a_letter_tells_the_own_chance_and_a_guessed_one_nothing(app: Flask, client):
    code = a_subject("letters-of-test", whose=lambda subject_id, token, account: 7 if token == "K7F2" else None)
    draw = a_drawn_draw(subject=code)
    told = client.post(f"/draws/{draw.id}/me", data={"token": " K7F2 "}).text
    assert "20." in told
    assert "남성, 반대" in told
    guessed = client.post(f"/draws/{draw.id}/me", data={"token": "7"}).text
    assert "이 추첨에는 이 번호가 없습니다" in guessed
    assert "남성, 반대" not in guessed


def test_an_organiser_of_another_place_runs_nothing_of_it(app: Flask, sign_in):
    place = Place(frozenset({(Scope.district, "2917000000")}))
    code = a_subject("district-of-test", place=lambda subject_id: place)
    draw = a_draw(subject=code)
    there = an_account("organiser", scope=Scope.district, scope_key="2911000000")
    assert sign_in(there, on=app.test_client()).get(f"/office/draws/{draw.id}").status_code == 403
    here = an_account("organiser", scope=Scope.district, scope_key="2917000000")
    assert sign_in(here, on=app.test_client()).get(f"/office/draws/{draw.id}").status_code == 200
