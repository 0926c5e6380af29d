"""Equal space for both sides, versions that stay, questions from asked to answered, the clock, the later surveys."""

import datetime as dt

import pytest
from flask import Flask

from app.core import clock
from app.core.db import db, transaction
from app.core.errors import RuleError
from app.panels.models import Material, MaterialKind, Panel, PanelPart, PanelQuestion, QuestionState, Side, SurveyAnswer
from app.panels.services import asking, equal_space, floor_clock, learning, lessons, seating, waves
from tests.panels.days_builders import (
    MINUTE,
    a_panel_today,
    an_item,
    early_afternoon,
    members,
    one_of_the_crew,
)

__all__ = ["early_afternoon"]
pytestmark = pytest.mark.usefixtures("early_afternoon")


@pytest.fixture
def panel(app: Flask) -> Panel:
    return a_panel_today(members=6)


def refusal(act, *args, **more) -> str:
    with pytest.raises(RuleError) as refused:
        act(*args, **more)
    return refused.value.code


def a_text(
    panel: Panel, side: Side, text: str, *, kind=MaterialKind.booklet, published: bool = True, **more
) -> Material:
    material = learning.write(
        panel, kind=kind, side=side, title=more.pop("title", "자료집"), text=text, by=None, **more
    )
    if published:
        learning.publish(material, by=None)
    return material


def test_space_is_measured_on_what_is_published_and_in_force(panel: Panel):
    first = a_text(panel, Side.favour, "가나다 라마\n바사")  # 7 letters
    a_text(panel, Side.against, "가나다라마바사아자차")  # 10
    a_text(panel, Side.against, "아직 공개하지 않은 글", title="나중", published=False)
    a_text(panel, Side.favour, "", kind=MaterialKind.lesson, minutes=12, address="https://example.org/film")
    booklet, lessons, answers = equal_space.measure(panel, learning.in_force(panel))
    assert (booklet.favour, booklet.against, booklet.difference_percent) == (7, 10, 30.0)
    assert (lessons.favour, lessons.against, lessons.difference_percent) == (12, 0, 100.0)
    assert (answers.favour, answers.against, answers.difference_percent) == (0, 0, 0.0)
    learning.publish(learning.revise(first, text="가나다라마바사아자차", by=None), by=None)
    assert equal_space.measure(panel, learning.in_force(panel))[0].difference_percent == 0


def test_a_published_version_stays_and_a_revision_is_the_next(panel: Panel):
    first = a_text(panel, Side.favour, "처음")
    draft = learning.revise(first, text="고침", by=None)
    assert (draft.version, first.version) == (2, 1)
    assert learning.revise(draft, text="다시 고침", by=None).id == draft.id
    assert [m.text for m in learning.in_force(panel)] == ["처음"]
    learning.publish(draft, by=None)
    assert [m.text for m in learning.in_force(panel)] == ["다시 고침"]
    assert {m.text for m in learning.versions(panel)} == {"처음", "다시 고침"}
    assert refusal(learning.revise, first, text="옛것에서", by=None) == "material_published"


def test_what_is_missing_from_a_text_is_said(panel: Panel):
    a_text(panel, Side.favour, "처음")
    assert refusal(a_text, panel, Side.favour, "또") == "material_title_taken"
    assert refusal(a_text, panel, Side.favour, "  ", title="빈 글") == "material_empty"
    lesson = {"kind": MaterialKind.lesson, "title": "강의"}
    assert refusal(a_text, panel, Side.favour, "글", **lesson) == "lesson_without_minutes"


def test_advisers_notes_stand_beside_the_passage_they_quote(panel: Panel):
    _account, adviser = one_of_the_crew(panel, PanelPart.adviser)
    text = a_text(panel, Side.favour, "비용은 2조 원입니다.\n소음은 적습니다.")
    learning.remark(text, role=adviser, passage="소음은 적습니다", text="측정 자료가 없습니다.", by=None)
    learning.remark(text, role=adviser, passage="", text="전체로 고릅니다.", by=None)
    assert refusal(learning.remark, text, role=adviser, passage="없는 말", text="?", by=None) == "passage_not_found"
    _other, observer = one_of_the_crew(panel, PanelPart.observer)
    assert refusal(learning.remark, text, role=observer, passage="", text="?", by=None) == "not_an_adviser"
    shown = [(p.text, [n.text for n in p.notes]) for p in learning.passages(db.session.get_one(Material, text.id))]
    assert shown == [
        ("비용은 2조 원입니다.", []),
        ("소음은 적습니다.", ["측정 자료가 없습니다."]),
        ("", ["전체로 고릅니다."]),
    ]


