"""Whatever an office sends becomes rows of text, or a message that says what to do."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.sheets import errors
from app.core.sheets.guard import guard, unguard
from app.core.sheets.reading import read_grid
from app.core.sheets.writing import csv_of, xlsx_of
from tests.core.sheet_files import with_password, xlsx

SHEETS = Path(__file__).parent.parent / "data" / "sheets"
ROWS = (("제목", "사업비"), ("횡단보도 조명", "50,000,000"))


def lines(delimiter: str) -> str:
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in ROWS) + "\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_is_read_in_every_encoding_and_with_every_delimiter(encoding, delimiter):
    assert read_grid(lines(delimiter).encode(encoding)).rows == ROWS


def test_amounts_with_commas_do_not_split_a_file_with_semicolons():
    content = "제목;사업비\n조명;1,000,000\n그늘막;2,000,000\n의자;300,000\n".encode("cp949")
    assert read_grid(content).rows[1] == ("조명", "1,000,000")


def test_line_that_names_the_separator_is_no_row_of_its_own():
    assert read_grid("sep=;\r\n제목;금액\r\n조명;1\r\n".encode("utf-8-sig")).rows == (
        (),
        ("제목", "금액"),
        ("조명", "1"),
    )


def test_text_in_no_known_encoding_is_refused():
    with pytest.raises(errors.SheetTextUnreadable):
        read_grid(b"title,cost\n\xff\xfe\xfd\x80\x80,1\n")


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,\n,,\n", xlsx()])
def test_file_without_rows_says_so(content):
    with pytest.raises(errors.SheetEmpty):
        read_grid(content)


def test_typed_cells_become_text_without_losing_digits():
    grid = read_grid(xlsx(("금액", "비율", "예"), (350_000_000, 0.5, True), (123_456_789_012_345, 1.25, False)))
    assert grid.rows[1:] == (("350000000", "0.5", "TRUE"), ("123456789012345", "1.25", "FALSE"))


def test_long_number_in_a_cell_is_written_out_not_in_powers():
    assert read_grid(xlsx(("금액",), (1.2e15,))).rows[1] == ("1200000000000000",)


def test_hidden_sheet_with_rows_is_refused_by_name():
    with pytest.raises(errors.SheetHidden) as refused:
        read_grid(xlsx(*ROWS, hidden={"작년": [("제목",)]}))
    assert refused.value.params == {"names": "작년"}


def test_hidden_sheet_without_rows_does_no_harm():
    assert read_grid(xlsx(*ROWS, hidden={"빈 시트": []})).rows == ROWS


def test_merged_ranges_are_known_by_the_names_that_spreadsheets_show():
    grid = read_grid(xlsx(("목록", None), *ROWS, merged=("A1:B1",)))
    assert [area.name for area in grid.merged] == ["A1:B1"]


def test_workbook_with_a_password_is_recognised():
    with pytest.raises(errors.SheetLocked):
        read_grid(with_password(xlsx(*ROWS), "비밀"))


def test_open_document_with_a_password_is_recognised():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(errors.SheetLocked):
        read_grid(out.getvalue())


def test_web_page_named_as_a_spreadsheet_is_told_apart():
    with pytest.raises(errors.SheetIsWebPage):
        read_grid("\ufeff<html><body><table><tr><td>제목</td></tr></table>".encode())


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n....", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" * 9]
)
def test_other_files_are_refused_whatever_they_are_called(content):
    with pytest.raises(errors.SheetUnknown):
        read_grid(content)


def test_archive_that_would_unpack_to_hundreds_of_megabytes_is_refused_unopened():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * 2**20)
        archive.filelist[0].file_size = 300 * 2**20  # what the directory of the archive will say
    with pytest.raises(errors.SheetTooLarge):
        read_grid(out.getvalue())


@given(st.text(alphabet=st.sampled_from("'=+-@\t\ra가 "), max_size=8))
def test_guard_is_taken_off_again_whatever_the_text(text):
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r"))


CELLS = st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS, st.integers(0, 10**14)), min_size=1, max_size=4))
def test_what_is_written_as_csv_is_read_back(rows):
    grid = read_grid(csv_of(["하나", "둘", "금액"], rows))
    assert [tuple(unguard(cell) for cell in row) for row in grid.rows[1:]] == [(a, b, str(won)) for a, b, won in rows]


def test_workbook_holds_no_formula_and_is_read_back():
    rows = [("=1+1", 5), ("+82-62", 0), ("'=x", 7)]
    content = xlsx_of(["글", "수"], rows)
    assert read_grid(content).rows[1:] == tuple((text, str(number)) for text, number in rows)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


LISTED = (("접수번호", "제안명", "사업비"), ("1", "횡단보도 조명", "50000000"), ("2", "공원 의자", "3억 5,000만 원"))


def test_file_of_excel_97_is_read_with_its_merged_title():
    grid = read_grid((SHEETS / "excel_97_merged_title.xls").read_bytes())
    assert grid.rows[1:] == LISTED
    assert [area.name for area in grid.merged] == ["A1:C1"]


def test_file_of_libre_office_is_read():
    assert read_grid((SHEETS / "open_document.ods").read_bytes()).rows == LISTED
