"""What may be uploaded, what becomes of it, and who may read it."""

import contextlib
import io
import unicodedata
import zipfile

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from app.core import clock
from app.core.db import db, transaction
from app.core.errors import RuleError
from app.core.files import DOCUMENTS, PICTURES, File, path_of, store_upload, thumbnail_of
from app.core.files.cli import UNCLAIMED_AFTER, sweep
from app.core.files.errors import FileRefused
from app.core.files.images import redraw
from app.core.files.kinds import kind_of
from app.core.files.names import download_name
from app.proposals.models import Amount, Stage
from tests.builders import a_cycle, a_proposal
from tests.core import files

pytestmark = pytest.mark.one_database

TAKEN = {
    "PNG": files.picture("PNG"),
    "JPEG": files.picture("JPEG"),
    "WebP": files.picture("WEBP"),
    "PDF": files.pdf(),
    "HWP": files.hwp(),
    "HWPX": files.hwpx(),
    "DOCX": files.docx(),
    "XLSX": files.xlsx(),
    "ODT": files.odt(),
}
REFUSED = {
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "wrong_kind_of_file"),
    "html": (b"<!doctype html><script>alert(1)</script>", "wrong_kind_of_file"),
    "gif": (files.picture("GIF"), "wrong_kind_of_file"),
    "gif that is a script": (b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//", "wrong_kind_of_file"),
    "script": (b"#!/bin/sh\nrm -rf /\n", "wrong_kind_of_file"),
    "program": (b"MZ" + bytes(300), "wrong_kind_of_file"),
    "plain archive": (files.archive({"a.txt": b"a"}), "wrong_kind_of_file"),
    "archive before a pdf": (files.archive({"a.txt": b"a"}) + files.pdf(), "wrong_kind_of_file"),
    "document with something behind": (files.docx() + b"<script>alert(1)</script>", "wrong_kind_of_file"),
    "pdf that is an archive": (files.pdf(files.docx()) + files.archive({"a": b"a"}) + b"%%EOF", "wrong_kind_of_file"),
    "pdf with html before": (b"<html>" + files.pdf(), "wrong_kind_of_file"),
    "pdf cut off": (files.pdf()[:-8], "wrong_kind_of_file"),
    "document with macros": (
        files.archive({"[Content_Types].xml": b"macroEnabled.main+xml vbaProject", "word/document.xml": b""}),
        "wrong_kind_of_file",
    ),
    "old word document": (files.compound("WordDocument", b"text"), "wrong_kind_of_file"),
    "hangul document with a password": (files.hwp(password=True), "protected_file"),
    "office document with a password": (files.compound("EncryptedPackage", b"x"), "protected_file"),
    "damaged archive": (files.docx()[:60] + bytes(200), "broken_file"),
    "damaged picture": (files.picture("PNG")[:60], "broken_file"),
    "nothing": (b"", "empty_file"),
    "too much": (files.pdf(bytes(20 * 1024 * 1024)), "file_too_large"),
}  # fmt: skip


def sent(data: bytes, name: str = "a.bin", **how: object) -> File:
    return store_upload(io.BytesIO(data), name=name, **how)


@pytest.mark.parametrize("code", TAKEN)
def test_an_allowed_kind_is_known_by_its_content_whatever_it_is_called(app: Flask, code: str):
    file = sent(TAKEN[code], name="계획.exe")
    assert file.name == "계획" + next(kind.extension for kind in PICTURES | DOCUMENTS if kind.code == code)
    assert path_of(file).stat().st_size == file.size
    assert path_of(file).parent.parent == app.config["UPLOADS"]


@pytest.mark.parametrize("fault", REFUSED)
def test_anything_else_is_refused_and_leaves_nothing(app: Flask, fault: str):
    data, code = REFUSED[fault]
    with pytest.raises(FileRefused) as refusal:
        sent(data, name="그림.png")
    assert refusal.value.code == code
    assert db.session.query(File).count() == 0
    assert not app.config["UPLOADS"].exists()


def test_the_refusal_names_what_is_allowed():
    with pytest.raises(FileRefused) as refusal:
        kind_of(files.pdf(), name="계획.pdf", accept=PICTURES)
    assert refusal.value.params == {"name": "계획.pdf", "allowed": "PNG, JPEG, WebP"}


def test_a_picture_of_nine_hundred_million_pixels_is_refused_before_it_is_unpacked(app: Flask):
    with pytest.raises(FileRefused) as refusal:
        sent(files.png_claiming(30_000, 30_000))
    assert (refusal.value.code, refusal.value.status) == ("picture_too_large", 413)


