"""Each policy of the assembly is owed an answer once; supporters follow it, and the counts are the matters' own."""

from flask import Flask
from flask.testing import FlaskClient

from app.assembly.services import answers, finding, merging
from app.core.db import db
from app.followup import services as matters
from app.followup.models import Follow
from tests.assembly.builders import an_assembly, an_organiser, policy, supported


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
