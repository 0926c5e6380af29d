"""Answers of the first survey come from tables and SPSS files; what cannot be one person's one answer is told by row."""

import io
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.db import db
from app.core.imports import carrying_out
from app.core.imports.kinds import Target
from app.core.sheets.errors import SheetUnknown
from app.panels.models import Respondent, Survey
from app.panels.services import identity, surveys
from app.panels.services.imports import FIRST_SURVEY
from tests.panels.builders import DAY, a_panel, a_prepared_draw, a_survey, a_weighed_survey, an_organiser, rows_of

HEADER = ("번호", "의견", "성별", "나이", "사는 구", "참여 의향", "공무원", "이름", "연락처", "주소")
HONG = (1, "찬성", "여성", "34", "북구", "예", "아니오", "홍길동", "010-1234-5678", "상무대로 100 101동 1502호")
KIM = (2, "반대", "남", "60대 이상", "동구", "아니오", "아니오", "김철수", "", "")
SAV = Path(__file__).parent.parent / "data" / "panels" / "first_survey.sav"


def look(survey: Survey, content: bytes):
    return carrying_out.look_at(content, "survey.csv", FIRST_SURVEY, Target(survey.id, an_organiser()))


def carry_out(survey: Survey, content: bytes):
    batch, by = look(survey, content), an_organiser()
    return carrying_out.carry_out(batch.id, mark=carrying_out.report_of(batch, by).mark, by=by)


def codes(batch) -> dict[int, str]:
    return {finding["row"]: finding["code"] for finding in batch.left_out}


def respondents(survey: Survey) -> list[Respondent]:
    query = db.select(Respondent).where(Respondent.survey_id == survey.id)
    return list(db.session.scalars(query.order_by(Respondent.number)))


def test_a_table_becomes_answers_and_keeps_contacts_of_the_willing_only(app: Flask):
    survey = a_survey()
    batch = carry_out(survey, rows_of(HEADER, HONG, KIM))
    hong, kim = respondents(survey)
    assert (batch.rows_taken, batch.left_out) == (2, [])
    assert (hong.stance.code, hong.answers, hong.age) == ("for", {"sex": "f", "age": "30-39", "district": "북구"}, 34)
    assert (hong.name, hong.contact, hong.person) == (
        "홍길동",
        "010-1234-5678",
        identity.person_key("+82 10 1234 5678"),
    )
    assert hong.home == identity.home_key("상무대로 100, 101-1502")
    assert (kim.answers["age"], kim.age, kim.name, kim.contact, kim.home) == ("60+", None, None, None, None)


def test_a_row_with_only_a_formulas_rest_is_told_once_and_left_out(app: Flask):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(HONG)
    book.active.append((None, "#N/A", "#REF!", 0, None, None, None, None, None, None))
    content = io.BytesIO()
    book.save(content)
    batch = carry_out(a_survey(), content.getvalue())
    assert batch.rows_taken == 1
    assert [finding["code"] for finding in batch.left_out] == ["row_is_formula_rest"]


def test_of_identical_doubles_the_first_is_taken(app: Flask):
    again = (3, *HONG[1:8], "010 1234 5678", HONG[9])
    batch = carry_out(a_survey(), rows_of(HEADER, HONG, KIM, again))
    assert codes(batch) == {4: "same_person"}


def test_of_conflicting_doubles_none_is_taken(app: Flask):
    other = (3, "반대", *HONG[2:])
    survey = a_survey()
    batch = carry_out(survey, rows_of(HEADER, HONG, KIM, other))
    assert codes(batch) == {2: "conflicting_person", 4: "conflicting_person"}
    assert [person.number for person in respondents(survey)] == [2]


def test_the_same_person_in_a_later_file_is_refused(app: Flask):
    survey = a_survey()
    carry_out(survey, rows_of(HEADER, HONG))
    batch = look(survey, rows_of(HEADER, (9, *HONG[1:]), (1, *KIM[1:])))
    assert codes(batch) == {2: "person_answered_before", 3: "respondent_number_taken"}


def test_the_database_refuses_the_same_person_twice(app: Flask):
    survey = a_survey()
    key = identity.person_key("a@b.kr")
    db.session.add_all(Respondent(survey_id=survey.id, number=number, answers={}, person=key) for number in (1, 2))
    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ((1, "글쎄요", *HONG[2:]), "not_one_of"),  # a stance that the question does not name
        ((1, *HONG[1:3], "17", *HONG[4:]), "survey_too_young"),
        ((1, *HONG[1:3], "서른", *HONG[4:]), "survey_age_unreadable"),
        ((1, *HONG[1:3], "20-39", *HONG[4:]), "survey_age_unreadable"),
        ((1, *HONG[1:4], "전주", *HONG[5:]), "not_one_of"),
        ((1, *HONG[1:8], "", ""), "contact_needed"),
        ((1, *HONG[1:8], "12", ""), "contact_unreadable"),
    ],
)
def test_a_row_that_cannot_be_an_answer_is_left_out_with_its_reason(app: Flask, row, code):
    assert codes(look(a_survey(), rows_of(HEADER, row))) == {2: code}


def test_spss_files_are_read_by_labels_of_columns_and_values(app: Flask):
    survey = a_survey()
    batch = carry_out(survey, SAV.read_bytes())
    found = respondents(survey)
    assert codes(batch) == {7: "not_one_of"}  # 모름 is no stance of this question
    assert [(p.stance.code, p.answers["sex"], p.answers["age"], p.answers["district"]) for p in found] == [
        ("for", "m", "30-39", "동구"), ("against", "f", "50-59", "서구"), ("undecided", "m", "20-29", "남구"),
        ("for", "f", "60+", "북구"), ("against", "m", "40-49", "광산구"),
    ]  # fmt: skip
    assert [p.base_weight for p in found] == [0.9, 1.1, 1.0, 0.8, 1.2]
    assert [p.willing for p in found] == [True, True, False, True, True]


@pytest.mark.parametrize("cut", [30, 200, 900])
def test_a_broken_spss_file_is_refused_in_words(app: Flask, cut: int):
    with pytest.raises(SheetUnknown):
        look(a_survey(), SAV.read_bytes()[:cut])


def test_nothing_is_imported_before_the_survey_begins(app: Flask):
    survey = a_survey(opens_at=clock.now() + DAY, closes_at=clock.now() + 2 * DAY)
    with pytest.raises(surveys.NotOpenYet):
        carry_out(survey, rows_of(HEADER, HONG))
    assert respondents(survey) == []


def test_an_import_can_be_undone_until_the_draw_is_announced(app: Flask):
    survey = a_survey()
    batch = carry_out(survey, rows_of(HEADER, HONG, KIM))
    carrying_out.undo(batch.id, by=an_organiser(), why="잘못된 파일")
    assert respondents(survey) == []


def test_the_survey_is_not_changed_once_a_lottery_is_made(app: Flask):
    from app.draws.models import PublicValue
    from app.draws.services import ceremony, lottery

    panel = a_panel()
    survey = a_weighed_survey(panel)
    draw = a_prepared_draw(panel)
    ceremony.announce(draw, PublicValue.dice, "주사위", None)
    lottery.start(draw, None)
    with pytest.raises(surveys.PoolIsDrawn):
        carry_out(survey, rows_of(HEADER, (9999, *HONG[1:])))