def test_a_lesson_done_in_an_earlier_version_is_done(panel: Panel):
    member = members(panel)[0]
    lesson = a_text(panel, Side.favour, "강의", kind=MaterialKind.lesson, minutes=10)
    other = a_text(panel, Side.against, "강의", kind=MaterialKind.lesson, minutes=10)
    booklet = a_text(panel, Side.against, "글")
    lessons.finish(lesson, member)
    lessons.finish(lesson, member)
    learning.publish(learning.revise(lesson, text="강의, 고침", minutes=11, by=None), by=None)
    assert [one.id for one in lessons.still_to_do(member)] == [other.id]
    assert [(row.number, row.done) for row in lessons.learners(panel)] == [(1, 1), *((n, 0) for n in range(2, 7))]
    assert refusal(lessons.finish, booklet, member) == "not_a_lesson"


def test_the_question_that_most_agree_to_comes_first(panel: Panel):
    one, two, three = members(panel)[:3]
    first = asking.ask(panel, to_side=Side.favour, text="비용은?", panelist=one)
    second = asking.ask(panel, to_side=Side.against, text="대안은?", panelist=two)
    asking.agree(second, one)
    asking.agree(second, one)
    asking.agree(second, three)
    assert [(a.question.id, a.agreed, a.mine) for a in asking.asked(panel, viewer=one)] == [
        (second.id, 2, True),
        (first.id, 0, False),
    ]
    asking.agree(second, one, yes=False)
    assert asking.asked(panel)[0].agreed == 1


def test_a_question_goes_its_way_and_no_other(panel: Panel):
    question = asking.ask(panel, to_side=Side.favour, text="비용은?", panelist=members(panel)[0])
    assert refusal(asking.set_aside, question, why=" ", by=None) == "question_why"
    asking.set_aside(question, why="다른 질문과 같음", by=None)
    assert refusal(asking.put, question, by=None) == "question_not_possible_now"
    assert refusal(asking.agree, question, members(panel)[1]) == "question_not_possible_now"
    asking.take_off(question, by=None)
    asking.put(question, by=None)
    assert refusal(asking.record_answer, question, answer="", by=None) == "question_answer_missing"
    asking.record_answer(question, answer="시비로 냅니다.", by=None)
    assert refusal(asking.take_off, question, by=None) == "question_not_possible_now"
    kept = db.session.get_one(PanelQuestion, question.id)
    assert (kept.state, kept.set_aside_why, kept.answer) == (QuestionState.answered, None, "시비로 냅니다.")


def test_no_question_of_who_left_or_after_the_days(panel: Panel):
    member = members(panel)[0]
    assert refusal(asking.ask, panel, to_side=Side.favour, text="가" * 501, panelist=member) == "question_length"
    seating.leave(member, why="급한 일", by=None)
    assert refusal(asking.ask, panel, to_side=Side.favour, text="?", panelist=member) == "seat_given_up"
    with transaction():
        panel = db.session.get_one(Panel, panel.id)
        panel.first_day = panel.last_day = clock.today() - dt.timedelta(days=1)
    assert refusal(asking.ask, panel, to_side=Side.favour, text="?", panelist=members(panel)[1]) == "questions_over"


