"""The interface gives the numbers of the records, in the shape that its description promises."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.api.views import DESCRIPTION
from app.committee.models import Route
from app.core.db import db, transaction
from app.cycles.models import Cycle
from app.proposals.models import NO_REASON, Proposal, Status
from tests.builders import a_cycle, a_proposal, an_account
from tests.draws.builders import a_draw, a_drawn_draw
from tests.public.builders import a_committee, a_fact, a_life, a_seat, a_source

described = json.loads(Path(DESCRIPTION).read_text(encoding="utf-8"))


def fits(answer, schema: str) -> dict:
    """Return the answer's JSON after holding it against the description."""
    record = answer.get_json()
    jsonschema.Draft202012Validator(
        {"$ref": f"#/components/schemas/{schema}", "components": described["components"]},
        format_checker=jsonschema.FormatChecker(),
    ).validate(record)
    return record


def test_a_cycle_counts_what_was_chosen_cut_and_spent(app: Flask, client: FlaskClient):
    cycle = a_cycle(slug="2019")
    a_proposal(cycle, asked_won=7)
    a_life(cycle, 100, reviewed=90, voted=90, bill=90, standing=40, plenary=40, executed=35)
    a_life(cycle, 50, voted=50, bill=50, standing=50, budget_cmte=0, plenary=0)
    a_life(cycle, 20, voted=20, bill=20, standing=20, budget_cmte=20, plenary=20, executed=20)
    a_life(cycle, 10, voted=10, bill=10, standing=12, plenary=12, executed=12)
    committee = a_committee(cycle, applicants=193, open_call=3, recommended=2, ex_officio=1)
    a_seat(committee, Route.open_call, replaces=committee.seats[0])
    record = fits(client.get("/api/v1/cycles/2019"), "CycleWithFigures")
    assert (record["year"], record["pot"], record["proposals"]) == (2027, 10_000_000_000, 5)
    assert (record["applicants"], record["appointed"], record["ex_officio"]) == (193, 5, 1)
    assert (record["selected"], record["selected_cost"]) == (4, 90 + 50 + 20 + 10)
    assert record["council"] == {"items_touched": 3, "before": 90 + 50 + 10, "cut": 50 + 50}
    assert (record["executed_items"], record["executed_cost"]) == (3, 35 + 20 + 12)


def test_a_correction_counts_once(app: Flask, client: FlaskClient):
    cycle = a_cycle(slug="2019")
    proposal = a_life(cycle, 100, voted=100, bill=100, standing=10)
    with transaction():
        from app.proposals.services.amounts import append_amount

        append_amount(db.session.get_one(Proposal, proposal.id), "standing", 60, decided_by="위원회", reason="오타")
    assert client.get("/api/v1/cycles/2019").json["council"] == {"items_touched": 1, "before": 100, "cut": 40}


def test_every_amount_of_a_proposal_stands_in_order_with_who_and_why(app: Flask, client: FlaskClient):
    cycle = a_cycle(slug="2019")
    a_life(cycle, 100, status=Status.partly_cut, voted=90, bill=90, standing=40, reasons={"voted": "overlap"})
    record = fits(client.get("/api/v1/cycles/2019/proposals"), "ProposalPage")
    (proposal,) = record["proposals"]
    assert [(entry["stage"], entry["amount"], entry["reason_code"]) for entry in proposal["amounts"]] == [
        ("asked", 100, None),
        ("voted", 90, "overlap"),
        ("bill", 90, None),
        ("standing", 40, NO_REASON),
    ]
    assert proposal["district"] == "북구"
    assert (proposal["type"], proposal["field"], proposal["status"]) == ("city_type", "transport", "partly_cut")
    assert proposal["amounts"][3]["by"] == "산업건설위원회"
    assert record["names"]["fields"]["transport"]["ko"] == "교통건설"


def test_pages_hold_every_proposal_once(app: Flask, client: FlaskClient):
    cycle = a_cycle(slug="2019")
    made = {f"2019-{a_proposal(cycle).number:04d}" for _ in range(5)}
    address, seen = "/api/v1/cycles/2019/proposals?per_page=2", []
    while address:
        record = fits(client.get(address), "ProposalPage")
        seen += [proposal["receipt_no"] for proposal in record["proposals"]]
        address = record["next"]
    assert (record["page"], record["pages"], record["total"]) == (3, 3, 5)
    assert sorted(seen) == sorted(made)
    assert len(seen) == 5


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("page=0", 400), ("page=-1", 400), ("page=x", 400), ("page=1.5", 400), ("page=²", 400), ("page=", 400),
        ("page=99999999999999999999", 400), ("per_page=0", 400), ("per_page=201", 400), ("page=2", 404),
    ],
)  # fmt: skip
def test_a_page_that_is_no_page_is_refused_with_words(app: Flask, client: FlaskClient, query: str, status: int):
    a_cycle(slug="2019")
    answer = client.get(f"/api/v1/cycles/2019/proposals?{query}")
    assert answer.status_code == status
    assert fits(answer, "Error")["error"]


