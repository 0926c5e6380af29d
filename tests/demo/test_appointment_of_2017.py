"""The appointment of 2017 stands on public pages, and anybody repeats its draw from the downloads alone.

Published: 193 applicants, 73 by open call, 18 recommended, 9 ex officio (press of April and May 2017). Nothing else was.
"""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account
from app.calls.models import Applicant, Call, Standing
from app.committee.models import Seat
from app.core.db import db
from app.demo.accounts import DOMAIN
from app.draws.models import Candidate, Draw
from app.draws.services import subjects
from app.draws.services.chances import mine

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def drawn(city_loaded: Flask) -> Draw:
    return db.session.scalars(select(Draw).where(Draw.subject == "call")).one()


def test_193_applied_73_were_drawn_and_took_their_seats_and_no_contact_is_kept(drawn: Draw):
    people = db.session.scalars(select(Applicant).where(Applicant.call_id == drawn.subject_id)).all()
    assert Counter(one.standing for one in people) == {Standing.seated: 73, Standing.not_drawn: 120}
    assert {(one.name, one.email, one.motive) for one in people} == {(None, None, None)}
    assert db.session.scalar(select(func.count()).where(Candidate.draw_id == drawn.id, Candidate.chance > 0)) == 193


def test_the_public_repeats_the_draw_from_the_downloads_alone(city_loaded: Flask, drawn: Draw, tmp_path: Path):
    with city_loaded.test_client() as client:
        call = client.get(f"/calls/{drawn.subject_id}").text
        assert f"/draws/{drawn.id}" in call
        assert "시연" in call
        assert "알려져 있지 않습니다" in call
        for name in ("prepared", "transcript"):
            file = tmp_path / f"{name}.json"
            file.write_bytes(client.get(f"/draws/{drawn.id}/{name}.json").data)
            found = subprocess.run(
                [sys.executable, "-m", "voting", "verify", str(file)], cwd=ROOT, capture_output=True, text=True
            )
            assert found.returncode == 0, found.stdout + found.stderr


def test_it_is_made_up_and_says_so(drawn: Draw):
    call = db.session.get_one(Call, drawn.subject_id)
    assert (drawn.synthetic, call.synthetic) == (True, True)
    people = select(Account.synthetic).join(Seat, Seat.account_id == Account.id).distinct()
    assert set(db.session.scalars(people)) == {True}
    assert call.disadvantaged_at_least == call.finance_at_least == 0, "how many places were kept was not published"


def test_the_demonstrations_citizen_learns_why_she_was_not_drawn_and_its_member_that_he_was(drawn: Draw, city_loaded):
    for login, was_drawn in (("citizen", False), ("member", True)):
        account = db.session.scalars(select(Account).where(Account.email == f"{login}@{DOMAIN}")).one()
        told = mine(drawn, subjects.ref_of(drawn, None, account))
        assert told is not None
        assert told.drawn is was_drawn
        assert 0.2 < (told.chance or 0) < 0.7
