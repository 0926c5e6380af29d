"""Stages of a past assembly, run by the platform's own rules; votes of single policies were not published."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from app.assembly.models import Assembly, Counted, Stage, StageKind, StageMethod, Taken
from app.assembly.services import finding, sheets, stages
from app.core.clock import replaying
from app.demo.assembly.people import Crowd

Names = tuple[str, str, str, str]  # Korean and English name, Korean and English electorate


def a_stage(
    assembly: Assembly, kind: StageKind, names: Names, *, method: StageMethod, counted: Counted, seats: int | None = None,
    sources: Sequence[tuple[int, Taken]] = (), **rule: Any,
) -> Stage:  # fmt: skip
    """Set a stage at the end of the funnel; its votes are made up."""
    return stages.set_stage(
        assembly, None, kind=kind, name_ko=names[0], name_en=names[1], electorate_ko=names[2], electorate_en=names[3],
        method=method, counted=counted, seats=seats, sources=sources, synthetic=True, by=None, **rule,
    )  # fmt: skip


def from_a_sheet(
    assembly: Assembly, position: int, people: Crowd, *, name: str, votes: Mapping[int, int], at: dt.datetime,
    against: Mapping[int, int] | None = None, voters: int | None = None,
) -> None:  # fmt: skip
    """Open a stage, let two people enter one sheet alike (votes by policy), count and close."""
    stage = finding.stage_at(assembly, position)
    with replaying(at):
        stages.open_stage(stage, by=people.organiser)
        sheet = sheets.add(stage, name=name, by=people.organiser)
        for place, person in enumerate((people.organiser, people.second), 1):
            sheets.enter(sheet, place, voters=voters, votes=votes, against=against, by=person)
        stages.close(stage, by=people.organiser)
