"""A call is written, published, applied to and checked; what may not be, is refused with a reason."""

import io

import openpyxl
import pytest
from flask import Flask

from app.calls.models import Channel, Standing
from app.calls.services import applying, calling, checking, drawing
from app.calls.services.imports import APPLICATIONS
from app.committee.services import keeping
from app.core import clock
from app.core.db import db, transaction
from app.core.errors import EditedByAnother
from app.core.imports import exports
from app.core.imports.kinds import Target
from app.core.imports.report import report_on
from app.core.permissions import Role
from tests.builders import DAY, an_account
from tests.calls.builders import a_call, an_application


def test_a_deadline_within_twenty_days_cannot_be_published(app: Flask):
    with pytest.raises(calling.NoticeTooShort):
        a_call(closes_at=clock.now() + 20 * DAY - DAY / 24)


def test_a_published_call_keeps_what_it_promised(app: Flask):
    call = a_call()
    about = {name: getattr(call, name) for name in ("title_ko", "title_en", "text_ko", "text_en", "seats",
             "disadvantaged_at_least", "finance_at_least", "opens_at", "closes_at", "term_from", "term_until")}  # fmt: skip
    with pytest.raises(calling.AlreadyPublished):
        calling.rewrite(call, revision=call.revision, by=an_account(Role.organiser), **about | {"seats": 19})
    assert calling.call_numbered(call.id).seats == 20


def test_of_two_secretaries_who_edit_a_call_the_second_is_told(app: Flask):
    call = a_call(published=False)
    about = {name: getattr(call, name) for name in ("title_ko", "title_en", "text_ko", "text_en", "seats",
             "disadvantaged_at_least", "finance_at_least", "opens_at", "closes_at", "term_from", "term_until")}  # fmt: skip
    seen, by = call.revision, an_account(Role.organiser)
    calling.rewrite(call, revision=seen, by=by, **about | {"seats": 30})
    with pytest.raises(EditedByAnother):
        calling.rewrite(call, revision=seen, by=by, **about | {"seats": 40})
    assert calling.call_numbered(call.id).seats == 30


def test_nobody_applies_twice_however_the_address_is_written(app: Flask):
    call = a_call()
    an_application(call, 1)
    with pytest.raises(applying.AppliedBefore) as refused:
        an_application(call, 2, email="  APPLICANT1@example.org ")
    assert refused.value.params["number"] == 1
    assert len(applying.applicants_of(call)) == 1


def test_the_form_closes_by_the_clock_and_paper_that_came_in_time_is_still_entered(app: Flask):
    call = a_call()
    with transaction():
        call = calling.call_numbered(call.id)
        call.closes_at = clock.now()
    with pytest.raises(calling.NotOpen):
        an_application(call, 1, channel=Channel.web, account=an_account())
    assert an_application(call, 2, channel=Channel.paper).application.number == 1


def test_names_and_addresses_cannot_be_read_in_the_database(app: Flask):
    call = a_call()
    one = an_application(call, 1)
    columns = "name, email, person"
    raw = db.session.execute(db.text(f"SELECT {columns} FROM applicant")).one()
    assert "지원1" not in str(raw)
    assert "applicant1" not in str(raw)
    assert (one.name, one.email) == ("지원1", "applicant1@example.org")


def test_papers_that_do_not_suffice_need_a_reason_and_can_be_put_right(app: Flask):
    call, by = a_call(), an_account(Role.organiser)
    one = an_application(call, 1)
    with pytest.raises(checking.ReasonNeeded):
        checking.check(one, address_ok=False, arrears_ok=True, why=" ", by=by)
    checking.check(one, address_ok=False, arrears_ok=True, why="주소가 시 밖입니다", by=by)
    assert applying.applicant_numbered(call, 1).standing is Standing.refused
    checking.check(one, address_ok=True, arrears_ok=True, by=by)
    assert applying.applicant_numbered(call, 1).standing is Standing.applied


def test_who_withdrew_is_not_in_the_pool(app: Flask):
    call = a_call()
    an_application(call, 1)
    two = an_application(call, 2)
    applying.withdraw(two, by=None)
    assert [row.ref for row in drawing.pool_of(call)] == [applying.applicant_numbered(call, 1).application_id]


def test_of_a_list_doubles_and_a_row_of_formula_rests_are_told_by_row_and_never_taken(app: Flask):
    call = a_call()
    header = ("이름", "전자우편", "성별", "나이대", "자치구")
    kim, lee = (
        ("김하나", "kim@example.org", "여성", "30-39", "북구"),
        ("이둘", "lee@example.org", "남성", "40-49", "서구"),
    )
    book = openpyxl.Workbook()
    for row in (header, kim, lee, kim, (*lee[:3], "50-59", "서구"), (None, "#N/A", "#REF!", 0, None)):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    cycle = keeping.latest_cycle(call.body)
    report = report_on(content.getvalue(), APPLICATIONS, Target(cycle.id, an_account(Role.organiser)))
    told = {finding.row: finding.error.code for finding in report.findings}
    assert told[6] == "row_is_formula_rest"
    assert set(told) >= {4, 5, 6}
    assert not {row.number for row in report.taken} & set(told)


def test_an_export_of_applications_is_taken_back_unchanged(app: Flask):
    call = a_call()
    for number in (1, 2, 3):
        an_application(call, number)
    cycle = keeping.latest_cycle(call.body)
    target = Target(cycle.id, an_account(Role.organiser))
    report = report_on(exports.export(APPLICATIONS, target, "csv"), APPLICATIONS, target)
    assert (report.rows_in, report.taken) == (3, ())
    assert {type(finding.error) for finding in report.findings} <= {applying.AppliedBefore}
