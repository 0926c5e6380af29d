"""A file is always an attachment, and only for whom it is meant."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.files import File, reading, store_upload
from tests.builders import an_account
from tests.core import files


def stored(data: bytes, name: str = "a.bin", by: object = None) -> File:
    return store_upload(io.BytesIO(data), name=name, by=by)


def test_the_sender_downloads_it_under_its_korean_name(app: Flask, client: FlaskClient, sign_in):
    sender = an_account()
    file = stored(files.pdf(), name="예산안.pdf", by=sender)
    answer = sign_in(sender).get(f"/files/{file.id}")
    assert answer.status_code == 200
    assert answer.data == files.pdf()
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%EC%98%88%EC%82%B0%EC%95%88.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_nobody_else_reads_a_file_that_no_area_shows(app: Flask, client: FlaskClient, sign_in):
    file_id = stored(files.picture(), by=an_account()).id
    assert client.get(f"/files/{file_id}").status_code == 404
    sign_in(an_account("administrator"))
    assert client.get(f"/files/{file_id}").status_code == 404
    assert client.get(f"/files/{file_id}/small").status_code == 404


def test_an_area_says_who_reads_its_files(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    shown, hidden = stored(files.picture()).id, stored(files.picture()).id
    monkeypatch.setattr(reading, "_readers", [lambda file, account: file.id == shown])
    assert client.get(f"/files/{shown}").status_code == 200
    assert client.get(f"/files/{shown}/small").mimetype == "image/webp"
    assert client.get(f"/files/{hidden}").status_code == 404
