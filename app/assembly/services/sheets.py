"""Sheets of a stage: each is entered by two people, apart; what differs is shown, and must agree before the count."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.assembly.models import Counted, Sheet, SheetCount, SheetEntry, Stage, StageMethod
from app.assembly.services.counting import Tally
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError


class SheetNameTaken(RuleError):
    code = "sheet_name_taken"
    sentence = N_("There is a sheet of this name already.")
    field = "name"


class NoSheets(RuleError):
    code = "stage_no_sheets"
    sentence = N_("This stage is not counted from sheets, or is not open.")


class SamePerson(RuleError):
    code = "sheet_same_person"
    sentence = N_("You made the other entry of this sheet. A second person must enter it too.")


class SheetsMissing(RuleError):
    code = "sheets_missing"
    sentence = N_("Sheets are missing or were entered by one person only: %(names)s.")


class SheetsDiffer(RuleError):
    code = "sheets_differ"
    sentence = N_("The two entries of a sheet differ: %(names)s. Look at the sheet and correct one.")


class MoreThanVoters(RuleError):
    code = "sheet_more_than_voters"
    sentence = N_("Policy %(number)s has more votes than the sheet has voters.")
    field = "voters"


@dataclass(frozen=True)
class Difference:
    """What two people read differently: of a policy, or of the number of voters where ``policy_id`` is nothing."""

    policy_id: int | None
    first: tuple[int, int]
    second: tuple[int, int]


def add(stage: Stage, *, name: str, by: Any) -> Sheet:
    """Add a sheet to a stage that is open. Raises ``SheetNameTaken``, ``NoSheets``."""
    stage_id, name = stage.id, " ".join(name.split())
    with transaction():
        _open(stage_id)
        if db.session.scalar(select(Sheet.id).where(Sheet.stage_id == stage_id, Sheet.name == name)) is not None:
            raise SheetNameTaken()
        sheet = Sheet(stage_id=stage_id, name=name)
        db.session.add(sheet)
        db.session.flush()
        audit.record("assembly.sheet", of=("assembly_sheet", sheet.id), by=by, after={"name": name})
    return sheet


def enter(
    sheet: Sheet,
    place: int,
    *,
    voters: int | None,
    votes: Mapping[int, int],
    against: Mapping[int, int] | None = None,
    by: Any,
) -> None:
    """Enter a sheet for the first or second time, or enter it anew. Raises ``SamePerson``, ``NoSheets``, ``MoreThanVoters``."""
    sheet_id, by_id, against = sheet.id, by.id, against or {}
    with transaction():
        sheet = _fresh(sheet_id)
        stage = _open(sheet.stage_id)
        if any(entry.place != place and entry.by == by_id for entry in sheet.entries):
            raise SamePerson()
        _check(stage, voters, votes, against)
        before = next((entry for entry in sheet.entries if entry.place == place), None)
        if before is not None:
            sheet.entries.remove(before)
            db.session.flush()
        options = [option.policy_id for option in stage.options]
        counts = [
            SheetCount(policy_id=policy_id, votes=votes.get(policy_id, 0), against=against.get(policy_id, 0))
            for policy_id in options
        ]
        entry = SheetEntry(place=place, voters=voters, by=by_id, at=clock.now(), counts=counts)
        sheet.entries.append(entry)
        after = {"place": place, "voters": voters, "votes": sum(votes.values())}
        audit.record("assembly.sheet_entered", of=("assembly_sheet", sheet_id), by=by, after=after)


def remove(sheet: Sheet, *, by: Any) -> None:
    """Take a sheet away that was added by mistake. Raises ``NoSheets``."""
    sheet_id = sheet.id
    with transaction():
        sheet = _fresh(sheet_id)
        _open(sheet.stage_id)
        audit.record("assembly.sheet_removed", of=("assembly_sheet", sheet_id), by=by, before={"name": sheet.name})
        db.session.delete(sheet)


def of_stage(stage: Stage) -> list[Sheet]:
    """Return the sheets of a stage with their entries."""
    whole = selectinload(Sheet.entries).selectinload(SheetEntry.counts)
    return list(db.session.scalars(select(Sheet).where(Sheet.stage_id == stage.id).options(whole).order_by(Sheet.id)))


def numbered(stage: Stage, sheet_id: int) -> Sheet:
    """Return a sheet of a stage. Raises ``NotFound``."""
    sheet = next((one for one in of_stage(stage) if one.id == sheet_id), None)
    if sheet is None:
        raise NotFound()
    return sheet


def differences(sheet: Sheet) -> list[Difference]:
    """Return what the two entries of a sheet read differently; nothing while one is missing."""
    if len(sheet.entries) != 2:
        return []
    first, second = (_read(entry) for entry in sheet.entries)
    found = [Difference(key, first[key], second[key]) for key in first if first[key] != second[key]]
    voters = [entry.voters or 0 for entry in sheet.entries]
    return found + ([Difference(None, (voters[0], 0), (voters[1], 0))] if voters[0] != voters[1] else [])


def tally(stage: Stage) -> Tally:
    """Add up the sheets of a stage. Raises ``SheetsMissing``, ``SheetsDiffer``."""
    found = of_stage(stage)
    once = [sheet.name for sheet in found if len(sheet.entries) != 2]
    if once or not found:
        raise SheetsMissing(names=", ".join(once) or "–")
    differing = [sheet.name for sheet in found if differences(sheet)]
    if differing:
        raise SheetsDiffer(names=", ".join(differing))
    return added_up([sheet.entries[0] for sheet in found])


def added_up(entries: Sequence[SheetEntry]) -> Tally:
    """Add up one entry of each sheet; voters are known where every sheet knows them."""
    votes: Counter[int] = Counter()
    against: Counter[int] = Counter()
    for entry in entries:
        for count in entry.counts:
            votes[count.policy_id] += count.votes
            against[count.policy_id] += count.against
    known = [entry.voters for entry in entries if entry.voters is not None]
    return Tally(votes, against, sum(known) if len(known) == len(entries) else None)


def _read(entry: SheetEntry) -> dict[int, tuple[int, int]]:
    return {count.policy_id: (count.votes, count.against) for count in entry.counts}


def _check(stage: Stage, voters: int | None, votes: Mapping[int, int], against: Mapping[int, int]) -> None:
    options = {option.policy_id: option.policy for option in stage.options}
    if not (set(votes) | set(against)) <= set(options):
        raise NotFound()
    for policy_id, policy in options.items():
        if voters is not None and votes.get(policy_id, 0) + against.get(policy_id, 0) > voters:
            raise MoreThanVoters(number=policy.code)


def _open(stage_id: int) -> Stage:
    stage = locked(Stage, stage_id)
    if stage is None or stage.counted is not Counted.sheets or stage.opened_at is None or stage.closed_at is not None:
        raise NoSheets()
    return stage


def _fresh(sheet_id: int) -> Sheet:
    sheet = locked(Sheet, sheet_id)
    if sheet is None:
        raise NotFound()
    return sheet


def asks_against(stage: Stage) -> bool:
    """Say whether a sheet of the stage has noes beside its votes."""
    return stage.method is StageMethod.yes_no
