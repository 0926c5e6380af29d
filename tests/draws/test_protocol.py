"""A draw goes through its states once, in order, on record; the published files prove it."""

import json
import subprocess
import sys
from collections import Counter
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import db, transaction
from app.core.jobs.models import Job, JobState
from app.draws.models import Candidate, Draw, DrawState, PublicValue, Relaxation
from app.draws.services import abandoning, attempts, ceremony, chances, lottery, making, records, states
from app.draws.services.pools import PersonTwice, PoolEmpty, ReasonNeeded
from app.draws.services.preparing import (
    PoolRow,
    TargetChange,
    TargetRow,
    exclude,
    feasibility,
    make_draw,
    relax,
    set_pool,
    set_targets,
)
from app.draws.services.targets import AnnouncedTargets, FeatureUnknown, LeastAboveMost, TargetTwice
from tests.builders import DAY
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
    told,
)


def again(draw: Draw) -> Draw:
    return db.session.get_one(Draw, draw.id)


def drawn_people(draw: Draw) -> list[Candidate]:
    query = select(Candidate).where(Candidate.draw_id == draw.id, Candidate.seat_no.is_not(None))
    return list(db.session.scalars(query.order_by(Candidate.seat_no)))


def verify(tmp_path, draw: Draw, name: str = records.TRANSCRIPT) -> subprocess.CompletedProcess[str]:
    """What anybody can do with the download: the command of the page, in a process of its own."""
    path = tmp_path / f"{name}.json"
    path.write_bytes(records.content_of(draw, name))
    command = [sys.executable, "-m", "voting", "verify", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_draw_is_prepared_announced_committed_and_drawn_and_the_download_verifies(app, tmp_path):
    by = an_organiser()
    draw = an_announced_draw(by=by)
    assert again(draw).state is DrawState.preparing
    lottery.start(draw, by)
    committed = again(draw)
    assert committed.state is DrawState.committed
    assert committed.value is None
    assert verify(tmp_path, draw, records.PREPARED).returncode == 0
    ceremony.reveal(committed, "437", "참관인 세 명", by)
    seats = Counter((person.answers["sex"], person.answers["stance"]) for person in drawn_people(draw))
    assert seats.total() == 12
    assert sum(seats[sex, stance] for sex, stance in seats if sex == "f") == 6
    assert all(
        3 <= sum(n for (_, stance), n in seats.items() if stance == s) <= 5 for s in ("for", "against", "unsure")
    )
    assert told == [("drawn", draw.id)]
    told_by_program = verify(tmp_path, draw)
    assert told_by_program.returncode == 0, told_by_program.stderr
    record = records.read(draw, records.TRANSCRIPT)
    assert record["commitment"] == committed.commitment
    assert record["public_value"]["value"] == "437"
    assert record["outcome"]["selected"] == [person.pseudonym for person in drawn_people(draw)]
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)).all()
    assert [a for a in actions if a.startswith("draw.")] == [
        "draw.make", "draw.pool", "draw.features", "draw.targets", "draw.announce", "draw.lottery", "draw.commit",
        "draw.reveal",
    ]  # fmt: skip


def test_a_transcript_that_was_tampered_with_is_refused(app, tmp_path):
    draw = a_drawn_draw()
    record = records.read(draw, records.TRANSCRIPT)
    listed = {name for t in record["prepared"]["types"] for name in t["people"]}
    record["outcome"]["selected"][0] = next(iter(listed - set(record["outcome"]["selected"])))
    path = tmp_path / "tampered.json"
    path.write_text(json.dumps(record))
    found = subprocess.run([sys.executable, "-m", "voting", "verify", str(path)], capture_output=True, check=False)
    assert found.returncode != 0


def test_the_public_value_cannot_be_entered_before_the_fingerprint_is_published(app):
    for draw in (a_draw(subject_id=1), an_announced_draw(subject_id=2)):
        with pytest.raises(states.NotCommitted):
            ceremony.reveal(draw, "437", "참관인", None)
        assert again(draw).value is None


