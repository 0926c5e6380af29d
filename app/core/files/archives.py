"""Documents that are archives inside: HWPX, DOCX, XLSX, ODT. Judged without unpacking them."""

import io
import zipfile
import zlib

from app.core.files.errors import ArchiveTooLarge, BrokenFile, ProtectedFile

UNPACKED_AT_MOST = 200 * 1024 * 1024  # bytes
ENTRIES_AT_MOST = 1000
READ_AT_MOST = 1024 * 1024  # of the small parts that are read to tell the kind
ENCRYPTED = 0x1
CLOSING_RECORD = 22  # bytes, without a comment

BY_MIMETYPE = {b"application/hwp+zip": "HWPX", b"application/vnd.oasis.opendocument.text": "ODT"}
BY_CONTENT_TYPE = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": ("DOCX", "word/document.xml"),
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": ("XLSX", "xl/workbook.xml"),
}


def zip_kind(data: bytes, name: str) -> str | None:
    """Return the code of the document's kind, or nothing for other content and for archives with something around.

    Raises ``ArchiveTooLarge``, ``ProtectedFile`` or ``BrokenFile``.
    """
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _document(archive, name) if _fills_the_file(archive, data) else None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as damaged:
        raise BrokenFile(name=name) from damaged


def _document(archive: zipfile.ZipFile, name: str) -> str | None:
    entries = archive.infolist()
    if len(entries) > ENTRIES_AT_MOST or sum(entry.file_size for entry in entries) > UNPACKED_AT_MOST:
        raise ArchiveTooLarge(name=name)
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise ProtectedFile(name=name)
    return _open_document(archive, entries[0]) or _office(archive)


def _fills_the_file(archive: zipfile.ZipFile, data: bytes) -> bool:
    """Say whether the archive begins at the first byte and ends at the last: nothing else hides around it."""
    begins = min((entry.header_offset for entry in archive.infolist()), default=-1)
    return begins == 0 and data[-CLOSING_RECORD:][:4] == b"PK\x05\x06"


def _open_document(archive: zipfile.ZipFile, first: zipfile.ZipInfo) -> str | None:
    """OpenDocument and HWPX say in their first entry what they are."""
    return BY_MIMETYPE.get(_read(archive, "mimetype").strip()) if first.filename == "mimetype" else None


def _office(archive: zipfile.ZipFile) -> str | None:
    """Office documents list the types of their parts; one with macros has another main type and is not known here."""
    types = _read(archive, "[Content_Types].xml")
    if b"vbaProject" in types or b"macroEnabled" in types:
        return None
    names = set(archive.namelist())
    return next((code for mark, (code, main) in BY_CONTENT_TYPE.items() if mark in types and main in names), None)


def _read(archive: zipfile.ZipFile, entry: str) -> bytes:
    if entry not in archive.namelist():
        return b""
    with archive.open(entry) as part:
        return part.read(READ_AT_MOST)
