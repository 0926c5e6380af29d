"""Spreadsheets with one fault each, made as office programs make them."""

import io

from openpyxl import Workbook


def xlsx(*rows: tuple, merged: tuple[str, ...] = (), hidden: dict[str, list[tuple]] | None = None) -> bytes:
    """A workbook of one visible sheet, with merged ranges and hidden sheets if asked for."""
    workbook = Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    for name, lines in (hidden or {}).items():
        more = workbook.create_sheet(name)
        more.sheet_state = "hidden"
        for line in lines:
            more.append(line)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def with_password(content: bytes, password: str) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()