def test_the_clock_counts_each_side_by_the_servers_time(panel: Panel, monkeypatch: pytest.MonkeyPatch):
    item = an_item(panel, "cross_examination", begins=0, lasts=60, seconds_a_turn=60)
    start = clock.now()

    def at(seconds: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + dt.timedelta(seconds=seconds))

    at(0)
    floor_clock.give_floor(item, Side.favour, by=None)
    at(10)
    floor_clock.give_floor(item, Side.favour, by=None)  # pressed twice: the turn goes on
    at(45)
    floor_clock.give_floor(item, Side.against, by=None)
    at(115)
    reading = floor_clock.reading(floor_clock.on_the_floor(panel))
    assert (reading.side, reading.turn_ms, reading.left_ms) == ("against", 70_000, -10_000)
    assert reading.used_ms == {"favour": 45_000, "against": 70_000}
    floor_clock.stop(item, by=None)
    at(500)
    reading = floor_clock.reading(floor_clock.on_the_floor(panel))
    assert (reading.side, reading.used_ms) == (None, {"favour": 45_000, "against": 70_000})
    floor_clock.set_back(item, by=None)
    assert floor_clock.reading(floor_clock.on_the_floor(panel)).used_ms == {"favour": 0, "against": 0}


def test_no_clock_at_a_table_and_no_floor_for_nobody(panel: Panel):
    assert refusal(floor_clock.give_floor, an_item(panel, "tables"), Side.favour, by=None) == "item_not_timed"
    talk = an_item(panel, "talk", begins=0)
    assert refusal(floor_clock.give_floor, talk, Side.neutral, by=None) == "clock_side_wrong"


def a_wave(panel: Panel, *, opens: int = -1, closes: int = 30):
    now = clock.now()
    return waves.plan(
        panel,
        opens_at=now + opens * MINUTE,
        closes_at=now + closes * MINUTE,
        asked=["satisfaction", "acceptance"],
        by=None,
    )


def test_a_member_answers_a_wave_once(panel: Panel):
    survey, member = a_wave(panel), members(panel)[0]
    stance = panel.stances[0].id
    assert survey.wave == 2
    assert [one.id for one in waves.open_for(member)] == [survey.id]
    waves.answer(survey, member, stance_id=stance, answers={"satisfaction": "5", "acceptance": "yes"})
    assert refusal(waves.answer, survey, member, stance_id=stance, answers={}) == "wave_answered"
    assert waves.open_for(member) == []
    assert waves.answered_by_wave(panel) == {survey.id: 1}


def test_wrong_answers_to_a_wave_are_refused(panel: Panel):
    survey, member = a_wave(panel), members(panel)[0]
    stance = panel.stances[0].id
    assert refusal(waves.answer, survey, member, stance_id=None, answers={}) == "wave_stance_missing"
    assert (
        refusal(waves.answer, survey, member, stance_id=stance, answers={"satisfaction": "9"}) == "wave_answer_unknown"
    )
    assert refusal(waves.answer, survey, member, stance_id=stance, answers={"income": "1"}) == "wave_answer_unknown"
    seating.leave(member, why="급한 일", by=None)
    assert refusal(waves.answer, survey, member, stance_id=stance, answers={}) == "seat_given_up"


@pytest.mark.parametrize(("opens", "closes"), [(1, 30), (-30, 0)])
def test_a_wave_is_answered_in_its_time(panel: Panel, opens: int, closes: int):
    survey, member = a_wave(panel, opens=opens, closes=closes), members(panel)[0]
    assert refusal(waves.answer, survey, member, stance_id=panel.stances[0].id, answers={}) == "wave_not_open"


def test_a_helper_types_a_paper_in_later_and_may_leave_out_what_cannot_be_read(panel: Panel):
    survey, member = a_wave(panel, opens=-30, closes=0), members(panel)[0]
    helper, _role = one_of_the_crew(panel, PanelPart.helper)
    waves.answer(survey, member, stance_id=None, answers={"satisfaction": "?", "acceptance": "no"}, by=helper)
    kept = db.session.get_one(SurveyAnswer, (survey.id, member.id))
    assert (kept.stance_id, kept.answers) == (None, {"acceptance": "no"})


def test_a_wave_that_has_answers_keeps_its_beginning(panel: Panel):
    survey, member = a_wave(panel), members(panel)[0]
    waves.answer(survey, member, stance_id=panel.stances[0].id, answers={})
    later = survey.opens_at + MINUTE
    assert refusal(waves.move, survey, opens_at=later, closes_at=survey.closes_at, by=None) == "wave_begun"
    waves.move(survey, opens_at=survey.opens_at, closes_at=survey.closes_at + MINUTE, by=None)
    assert refusal(a_wave, panel, opens=5, closes=5) == "wave_times_wrong"
