"""What goes on from a published draw: who was drawn, who is seated now, and the draw for the free seats.

Everything is read from the published record, the pool and the office's salt, so that days may lie
between two draws and nothing else has to be kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from voting.sortition.contacts import Answer
from voting.sortition.errors import BadInput
from voting.sortition.matching import Missing
from voting.sortition.pool import Pool
from voting.sortition.preparation import Prepared, Request, prepare
from voting.sortition.progress import Progress, silent
from voting.sortition.record import Json, digest, pseudonyms
from voting.sortition.replacement import Mode, rest_to_draw
from voting.sortition.targets import Target

BARRED = "excluded from the first draw"


def ids_by_pseudonym(pool: Pool, salt: bytes) -> dict[str, str]:
    """Return the way back from the pseudonyms of a record to the people of the pool."""
    return dict(zip(pseudonyms(salt, pool.ids), pool.ids, strict=True))


def people_drawn(record: Json, pool: Pool, salt: bytes) -> list[str]:
    """Return the ids of those whom a transcript draws, sorted.

    Raises
    ------
    BadInput
        Nothing is drawn yet, or the pool or the salt is not that of the draw.
    """
    if "outcome" not in record:
        raise BadInput.of("not_drawn", "Nothing is drawn yet in this transcript.", "Give the one after the draw.")
    id_of = ids_by_pseudonym(pool, salt)
    _require_known(record["outcome"]["selected"], id_of, pool.name)
    return sorted(id_of[name] for name in record["outcome"]["selected"])


def _require_known(names: list[str], id_of: Mapping[str, str], where: str) -> None:
    if strangers := sum(name not in id_of for name in names):
        text = f"{strangers} of those drawn are not in {where} (another pool, or another salt)."
        raise BadInput.of("other_pool", text, "Give the pool, and the salt, of the draw.")


def request_of(document: Json) -> Request:
    """Return what was asked of the whole panel, also when the document is itself a replacement's."""
    continues, reading = document["continues"], document["reading"]
    return Request(
        size=continues["size"] if continues else document["size"],
        method=document["method"],
        rule=document["rule"],
        numbers=document["numbered"]["total"],
        same_address=reading["same_address"],
        missing=Missing(reading["missing"]),
        ages=reading["ages"],
    )


def targets_of(document: Json) -> list[Target]:
    """Return the targets of the whole panel, also when the document is itself a replacement's."""
    return [Target(row["feature"], row["value"], row["min"], row["max"]) for row in _target_rows(document)]


def _target_rows(document: Json) -> list[Json]:
    rows: list[Json] = document["continues"]["targets"] if document["continues"] else document["targets"]
    return rows


def barred(document: Json, pool: Pool, salt: bytes) -> dict[str, str]:
    """Return the people of the pool whom the first draw excluded: a replacement may not draw them either."""
    id_of = ids_by_pseudonym(pool, salt)
    if document["continues"]:
        return {id_of[name]: BARRED for name in document["continues"]["excluded"] if name in id_of}
    listed = {name for t in document["types"] for name in t["people"]}
    return {own: BARRED for name, own in id_of.items() if name not in listed}


@dataclass(frozen=True)
class PanelNow:
    """Who is seated, who is gone and why (earlier replacements included), and whose seats are free now."""

    seated: list[str]
    gone: dict[str, str]
    freed: list[str]


def panel_now(record: Json, pool: Pool, salt: bytes, answers: Mapping[str, Answer]) -> PanelNow:
    """Return the state of a panel after everybody's last ``answers``, by id.

    Raises
    ------
    BadInput
        See ``people_drawn``; or answers of people outside the pool.
    """
    id_of = ids_by_pseudonym(pool, salt)
    continues = record["prepared"]["continues"] or {"seated": [], "gone": {}}
    _require_known([*continues["seated"], *continues["gone"]], id_of, pool.name)
    panel = {*people_drawn(record, pool, salt), *(id_of[name] for name in continues["seated"])}
    if unknown := sorted(set(answers) - set(pool.ids)):
        text = f"The log names people outside the pool: {', '.join(unknown[:10])}."
        raise BadInput.of("strangers", text, "Correct it.")
    gone = {id_of[name]: reason for name, reason in continues["gone"].items()}
    gone |= {name: answer.value for name, answer in answers.items() if answer.frees_the_seat}
    return PanelNow(sorted(panel - set(gone)), gone, sorted(panel & set(gone)))


def prepare_replacement(
    record: Json,
    pool: Pool,
    salt: bytes,
    answers: Mapping[str, Answer],
    *,
    mode: Mode = Mode.LOTTERY,
    exclusions: Mapping[str, str] | None = None,
    announced: str = "",
    public_source: Json | None = None,
    apply_change: int = 0,
    decided_by: str = "",
    progress: Progress = silent,
) -> Prepared:
    """Return the lottery for the seats that are free: published, then drawn as any other.

    Parameters
    ----------
    record
        Transcript of the draw, or of the last replacement.
    pool, salt
        Of the draw.
    answers
        Everybody's last answer by id.
    mode
        See ``replacement.Mode``.
    exclusions
        Reason by id of people who may not be drawn since; those of the first draw stay excluded by themselves.
    announced, public_source, apply_change, decided_by
        See ``preparation.Request``.

    Raises
    ------
    BadInput
        See ``panel_now`` and ``replacement.rest_to_draw``.
    Infeasible
        The targets can no longer be kept; with the changes that would help.
    """
    document = record["prepared"]
    panel = panel_now(record, pool, salt, answers)
    excluded = barred(document, pool, salt) | dict(exclusions or {})
    whole, targets = request_of(document), targets_of(document)
    request = Request(
        size=whole.size,
        method=whole.method,
        numbers=whole.numbers,
        same_address=whole.same_address,
        missing=whole.missing,
        ages=whole.ages,
        exclusions=excluded,
        announced=announced,
        public_source=public_source,
        apply_change=apply_change,
        decided_by=decided_by,
        continues={
            "transcript": digest(record),
            "size": whole.size,
            "targets": _target_rows(document),
            "seated": sorted(pseudonyms(salt, panel.seated)),
            "gone": dict(zip(pseudonyms(salt, panel.gone), panel.gone.values(), strict=True)),
            "excluded": sorted(pseudonyms(salt, excluded)),
        },
    )
    rest = rest_to_draw(pool, targets, request, panel.seated, panel.gone, mode, panel.freed)
    return prepare(pool, rest.targets, rest.request, salt, progress)
