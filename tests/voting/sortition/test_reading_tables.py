"""Pools as office programs write them."""

import io

import openpyxl
import pytest

from voting.sortition.errors import BadInput
from voting.sortition.pool import pool_from_table
from voting.sortition.table_file import parse_table
from voting.sortition.targets import targets_from_table


def a_workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def test_xlsx_numbers_are_ids_without_a_fraction_and_text_keeps_its_zeros():
    raw = a_workbook([["id", "sex"], [7, "f"], ["008", "m"]])
    assert list(pool_from_table(parse_table(raw, "pool.xlsx")).ids) == ["7", "008"]


def test_xlsx_and_csv_of_the_same_pool_are_the_same_pool():
    rows = [["id", "구", "나이"], ["a", "북구", "20-29"], ["b", "동구", "30-39"]]
    book = parse_table(a_workbook(rows), "pool")
    text = parse_table("\n".join(",".join(row) for row in rows).encode("cp949"), "pool")
    assert [list(column) for column in book.columns] == [list(column) for column in text.columns]


def test_broken_xlsx_is_bad_input():
    with pytest.raises(BadInput, match="cannot be read as XLSX"):
        parse_table(b"PK\x03\x04 not a workbook", "pool.xlsx")


def test_rows_are_counted_as_an_office_program_shows_them():
    table = parse_table(b"id,sex\n1,f\n,\n\n2,m\n,,,\n", "pool.csv")
    assert list(table.columns[0]) == ["1", "2"]
    assert list(table.line_of) == [2, 5]


def test_decomposed_hangul_in_headers_is_composed():
    nfd = "id,\u1109\u1165\u11bc\u1107\u1167\u11af\n1,f\n"
    assert parse_table(nfd.encode(), "pool.csv").header == ["id", "성별"]


def test_column_that_stands_twice_is_named():
    with pytest.raises(BadInput, match="two columns are called “sex”"):
        pool_from_table(parse_table(b"id,Sex,sex\n1,f,m\n", "pool.csv"))


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [("40%,6/10", (9, 13)), ("0,22", (0, 22)), (",", (0, 22)), ("1/3,2/3", (8, 14)), ("0%,100%", (0, 22))],
)
def test_shares_are_rounded_inwards_exactly(bounds, expected):
    (target,) = targets_from_table(parse_table(f"feature,value,min,max\nsex,f,{bounds}\n".encode(), "t"), 22)
    assert (target.least, target.most) == expected


@pytest.mark.parametrize("bound", ["-1", "2.5", "1/0", "x", "1e", "40 %%"])
def test_bound_that_is_no_number_of_seats_is_named_by_row(bound):
    with pytest.raises(BadInput, match="row 2"):
        targets_from_table(parse_table(f"feature,value,min,max\nsex,f,{bound},9\n".encode(), "t"), 22)
