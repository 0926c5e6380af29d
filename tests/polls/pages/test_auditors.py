"""An auditor on a machine of one's own: keeps heads, checks a receipt, signs log and result; the poll's page shows it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import accounts
from app.core.db import db
from app.polls.models import Confirmation, Poll
from app.polls.services import keys
from app.polls.services.finding import poll_called
from tests.polls import builders as machine
from voting.ledger.canonical import canonical
from voting.ledger.confirming import confirm
from voting.ledger.heads import SignedHead
from voting.ledger.receipts import qr_text
from voting.ledger.signatures import HEAD, new_key, sign

pytestmark = pytest.mark.one_database
ROOT = Path(accounts.__file__).parents[2]


class AuditorsMachine:
    """A folder in which nothing of the platform can be imported but ``voting/``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "voting").symlink_to(ROOT / "voting")

    def run(self, *command: str, ends: int = 0) -> str:
        told = subprocess.run(
            [sys.executable, "-m", "voting", *command], cwd=self.folder, capture_output=True, text=True, check=False,
            env={"LANG": "C.UTF-8"},
        )  # fmt: skip
        assert told.returncode == ends, told.stdout + told.stderr
        return told.stdout + told.stderr

    def text(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def keep(self, name: str, data: bytes) -> None:
        (self.folder / name).write_bytes(data)


@pytest.fixture
def auditor(tmp_path: Path) -> AuditorsMachine:
    (tmp_path / "auditor").mkdir()
    return AuditorsMachine(tmp_path / "auditor")


def audited(auditor: AuditorsMachine) -> Poll:
    """An open poll that names the auditor by the key that the auditor made."""
    public = auditor.run("sign", "--new-key", "auditor.key").strip()
    assert (auditor.folder / "auditor.key").stat().st_mode & 0o077 == 0
    assert "not there yet" in auditor.run("sign", "--new-key", "auditor.key", ends=2)
    return machine.an_open_poll(auditors=[{"name": "김감사", "role": "시민단체 추천", "key": public}])


def handed_in(client: FlaskClient, poll: Poll, text: str) -> str:
    answer = client.post(f"/polls/{poll.slug}/auditors", data={"document": text})
    return answer.text if answer.status_code == 200 else client.get(answer.location).text


def test_an_auditor_keeps_heads_and_signs_log_and_result_with_a_key_of_her_own(
    app: Flask, client: FlaskClient, served: str, auditor: AuditorsMachine
):
    poll = audited(auditor)
    slug, page = poll.slug, f"{served}/polls/{poll.slug}"
    assert "the first head kept" in auditor.run("witness", page, "--folder", "heads")
    assert "아직 확인하지 않음" in client.get(f"/polls/{slug}/auditors").text
    auditor.run("sign", "heads/head.json", "--poll", "heads/poll.json", "--key", "auditor.key", "--output", "one.json")
    assert "1개" in handed_in(client, poll, auditor.text("one.json"))

    casts = machine.voted_by(poll, 22)
    machine.published(machine.counted(machine.closed(poll)))
    again = auditor.run("witness", page, "--folder", "heads", "--lang", "ko")
    assert "먼저 보관한 머리 1개" in again
    for name in ("bundle.zip", "leaves.jsonl"):
        auditor.keep(name, client.get(f"/polls/{slug}/{name}").data)
    receipt = casts[3].receipt
    looked_up = ("--poll", "heads/poll.json", "--leaves", "leaves.jsonl", "--head", "heads/head.json")
    said = auditor.run("receipt", qr_text(receipt), *looked_up)
    assert f"leaf {receipt.leaf} in place" in said
    assert "of 25 stands in the log" in said
    assert "carries no signature" in auditor.run("receipt", receipt.code.lower(), *looked_up)

    auditor.run("sign", "bundle.zip", "--key", "auditor.key", "--head", "heads/head.json", "--output", "two.json")
    assert "감사인 1명 가운데 1명이 결과를 확인했습니다" in handed_in(client, poll, auditor.text("two.json"))
    assert db.session.query(Confirmation).count() == 2
    assert "1명이 결과를" in handed_in(client, poll, auditor.text("two.json")), "handed in twice"
    auditor.keep("confirmations.jsonl", client.get(f"/polls/{slug}/confirmations.jsonl").data)
    report = auditor.run("verify", "bundle.zip", "--confirmation", "confirmations.jsonl")
    assert "김감사 (시민단체 추천) confirmed this result" in report
    assert "김감사 (시민단체 추천) confirmed the head of 1 leaves" in report
    assert "2 kept heads" not in report
    assert "1 kept heads are of this log" in report


def test_a_rewritten_log_is_refused_with_its_evidence_and_false_confirmations_are_not_taken(
    app: Flask, client: FlaskClient, served: str, auditor: AuditorsMachine
):
    poll = audited(auditor)
    page = f"{served}/polls/{poll.slug}"
    auditor.run("witness", page, "--folder", "heads")
    head = SignedHead.of(json.loads(auditor.text("heads/head.json")))
    forged = {**head.document(), "root": "ab" * 32}
    other = {"head": forged, "key": head.key, "sig": sign(keys.log(poll), HEAD, forged)}
    auditor.keep("other.jsonl", canonical(other) + b"\n")
    assert "it was rewritten" in auditor.run("witness", page, "--folder", "heads", "--with", "other.jsonl", ends=2)
    assert auditor.text("heads/refused.jsonl").count("\n") == 3
    auditor.keep("unsigned.jsonl", canonical(other | {"sig": "00" * 64}) + b"\n")
    assert "not signed" in auditor.run("witness", page, "--folder", "heads", "--with", "unsigned.jsonl", ends=2)
    assert "cannot be read" in auditor.run("witness", f"{served}/polls/none", "--folder", "none", ends=2)

    secret = bytes.fromhex(auditor.text("auditor.key"))
    ours, stranger = confirm(head.as_json(), "김감사", "시민단체 추천", secret), new_key()
    for said, refused in (
        (confirm(other, "김감사", "시민단체 추천", secret), "기록이나 결과를 확인한 것이 아닙니다"),
        (confirm(head.as_json(), "김감사", "시민단체 추천", stranger), "감사인이 없습니다"),
        (confirm(head.as_json(), "다른 이름", "시민단체 추천", secret), "감사인이 없습니다"),
        (ours | {"sig": "00" * 64}, "서명이 맞지 않습니다"),
        (ours | {"of": {"head": 1}}, "서명이 맞지 않습니다"),
        ("no confirmation", "서명이 맞지 않습니다"),
    ):
        assert refused in handed_in(client, poll, json.dumps(said)), refused
    assert db.session.query(Confirmation).count() == 0
    assert poll_called(poll.slug).definition["auditors"][0]["name"] == "김감사"
