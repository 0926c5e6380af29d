"""A list of proposals comes in row by row: what is wrong is named by row and column, and nothing is guessed."""

import pytest
from sqlalchemy import func, select

from app.core import audit
from app.core.clock import SEOUL
from app.core.db import db
from app.core.imports import carrying_out, exports
from app.core.imports.errors import BuiltUpon
from app.core.imports.kinds import Target
from app.core.imports.models import ImportBatch
from app.core.imports.report import report_on
from app.core.sheets.writing import csv_of
from app.cycles.services.phases import PhaseClosed
from app.proposals.models import Channel, Comment, Proposal, Status, Version
from app.proposals.services import comments
from app.proposals.services.imports import PROPOSALS
from tests.builders import DAY, a_cycle, an_account
from tests.core.sheet_files import xlsx
from tests.proposals.builders import a_submitted

HEADER = ("접수번호", "제안명", "유형", "분야", "지역", "문제점", "제안 내용", "사업비", "비용 내역", "제안자")
ROW = (
    "7",
    "횡단보도 조명",
    "시정참여형",
    "교통건설",
    "북구 중흥1동",
    "어둡습니다",
    "조명을 넣습니다",
    "5,000만 원",
    "",
    "홍길동",
)


def row(**changes):
    names = ("number", "title", "type", "field", "place", "problem", "idea", "won", "lines", "proposer")
    return tuple((dict(zip(names, ROW, strict=True)) | changes).values())


def sheet(*rows):
    return csv_of(HEADER, rows)


def found(cycle, *rows):
    report = report_on(sheet(*rows), PROPOSALS, Target(cycle.id))
    return [(finding.row, finding.column, finding.error.code) for finding in report.findings]


def carried_out(cycle, content, by):
    batch = carrying_out.look_at(content, "제안.csv", PROPOSALS, Target(cycle.id, by))
    return carrying_out.carry_out(batch.id, mark=carrying_out.report_of(batch, by).mark, by=by)


