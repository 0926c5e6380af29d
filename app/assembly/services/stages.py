"""The stages of the funnel as data: set while they have not opened, opened with frozen options, closed with a result."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from app.assembly.models import (
    Assembly,
    Counted,
    Policy,
    PolicyState,
    Stage,
    StageKind,
    StageMethod,
    StageOption,
    StageSource,
    Taken,
)
from app.assembly.services import counting, finding, stage_polls, tallies, tie_order
from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, EditedByAnother, NotFound, RuleError


class StageHasOpened(RuleError):
    code = "stage_has_opened"
    sentence = N_("This stage has opened. Its rule and its options stand still.")


class StageNotOpen(RuleError):
    code = "stage_not_open"
    sentence = N_("This stage is not open.")


class SourceNotClosed(RuleError):
    code = "stage_source_not_closed"
    sentence = N_("Stage %(position)s comes first and has no result yet.")


class SourceNotBefore(RuleError):
    code = "stage_source_not_before"
    sentence = N_("Options come from an earlier stage.")
    field = "sources"


class NoOptions(RuleError):
    code = "stage_no_options"
    sentence = N_("There is no policy that could be an option of this stage.")


class RuleIncomplete(RuleError):
    code = "stage_rule_incomplete"
    sentence = N_("This method of counting needs the number of places.")
    field = "seats"


class MethodDoesNotFit(RuleError):
    code = "stage_method_does_not_fit"
    sentence = N_("What a meeting names is not counted, and agreements are ranked by their number. Choose others.")
    field = "counted"


class StageInUse(RuleError):
    code = "stage_in_use"
    sentence = N_("A later stage takes its options from this one, or has opened.")


class ChosenWrong(RuleError):
    code = "stage_chosen_wrong"
    sentence = N_("Name policies that are options of this stage, at most %(seats)s.")
    field = "chosen"


class StageWhyMissing(RuleError):
    code = "stage_why_missing"
    sentence = N_("Write who chose them and why. Everybody reads it.")
    field = "why"


def set_stage(
    assembly: Assembly, position: int | None, *, kind: StageKind, name_ko: str, name_en: str, electorate_ko: str,
    electorate_en: str, method: StageMethod, counted: Counted, seats: int | None, picks: int | None = None,
    threshold: int = 0, pass_num: int = 1, pass_den: int = 2, of_present: bool = False,
    ties: Sequence[str] = ("supports", "number"), opens_at: dt.datetime | None = None,
    closes_at: dt.datetime | None = None, sources: Sequence[tuple[int, Taken]] = (), revision: int | None = None,
    synthetic: bool = False, by: Any,
) -> Stage:  # fmt: skip
    """Add a stage at the end, or change one that has not opened. ``sources`` are positions with what is taken of them.

    Raises ``StageHasOpened``, ``SourceNotBefore``, ``RuleIncomplete``, ``MethodDoesNotFit``, ``EditedByAnother``.
    """
    _check_rule(method, counted, seats)
    assembly_id = assembly.id
    with transaction():
        finding.locked_assembly(assembly_id)
        stages = {stage.position: stage for stage in _stages(assembly_id)}
        stage = _before_opening(stages, position, revision) if position else _new(assembly_id, len(stages) + 1)
        if any(before not in stages or before >= stage.position for before, _taken in sources):
            raise SourceNotBefore()
        stage.kind, stage.method, stage.counted, stage.seats, stage.picks = kind, method, counted, seats, picks
        stage.name_ko, stage.name_en, stage.electorate_ko, stage.electorate_en = (
            name_ko,
            name_en,
            electorate_ko,
            electorate_en,
        )
        stage.threshold, stage.pass_num, stage.pass_den, stage.of_present = threshold, pass_num, pass_den, of_present
        stage.ties, stage.opens_at, stage.closes_at, stage.synthetic = list(ties), opens_at, closes_at, synthetic
        db.session.add(stage)
        db.session.flush()
        stage.sources = []
        db.session.flush()
        stage.sources = [
            StageSource(from_id=stages[before].id, assembly_id=assembly_id, taken=taken) for before, taken in sources
        ]
        audit.record("assembly.stage_set", of=("assembly_stage", stage.id), by=by, after=rule_of(stage))
    return stage


def remove(stage: Stage, *, by: Any) -> None:
    """Take a stage away that has not opened and that is the last one. Raises ``StageHasOpened``, ``StageInUse``."""
    stage_id, assembly_id = stage.id, stage.assembly_id
    with transaction():
        finding.locked_assembly(assembly_id)
        stage = _fresh(stage_id)
        if stage.opened_at is not None:
            raise StageHasOpened()
        if stage.position != max(other.position for other in _stages(assembly_id)):
            raise StageInUse()
        audit.record("assembly.stage_removed", of=("assembly_stage", stage_id), by=by, before=rule_of(stage))
        db.session.delete(stage)


def open_stage(stage: Stage, *, by: Any) -> None:
    """Freeze rule and options and open. Raises ``SourceNotClosed``, ``NoOptions``, ``StageHasOpened``."""
    stage_id, assembly_id = stage.id, stage.assembly_id
    with transaction():
        finding.locked_assembly(assembly_id)
        stage = _fresh(stage_id)
        if stage.opened_at is not None:
            raise StageHasOpened()
        options = tie_order.in_order(_candidates(stage), stage.ties)
        if not options:
            raise NoOptions()
        stage.options = [StageOption(policy_id=policy.id, position=place) for place, policy in enumerate(options, 1)]
        stage.opened_at = clock.now()
        db.session.flush()
        if stage.counted is Counted.poll:
            db.session.refresh(stage, ["options"])
            stage_polls.publish(stage, by=by)
        after = rule_of(stage) | {"options": [policy.number for policy in options]}
        audit.record("assembly.stage_opened", of=("assembly_stage", stage_id), by=by, after=after)


def close(
    stage: Stage,
    *,
    chosen: Sequence[int] = (),
    why: str = "",
    voted: int | None = None,
    invited: int | None = None,
    by: Any,
) -> None:
    """Count by the frozen rule and close; of a meeting, keep the numbers that it ``chosen`` and ``why``.

    ``voted`` is the turnout where the count does not know it. Raises ``StageNotOpen``, ``ChosenWrong``,
    ``StageWhyMissing``, ``VotesCannotBe``, and what the tally raises.
    """
    stage_id, assembly_id = stage.id, stage.assembly_id
    with transaction():
        finding.locked_assembly(assembly_id)
        stage = _fresh(stage_id)
        if stage.opened_at is None or stage.closed_at is not None:
            raise StageNotOpen()
        tally = tallies.named(stage, chosen) if stage.method is StageMethod.named else tallies.of(stage)
        _check_named(stage, tally, chosen, why)
        stage.voted = tally.voters if tally.voters is not None else voted
        stage.invited = invited if invited is None or stage.voted is None else max(invited, stage.voted)
        result = counting.count(counting.rule_in_numbers(stage), tally)
        for option in stage.options:
            line = result.lines[option.policy_id]
            option.votes, option.against, option.chosen, option.place = (
                line.votes,
                line.against,
                line.chosen,
                line.place,
            )
        stage.outcome, stage.why, stage.closed_at = result.record, why.strip(), clock.now()
        numbers = [option.policy.number for option in stage.options if option.chosen]
        after = {"chosen": numbers, "voted": stage.voted}
        audit.record("assembly.stage_closed", of=("assembly_stage", stage_id), by=by, after=after, why=why or None)


def rule_of(stage: Stage) -> dict[str, Any]:
    """Return the whole rule of a stage as plain data."""
    return {
        "position": stage.position, "kind": stage.kind.value, "method": stage.method.value,
        "counted": stage.counted.value, "seats": stage.seats, "picks": stage.picks, "threshold": stage.threshold,
        "more_than": [stage.pass_num, stage.pass_den], "of_present": stage.of_present, "ties": list(stage.ties),
        "sources": [[source.from_id, source.taken.value] for source in stage.sources],
    }  # fmt: skip


def _check_rule(method: StageMethod, counted: Counted, seats: int | None) -> None:
    if method is StageMethod.top_k and seats is None:
        raise RuleIncomplete()
    named = method is StageMethod.named
    if named != (counted is Counted.meeting) or (counted is Counted.agreements and method is not StageMethod.top_k):
        raise MethodDoesNotFit()


def _check_named(stage: Stage, tally: counting.Tally, chosen: Sequence[int], why: str) -> None:
    if stage.method is not StageMethod.named:
        return
    if len(tally.named or ()) != len(set(chosen)) or not chosen or (stage.seats and len(set(chosen)) > stage.seats):
        raise ChosenWrong(seats=stage.seats or len(stage.options))
    if not why.strip():
        raise StageWhyMissing()


def _new(assembly_id: int, position: int) -> Stage:
    return Stage(assembly_id=assembly_id, position=position)


def _before_opening(stages: dict[int, Stage], position: int, revision: int | None) -> Stage:
    stage = stages.get(position)
    if stage is None:
        raise NotFound()
    if stage.opened_at is not None:
        raise StageHasOpened()
    if revision is not None and revision != stage.revision:
        raise EditedByAnother()
    return stage


def _candidates(stage: Stage) -> list[Policy]:
    """Return all filed policies, or those that the sources chose or left. Raises ``SourceNotClosed``."""
    if not stage.sources:
        filed = select(Policy).where(Policy.assembly_id == stage.assembly_id, Policy.state == PolicyState.filed)
        return list(db.session.scalars(filed.where(Policy.hidden_at.is_(None))))
    found: dict[int, Policy] = {}
    for source in stage.sources:
        before = db.session.get_one(Stage, source.from_id)
        if before.closed_at is None:
            raise SourceNotClosed(position=before.position)
        wanted = source.taken is Taken.chosen
        found |= {option.policy_id: option.policy for option in before.options if option.chosen is wanted}
    return list(found.values())


def _stages(assembly_id: int) -> list[Stage]:
    return list(db.session.scalars(select(Stage).where(Stage.assembly_id == assembly_id).order_by(Stage.position)))


def _fresh(stage_id: int) -> Stage:
    """Return a stage read anew, under the lock of its assembly."""
    stage = db.session.get(Stage, stage_id, populate_existing=True)
    if stage is None:
        raise NotFound()
    return stage


def last_position(assembly_id: int) -> int:
    """Return the position of the last stage, 0 where there is none."""
    return db.session.scalar(select(func.max(Stage.position)).where(Stage.assembly_id == assembly_id)) or 0
