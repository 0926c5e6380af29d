"""The same answer on many matters, and answers in a table: looked at first, all or nothing, an export changes nothing."""

import pytest
from sqlalchemy import func, select

from app.core.db import db
from app.core.errors import EditedByAnother
from app.core.imports import carrying_out, exports
from app.core.imports.errors import ChangedSinceLooked, NothingToTake
from app.core.imports.kinds import Target
from app.core.imports.report import report_on
from app.core.sheets.reading import read_grid
from app.core.sheets.writing import csv_of, xlsx_of
from app.followup.errors import NotTheirMatter, ReasonMissing
from app.followup.models import Answer
from app.followup.services import counts, matter_called
from app.followup.services.answering import answer
from app.followup.services.bulk import answer_in_bulk, look_at
from app.followup.services.imports import SHEET
from app.followup.services.milestones import Step, as_lines
from app.followup.services.placeholders import UnknownPlaceholder
from app.review.services import answer_templates
from tests.builders import a_department, an_account
from tests.followup.builders import a_matter, an_officer
from tests.followup.test_answering import SPRING

TEXT = "“{제목}”은 {부서}에서 {기한}까지 답해야 합니다."


def answers() -> int:
    return db.session.scalar(select(func.count()).select_from(Answer)) or 0


def three():
    """An officer and three matters of her department."""
    department = a_department("보행자과")
    return an_officer(department), [a_matter(department=department) for _ in range(3)]


def test_places_of_the_text_are_filled_in_for_each_matter_and_nothing_is_written_before(app):
    officer, matters = three()
    looks = look_at(matter_ids=[matter.id for matter in matters], code="partly", text=TEXT, by=officer)
    assert [look.refusal for look in looks] == [None] * 3
    assert looks[1].reason.startswith(f"“{matters[1].title_ko}”은 보행자과에서 20")
    assert answers() == 0
    given = answer_in_bulk(
        matter_ids=[one.id for one in matters], code="partly", text=TEXT, milestones=[SPRING], by=officer
    )
    assert [one.reason for one in given] == [look.reason for look in looks]
    assert counts()["partly"] == 3


def test_all_of_them_or_none(app):
    officer, matters = three()
    strange, ids = a_matter(department=a_department()), [matter.id for matter in matters]
    with pytest.raises(NotTheirMatter):
        answer_in_bulk(matter_ids=[*ids, strange.id], code="partly", text=TEXT, by=officer)
    with pytest.raises(UnknownPlaceholder):
        answer_in_bulk(matter_ids=ids, code="partly", text="{예산}이 없습니다", by=officer)
    with pytest.raises(ReasonMissing):
        answer_in_bulk(matter_ids=ids, code="partly", text=" ", by=officer)
    answer(matter_id=ids[2], code="accepted", reason="합니다", by=officer)
    with pytest.raises(EditedByAnother):
        answer_in_bulk(matter_ids=ids, code="partly", text=TEXT, by=officer)
    assert answers() == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_that_comes_back_changes_nothing(app, form):
    officer, matters = three()
    answer(matter_id=matters[0].id, code="partly", reason="=두 줄\n{제목}", milestones=[SPRING], by=officer)
    content, target = exports.export(SHEET, Target(None, officer), form), Target(None, officer)
    report = report_on(content, SHEET, target)
    assert (report.taken, report.findings, len(report.unchanged), report.rows_in) == ((), (), 3, 3)
    batch = carrying_out.look_at(content, f"표.{form}", SHEET, target)
    with pytest.raises(NothingToTake):
        carrying_out.carry_out(batch.id, mark=report.mark, by=officer)


def filled_in(officer, **changes: dict[str, str]) -> bytes:
    """The officer's export with cells changed: number of the matter -> column -> cell."""
    grid = read_grid(exports.export(SHEET, Target(None, officer), "xlsx"))
    header, *rows = [list(row) for row in grid.rows]
    for row in rows:
        for column, cell in changes.get(f"m{row[0]}", {}).items():
            row[header.index(column)] = cell
    return xlsx_of(header, rows)


