"""Reserve members by the same lottery: drawn after the panel, from those who are left, by the same public value."""

from dataclasses import replace

from voting.sortition.continuing import barred, panel_now, request_of, targets_of
from voting.sortition.errors import Infeasible
from voting.sortition.pool import Pool
from voting.sortition.preparation import prepare
from voting.sortition.progress import Progress, silent
from voting.sortition.record import Json
from voting.sortition.replacement import SEATED, living_with
from voting.sortition.reserves import reserve_targets
from voting.sortition.transcript import prepared_record, transcript

ANNOUNCED = "the public value of the panel's draw"


def draw_reserves(
    record: Json, pool: Pool, salt: bytes, reserves: int, progress: Progress = silent
) -> tuple[Json, list[str]]:
    """Return the transcript with its reserves' own transcript in it, and the ids of the reserves, sorted.

    The targets are those of the panel, scaled. Where those who are left cannot keep the minima, only the
    maxima stand: a reserve that cannot mirror the panel is still better than none, and the record shows it.

    Parameters
    ----------
    record
        Transcript of the panel's draw.
    pool, salt
        Of that draw.
    reserves
        How many people to keep ready.

    Raises
    ------
    BadInput
        Fewer people are left than reserves are wanted, or another pool or salt.
    """
    document = record["prepared"]
    panel = panel_now(record, pool, salt, {})
    whole, targets = request_of(document), targets_of(document)
    excluded = barred(document, pool, salt) | panel.gone | dict.fromkeys(panel.seated, SEATED)
    rest = replace(
        whole,
        size=reserves,
        exclusions=excluded | living_with(pool, whole.same_address, panel.seated, excluded),
        announced=ANNOUNCED,
        public_source=None,
    )
    scaled = reserve_targets(targets, whole.size, reserves)
    try:
        second = prepare(pool, scaled, rest, salt, progress)
    except Infeasible:
        second = prepare(pool, [replace(t, least=0) for t in scaled], rest, salt, progress)
    published = prepared_record(second.document, record["created_at"])
    found, chosen = transcript(published, record["public_value"], drawn_at=record["drawn_at"])
    return {**record, "reserves": found}, sorted(second.id_of[name] for name in chosen.selected)