def test_rows_become_proposals_with_their_numbers(app):
    cycle, organiser = a_cycle(), an_account("organiser")
    batch = carried_out(cycle, sheet(row(), row(number="", title="의자", lines="의자: 3천만\n공사: 2천만")), organiser)
    first, second = db.session.scalars(select(Proposal).order_by(Proposal.number))
    assert (batch.rows_in, batch.rows_taken) == (2, 2)
    assert (first.number, first.channel, first.proposer_name) == (7, Channel.sheet, "홍길동")
    assert (second.number, [line.amount_won for line in second.current.cost_lines]) == (8, [30_000_000, 20_000_000])
    assert first.current.place.name_ko == "중흥1동"


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"won": "6억"}, "asked_won", "over_ceiling"),
        ({"won": "1O0"}, "asked_won", "amount_has_letter"),
        ({"won": "1.2E+15"}, "asked_won", "amount_in_powers"),
        ({"won": ""}, "asked_won", "cell_missing"),
        ({"lines": "조명: 1천만"}, "asked_won", "cost_does_not_add_up"),
        ({"lines": "조명 5천만"}, "cost_lines", "cost_line_unreadable"),
        ({"type": "없는 유형"}, "type", "not_one_of"),
        ({"field": "없는 분야"}, "field", "not_one_of"),
        ({"place": "강남구 역삼동"}, "place", "not_one_of"),
        ({"title": "가" * 121}, "title", "text_too_long"),
        ({"number": "칠"}, "number", "not_a_whole_number"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(app, changes, column, code):
    assert found(a_cycle(), row(number="1"), row(**changes)) == [(3, column, code)]


def test_receipt_number_twice_in_the_file_is_refused_in_both_rows(app):
    assert found(a_cycle(), row(), row(title="다른 제안"), row(number="2027-0008")) == [
        (2, "number", "repeated_in_file"), (3, "number", "repeated_in_file"),
    ]  # fmt: skip


def test_receipt_number_that_belongs_to_another_is_refused(app):
    cycle = a_cycle()
    a_submitted(cycle, an_account())
    assert found(cycle, row(number="0001")) == [(2, "number", "receipt_number_taken")]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_export_is_taken_back_unchanged(app, form):
    cycle, organiser = a_cycle(), an_account("organiser")
    rows = [row(title="=1+1", proposer="@모임", idea="두 줄\n글"), row(number="9", lines="조명: 3천만\n공사: 2천만")]
    batch = carried_out(cycle, sheet(*rows), organiser)
    target = Target(cycle.id, organiser)
    before, exported = list(PROPOSALS.rows(target)), exports.export(PROPOSALS, target, form)
    report = report_on(exported, PROPOSALS, target)
    assert (report.findings, report.taken, len(report.unchanged)) == ((), (), 2)
    carrying_out.undo(batch.id, by=organiser, why="되돌림")
    assert list(PROPOSALS.rows(target)) == []
    carried_out(cycle, exported, organiser)
    assert list(PROPOSALS.rows(target)) == before


def test_a_list_of_an_earlier_year_comes_in_with_its_numbers_dates_and_ways_after_the_close(app):
    cycle, organiser = a_cycle(open_now="council"), an_account("organiser")
    opens_at = next(phase.opens_at for phase in cycle.phases if phase.kind == "intake")
    day = opens_at.astimezone(SEOUL).date()
    dated = csv_of(
        (*HEADER, "접수일", "접수 경로", "상태"),
        [(*row(), f"{day + DAY} 오후 2:05:30", "우편", "선정"), (*row(number="2027-0009"), str(day), "", "접수")],
    )
    carried_out(cycle, dated, organiser)
    first, second = db.session.scalars(select(Proposal).order_by(Proposal.number))
    assert (first.number, first.channel, first.status) == (7, Channel.post, Status.received)
    assert f"{first.submitted_at.astimezone(SEOUL):%Y-%m-%d %H:%M:%S}" == f"{day + DAY} 14:05:30"
    assert (second.number, second.channel, second.submitted_at) == (9, Channel.sheet, opens_at.replace(microsecond=0))
    assert first.amounts[0].at == first.submitted_at
    again = report_on(dated, PROPOSALS, Target(cycle.id))
    assert (again.taken, again.findings, len(again.unchanged)) == ((), (), 2)


@pytest.mark.parametrize(
    ("number", "received", "code"),
    [
        ("7", "2020-01-01", "received_outside_intake"),
        ("7", "2090-01-01 10:00", "received_outside_intake"),
        ("7", "2026-02-30", "not_a_date"),
        ("7", "2026-01-02 25:00", "not_a_date"),
        ("2019-0007", "", "number_of_another_call"),
    ],
)
def test_a_date_outside_intake_or_a_number_of_another_year_is_refused_by_row(app, number, received, code):
    content = csv_of((*HEADER, "접수일"), [(*row(number=number), received)])
    report = report_on(content, PROPOSALS, Target(a_cycle(open_now="council").id))
    assert [(finding.row, finding.error.code) for finding in report.findings] == [(2, code)]


def test_rows_without_a_number_follow_all_numbers_of_the_file(app):
    cycle = a_cycle()
    carried_out(
        cycle,
        sheet(row(number="", title="의자"), row(number="1"), row(number="", title="나무")),
        an_account("organiser"),
    )
    found = db.session.execute(select(Proposal.number, Version.title).join(Proposal.current).order_by(Proposal.number))
    assert [tuple(one) for one in found] == [(1, "횡단보도 조명"), (2, "의자"), (3, "나무")]


def test_one_chain_of_the_log_covers_the_whole_list(app):
    carried_out(a_cycle(), sheet(row(), row(number="8")), an_account("organiser"))
    assert audit.verify() is None
    actions = db.session.scalars(select(audit.AuditEntry.action).order_by(audit.AuditEntry.seq)).all()
    assert actions[-5:] == ["amount.asked"] * 2 + ["proposal.submitted"] * 2 + ["import.carried_out"]


def test_undo_stops_where_somebody_has_commented(app):
    cycle, organiser = a_cycle(), an_account("organiser")
    batch = carried_out(cycle, sheet(row(), row(number="8")), organiser)
    comments.comment(db.session.scalars(select(Proposal)).first(), by=an_account(), body="좋습니다")
    with pytest.raises(BuiltUpon):
        carrying_out.undo(batch.id, by=organiser, why="되돌림")
    assert db.session.scalar(select(func.count()).select_from(Proposal)) == 2
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 1


def test_after_the_close_the_file_is_refused_as_a_whole(app):
    cycle, organiser = a_cycle(open_now="dept_review"), an_account("organiser")
    with pytest.raises(PhaseClosed):
        carried_out(cycle, sheet(row()), organiser)
    assert db.session.scalar(select(func.count()).select_from(Proposal)) == 0


def test_import_in_the_browser_from_the_template_to_undo(app, sign_in):
    import io

    cycle, browser = a_cycle(), sign_in(an_account("organiser"))
    way = browser.get(f"/office/cycles/{cycle.slug}/proposals/import").headers["Location"]
    assert "접수번호" in browser.get(way).text
    template = browser.get(f"/office/imports/template/proposals/{cycle.id}.xlsx")
    assert template.status_code == 200
    content = sheet(row(), row(number="8", won="1O0"), ("소계", "", "", "", "", "", "", "1억", "", ""))
    sent = browser.post(way, data={"file": (io.BytesIO(content), "제안.csv")}, content_type="multipart/form-data")
    page = browser.get(sent.headers["Location"]).text
    assert "3줄 중 1줄을 읽었습니다. 2줄은 뺐습니다." in page
    assert "영문 O" in page
    assert "합계 줄(소계)" in page
    batch_id = db.session.scalars(select(ImportBatch.id)).one()
    mark = page.split('name="mark" type="hidden" value="')[1].split('"')[0]
    browser.post(f"/office/imports/{batch_id}/carry-out", data={"mark": mark})
    assert db.session.scalars(select(Proposal.number)).all() == [7]
    assert "error-summary" in browser.post(f"/office/imports/{batch_id}/undo", data={"why": ""}).text
    browser.post(f"/office/imports/{batch_id}/undo", data={"why": "다른 파일"})
    assert db.session.scalars(select(Proposal.number)).all() == []
    assert "되돌림" in browser.get("/office/imports").text


def test_file_that_is_no_table_is_refused_on_the_form(app, sign_in):
    import io

    cycle, browser = a_cycle(), sign_in(an_account("organiser"))
    address = f"/office/imports/new/proposals/{cycle.id}"
    for content, said in (
        (b"%PDF-1.7", "읽을 수 있는 표 파일이 아닙니다"),
        (b"", "줄이 없습니다"),
        (xlsx(HEADER, ROW, hidden={"숨김": [("비밀",)]}), "숨긴 시트가 있습니다: 숨김"),
        (xlsx(HEADER, ROW, merged=("A1:B1",)), "합친 칸이 있습니다: A1:B1"),
        (sheet(), "가져올 수 있는 줄이 없습니다"),
    ):
        answer = browser.post(
            address, data={"file": (io.BytesIO(content), "x.csv")}, content_type="multipart/form-data"
        )
        page = answer.text if answer.status_code == 200 else browser.get(answer.headers["Location"]).text
        assert said in page
    assert "error-summary" in browser.post(address, data={}).text


def test_stranger_sees_no_import(app, sign_in):
    organiser = an_account("organiser")
    cycle = a_cycle()
    batch = carried_out(cycle, sheet(row()), organiser)
    other = sign_in(an_account("organiser", scope="district", scope_key="2917000000"))
    assert other.get(f"/office/imports/{batch.id}").status_code == 403
    assert other.get(f"/office/imports/export/proposals/{cycle.id}.csv").status_code == 403