def test_a_document_that_would_unpack_to_more_than_200_megabytes_is_refused(app: Flask):
    with pytest.raises(FileRefused) as refusal:
        sent(files.docx(**{f"word/{n}.xml": bytes(50 * 1024 * 1024) for n in range(5)}))
    assert refusal.value.code == "archive_too_large"


def test_a_document_of_more_than_a_thousand_parts_is_refused(app: Flask):
    with pytest.raises(FileRefused) as refusal:
        sent(files.docx(**{f"word/{n}.xml": b"" for n in range(1000)}))
    assert refusal.value.code == "archive_too_large"


def test_a_photo_loses_place_device_and_comment_but_not_its_picture(app: Flask):
    original = files.photo_with_place()
    assert b"SecretPhone" in original
    assert b"home of the sender" in original
    file = sent(original)
    kept = path_of(file).read_bytes()
    assert b"SecretPhone" not in kept
    assert b"home of the sender" not in kept
    with Image.open(path_of(file)) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (60, 40)


def test_a_photo_taken_upright_stands_upright(app: Flask):
    with Image.open(path_of(sent(files.photo_with_place(orientation=6)))) as image:
        assert image.size == (40, 60)
        red, _, blue = image.getpixel((20, 5))
        assert red > 200 > blue


def test_a_picture_gets_a_small_one_for_pages(app: Flask):
    small = thumbnail_of(sent(files.picture("PNG", (1200, 600))))
    assert small is not None
    with Image.open(small) as image:
        assert image.size == (480, 240)


def test_transparency_survives(app: Flask):
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(path_of(sent(out.getvalue()))) as image:
        assert image.convert("RGBA").getpixel((4, 4))[3] == 0


def test_html_hidden_behind_a_picture_is_gone(app: Flask):
    file = sent(files.picture("JPEG") + b"<script>alert(1)</script>")
    assert b"script" not in path_of(file).read_bytes()


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\folder\\보고서.pdf", "보고서.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("fdp.\u202eexe", "fdp.pdf"),
        (unicodedata.normalize("NFD", "예산안.pdf"), "예산안.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        ('a"; filename=b.html', "a; filename=b.pdf"),
        ("가" * 300 + ".pdf", "가" * 116 + ".pdf"),
        ("2027년 예산(안).hwp", "2027년 예산(안).pdf"),
    ],
)
def test_a_name_keeps_its_words_and_loses_its_tricks(name: str, called: str):
    assert download_name(name, kind_of(files.pdf(), name=name)) == called


def test_a_transaction_that_fails_keeps_no_record(app: Flask):
    def keep_and_fail() -> None:
        with transaction():
            sent(files.pdf())
            raise RuleError()

    with pytest.raises(RuleError):
        keep_and_fail()
    assert db.session.query(File).count() == 0


def test_what_nothing_refers_to_is_swept_after_a_week(app: Flask):
    proposal = a_proposal(a_cycle())
    held, loose, fresh = sent(files.pdf()).id, sent(files.picture()).id, sent(files.pdf()).id
    with transaction():
        for file_id in (held, loose):
            db.session.get_one(File, file_id).uploaded_at = clock.now() - UNCLAIMED_AFTER * 2
        db.session.add(
            Amount(
                proposal_id=proposal.id, stage=Stage.reviewed, amount_won=1, at=clock.now(), decided_by="부서",
                document_id=held,
            )
        )  # fmt: skip
    gone = path_of(db.session.get_one(File, loose))
    assert sweep() == 1
    assert {file.id for file in db.session.query(File)} == {held, fresh}
    assert not gone.exists()


@given(st.sampled_from(sorted(TAKEN)), st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_damage_anywhere_is_taken_or_refused_but_never_breaks_the_program(code: str, data: st.DataObject):
    content = bytearray(TAKEN[code])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(FileRefused):
        kind = kind_of(bytes(content), name="x")
        if kind.is_picture:
            redraw(bytes(content), kind, name="x")


def test_an_archive_bomb_of_lying_sizes_is_never_unpacked():
    bomb = bytearray(files.docx(**{"word/media.bin": bytes(1024 * 1024)}))
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        assert archive.getinfo("word/media.bin").file_size == 1024 * 1024
    at = bomb.rindex(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert kind_of(bytes(bomb), name="x").code == "DOCX"
