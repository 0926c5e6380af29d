"""What an import exports, it takes back: into an empty copy to the byte, and into itself without a change."""

import io
from collections.abc import Callable

import pytest

from app.core.db import db
from app.core.files import store_upload
from app.core.imports import carrying_out, exports
from app.core.imports.errors import NothingToTake
from app.core.imports.kinds import KINDS, Target, kind_called
from app.core.imports.report import report_on
from app.council.services import board
from app.council.services.taking_back import take_back
from app.proposals.models import Stage
from app.proposals.services import proxy, submit
from app.proposals.services.contents import CostItem
from tests.builders import a_cycle, an_account
from tests.committee.builders import a_committee, a_seat
from tests.council.builders import before_the_council
from tests.council.test_changes import cut
from tests.proposals.builders import a_content

Situation = tuple[Target, Callable[[], Target]]  # what is full, and how to come by its empty copy


def proposals() -> Situation:
    """One proposal from the web, in several lines, and one that was sent by fax."""
    full, organiser = a_cycle(), an_account("organiser")
    typed = a_content(full, idea="한 줄\n두 줄", effect="=효과", place_note="-3층 앞", title="'따옴표' 제안")
    submit.submit_proposal(full, typed, by=an_account(), submit_key="web", group_name="@모임")
    lines = (CostItem("설계: 1단계", 20_000_000), CostItem("공사", 30_000_000))
    scan = store_upload(io.BytesIO(b"%PDF-1.4\n%%EOF"), name="원본.pdf", by=organiser)
    proxy.enter_by_proxy(
        full, a_content(full, cost_lines=lines), by=organiser, channel="fax", proposer_name="익명",
        scan_ids=[scan.id], submit_key="fax",
    )  # fmt: skip
    return Target(full.id, organiser), lambda: Target(a_cycle().id, organiser)


def members() -> Situation:
    """Two members with and without a subcommittee; the copy is another year's committee."""
    full, organiser = a_cycle(), an_account("organiser")
    committee = a_committee(full, parts=2)
    a_seat(committee, youth=True, part=1)
    a_seat(committee, part=None, sex=None, route="ex_officio")

    def copy() -> Target:
        empty = a_cycle()
        a_committee(empty, parts=2)
        return Target(empty.id, organiser)

    return Target(full.id, organiser), copy


def council() -> Situation:
    """Cut, zeroed and unchanged in one stage and another; the copy is the same bill before the council."""
    cycle, (one, two, three) = before_the_council(100_000_000, 200_000_000, 50_000_000)
    cut(cycle, one, 60_000_000, reason_code="overlap", reason="=겹침\n두 줄")
    cut(cycle, one, 0, stage=Stage.plenary)
    cut(cycle, two, 200_000_000)
    cut(cycle, three, 0)
    target = Target(cycle.id, an_account("council_staff"))

    def copy() -> Target:
        steps = [step.entry.id for item in board.items_of(cycle) for step in item.steps]
        for entry_id in sorted(steps, reverse=True):
            take_back(entry_id)
        return target

    return target, copy


SITUATIONS = {"proposals": proposals, "members": members, "council": council}


def test_every_import_that_has_an_export_is_tried_here(app):
    """A sealed survey has none: nobody may read it back. Applications come back in tests/calls, answers in tests/followup."""
    exported = {code for code, kind in KINDS.items() if kind.rows is not None}
    assert exported == {*SITUATIONS, "applications", "matter_answers"}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("code", SITUATIONS)
def test_into_itself_an_export_changes_nothing(app, code, form):
    kind, (full, _) = kind_called(code), SITUATIONS[code]()
    report = report_on(exports.export(kind, full, form), kind, full)
    assert (report.taken, report.findings, len(report.unchanged)) == ((), (), report.rows_in)
    assert report.rows_in >= 2
    batch = carrying_out.look_at(exports.export(kind, full, form), "표", kind, full)
    with pytest.raises(NothingToTake):
        carrying_out.carry_out(batch.id, mark=report.mark, by=full.by)


@pytest.mark.parametrize("code", SITUATIONS)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_into_an_empty_copy_an_export_comes_back_to_the_byte(app, code, language):
    kind, (full, copy) = kind_called(code), SITUATIONS[code]()
    with app.test_request_context("/en/" if language == "en" else "/"):
        app.preprocess_request()
        exported = exports.export(kind, full, "csv")
        empty = copy()
        assert exports.export(kind, empty, "csv").count(b"\r\n") == 1
        batch = carrying_out.look_at(exported, "표.csv", kind, empty)
        report = carrying_out.report_of(batch, empty.by)
        assert (report.findings, len(report.taken)) == ((), report.rows_in)
        carrying_out.carry_out(batch.id, mark=report.mark, by=empty.by)
        assert exports.export(kind, empty, "csv") == exported
        db.session.rollback()