def test_an_unknown_cycle_is_a_404_in_json(app: Flask, client: FlaskClient):
    for address in ("/api/v1/cycles/1999", "/api/v1/cycles/1999/proposals"):
        answer = client.get(address)
        assert answer.status_code == 404
        fits(answer, "Error")


def test_a_cycle_known_by_published_figures_gives_those_and_their_sources(app: Flask, client: FlaskClient):
    cycle, source = a_cycle(slug="2020", open_now=None), a_source()
    with transaction():
        db.session.get_one(Cycle, cycle.id).recorded_only = True
    for key, value, unit in (("proposals", 621, "items"), ("open_call", 77, "people"), ("recommended", 14, "people")):
        a_fact(cycle, key, value, unit=unit, source=source)
    a_fact(cycle, "selected_won", 230, unit="won", source=source)
    a_fact(cycle, "selected_won", 23, unit="won", used=False)
    record = fits(client.get("/api/v1/cycles/2020"), "CycleWithFigures")
    assert (record["proposals"], record["appointed"], record["selected_cost"]) == (621, 91, 230)
    assert record["selected"] is None
    assert record["council"] == {"items_touched": None, "before": None, "cut": None}
    assert [figure["value"] for figure in record["figures"] if figure["key"] == "selected_won"] == [230, 23]
    assert fits(client.get("/api/v1/cycles"), "Cycles")["cycles"][0]["proposals"] == 621


def test_nothing_private_leaves(app: Flask, client: FlaskClient):
    cycle, proposer = a_cycle(slug="2019"), an_account()
    a_proposal(cycle, by=proposer)
    email, name = proposer.email, proposer.name
    everything = "".join(
        client.get(f"/api/v1/{path}").text for path in ("cycles", "cycles/2019", "cycles/2019/proposals")
    )
    assert email not in everything
    assert name in everything  # as the one who asked: shown in public on the page too


def test_a_hidden_proposal_keeps_its_place_and_loses_its_title(app: Flask, client: FlaskClient):
    cycle = a_cycle(slug="2019")
    proposal = a_proposal(cycle, title="욕설")
    with transaction():
        row = db.session.get_one(Proposal, proposal.id)
        row.hidden_at, row.hidden_reason = row.submitted_at, "욕설이 있습니다."
    (record,) = fits(client.get("/api/v1/cycles/2019/proposals"), "ProposalPage")["proposals"]
    assert record["hidden"] is True
    assert record["title"] is None


def test_an_answer_that_has_not_changed_is_not_sent_again(app: Flask, client: FlaskClient):
    cycle = a_cycle(slug="2019")
    first = client.get("/api/v1/cycles/2019")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    again = client.get("/api/v1/cycles/2019", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    a_proposal(cycle)
    assert client.get("/api/v1/cycles/2019", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_description_names_every_route_and_no_other(app: Flask):
    routes = {
        re.sub(r"<(?:int:)?(?:draw_|matter_)?(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1"))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }
    assert set(described["paths"]) == routes


def test_a_draw_tells_its_targets_certificate_commitment_seed_and_files(app: Flask, client: FlaskClient):
    draw = a_drawn_draw()
    listed = fits(client.get("/api/v1/draws"), "Draws")
    record = fits(client.get(f"/api/v1/draws/{draw.id}"), "Draw")
    assert [row["id"] for row in listed["draws"]] == [draw.id]
    assert (record["seed"], record["commitment"]) == ("437", draw.commitment)
    assert record["certificate"]["best_min_chance"] == pytest.approx(12 / 60)
    assert sum(target["drawn"] for target in record["targets"] if target["feature"] == "sex") == 12
    assert client.get(record["transcript"]).json["commitment"] == draw.commitment


def test_a_draw_without_a_lottery_tells_no_chance(app: Flask, client: FlaskClient):
    record = fits(client.get(f"/api/v1/draws/{a_draw().id}"), "Draw")
    assert (record["certificate"], record["seed"], record["transcript"]) == (None, None, None)
    assert client.get("/api/v1/draws/999").status_code == 404
