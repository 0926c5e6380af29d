"""Who reads the files of a proposal, and what is left of a proposer who leaves."""

import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Account
from app.core import clock, personal_data
from app.core.db import db, transaction
from app.core.files import store_upload
from app.core.permissions import Scope
from app.proposals.models import Comment, CoProposer, Draft, FileUse, Follow, Proposal, ProposalFile, Support
from app.proposals.services import search
from tests.accounts.builders import PASSWORD, someone
from tests.builders import BUKGU, CITY, a_cycle, a_proposal, an_account
from tests.core import files
from tests.proposals.builders import a_submitted


def attached(use: FileUse, *, hidden: bool = False) -> int:
    proposal_id = a_proposal(a_cycle()).id
    file_id = store_upload(io.BytesIO(files.pdf()), name="도면.pdf").id
    with transaction():
        db.session.add(ProposalFile(proposal_id=proposal_id, file_id=file_id, use=use))
        if hidden:
            proposal = db.session.get_one(Proposal, proposal_id)
            proposal.hidden_at, proposal.hidden_reason = clock.now(), "개인정보"
    return file_id


def test_an_attachment_is_for_everybody(app: Flask, client: FlaskClient):
    assert client.get(f"/files/{attached(FileUse.attachment)}").status_code == 200


def test_the_files_of_a_hidden_proposal_are_hidden_with_it(app: Flask, client: FlaskClient, sign_in):
    file_id = attached(FileUse.attachment, hidden=True)
    assert client.get(f"/files/{file_id}").status_code == 404
    sign_in(an_account())
    assert client.get(f"/files/{file_id}").status_code == 404
    sign_in(an_account("organiser"))
    assert client.get(f"/files/{file_id}").status_code == 200


@pytest.mark.parametrize(
    ("role", "scope", "key", "status"),
    [
        ("organiser", Scope.everywhere, "", 200),
        ("organiser", Scope.city, CITY, 200),
        ("organiser", Scope.district, BUKGU, 404),
        ("citizen", Scope.everywhere, "", 404),
        ("member", Scope.everywhere, "", 404),
        ("administrator", Scope.everywhere, "", 404),
    ],
)
def test_a_scan_of_paper_is_for_the_office_of_that_place_alone(
    app: Flask, client: FlaskClient, sign_in, role: str, scope: Scope, key: str, status: int
):
    file_id = attached(FileUse.scan)
    assert client.get(f"/files/{file_id}").status_code == 404
    assert sign_in(an_account(role, scope=scope, scope_key=key)).get(f"/files/{file_id}").status_code == status


@pytest.fixture
def me(app: Flask, client: FlaskClient) -> Account:
    """A proposer who comments, supports, follows, drafts and stands behind another's proposal."""
    account = someone()
    cycle, at = a_cycle(), clock.now()
    mine, other = a_proposal(cycle, by=account).id, a_proposal(cycle, by=an_account()).id
    with transaction():
        db.session.add_all(
            [
                Comment(proposal_id=other, account_id=account.id, as_role="citizen", body="좋습니다", at=at),
                Support(proposal_id=other, account_id=account.id, at=at),
                Follow(proposal_id=mine, account_id=account.id, since=at),
                Draft(account_id=account.id, form="proposal", subject="x", typed={"title": "쓰던 글"}, saved_at=at),
                CoProposer(proposal_id=other, email=account.email, name=account.name, token_hash="0" * 64, asked_at=at),
            ]
        )
    client.post("/sign-in", data={"email": account.email, "password": PASSWORD})
    return account


def test_everything_the_area_knows_is_in_the_export(app: Flask, client: FlaskClient, me: Account):
    found = json.loads(client.get("/account/export").data)["areas"]["proposals"]
    assert [proposal["name_in_public"] for proposal in found["proposals"]] == [me.name]
    assert found["comments"][0]["text"] == "좋습니다"
    assert found["drafts"][0]["typed"] == {"title": "쓰던 글"}
    assert len(found["supports"]) == len(found["follows"]) == len(found["co_proposer_of"]) == 1


def test_who_leaves_keeps_her_proposal_public_without_her_name(app: Flask, client: FlaskClient, me: Account):
    name, email, me_id = me.name, me.email, me.id
    client.post("/account/close", data={"present_password": PASSWORD})
    assert [p.proposer_name for p in db.session.query(Proposal).filter_by(proposer_id=me_id)] == ["익명"]
    assert db.session.query(Draft).count() == db.session.query(Follow).count() == 0
    assert db.session.query(Support).count() == 1
    assert db.session.query(Comment).one().account.name == "익명"
    with db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            if table.name == "message":
                continue  # the last letter, deleted after a month
            for row in connection.execute(table.select()):
                assert email not in str(row), table.name
                assert name not in str(row), table.name


def test_who_left_is_no_longer_found_by_her_name(app: Flask):
    proposer = an_account()
    proposal = a_submitted(a_cycle(), proposer)
    name = search.without_spaces(search.as_searched([proposer.name]))
    assert name in proposal.current.search_run
    with transaction():
        personal_data.erase(db.session.get_one(Account, proposer.id))
    assert name not in db.session.get_one(Proposal, proposal.id).current.search_run
