"""``python -m voting verify``: check a published record offline, whatever kind it says it is."""

from pathlib import Path
from typing import Any

import click

from voting.commands.poll_reports import Line, in_words, language
from voting.commands.sortition_shared import FILE, read_json, reporting_errors, salt_for
from voting.sortition.errors import BadInput
from voting.sortition.pool import read_pool
from voting.sortition.record import Json
from voting.sortition.verify import Report, is_draw_record, verify, verify_previous
from voting.sortition.verify_pool import verify_pool

HOLDS = ("The record holds.", "기록이 모두 맞습니다.")


@click.command(name="verify")
@click.argument("record", type=click.Path(path_type=Path))
@click.argument("pool", type=FILE, required=False)
@click.option("--salt", type=FILE, help="Draw: file with the office's secret, if the draw was made with one.")
@click.option("--previous", type=FILE, multiple=True, help="Draw: transcripts of earlier attempts, oldest first.")
@click.option("--cuts", is_flag=True, help="Draw: prove the cuts of the certificate again, with the solver.")
@click.option("--city-key", metavar="HEX", help="Poll: the city's public key as published elsewhere.")
@click.option("--head", type=FILE, multiple=True, help="Poll: a signed head that somebody kept while people voted.")
@click.option("--full", type=FILE, help="Poll: the auditors' file with all openings.")
@click.option("--receipt", multiple=True, metavar="CODE", help="Poll: a receipt code to look up.")
@click.option("--poll", "poll_file", type=FILE, help="Test of the machine: the poll.json it belongs to.")
@click.option("--confirmation", type=FILE, multiple=True, help="Poll: what auditors confirmed, one a line.")
@language
@reporting_errors
def command(record: Path, pool: Path | None, **given: Any) -> None:
    """Check RECORD: a poll's bundle (folder or zip), a test of the voting machine, or a draw's transcript.

    With POOL also that everybody in the pool stands in the draw's record.
    Exit code 0: everything holds; 2: refused, with the first thing that does not hold.
    """
    from voting.ledger.verify import is_bundle  # needs the cryptography wheel, which draws do without

    if not record.exists():
        raise BadInput.of("unreadable", f"{record}: no such file or folder.", "Check the name.")
    if is_bundle(record):
        in_words(given["lang"], lambda: _verify_poll(record, given), HOLDS)
        return
    document = read_json(record)
    if document.get("type") == "ballot-test":
        in_words(given["lang"], lambda: _verify_test(document, given["poll_file"]), HOLDS)
        return
    _verify_draw(record, document, pool, given)


def _verify_draw(path: Path, record: Json, pool: Path | None, given: dict[str, Any]) -> None:
    if not is_draw_record(record):
        kind = record.get("format", "a file without a format")
        raise BadInput.of("kind", f"{path} is {kind}, which verify does not know.", "Give a draw's transcript.")
    report = verify(record)
    if given["previous"]:
        verify_previous(record, [read_json(path) for path in given["previous"]])
        report.checked.append(f"{len(given['previous'])} earlier transcripts are those recorded")
    if given["cuts"]:
        from voting.sortition.prove_cuts import prove_cuts  # needs the solver, which the rest does without

        report.checked.append(prove_cuts(record["prepared"]))
    if pool is not None:
        report.checked.append(verify_pool(record, read_pool(pool), salt_for(pool, given["salt"])))
    _show(report)


def _show(report: Report) -> None:
    for sentence in report.checked:
        click.echo(f"holds: {sentence}")
    for note in report.notes:
        click.echo(f"note: {note}")
    click.echo("The record holds.")


def _verify_poll(path: Path, given: dict[str, Any]) -> list[Line]:
    from voting.ledger.verify import read_kept_head
    from voting.ledger.verify import verify as verify_poll

    kept = [read_kept_head(head.read_bytes()) for head in given["head"]]
    said = [line for file in given["confirmation"] for line in file.read_bytes().splitlines()]
    report = verify_poll(
        path, city_key=given["city_key"], kept=kept, openings=given["full"], receipts=given["receipt"],
        confirmations=said,
    )  # fmt: skip
    return [("holds", sentence) for sentence in report.checked] + [("note", note) for note in report.notes]


def _verify_test(document: Json, poll_file: Path | None) -> list[Line]:
    from voting.ledger.definition import read_definition
    from voting.ledger.receipts import tested_marks

    if poll_file is None:
        raise BadInput.of("poll", "A test of the machine is checked against its poll.", "Give --poll poll.json.")
    marks = tested_marks(read_definition(read_json(poll_file)), document)
    says = ", ".join(marks)
    return [
        ("holds", (f"the signed leaf says: {says or 'blank'}", f"서명된 잎의 내용: {says or '백지'}")),
        ("note", ("compare it with what was chosen", "선택한 것과 같은지 비교하세요")),
    ]