def test_the_lottery_is_not_made_before_the_public_value_is_announced(app):
    draw = a_draw()
    with pytest.raises(lottery.NotAnnounced):
        lottery.start(draw, None)
    assert again(draw).state is DrawState.preparing


def test_a_second_value_finds_the_draw_made_and_changes_nothing(app):
    draw = a_drawn_draw("437")
    before = [person.ref for person in drawn_people(draw)]
    with pytest.raises(states.AlreadyDrawn) as refused:
        ceremony.reveal(draw, "438", "참관인", None)
    assert refused.value.params == {"value": "437"}
    assert [person.ref for person in drawn_people(draw)] == before


def test_two_tabs_that_both_saw_it_committed_draw_once(app, monkeypatch):
    draw = a_committed_draw()
    made = ceremony._draw

    def first_another(*arguments):
        monkeypatch.setattr(ceremony, "_draw", made)
        drawn = made(*arguments)
        ceremony.reveal(again(draw), "001", "다른 창", None)
        return drawn

    monkeypatch.setattr(ceremony, "_draw", first_another)
    with pytest.raises(states.AlreadyDrawn):
        ceremony.reveal(draw, "437", "이 창", None)
    assert (again(draw).value, again(draw).witnesses) == ("001", "다른 창")
    assert told == [("drawn", draw.id)]


def test_nothing_of_a_committed_draw_can_be_changed(app):
    draw = a_committed_draw()
    acts = [
        lambda: set_pool(draw, people(30)),
        lambda: set_targets(draw, targets(), None),
        lambda: relax(draw, [TargetChange("sex", "f", 5, 7)], "이유", None),
        lambda: exclude(draw, 1, code="official", why="공무원", by=None),
        lambda: making.set_rules(draw, size=10, reserves=0, one_per_home=False, by=None),
        lambda: ceremony.announce(draw, PublicValue.dice, "다른 주사위", None),
        lambda: lottery.start(draw, None),
    ]
    for act in acts:
        with pytest.raises(states.AlreadyCommitted):
            act()
    assert again(draw).announced == DICE


def test_targets_are_not_edited_while_the_lottery_is_made(app, monkeypatch):
    draw = an_announced_draw()
    monkeypatch.setattr(lottery, "compute", lambda *_: None)  # the worker has not come to it yet
    lottery.start(draw, None)
    with transaction():
        db.session.get_one(Job, draw.job_id).state = JobState.running
    acts = (
        lambda: set_targets(draw, targets(), None),
        lambda: set_pool(draw, people(12)),
        lambda: lottery.start(draw, None),
    )
    for act in acts:
        with pytest.raises(states.BeingComputed):
            act()


def test_announced_targets_change_only_by_a_decision_with_its_reason(app, tmp_path):
    draw, by = an_announced_draw(), an_organiser()
    with pytest.raises(AnnouncedTargets):
        set_targets(draw, targets((5, 7)), by)
    with pytest.raises(ReasonNeeded):
        relax(draw, [TargetChange("sex", "f", 5, 7)], "  ", by)
    relax(draw, [TargetChange("sex", "f", 5, 6), TargetChange("sex", "m", 6, 7)], "여성 지원자가 적어서", by)
    lottery.start(draw, by)
    ceremony.reveal(again(draw), "000", "참관인", by)
    (first, second) = records.read(draw, records.TRANSCRIPT)["prepared"]["decisions"]
    assert (first["before"], first["after"], first["why"]) == ([6, 6], [5, 6], "여성 지원자가 적어서")
    assert (second["before"], second["after"]) == ([6, 6], [6, 7])
    assert verify(tmp_path, draw).returncode == 0
    assert db.session.scalar(select(func.count(Relaxation.id))) == 2