def test_a_table_that_was_filled_in_answers_and_corrects(app):
    officer, (one, other, third) = three()
    answer(matter_id=one.id, code="long_term", reason="나중에", by=officer)
    answer_templates.keep(department_id=one.department_id, title="법", body="“{제목}”은 법에 어긋납니다.", by=officer)
    content = filled_in(officer, **{
        f"m{one.id}": {"답": "원안 수용", "이유": "합니다", "할 일": "2027-03-31 설계를 마친다"},
        f"m{other.id}": {"답": "refused", "문안": "법"},
    })  # fmt: skip
    batch = carrying_out.look_at(content, "답.xlsx", SHEET, Target(None, officer))
    assert (batch.rows_in, batch.rows_taken, batch.rows_unchanged, batch.left_out) == (3, 2, 1, [])
    assert answers() == 1
    carrying_out.carry_out(batch.id, mark=batch.mark, by=officer)
    assert [matter_called(matter.id).code for matter in (one, other, third)] == ["accepted", "refused", None]
    assert matter_called(other.id).answer.reason == f"“{other.title_ko}”은 법에 어긋납니다."
    assert as_lines(matter_called(one.id).answer.milestones) == as_lines([Step(SPRING.what, SPRING.due_on)])


def test_each_fault_is_named_by_its_line_and_nothing_is_changed(app):
    officer, (one, other, third) = three()
    strange = a_matter(department=a_department())
    header = ["번호", "판", "답", "이유", "할 일"]
    rows = [
        [one.id, 0, "언젠가", "합니다", ""],
        [other.id, 0, "일부 수용", "", ""],
        [third.id, 3, "일부 수용", "합니다", ""],
        [strange.id, 0, "일부 수용", "합니다", ""],
        [999_999, 0, "일부 수용", "합니다", ""],
        [one.id + 10_000, 0, "일부 수용", "합니다", "언젠가"],
    ]
    report = report_on(csv_of(header, rows), SHEET, Target(None, officer))
    found = {(finding.row, finding.column, finding.error.code) for finding in report.findings}
    assert found == {
        (2, "code", "not_one_of"), (3, "reason", "answer_reason_missing"), (4, "version", "edited_by_another"),
        (5, "number", "not_their_matter"), (6, "number", "not_found"), (7, "steps", "milestones_unreadable"),
    }  # fmt: skip
    assert (report.taken, answers()) == ((), 0)


def test_what_another_answered_meanwhile_stops_the_whole_table(app):
    officer, (one, other, _third) = three()
    content = filled_in(officer, **{f"m{m.id}": {"답": "원안 수용", "이유": "합니다"} for m in (one, other)})
    batch = carrying_out.look_at(content, "답.xlsx", SHEET, Target(None, officer))
    answer(matter_id=one.id, code="refused", reason="안 합니다", by=officer)
    with pytest.raises(ChangedSinceLooked):
        carrying_out.carry_out(batch.id, mark=batch.mark, by=officer)
    assert (answers(), matter_called(other.id).code) == (1, None)


def test_a_table_is_seen_by_who_sent_it_alone(app, client, sign_in):
    officer, matters = three()
    content = filled_in(officer, **{f"m{matters[0].id}": {"답": "원안 수용", "이유": "합니다"}})
    batch = carrying_out.look_at(content, "답.xlsx", SHEET, Target(None, officer))
    address = f"/desk/matters/sheet/{batch.id}"
    colleague, organiser = an_officer(matters[0].department), an_account("organiser")
    assert sign_in(colleague).get(address).status_code == 404
    assert sign_in(organiser).get(f"/office/imports/{batch.id}").status_code == 403
    shown = sign_in(officer).get(address).text
    assert "안건 1건에 답하기" in shown
    mark = shown.partition('name="mark"')[2].partition('value="')[2].partition('"')[0]
    assert client.post(address, data={"mark": mark}).status_code == 302
    assert matter_called(matters[0].id).code == "accepted"
