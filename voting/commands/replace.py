"""``python -m voting replace``: fill the seats of people who declined."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from voting.commands.public_value_options import announcement, source_of, value_of
from voting.commands.sortition_shared import (
    FILE,
    progress_unless,
    read_json,
    reporting_errors,
    salt_for,
    utc_now,
    write_json,
)
from voting.sortition.contacts import read_contacts, standing
from voting.sortition.continuing import panel_now, people_drawn, prepare_replacement
from voting.sortition.errors import BadInput
from voting.sortition.exclusions import read_exclusions
from voting.sortition.pool import read_pool
from voting.sortition.preparation import Prepared
from voting.sortition.record import rounded_up
from voting.sortition.replacement import Mode
from voting.sortition.transcript import prepared_record, transcript
from voting.sortition.verify import verify


@click.command(name="replace")
@click.argument("transcript_file", metavar="TRANSCRIPT", type=FILE)
@click.argument("pool_file", metavar="POOL", type=FILE)
@click.option("--contacts", type=FILE, required=True, help="Contact log: id, answer, and when, note.")
@click.option("--mode", type=click.Choice([m.value for m in Mode]), default="lottery", show_default=True)
@click.option("--seed", help="The public value of this draw.")
@click.option("--exclude", type=FILE, help="Who may not be drawn since; the first draw's stay out.")
@click.option("--salt", type=FILE, help="File with the office's secret, if the draw was made with one.")
@click.option("--announced", default="", help="Which public value will decide, in words; part of the commitment.")
@click.option("--drand-round", type=int, help="The round of drand that will decide; part of the commitment.")
@click.option("--secret-hash", "secret_hashes", multiple=True, help="SHA-256 of a party's secret, one for each.")
@click.option("--prepare", "prepare_to", type=FILE, help="Write the lottery; draw it by draw POOL --prepared.")
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
    announced: str,
    drand_round: int | None,
    secret_hashes: Sequence[str],
    prepare_to: Path | None,
    transcript_to: Path | None,
    apply_change: int,
    decided_by: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Draw people for the free seats of the panel of TRANSCRIPT, by the same targets and method.

    Exit code 3: the targets can no longer be kept; the changes that would help are shown.
    """
    source = source_of(drand_round, secret_hashes)
    if source is not None and prepare_to is None:
        raise BadInput.of("usage", "A value that lies ahead draws later.", "Use --prepare, then draw POOL --prepared.")
    record = read_json(transcript_file)
    verify(record)
    pool, secret = read_pool(pool_file), salt_for(pool_file, salt)
    answers = standing(read_contacts(contacts))
    prepared = prepare_replacement(
        record,
        pool,
        secret,
        answers,
        mode=Mode(mode),
        exclusions=read_exclusions(exclude) if exclude else {},
        announced=announcement(announced, source),
        public_source=source,
        apply_change=apply_change,
        decided_by=decided_by,
        progress=progress_unless(quiet),
    )
    published = prepared_record(prepared.document, utc_now())
    if prepare_to is not None:
        write_json(prepare_to, published)
        click.echo(f"commitment {published['commitment']}")
        return
    drawn, _ = transcript(published, value_of(seed, None, None, ()), drawn_at=utc_now())
    if transcript_to is not None:
        write_json(transcript_to, drawn)
    seated = panel_now(record, pool, secret, answers).seated
    _show(prepared, people_drawn(drawn, pool, secret), seated, as_json=as_json)


def _show(prepared: Prepared, selected: list[str], seated: list[str], *, as_json: bool) -> None:
    smallest, bound = float(prepared.lottery.min_chance), float(rounded_up(prepared.lottery.upper_bound))
    if as_json:
        result = {
            "selected": selected,
            "seated": seated,
            "min_probability": smallest,
            "upper_bound": bound,
            "commitment": prepared.commitment,
        }
        click.echo(json.dumps(result, ensure_ascii=False))
    else:
        click.echo(f"Drawn for {len(selected)} free seats: {', '.join(selected)}")
        click.echo(f"Seated still: {len(seated)}. Smallest chance {smallest:.6f}, at most {bound:.9f} is possible.")