def test_nobody_draws_again_until_it_pleases(app, tmp_path):
    a_subject(on_abandoned=lambda draw: told.append(("abandoned", draw.id)))
    first = a_drawn_draw("437", subject="panel-of-test")
    with pytest.raises(making.AttemptStands):
        make_draw("panel-of-test", 1, title_ko="다시", title_en="Again", size=12, by=None)
    abandoning.abandon(first, "명부에 공무원이 들어 있었습니다", None)
    second = a_drawn_draw("112", subject="panel-of-test")
    record = records.read(second, records.TRANSCRIPT)
    (attempt,) = record["attempts"]
    assert attempt["reason"] == "명부에 공무원이 들어 있었습니다"
    assert attempt["public_value"]["value"] == "437"
    assert attempt["commitment"] == again(first).commitment
    assert [draw.attempt for draw in attempts.attempts_of(second)] == [1, 2]
    assert again(first).value == "437"
    path = tmp_path / "first.json"
    path.write_bytes(records.content_of(first, records.TRANSCRIPT))
    assert verify(tmp_path, second).returncode == 0
    command = [sys.executable, "-m", "voting", "verify", str(tmp_path / "transcript.json"), "--previous", str(path)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_attempts_given_up_before_a_value_stand_in_the_transcript_too(app, tmp_path):
    never = a_draw()
    abandoning.abandon(never, "좌석 수를 잘못 적었습니다", None)
    committed = a_committed_draw()
    abandoning.abandon(committed, "주사위가 깨졌습니다", None)
    third = a_drawn_draw()
    record = records.read(third, records.TRANSCRIPT)
    assert record["given_up_before_commitment"] == [{"attempt": 1, "reason": "좌석 수를 잘못 적었습니다"}]
    assert [(one["attempt"], one["public_value"]["kind"]) for one in record["attempts"]] == [(2, "none")]
    assert verify(tmp_path, third).returncode == 0


def test_a_draw_is_given_up_with_a_reason_and_only_where_the_subject_lets_it(app):
    draw = a_drawn_draw()
    with pytest.raises(ReasonNeeded):
        abandoning.abandon(draw, " ", None)
    with pytest.raises(abandoning.SeatsTaken):
        abandoning.abandon(draw, "마음에 안 듭니다", None)
    assert again(draw).state is DrawState.drawn


def test_a_rehearsal_seats_nobody_and_stands_in_no_ones_way(app, tmp_path):
    rehearsal = a_drawn_draw(is_test=True)
    assert told == []
    assert records.read(rehearsal, records.TRANSCRIPT)["is_test"] is True
    real = a_drawn_draw()
    assert told == [("drawn", real.id)]
    assert records.read(real, records.TRANSCRIPT)["attempts"] == []


def test_everybodys_chance_is_the_one_of_the_draw_really_made(app):
    for number, kind in ((1, PublicValue.dice), (2, PublicValue.drand)):
        draw = a_committed_draw(kind=kind, known_at=clock.now() + DAY, subject_id=number)
        found = db.session.scalars(select(Candidate.chance).where(Candidate.draw_id == draw.id)).all()
        assert sum(found) == pytest.approx(12)
        assert again(draw).figures["min_chance"] == pytest.approx(min(found))
        if kind is PublicValue.dice:  # so many of the thousand panels
            assert all(
                float(Fraction(chance).limit_denominator(1000)) == pytest.approx(chance, abs=1e-12) for chance in found
            )


def test_a_person_learns_her_chance_why_she_was_left_out_and_whether_she_was_drawn(app):
    rows = [*people(60), PoolRow(99, {"sex": "f", "stance": "for"}, None, "official", "시청 공무원")]
    draw = a_committed_draw(rows=rows)
    before = chances.mine(draw, 1)
    assert before is not None
    assert before.drawn is None
    assert before.chance is not None
    assert 0 < before.chance < 1
    out = chances.mine(draw, 99)
    assert out is not None
    assert (out.chance, out.excluded_code, out.excluded_why) == (None, "official", "시청 공무원")
    assert chances.mine(draw, 12345) is None
    ceremony.reveal(again(draw), "437", "참관인", None)
    answers = [chances.mine(again(draw), ref) for ref in range(1, 61)]
    assert sum(answer.drawn for answer in answers if answer is not None) == 12


def test_the_record_names_exclusions_by_code_and_number_never_by_person(app):
    rows = [*people(60), PoolRow(99, {"sex": "f", "stance": "for"}, None, "official", "시청 총무과 김아무개")]
    draw = a_drawn_draw(rows=rows)
    text = records.content_of(draw, records.TRANSCRIPT).decode()
    assert json.loads(text)["prepared"]["excluded"] == {"official": 1}
    assert "김아무개" not in text


def test_the_same_person_twice_is_named_by_rows_and_the_pool_stays(app):
    draw = a_draw()
    with pytest.raises(PersonTwice) as refused:
        set_pool(draw, [*people(5), PoolRow(3, {"sex": "f", "stance": "for"})])
    assert refused.value.params == {"first": 3, "second": 6}
    with pytest.raises(PoolEmpty):
        set_pool(draw, [])
    assert db.session.scalar(select(func.count(Candidate.id))) == 60


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (TargetRow("sex", "f", "여성", "Women", 6, 6), TargetTwice),
        (TargetRow("age", "20-29", "20대", "20-29", 1, 6), FeatureUnknown),
        (TargetRow("stance", "none", "없음", "None", 5, 4), LeastAboveMost),
    ],
)
def test_unsound_targets_are_refused_and_the_old_ones_stay(app, row, wrong):
    draw = a_draw()
    with pytest.raises(wrong):
        set_targets(draw, [*targets(), row], None)
    assert len(again(draw).targets) == 5


