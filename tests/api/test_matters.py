"""Matters as JSON: the counts of the page, the clock, every version of the answer; nothing private."""

import datetime as dt

from app.core import clock
from app.followup.services.answering import answer
from app.followup.services.replying import hide, reply
from tests.api.test_interface import fits
from tests.builders import a_department, an_account
from tests.followup.builders import a_matter, an_officer
from tests.followup.test_answering import SPRING


def test_matters_with_counts_clock_and_every_answer(app, client):
    department, proposer = a_department(), an_account()
    officer, matter = an_officer(department), a_matter(department=department, by=proposer)
    late = a_matter(received_on=clock.today() - dt.timedelta(days=31), kind="recommendation")
    answer(matter_id=matter.id, code="long_term", reason="나중에", by=officer)
    answer(matter_id=matter.id, code="partly", reason="두 곳부터", milestones=[SPRING], seen=1, by=officer)
    said = reply(matter_id=matter.id, body="욕설", by=proposer)
    hide(reply_id=said.id, reason="욕설", by=an_account("organiser"))
    listed = fits(client.get("/api/v1/matters"), "MatterPage")
    assert listed["counts"] == {
        "accepted": 0, "partly": 1, "already_done": 0, "long_term": 0, "refused": 0, "open": 1, "overdue": 1
    }  # fmt: skip
    assert [row["id"] for row in listed["matters"]] == [late.id, matter.id]
    assert listed["matters"][0]["clock"] == {"state": "over", "days": 1, "taken": 31}
    assert fits(client.get("/api/v1/matters?code=overdue&per_page=1"), "MatterPage")["total"] == 1
    assert fits(client.get("/api/v1/matters?kind=petition"), "MatterPage")["matters"] == []
    whole = client.get(f"/api/v1/matters/{matter.id}")
    record = fits(whole, "Matter")
    assert [(one["number"], one["code"]) for one in record["answers"]] == [(2, "partly"), (1, "long_term")]
    assert record["answers"][0]["milestones"] == [{"what": SPRING.what, "due_on": "2027-03-31", "done_on": None}]
    assert record["replies"][0]["body"] is None
    assert proposer.email not in whole.text


def test_no_page_and_no_matter_are_refused_in_json(app, client):
    for path, status in (("matters?page=0", 400), ("matters?page=2", 404), ("matters/99", 404)):
        refused = client.get(f"/api/v1/{path}")
        assert refused.status_code == status
        fits(refused, "Error")
