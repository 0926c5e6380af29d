"""Every table as CSV and JSON: opens right in a spreadsheet, runs nothing there, holds nothing private, adds up."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

import app.public
from app.core.db import db, transaction
from app.core.sheets.guard import unguard
from app.proposals.models import Comment, Proposal, Version
from app.public.services.tables import TABLES
from tests.builders import a_cycle, a_proposal, an_account
from tests.public.builders import a_city_year, a_committee, a_life

CELLS = {"true": "yes", "false": "no", "null": ""}


def rows_of(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.data.startswith("\ufeff".encode())
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_every_table_says_the_same_as_csv_and_as_json(app: Flask, client: FlaskClient):
    a_city_year()
    empty = []
    for name in TABLES:
        records = json.loads(client.get(f"/verify/{name}.json?cycle=2019").data)
        rows = rows_of(client, f"/verify/{name}.csv?cycle=2019")
        assert len(rows) == len(records), name
        for row, record in zip(rows, records, strict=True):
            as_cells = {key: CELLS.get(json.dumps(value), str(value)) for key, value in record.items()}
            assert {key: unguard(value) for key, value in row.items()} == as_cells, name
        empty += [name] if not records else []
    assert set(empty) <= {"scores", "votes", "sittings", "seats", "comments", "lineage"}


def test_a_text_that_a_spreadsheet_would_run_is_guarded_and_comes_back_unchanged(app: Flask, client: FlaskClient):
    title = '=HYPERLINK("http://evil.example","여기")'
    a_proposal(a_cycle(slug="2019"), title=title)
    (row,) = rows_of(client, "/verify/proposals.csv")
    assert row["title"] == "'" + title
    assert unguard(row["title"]) == title
    assert json.loads(client.get("/verify/proposals.json").data)[0]["title"] == title


def test_an_excel_user_and_our_own_import_read_korean_right(app: Flask, client: FlaskClient):
    a_proposal(a_cycle(slug="2019"), title="무단횡단이 잦은 학교 앞, “바닥” 신호등")
    data = client.get("/verify/proposals.csv").data
    assert data[:3] == b"\xef\xbb\xbf"
    assert "무단횡단이 잦은 학교 앞, “바닥” 신호등" in data.decode("utf-8-sig")
    assert b"\r\n" in data


def test_no_table_holds_a_mail_address_or_the_name_of_a_member(app: Flask, client: FlaskClient):
    cycle, proposer = a_cycle(slug="2019"), an_account()
    proposal = a_proposal(cycle, by=proposer)
    committee = a_committee(cycle, applicants=None, open_call=1)
    member = committee.seats[0].account.name
    with transaction():
        db.session.add(
            Comment(
                proposal_id=proposal.id,
                account_id=proposer.id,
                as_role="citizen",
                body="좋습니다",
                at=proposal.submitted_at,
            )
        )
    everything = "".join(client.get(f"/verify/{name}.json").text for name in TABLES)
    assert "@example.org" not in everything
    assert member not in everything
    assert "좋습니다" in everything


def test_hidden_texts_are_in_no_table(app: Flask, client: FlaskClient):
    proposal = a_proposal(a_cycle(slug="2019"), title="욕설 제목")
    with transaction():
        row = db.session.get_one(Proposal, proposal.id)
        row.hidden_at, row.hidden_reason = row.submitted_at, "욕설"
        db.session.get_one(Version, row.current_id).problem = "욕설 본문"
    everything = "".join(client.get(f"/verify/{name}.json").text for name in TABLES)
    assert "욕설 제목" not in everything
    assert "욕설 본문" not in everything
    assert json.loads(client.get("/verify/proposals.json").data)[0]["hidden_reason"] == "욕설"


def test_anyone_can_recompute_the_totals_from_the_table_of_amounts(app: Flask, client: FlaskClient, tmp_path: Path):
    cycle = a_cycle(slug="2019")
    a_life(cycle, 100, reviewed=90, voted=90, bill=90, standing=40, plenary=40, executed=35)
    a_life(cycle, 50, voted=50, bill=50, standing=50, budget_cmte=0, plenary=0)
    a_life(cycle, 10, voted=10, bill=10, standing=12, plenary=12, executed=12)
    a_proposal(cycle, asked_won=7)
    a_life(a_cycle(slug="2020"), 1000, voted=1000)
    table, program = tmp_path / "amounts.csv", tmp_path / "recount.py"
    table.write_bytes(client.get("/verify/amounts.csv").data)
    program.write_bytes(client.get("/verify/recount.py").data)
    told = subprocess.run(
        [sys.executable, str(program), str(table), "2019"], capture_output=True, text=True, check=True
    )
    counted = {name: int(value.replace(",", "")) for name, value in (line.split() for line in told.stdout.splitlines())}
    said = client.get("/api/v1/cycles/2019").json
    assert counted == {
        "proposals": said["proposals"],
        "selected": said["selected"],
        "selected_won": said["selected_cost"],
        "touched": said["council"]["items_touched"],
        "before_won": said["council"]["before"],
        "cut_won": said["council"]["cut"],
        "executed": said["executed_items"],
        "executed_won": said["executed_cost"],
    }
    assert counted["cut_won"] == 50 + 50


def test_unknown_tables_and_forms_are_not_found(app: Flask, client: FlaskClient):
    for address in ("/verify/accounts.csv", "/verify/proposals.xml", "/verify/message.json"):
        assert client.get(address).status_code == 404, address
    assert rows_of(client, "/verify/proposals.csv?cycle=nonsense") == []


def test_the_program_stands_alone():
    source = (Path(app.public.__file__).parent / "recount.py").read_text(encoding="utf-8")
    assert "import app" not in source
    assert "from app" not in source
