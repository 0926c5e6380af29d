"""A table of columns makes an import: report first, all or nothing, undone while nothing builds on it."""

import csv
import io
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.city.models import Department
from app.core import audit
from app.core.db import db
from app.core.errors import N_, RuleError
from app.core.imports import carrying_out, errors, exports
from app.core.imports import columns as read
from app.core.imports.kinds import KINDS, Column, Finding, ImportKind, Target, register
from app.core.imports.models import ImportBatch
from app.core.imports.report import report_on
from app.core.permissions import Permission
from app.core.sheets.writing import csv_of
from tests.builders import an_account
from tests.core.sheet_files import xlsx

NOBODY = Target(None)


class CodeTaken(RuleError):
    code = "code_taken"
    sentence = N_("There is a department %(code)s already.")


def record(row, target):
    if row["name"] == "넘어뜨림":
        raise CodeTaken(code=row["code"])
    department = Department(
        code=row["code"], name_ko=row["name"], name_en=str(row["won"]), bureau_ko=row["bureau"] or "-", bureau_en="-"
    )
    db.session.add(department)
    db.session.flush()
    return "department", department.id


def take_back(key):
    department = db.session.get_one(Department, int(key))
    if department.bureau_ko == "일 시작함":
        raise errors.BuiltUpon(row=0)
    db.session.delete(department)
    db.session.flush()


def known_codes(rows, target):
    known = set(db.session.scalars(select(Department.code)))
    return [Finding(row.number, "code", CodeTaken(code=row["code"])) for row in rows if row["code"] in known]


def all_rows(target):
    for row in db.session.scalars(select(Department).order_by(Department.id)):
        yield {"code": row.code, "name": row.name_ko, "won": int(row.name_en), "bureau": row.bureau_ko}


@pytest.fixture(autouse=True)
def kind():
    yield register(
        ImportKind(
            code="departments",
            title=N_("Departments"),
            permission=Permission.run_cycle,
            columns=(
                Column("code", ("부서코드", "Code"), read.text_up_to(40), unique=True, example="d1"),
                Column("name", ("부서명", "Department", "부서"), read.text, example="보행자과"),
                Column("won", ("사업비", "Cost"), read.won, example="3억 5,000만 원"),
                Column("bureau", ("실국", "Bureau"), read.text, required=False),
            ),
            check=known_codes,
            apply=record,
            undo=take_back,
            rows=all_rows,
        )
    )
    KINDS.pop("departments")


def sheet(*rows, header=("부서코드", "부서명", "사업비", "실국")) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()


def refusals(report):
    return [(finding.row, finding.column, finding.error.code) for finding in report.findings]


@pytest.mark.parametrize(
    ("cell", "won"),
    [
        ("3억 5,000만 원", 350_000_000),
        ("₩350,000,000", 350_000_000),
        ("350백만원", 350_000_000),
        ("1,000", 1000),
        ("350000000", 350_000_000),
    ],
)
def test_amount_is_read_as_people_write_it(app, kind, cell, won):
    assert report_on(sheet(("d1", "교통", cell, "")), kind, NOBODY).taken[0]["won"] == won


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1O0", "amount_has_letter"),
        ("1.2E+15", "amount_in_powers"),
        ("약 3억", "amount_unreadable"),
        ("", "cell_missing"),
    ],
)
def test_amount_that_cannot_be_read_is_named_by_row_and_column(app, kind, cell, code):
    report = report_on(sheet(("d1", "교통", "1억", ""), ("d2", "공원", cell, "")), kind, NOBODY)
    assert refusals(report) == [(3, "won", code)]
    assert report.headers["won"] == "사업비"
    assert [row.number for row in report.taken] == [2]


@pytest.mark.parametrize(
    ("header", "cell", "won"),
    [
        ("사업비(천원)", "350,000", 350_000_000),
        ("사업비 (백만 원)", "350.5", 350_500_000),
        ("사업비(원)", "5,000", 5000),
    ],
)
def test_unit_beside_the_name_of_a_column_counts(app, kind, header, cell, won):
    report = report_on(sheet(("d1", "교통", cell, ""), header=("Code", "부서", header, "실국")), kind, NOBODY)
    assert report.taken[0]["won"] == won


def test_unit_above_the_table_counts_and_is_told(app, kind):
    content = xlsx(
        ("2019 시민참여예산", None, None),
        (None, None, "(단위: 천원)"),
        ("부서코드", "부서명", "사업비"),
        ("d1", "교통", 350_000),
    )
    report = report_on(content, kind, NOBODY)
    assert report.taken[0]["won"] == 350_000_000
    assert [note.error.code for note in report.notes] == ["rows_above_header", "read_in_units"]


