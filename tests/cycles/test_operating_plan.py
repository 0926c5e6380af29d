"""The plan is written, published, followed; what changes later is a new version that everyone sees."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from app.core import audit
from app.core.clock import seoul
from app.core.db import db, transaction
from app.core.errors import EditedByAnother
from app.cycles.models import Cycle, PhaseKind, PlanSection
from app.cycles.services import checks, drafts, frozen, notice, phases, publishing
from app.cycles.services.contents import plan_in_force, revision_of
from app.cycles.services.differences import differences
from app.cycles.services.opening import CycleExists, open_cycle
from tests.builders import BUKGU, CITY, a_cycle
from tests.cycles.builders import a_new_cycle, a_published_cycle, publish, save

S = PlanSection


def test_a_new_cycle_is_offered_the_ceilings_of_gwangju(app: Flask):
    plan = drafts.draft_of(a_new_cycle())
    ceilings = {row["code"]: row["ceiling_won"] for row in plan[S.types]}
    assert ceilings == {
        "city_type": 500_000_000, "youth_type": 1_000_000_000, "district_type": 50_000_000, "dong_plan_type": 50_000_000,
    }  # fmt: skip
    assert plan[S.basics]["pot_won"] == 10_000_000_000


def test_nothing_of_a_draft_is_in_force_before_it_is_published(app: Flask):
    cycle = a_new_cycle()
    assert plan_in_force(cycle)[S.types] == []
    with transaction(), pytest.raises(phases.PhaseNotPlanned):
        phases.require_open(cycle, PhaseKind.intake)


@time_machine.travel(seoul(2027, 2, 20, 9), tick=False)
def test_a_plan_published_on_the_twentieth_day_before_intake_is_in_time(app: Flask):
    cycle = a_new_cycle()  # intake opens on 12 March at 9
    assert publish(cycle).number == 1
    with time_machine.travel(seoul(2027, 3, 12, 9), tick=False), transaction():
        assert phases.require_open(cycle, PhaseKind.intake).opens_at == seoul(2027, 3, 12, 9)


@time_machine.travel(seoul(2027, 2, 20, 9, 1), tick=False)
def test_a_minute_later_is_refused_and_the_refusal_names_the_date_that_would_do(app: Flask):
    cycle = a_new_cycle()
    with pytest.raises(notice.NoticeTooShort) as refused:
        publish(cycle)
    assert refused.value.params["earliest_at"] == seoul(2027, 3, 12, 9, 1)
    assert not db.session.get_one(Cycle, cycle.id).plans


def test_intake_of_a_cycle_without_a_published_plan_stays_shut(app: Flask):
    cycle = a_cycle(open_now="intake", published=False)
    with transaction(), pytest.raises(notice.PlanNotPublished):
        phases.require_open(cycle, PhaseKind.intake)


def test_intake_with_too_short_a_notice_stays_shut_even_if_the_rows_say_otherwise(app: Flask):
    cycle = a_cycle(open_now="intake")
    with transaction():
        plan = db.session.get_one(Cycle, cycle.id).plans[0]
        plan.published_at = plan.published_at + dt.timedelta(days=2)
    with transaction(), pytest.raises(notice.NoticeTooShort):
        phases.require_open(cycle, PhaseKind.intake)


@time_machine.travel(seoul(2027, 2, 5, 9), tick=False)
def test_a_later_version_cannot_pull_intake_into_the_notice(app: Flask):
    cycle = a_published_cycle()  # on 1 February at 10
    rows = plan_in_force(cycle)[S.phases]
    save(cycle, S.phases, [rows[0] | {"opens_at": seoul(2027, 2, 21, 9).isoformat()}, *rows[1:]])
    with pytest.raises(notice.NoticeTooShort):
        publish(cycle, "earlier")


@time_machine.travel(seoul(2027, 2, 5, 9), tick=False)
def test_a_change_of_a_public_plan_needs_a_reason_and_makes_a_version(app: Flask):
    cycle = a_published_cycle()
    basics = plan_in_force(cycle)[S.basics]
    save(cycle, S.basics, basics | {"pot_won": 12_000_000_000})
    with pytest.raises(publishing.ReasonMissing):
        publish(cycle, "  ")
    assert publish(cycle, "추경으로 늘어남").number == 2
    first, second = db.session.get_one(Cycle, cycle.id).plans
    changes = differences(first.content, second.content)
    assert [(change.column, change.before, change.after) for change in changes] == [
        ("pot_won", 10_000_000_000, 12_000_000_000)
    ]
    assert second.why == "추경으로 늘어남"
    assert db.session.get_one(Cycle, cycle.id).pot_won == 12_000_000_000
    assert audit.verify() is None


def test_a_version_without_a_difference_is_refused(app: Flask):
    cycle = a_published_cycle()
    with pytest.raises(publishing.NothingToPublish):
        publish(cycle, "again")


def test_what_two_secretaries_write_at_once_is_not_lost(app: Flask):
    cycle = a_new_cycle()
    seen = revision_of(drafts.section_of(cycle, S.basics))
    basics = drafts.section_of(cycle, S.basics)
    arguments = {"cycle_id": cycle.id, "section": S.basics, "by": None}
    drafts.save_section(content=basics | {"intro_ko": "먼저"}, revision=seen, **arguments)
    with pytest.raises(EditedByAnother):
        drafts.save_section(content=basics | {"intro_ko": "나중"}, revision=seen, **arguments)
    assert drafts.section_of(cycle, S.basics)["intro_ko"] == "먼저"


def test_what_was_written_after_the_preview_is_not_published_unseen(app: Flask):
    cycle = a_new_cycle()
    seen = revision_of(drafts.draft_of(cycle))
    save(cycle, S.fields, [])
    with pytest.raises(EditedByAnother):
        publishing.publish(cycle_id=cycle.id, why="", revision=seen, by=None)


@pytest.mark.parametrize(
    ("section", "content", "error"),
    [
        (S.types, [], checks.NoTypes),
        (S.fields, [], checks.NoFields),
        (S.criteria, [], checks.NoCriteria),
        (S.verdicts, [], checks.NoVerdicts),
        (S.phases, [], checks.NoIntake),
    ],
)
def test_a_plan_with_a_gap_is_not_published(app: Flask, section: PlanSection, content: object, error: type):
    cycle = a_new_cycle()
    save(cycle, section, content)
    with pytest.raises(error):
        publish(cycle)


def test_a_ceiling_above_the_pot_is_not_published(app: Flask):
    cycle = a_new_cycle()
    save(cycle, S.basics, drafts.draft_of(cycle)[S.basics] | {"pot_won": 900_000_000})
    with pytest.raises(checks.CeilingOverPot):
        publish(cycle)


@pytest.mark.parametrize(
    ("day", "section", "change", "error"),
    [
        ((2027, 8, 24, 9), S.selection, {"rule": "majority_each"}, frozen.RuleFrozen),
        ((2027, 8, 24, 9), S.selection, {"ballot_form": "pick_k", "picks": 3}, frozen.RuleFrozen),
        ((2027, 8, 24, 9), S.selection, {"tie_order": ["receipt_no"]}, frozen.RuleFrozen),
        ((2027, 8, 24, 9), S.basics, {"pot_won": 20_000_000_000}, frozen.RuleFrozen),
        ((2027, 2, 2, 9), S.basics, {"budget_year": 2029}, frozen.BodyFrozen),
        ((2027, 2, 2, 9), S.basics, {"notice_days": 1}, frozen.NoticeLowered),
    ],
)
def test_what_is_frozen_is_refused(app: Flask, day: tuple[int, ...], section: PlanSection, change: dict, error: type):
    cycle = a_published_cycle()
    with time_machine.travel(seoul(*day), tick=False), pytest.raises(error):
        save(cycle, section, plan_in_force(cycle)[section] | change)


def test_the_rule_may_change_by_a_version_until_the_vote_opens(app: Flask):
    cycle = a_published_cycle()
    with time_machine.travel(seoul(2027, 8, 24, 8, 59), tick=False):
        save(cycle, S.selection, plan_in_force(cycle)[S.selection] | {"rule": "majority_each"})
        assert publish(cycle, "총회에서 정함").number == 2


def test_weights_cannot_change_once_screening_has_opened(app: Flask):
    cycle = a_published_cycle()
    rows = plan_in_force(cycle)[S.criteria]
    with time_machine.travel(seoul(2027, 7, 21, 9), tick=False), pytest.raises(frozen.CriteriaFrozen):
        save(cycle, S.criteria, [rows[0] | {"weight": 9}, *rows[1:]])


def test_a_type_in_use_may_get_another_ceiling_but_not_go(app: Flask):
    cycle = a_published_cycle()
    rows = plan_in_force(cycle)[S.types]
    with time_machine.travel(seoul(2027, 3, 20, 9), tick=False):
        with pytest.raises(frozen.RowInUse):
            save(cycle, S.types, rows[1:])
        save(cycle, S.types, [rows[0] | {"ceiling_won": 400_000_000}, *rows[1:]])
        publish(cycle, "한도를 낮춤")
    assert db.session.get_one(Cycle, cycle.id).types[0].ceiling_won == 400_000_000


def test_intake_may_be_extended_but_its_opening_stays(app: Flask):
    cycle = a_published_cycle()
    rows = plan_in_force(cycle)[S.phases]
    with time_machine.travel(seoul(2027, 4, 22, 17), tick=False):
        with pytest.raises(frozen.PhaseHasOpened):
            save(cycle, S.phases, [rows[0] | {"opens_at": seoul(2027, 3, 13).isoformat()}, *rows[1:]])
        with pytest.raises(frozen.CloseLiesBehind):
            save(cycle, S.phases, [rows[0] | {"closes_at": seoul(2027, 4, 22, 16).isoformat()}, *rows[1:]])
        save(cycle, S.phases, [rows[0] | {"closes_at": seoul(2027, 4, 29, 18).isoformat()}, *rows[1:]])
        publish(cycle, "일주일 늘림")
    with time_machine.travel(seoul(2027, 4, 29, 17, 59), tick=False), transaction():
        phases.require_open(cycle, PhaseKind.intake)


def test_times_are_the_same_after_saving(app: Flask):
    cycle = a_published_cycle()
    intake = next(p for p in db.session.get_one(Cycle, cycle.id).phases if p.kind is PhaseKind.intake)
    assert (intake.opens_at, intake.closes_at) == (seoul(2027, 3, 12, 9), seoul(2027, 4, 22, 18))


def test_phases_in_the_wrong_order_are_refused(app: Flask):
    cycle = a_new_cycle()
    rows = drafts.section_of(cycle, S.phases)
    with pytest.raises(checks.PhasesOutOfOrder):
        save(cycle, S.phases, [rows[0], rows[1] | {"opens_at": seoul(2027, 3, 1).isoformat()}, *rows[2:]])


def test_a_copy_is_the_last_plan_a_year_later(app: Flask):
    last = a_published_cycle(2028)
    copy = open_cycle(place_code=CITY, budget_year=2029, copy_of=last.id)
    plan, before = drafts.draft_of(copy), plan_in_force(last)
    assert copy.slug == "2029"
    assert plan[S.phases][0]["opens_at"] == seoul(2028, 3, 12, 9).isoformat()
    assert plan[S.types] == before[S.types]
    assert publish(copy, at=seoul(2028, 2, 1)).number == 1
    assert len(db.session.get_one(Cycle, copy.id).criteria) == len(last.criteria)


def test_the_29th_of_february_is_the_28th_in_a_year_without_one(app: Flask):
    from app.cycles.services.offered import shifted

    assert shifted(seoul(2028, 2, 29, 9).isoformat(), 1) == seoul(2029, 2, 28, 9).isoformat()


def test_a_second_cycle_of_the_same_body_and_year_is_refused(app: Flask):
    a_new_cycle(2028)
    with pytest.raises(CycleExists):
        open_cycle(place_code=CITY, budget_year=2028)
    assert open_cycle(place_code=BUKGU, budget_year=2028).slug == "2028-bukgu"
