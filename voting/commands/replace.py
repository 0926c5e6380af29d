"""``python -m voting replace``: fill the seats of people who declined."""

import json
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

import click

from voting.commands.sortition_shared import progress, read_json, reporting_errors, salt_for, utc_now, write_json
from voting.sortition.contacts import read_contacts, standing
from voting.sortition.errors import BadInput
from voting.sortition.exclusions import read_exclusions
from voting.sortition.leximin import silent
from voting.sortition.matching import Missing
from voting.sortition.pool import Pool, read_pool
from voting.sortition.preparation import Request, prepare
from voting.sortition.record import Json, digest, pseudonym
from voting.sortition.replacement import Mode, rest_to_draw
from voting.sortition.targets import Target
from voting.sortition.transcript import prepared_record, transcript
from voting.sortition.verify import verify

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(name="replace")
@click.argument("transcript_file", metavar="TRANSCRIPT", type=FILE)
@click.argument("pool_file", metavar="POOL", type=FILE)
@click.option("--contacts", type=FILE, required=True, help="Contact log: id, answer, and when, note.")
@click.option("--mode", type=click.Choice([m.value for m in Mode]), default="lottery", show_default=True)
@click.option("--seed", help="The public value of this draw.")
@click.option("--exclude", type=FILE, help="The exclusions of the first draw, and any since.")
@click.option("--salt", type=FILE, help="File with the office's secret, if the draw was made with one.")
@click.option("--transcript", "transcript_to", type=FILE, help="Write the transcript that verify checks.")
@click.option("--apply-change", type=click.IntRange(0), default=0, help="Number of the change somebody decided on.")
@click.option("--decided-by", default="", help="Who decided on the change, and why; kept in the record.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@reporting_errors
def command(
    transcript_file: Path,
    pool_file: Path,
    contacts: Path,
    mode: str,
    seed: str | None,
    exclude: Path | None,
    salt: Path | None,
    transcript_to: Path | None,
    apply_change: int,
    decided_by: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Draw people for the free seats of the panel of TRANSCRIPT, by the same targets and method.

    Exit code 3: the targets can no longer be kept; the changes that would help are shown.
    """
    record = read_json(transcript_file)
    verify(record)
    pool, secret = read_pool(pool_file), salt_for(pool_file, salt)
    panel = _panel_now(record, pool, secret, contacts)
    whole = _whole(record["prepared"])
    request = replace(
        whole.request,
        exclusions=read_exclusions(exclude) if exclude else {},
        apply_change=apply_change,
        decided_by=decided_by,
        continues={
            "transcript": digest(record),
            "size": whole.request.size,
            "targets": whole.rows,
            "seated": sorted(pseudonym(secret, name) for name in panel.seated),
            "gone": {pseudonym(secret, name): reason for name, reason in panel.gone.items()},
        },
    )
    rest = rest_to_draw(pool, whole.targets, request, panel.seated, panel.gone, Mode(mode), panel.freed)
    prepared = prepare(pool, rest.targets, rest.request, secret, silent if quiet else progress)
    public: Json = {"value": seed if seed is not None else secrets.token_hex(16)}
    drawn, outcome = transcript(prepared_record(prepared.document, utc_now()), public, drawn_at=utc_now())
    if transcript_to is not None:
        write_json(transcript_to, drawn)
    selected = sorted(prepared.id_of[name] for name in outcome.selected)
    _show(selected, panel.seated, float(prepared.lottery.min_chance), float(prepared.lottery.upper_bound), as_json)


@dataclass(frozen=True)
class _Whole:
    """Targets and request of the whole panel, also when the transcript is itself a replacement."""

    rows: list[Json]
    request: Request

    @property
    def targets(self) -> list[Target]:
        return [Target(row["feature"], row["value"], row["min"], row["max"]) for row in self.rows]


def _whole(document: Json) -> _Whole:
    continues, reading = document["continues"], document["reading"]
    request = Request(
        size=continues["size"] if continues else document["size"],
        method=document["method"],
        same_address=reading["same_address"],
        missing=Missing(reading["missing"]),
        ages=reading["ages"],
    )
    return _Whole(continues["targets"] if continues else document["targets"], request)


@dataclass(frozen=True)
class _Panel:
    """Who is seated, who is gone and why (earlier replacements included), and whose seats are free now."""

    seated: list[str]
    gone: dict[str, str]
    freed: list[str]


def _panel_now(record: Json, pool: Pool, secret: bytes, contacts: Path) -> _Panel:
    if "outcome" not in record:
        raise BadInput.of("not_drawn", "Nothing is drawn yet in this transcript.", "Give the one after the draw.")
    id_of = {pseudonym(secret, name): name for name in pool.ids}
    continues = record["prepared"]["continues"] or {"seated": [], "gone": {}}
    on_panel = [*continues["seated"], *record["outcome"]["selected"]]
    if strangers := [name for name in [*on_panel, *continues["gone"]] if name not in id_of]:
        text = f"{len(strangers)} of the panel are not in this pool (another pool, or another salt)."
        raise BadInput.of("other_pool", text, "Give the pool, and the salt, of the draw.")
    panel = {id_of[name] for name in on_panel}
    answers = standing(read_contacts(contacts))
    if unknown := sorted(set(answers) - set(pool.ids)):
        raise BadInput.of(
            "strangers", f"The log names people outside the pool: {', '.join(unknown[:10])}.", "Correct it."
        )
    gone = {id_of[name]: reason for name, reason in continues["gone"].items()}
    gone |= {name: answer.value for name, answer in answers.items() if answer.frees_the_seat}
    return _Panel(sorted(panel - set(gone)), gone, sorted(panel & set(gone)))


def _show(selected: list[str], seated: list[str], smallest: float, bound: float, as_json: bool) -> None:
    if as_json:
        result = {"selected": selected, "seated": seated, "min_probability": smallest, "upper_bound": bound}
        click.echo(json.dumps(result, ensure_ascii=False))
    else:
        click.echo(f"Drawn for {len(selected)} free seats: {', '.join(selected)}")
        click.echo(f"Seated still: {len(seated)}. Smallest chance {smallest:.6f}, at most {bound:.9f} is possible.")