def test_cell_with_a_unit_of_its_own_is_not_multiplied_again(app, kind):
    report = report_on(sheet(("d1", "교통", "3억", ""), header=("Code", "부서", "사업비(천원)", "실국")), kind, NOBODY)
    assert report.taken[0]["won"] == 300_000_000


def test_title_merged_above_the_header_is_skipped(app, kind):
    content = xlsx(("부서 목록", None, None), ("부서코드", "부서명", "사업비"), ("d1", "교통", 5), merged=("A1:C1",))
    assert [row.number for row in report_on(content, kind, NOBODY).taken] == [3]


def test_merged_header_cells_are_refused_by_their_range(app, kind):
    content = xlsx(("부서코드", "부서명", "사업비", None), ("d1", "교통", 5, 6), merged=("C1:D1",))
    with pytest.raises(errors.HeaderMerged) as refused:
        report_on(content, kind, NOBODY)
    assert refused.value.params == {"ranges": "C1:D1"}


def test_rows_inside_merged_cells_are_left_out_rather_than_guessed(app, kind):
    content = xlsx(
        ("부서코드", "부서명", "사업비"), ("d1", "교통", 5), ("d2", None, 6), ("d3", "공원", 7), merged=("B2:B3",)
    )
    report = report_on(content, kind, NOBODY)
    assert refusals(report) == [(2, None, "cell_merged"), (3, None, "cell_merged")]
    assert [row["code"] for row in report.taken] == ["d3"]


@pytest.mark.parametrize(
    "row",
    [("소계", "", "5억", ""), ("", "합 계", "5억", ""), ("", "교통건설 소계", "5억", ""), ("계", "2건", "5억", "")],
)
def test_subtotal_rows_are_told_from_entries(app, kind, row):
    report = report_on(sheet(("d1", "교통", "5억", ""), row), kind, NOBODY)
    assert (report.rows_in, len(report.taken)) == (2, 1)
    assert refusals(report) == [(3, None, "row_is_subtotal")]


def test_department_whose_name_ends_like_a_sum_is_taken(app, kind):
    assert len(report_on(sheet(("d1", "통계", "5억", ""), ("d2", "가계 합계", "1억", "국")), kind, NOBODY).taken) == 2


def test_value_twice_in_a_file_is_refused_in_both_rows(app, kind):
    report = report_on(sheet(("d1", "가", "1", ""), ("d2", "나", "1", ""), ("d1", "다", "1", "")), kind, NOBODY)
    assert refusals(report) == [(2, "code", "repeated_in_file"), (4, "code", "repeated_in_file")]


def test_missing_column_is_named_with_what_was_found(app, kind):
    with pytest.raises(errors.ColumnsMissing) as refused:
        report_on(sheet(("d1", "교통"), header=("부서코드", "부서명")), kind, NOBODY)
    assert refused.value.params == {"missing": "사업비", "found": "부서코드, 부서명", "row": 1}


def test_table_of_something_else_is_told_what_is_needed(app, kind):
    with pytest.raises(errors.HeaderNotFound):
        report_on(sheet(("1", "2"), header=("이름", "나이")), kind, NOBODY)


def test_two_columns_of_one_meaning_are_refused(app, kind):
    with pytest.raises(errors.ColumnTwice):
        report_on(sheet(("d1", "가", "1", "나"), header=("부서코드", "부서명", "사업비", "부서")), kind, NOBODY)


def test_looking_at_a_file_writes_nothing_of_it(app, kind):
    batch = carrying_out.look_at(sheet(("d1", "교통", "1억", ""), ("d2", "공원", "1O0", "")), "부서.csv", kind, NOBODY)
    assert (batch.rows_in, batch.rows_taken, batch.imported_at) == (2, 1, None)
    assert db.session.scalar(select(func.count()).select_from(Department)) == 0


def carried_out(kind, content, by):
    batch = carrying_out.look_at(content, "부서.csv", kind, Target(None, by))
    mark = carrying_out.report_of(batch, by).mark
    return carrying_out.carry_out(batch.id, mark=mark, by=by)


def test_import_takes_what_was_shown_and_keeps_why_the_rest_was_left_out(app, kind):
    organiser = an_account("organiser")
    batch = carried_out(kind, sheet(("d1", "교통", "1억", ""), ("d2", "공원", "1O0", "")), organiser)
    assert [row.code for row in db.session.scalars(select(Department))] == ["d1"]
    assert [(row.row, row.object_type) for row in batch.made] == [(2, "department")]
    assert batch.left_out[0] | {"sentence": ""} == {
        "row": 3, "column": "사업비", "code": "amount_has_letter", "params": {"text": "1O0", "letter": "O"}, "sentence": "",
    }  # fmt: skip
    assert db.session.scalars(select(audit.AuditEntry.action)).all() == ["import.carried_out"]


