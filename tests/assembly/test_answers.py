"""Each policy of the assembly is owed an answer once; supporters follow it, and the counts are the matters' own."""

from flask import Flask
from flask.testing import FlaskClient

from app.assembly.services import answers, finding, merging, stages
from app.core.db import db
from app.followup import services as matters
from app.followup.models import Follow
from tests.api.test_interface import fits
from tests.assembly.builders import a_stage, an_assembly, an_organiser, on_a_sheet, policy, supported


def test_an_answer_is_owed_once_for_every_policy_that_stands(app: Flask, client: FlaskClient, sign_in):
    assembly = an_assembly(policies=4)
    supported(assembly, {1: 3, 2: 5})
    merging.merge(assembly, whole=1, parts=[2], why="같습니다", by=an_organiser())
    sign_in(an_organiser())
    for _twice in range(2):
        assert client.post("/office/assemblies/2031/owe").status_code == 302
    assembly = finding.assembly_of(2031)
    found = answers.counts(assembly)
    assert (found["open"], found["accepted"], found["overdue"]) == (3, 0, 0)
    matter = matters.matter_of("policy", policy(assembly, 1).id)
    assert matter is not None
    assert db.session.query(Follow).filter_by(matter_id=matter.id).count() == 5, "who supports both follows once"
    page = client.get("/assemblies/2031/policies/1").text
    assert f"/matters/{matter.id}" in page
    assert "아직 답하지 않음" in page
    assert "아직 답하지 않음" in client.get("/assemblies/2031").text


def test_the_interface_gives_policies_top_and_answers(app: Flask, client: FlaskClient):
    assembly = an_assembly(policies=3)
    stage = a_stage(assembly, "stickers", seats=1)
    answers.owe_all(assembly, by=None)
    stages.open_stage(stage, by=None)
    on_a_sheet(assembly, stage, {2: 9}, voters=12)
    before = fits(client.get("/api/v1/assemblies/2031"), "Assembly")
    assert (before["policies"], before["top"], before["stages"][0]["state"]) == (3, [], "open")
    assert before["stages"][0]["chosen"] is None
    stages.close(stage, by=None)
    after = fits(client.get("/api/v1/assemblies/2031"), "Assembly")
    assert [policy["number"] for policy in after["top"]] == [2]
    assert after["stages"][0]["voted"] == 12
    assert after["answers"] == dict.fromkeys(("accepted", "partly", "already_done", "long_term", "refused"), 0)
    assert after["waiting"] == 3
    assert client.get("/api/v1/assemblies/1999").status_code == 404
