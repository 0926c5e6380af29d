"""Reserve members by the same lottery: drawn after the panel, from those who are left, by the same public value."""

from dataclasses import replace

from voting.sortition.draw import Outcome
from voting.sortition.errors import Infeasible
from voting.sortition.leximin import Progress, silent
from voting.sortition.preparation import Prepared, Request, prepare
from voting.sortition.record import Json
from voting.sortition.replacement import AT_HOME, SEATED
from voting.sortition.reserves import reserve_targets
from voting.sortition.transcript import prepared_record, transcript

ANNOUNCED = "the public value of the panel's draw"


def draw_reserves(
    prepared: Prepared,
    outcome: Outcome,
    record: Json,
    reserves: int,
    request: Request,
    salt: bytes,
    progress: Progress = silent,
) -> tuple[Json, list[str]]:
    """Return the transcript of the reserves' draw and their ids.

    The targets are those of the panel, scaled. Where those who are left cannot keep the minima, only the
    maxima stand: a reserve that cannot mirror the panel is still better than none, and the record shows it.

    Raises
    ------
    BadInput
        Fewer people are left than reserves are wanted.
    """
    selection = prepared.selection
    drawn = {prepared.id_of[name] for name in outcome.selected}
    homes = {prepared.roster.home_of[name] for name in outcome.selected if name in prepared.roster.home_of}
    at_home = {prepared.id_of[name] for name, home in prepared.roster.home_of.items() if home in homes} - drawn
    targets = reserve_targets(selection.targets, request.size, reserves)
    rest = replace(
        request,
        size=reserves,
        exclusions=dict.fromkeys(drawn, SEATED) | dict.fromkeys(at_home, AT_HOME),
        announced=ANNOUNCED,
        apply_change=0,
    )
    try:
        second = prepare(selection.pool, targets, rest, salt, progress)
    except Infeasible:
        second = prepare(selection.pool, [replace(t, least=0) for t in targets], rest, salt, progress)
    published = prepared_record(second.document, record["created_at"])
    found, chosen = transcript(published, record["public_value"], drawn_at=record["drawn_at"])
    return found, [second.id_of[name] for name in chosen.selected]
