"""``python -m voting verify``: check a published record offline, whatever kind it says it is."""

from pathlib import Path

import click

from voting.commands.sortition_shared import FILE, read_json, reporting_errors, salt_for
from voting.sortition.errors import BadInput
from voting.sortition.pool import read_pool
from voting.sortition.record import Json
from voting.sortition.verify import Report, is_draw_record, verify, verify_previous
from voting.sortition.verify_pool import verify_pool


@click.command(name="verify")
@click.argument("transcript", type=FILE)
@click.argument("pool", type=FILE, required=False)
@click.option("--salt", type=FILE, help="File with the office's secret, if the draw was made with one.")
@click.option("--previous", type=FILE, multiple=True, help="Transcripts of earlier attempts, oldest first.")
@click.option("--cuts", is_flag=True, help="Prove the cuts of the certificate again, with the solver.")
@reporting_errors
def command(transcript: Path, pool: Path | None, salt: Path | None, previous: tuple[Path, ...], cuts: bool) -> None:
    """Check TRANSCRIPT, and with POOL that everybody in the pool stands in it.

    Exit code 0: everything holds; 2: refused, with the first thing that does not hold.
    """
    record = read_json(transcript)
    if not is_draw_record(record):
        kind = record.get("format", "a file without a format")
        raise BadInput.of("kind", f"{transcript} is {kind}, which verify does not know.", "Give a draw's transcript.")
    report = verify(record)
    if previous:
        verify_previous(record, [read_json(path) for path in previous])
        report.checked.append(f"{len(previous)} earlier transcripts are those recorded")
    if cuts:
        from voting.sortition.prove_cuts import prove_cuts  # needs the solver, which the rest does without

        report.checked.append(prove_cuts(record["prepared"]))
    if pool is not None:
        report.checked.append(verify_pool(record, read_pool(pool), salt_for(pool, salt)))
    _show(report, record)


def _show(report: Report, record: Json) -> None:
    for sentence in report.checked:
        click.echo(f"holds: {sentence}")
    for note in report.notes:
        click.echo(f"note: {note}")
    click.echo("The record holds.")