def test_one_row_that_a_rule_refuses_while_writing_leaves_nothing_behind(app, kind):
    organiser = an_account("organiser")
    with pytest.raises(CodeTaken):
        carried_out(kind, sheet(("d1", "교통", "1억", ""), ("d2", "넘어뜨림", "1억", "")), organiser)
    assert db.session.scalar(select(func.count()).select_from(Department)) == 0
    assert db.session.scalars(select(ImportBatch)).one().imported_at is None


def test_report_that_is_no_longer_true_must_be_looked_at_again(app, kind):
    organiser, content = an_account("organiser"), sheet(("d1", "교통", "1억", ""), ("d2", "공원", "1억", ""))
    batch = carrying_out.look_at(content, "부서.csv", kind, Target(None, organiser))
    mark = carrying_out.report_of(batch, organiser).mark
    batch_id = batch.id
    carried_out(kind, sheet(("d1", "먼저", "1억", "")), organiser)
    with pytest.raises(errors.ChangedSinceLooked):
        carrying_out.carry_out(batch_id, mark=mark, by=organiser)


def test_what_another_changes_after_the_file_was_read_is_noticed_in_the_transaction(app, kind):
    organiser, content = an_account("organiser"), sheet(("d1", "교통", "1억", ""))
    raced = register(replace(kind, begin=lambda rows, target: record({**rows[0].values, "name": "먼저"}, target)))
    batch = carrying_out.look_at(content, "부서.csv", raced, Target(None, organiser))
    mark = carrying_out.report_of(batch, organiser).mark
    with pytest.raises(errors.ChangedSinceLooked):
        carrying_out.carry_out(batch.id, mark=mark, by=organiser)
    assert db.session.scalar(select(func.count()).select_from(Department)) == 0


def test_row_that_is_there_already_is_no_fault_and_another_with_its_code_is(app, kind):
    organiser = an_account("organiser")
    carried_out(kind, sheet(("d1", "교통", "1억", "국"), ("d2", "공원", "1억", "국")), organiser)
    report = report_on(sheet(("d1", "교통", "100,000천원", ""), ("d2", "공원", "2억", "국")), kind, NOBODY)
    assert (report.unchanged, report.taken) == ((2,), ())
    assert [(finding.row, finding.error.code) for finding in report.findings] == [(3, "code_taken")]


def test_import_cannot_be_carried_out_twice(app, kind):
    organiser = an_account("organiser")
    batch = carried_out(kind, sheet(("d1", "교통", "1억", "")), organiser)
    with pytest.raises(errors.AlreadyCarriedOut):
        carrying_out.carry_out(batch.id, mark="", by=organiser)


def test_undo_takes_back_all_rows_once(app, kind):
    organiser = an_account("organiser")
    batch = carried_out(kind, sheet(("d1", "교통", "1억", ""), ("d2", "공원", "1억", "")), organiser)
    carrying_out.undo(batch.id, by=organiser, why="다른 파일")
    assert db.session.scalar(select(func.count()).select_from(Department)) == 0
    with pytest.raises(errors.AlreadyUndone):
        carrying_out.undo(batch.id, by=organiser, why="다시")


def test_undo_takes_back_nothing_where_something_builds_on_a_row(app, kind):
    organiser = an_account("organiser")
    batch = carried_out(kind, sheet(("d1", "교통", "1억", "일 시작함"), ("d2", "공원", "1억", "")), organiser)
    with pytest.raises(errors.BuiltUpon) as refused:
        carrying_out.undo(batch.id, by=organiser, why="다른 파일")
    assert refused.value.params == {"row": 2}
    assert db.session.scalar(select(func.count()).select_from(Department)) == 2


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_export_is_taken_back_unchanged(app, kind, form):
    organiser = an_account("organiser")
    rows = [("=d1", "@교통", "100000000", "-국"), ("d2", "'=공원", "1", "두 줄\n글")]
    content = csv_of(("부서코드", "부서명", "사업비", "실국"), rows)
    batch = carried_out(kind, content, organiser)
    before, exported = list(all_rows(NOBODY)), exports.export(kind, NOBODY, form)
    assert before[0] == {"code": "=d1", "name": "@교통", "won": 100_000_000, "bureau": "-국"}
    carrying_out.undo(batch.id, by=organiser, why="되돌림")
    carried_out(kind, exported, organiser)
    assert list(all_rows(NOBODY)) == before


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_template_is_a_file_that_the_import_can_read(app, kind, form):
    report = report_on(exports.template(kind, NOBODY, form), kind, NOBODY)
    assert [row["won"] for row in report.taken] == [350_000_000]
