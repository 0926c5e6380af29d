"""A hundred policies become ten: the stage opens, residents vote, the clock closes, two halves of a key count, anyone recounts."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

from flask import Flask
from flask.testing import FlaskClient

from app import accounts
from app.accounts.models import Account
from app.assembly.models import Taken
from app.assembly.services import finding
from app.core import clock
from app.polls.jobs import keep_polls_going
from app.polls.services import casting, voters
from app.polls.services import finding as polls
from tests.assembly.builders import DAY, a_stage, an_assembly, an_organiser, chosen
from tests.assembly.test_stage_polls import a_resident
from tests.polls.pages.test_voting import code_in, vote
from voting.ledger import sealing

ROOT = Path(accounts.__file__).parents[2]
VOTERS, PICKS, POLL = 24, 10, "assembly-2031-1"


def picks(count: int) -> list[list[str]]:
    """What each voter picks of the hundred, the earlier ones more often: recorded by its seed."""
    rng = Random(2031)
    weights = [1 / (1 + number / 12) for number in range(100)]
    found = []
    for _ in range(count):
        picked: dict[int, None] = {}
        while len(picked) < PICKS:
            picked |= dict.fromkeys(rng.choices(range(1, 101), weights))
        found.append([f"{number:03d}" for number in picked])
    return found


def ten_most(ballots: list[list[str]]) -> list[str]:
    """Add up by hand: the most votes first, of equal ones the lower number."""
    votes = Counter(code for ballot in ballots for code in ballot)
    return sorted(votes, key=lambda code: (-votes[code], code))[:10]


def in_a_folder_without_the_platform(folder: Path, *command: str) -> str:
    """Run ``python -m voting`` where nothing but ``voting/`` can be imported."""
    if not (folder / "voting").exists():
        (folder / "voting").symlink_to(ROOT / "voting")
    told = subprocess.run(
        [sys.executable, "-m", "voting", *command], cwd=folder, capture_output=True, text=True, check=False, env={"LANG": "C.UTF-8"}
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    return told.stdout


def cast_by_all(app: Flask, first: Account, ballots: list[list[str]], sign_in) -> str:
    """The first resident votes in the browser, the others beside; return the first one's receipt."""
    code = code_in(vote(sign_in(first, on=app.test_client()), f"/polls/{POLL}", option=ballots[0]).text)
    for ballot in ballots[1:]:
        poll = polls.poll_called(POLL)
        voter = voters.voter_of_account(poll, a_resident())
        casting.cast(poll, voter, casting.draft(poll, voter, ballot).field)
    return code


def test_a_stage_of_a_hundred_closes_by_the_clock_and_anyone_gets_the_same_ten(
    app: Flask, client: FlaskClient, sign_in, tmp_path: Path
):
    assembly, ballots = an_assembly(policies=100), picks(VOTERS)
    closes = clock.now() + DAY
    a_stage(assembly, "pick_k", seats=10, picks=PICKS, counted="poll", closes_at=closes, ties=["number"])
    a_stage(assembly, "yes_no_each", counted="poll", closes_at=closes + DAY, sources=[(1, Taken.chosen)])
    office = sign_in(an_organiser(), on=app.test_client())
    assert office.post("/office/assemblies/2031/stages/1/open").status_code == 302
    public, *halves = sealing.new_box(polls.poll_called(POLL).number)
    assert office.post(f"/office/polls/{POLL}/freeze", data={"box_public": public}).status_code == 302
    code = cast_by_all(app, a_resident(), ballots, sign_in)
    assert office.post(f"/office/polls/{POLL}/close").status_code == 409, "nobody closes before the time"
    with clock.replaying(polls.poll_called(POLL).closes_at):
        keep_polls_going()
    typed = dict(zip(("share_a", "share_b"), map(sealing.share_text, halves), strict=True))
    assert office.post(f"/office/polls/{POLL}/count", data=typed | {"share_b": typed["share_a"]}).status_code == 200
    assert chosen(assembly, 1) == []
    assert office.post(f"/office/polls/{POLL}/count", data=typed).status_code == 302
    assert office.post(f"/office/polls/{POLL}/number", data={"number": "3 1 6 2"}).status_code == 302

    ten = ten_most(ballots)
    assert [f"{number:03d}" for number in chosen(assembly, 1)] == sorted(ten)
    assert finding.stage_at(assembly, 1).voted == VOTERS
    stage = client.get("/api/v1/assemblies/2031").json["stages"][0]
    assert (stage["chosen"], stage["voted"]) == ([int(code) for code in ten], VOTERS)
    pages = [client.get(f"/assemblies/2031{path}").text for path in ("", "/stages/1")]
    assert all(f"{int(code)}번째 정책" in page for page in pages for code in ten)

    for path, name in ((f"/polls/{POLL}/bundle.zip", "bundle.zip"), (f"/polls/{POLL}/election.pb", "election.pb")):
        (tmp_path / name).write_bytes(client.get(path).data)
    said = in_a_folder_without_the_platform(tmp_path, "verify", "bundle.zip", "--receipt", code)
    assert ", ".join(ten) in said
    assert "stands in the log and counts" in said
    count = ("count", "election.pb", "--rule", "top-k", "--k", "10")
    assert json.loads(in_a_folder_without_the_platform(tmp_path, *count, "--json"))["selected"] == ten
    result = client.get(f"/polls/{POLL}/result").text
    shown = result.split("python -m voting count ")[1].split("</code>")[0].split()
    assert json.loads(in_a_folder_without_the_platform(tmp_path, "count", *shown, "--json"))["selected"] == ten
    assert client.get(f"/polls/{POLL}/other.pb").status_code == 404

    assert office.post("/office/assemblies/2031/stages/2/open").status_code == 302
    assert [option.code for option in polls.poll_called("assembly-2031-2").options] == sorted(ten)