def test_a_pool_that_cannot_meet_the_targets_is_told_with_the_smallest_change(app):
    draw = a_draw(rows=[row for row in people(60) if row.answers["sex"] == "m" or row.ref <= 8])
    found = feasibility(draw)
    assert not found.is_feasible
    assert [reach.people for reach in found.reaches[:2]] == [4, 30]
    women, men = found.suggestions[0]
    assert (women.value, women.least, women.most) == ("f", 4, 6)
    assert (men.value, men.least, men.most) == ("m", 6, 8)
    relax(draw, found.suggestions[0], "여성이 네 명뿐입니다", None)
    assert feasibility(draw).is_feasible


def test_a_lottery_that_cannot_be_made_gives_the_draw_back_to_prepare(app):
    draw = an_announced_draw(of=targets((7, 7)))
    lottery.start(draw, None)
    assert again(draw).state is DrawState.preparing
    assert again(draw).commitment is None


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"pool": 10}, "pool_too_small"),
        ({"of": targets((7, 7))}, "minima_above_size"),
        ({"of": targets((0, 5))}, "maxima_below_size"),
        ({"rows": [*people(60), PoolRow(61, {"sex": "x", "stance": "for"})]}, "unknown_value"),
        ({"rows": [*people(60), PoolRow(61, {"stance": "for"})]}, "empty_cell"),
        ({"of": []}, "no_targets"),
    ],
)
def test_what_is_wrong_at_sight_is_told_by_its_code(app, more, code):
    found = feasibility(a_draw(**more))
    assert not found.is_feasible
    assert code in [complaint.code for complaint in found.complaints]


def test_flatmates_are_not_drawn_together(app, tmp_path):
    rows = [PoolRow(row.ref, row.answers, f"상무대로 {row.ref // 2}") for row in people(60)]
    draw = a_drawn_draw(rows=rows, one_per_home=True)
    homes = [person.home for person in drawn_people(draw)]
    assert len(set(homes)) == 12
    assert not any("상무대로" in home for home in homes)
    assert verify(tmp_path, draw).returncode == 0
