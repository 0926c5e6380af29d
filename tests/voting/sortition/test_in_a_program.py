"""The draw as a web application calls it: plain objects in, JSON out, days between the steps."""

import json
import re
from pathlib import Path

import pytest

from tests.voting.sortition.builders import a_data_set, a_pool
from voting.sortition.contacts import Answer
from voting.sortition.continuing import people_drawn, prepare_replacement
from voting.sortition.errors import BadInput
from voting.sortition.feasibility import feasibility
from voting.sortition.pool import pool_from_rows
from voting.sortition.preparation import Request, prepare
from voting.sortition.progress import Cancelled, unhurried
from voting.sortition.reserve_draw import draw_reserves
from voting.sortition.targets import Target, targets_from_rows
from voting.sortition.transcript import prepared_record, transcript
from voting.sortition.verify import verify

DOCS = Path(__file__).parents[3] / "docs" / "sortition.md"
SALT = b"salt"
PEOPLE = [{"sex": s, "age": a} for s in "fm" for a in ("20s", "40s", "60+") for _ in range(4)]
TARGETS = [Target("sex", "f", 3, 3), Target("sex", "m", 3, 3), *(Target("age", a, 2, 2) for a in ("20s", "40s", "60+"))]


def a_transcript(pool, value="437", **asked):
    published = prepared_record(prepare(pool, TARGETS, Request(6, **asked), SALT).document, "2026-10-01")
    return transcript(json.loads(json.dumps(published)), {"value": value}, drawn_at="2026-10-12")[0]


def test_example_of_the_docs_runs_and_fills_every_seat():
    (code,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    names: dict = {}
    exec(code, names)
    assert names["answer"].is_feasible
    assert len({*names["panel"], *names["newcomers"], *names["reserves"]}) >= 14
    assert len(names["people"]) == 12
    assert not set(names["panel"][:2]) & set(names["newcomers"])
    assert names["seated"].imbalance == 0


def test_rows_with_a_number_as_id_and_a_missing_key_are_read_as_a_file_would_be():
    pool = pool_from_rows([{"id": 7, "sex": "f"}, {"id": "08", "sex": None}])
    assert list(pool.ids) == ["7", "08"]
    with pytest.raises(BadInput, match="row 2: “sex” is empty"):
        prepare(pool, targets_from_rows([{"feature": "sex", "value": "f", "min": 0, "max": 1}], 1), Request(1), SALT)


def test_pool_tells_what_it_can_give_each_target_while_the_others_are_kept():
    # All in their twenties are women; three seats are for women, of whom only two are in their forties.
    people = [{"sex": "f", "age": "20s"}] * 4 + [{"sex": "f", "age": "40s"}] * 2 + [{"sex": "m", "age": "40s"}] * 5
    targets = [
        Target("sex", "f", 3, 3),
        Target("sex", "m", 3, 3),
        Target("age", "20s", 4, 4),
        Target("age", "40s", 0, 6),
    ]
    answer = feasibility(a_pool(people), targets, Request(6))
    assert not answer.is_feasible
    assert [(reach.people, reach.fewest, reach.most) for reach in answer.reaches] == [
        (6, None, None),
        (5, None, None),
        (4, 1, 3),
        (7, None, None),
    ]
    assert [reach.is_met for reach in answer.reaches] == [False, False, False, False]
    assert "age “20s” at least 4" in answer.conflict[0]
    assert str(answer.suggestions[0]) == "lower the minimum of age “20s” from 4 to 3"


def test_feasible_pool_has_room_told_for_every_target():
    answer = feasibility(a_pool(PEOPLE), TARGETS, Request(6))
    assert answer.is_feasible
    assert answer.refusal is None
    assert all(reach.is_met for reach in answer.reaches)


@pytest.mark.parametrize(
    ("people", "size", "code"),
    [(PEOPLE, 7, "maxima_below_size"), (PEOPLE, 5, "minima_above_size"), (PEOPLE[:5], 6, "pool_too_small")],
)
def test_sizes_that_cannot_be_reached_are_complaints_of_the_answer_not_an_exception(people, size, code):
    answer = feasibility(a_pool(people), TARGETS, Request(size))
    assert code in [complaint.code for complaint in answer.complaints]
    assert not answer.is_feasible


def test_sums_that_miss_the_size_come_with_the_smallest_change():
    answer = feasibility(a_pool(PEOPLE), [Target("sex", "f", 3, 3), Target("sex", "m", 2, 2)], Request(6))
    assert str(answer.suggestions[0]) in (
        "raise the maximum of sex “f” from 3 to 4",
        "raise the maximum of sex “m” from 2 to 3",
    )


def test_work_that_is_called_off_ends_at_the_next_panel():
    asked = []

    def is_cancelled():
        asked.append(True)
        return len(asked) == 3

    pool, targets, size = a_data_set("shape_mass_24")
    with pytest.raises(Cancelled):
        prepare(pool, targets, Request(size), SALT, unhurried(lambda _: None, 0.0, is_cancelled))
    assert len(asked) == 3


def test_progress_speaks_once_a_second_however_often_it_is_told():
    told, now = [], iter([0.0, 0.2, 0.9, 1.0, 1.5, 2.1])
    report = unhurried(told.append, 1.0, clock=lambda: next(now))
    for message in "abcdef":
        report(message)
    assert told == ["a", "d", "f"]


def test_reserves_are_drawn_from_the_published_record_days_later():
    pool = a_pool(PEOPLE)
    record, reserves = draw_reserves(a_transcript(pool), pool, SALT, 6)
    assert len(set(reserves) - set(people_drawn(record, pool, SALT))) == 6
    assert any(sentence.startswith("reserves:") for sentence in verify(record).checked)


def test_people_excluded_from_the_first_draw_stay_out_of_reserves_and_replacements():
    pool = a_pool(PEOPLE * 2)
    officials = {"p0": "city official", "p12": "councillor"}
    record = a_transcript(pool, exclusions=officials)
    panel = people_drawn(record, pool, SALT)
    _, reserves = draw_reserves(record, pool, SALT, 16)
    assert not set(officials) & {*panel, *reserves}
    seen = record
    for _ in range(3):
        panel = people_drawn(seen, pool, SALT)
        again = prepare_replacement(seen, pool, SALT, {panel[0]: Answer.DECLINED})
        assert not set(officials) & set(again.selection.pool.ids)
        seen, _ = transcript(prepared_record(again.document, "2026-10-20"), {"value": "1"}, drawn_at="2026-10-21")


def test_another_salt_is_refused_not_taken_for_strangers_who_left():
    pool = a_pool(PEOPLE)
    with pytest.raises(BadInput, match="another pool, or another salt"):
        people_drawn(a_transcript(pool), pool, b"another")
