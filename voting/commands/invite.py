"""``python -m voting invite``: how many letters, whether the answers can fill the panel, and to whom they go."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

import click

from voting.commands.sortition_shared import FILE, listed, progress_unless, reporting_errors, write_text
from voting.sortition.errors import BadInput, Infeasible
from voting.sortition.invitation_plan import (
    IMAGINED,
    Outlook,
    Register,
    Stratum,
    draw_letters,
    imagine,
    plan_letters,
    read_register,
)
from voting.sortition.invitations import CONFIDENCE, Invited, expected_response
from voting.sortition.pool import Pool, fold, read_pool
from voting.sortition.public_number import PublicNumbers, draw_seed
from voting.sortition.record import Json, digest
from voting.sortition.table_file import read_table
from voting.sortition.targets import joint_name, read_targets


@click.command(name="invite")
@click.argument("targets", type=FILE)
@click.option("--size", type=click.IntRange(1), required=True, help="Seats of the panel.")
@click.option("--stratum", required=True, help="Feature of the targets that letters are planned by, such as district.")
@click.option("--response", default="", help="Share expected to answer everywhere: 5%, 0.05 or 1/20.")
@click.option("--responses", type=FILE, help="Table of stratum, response, and sent, answered after a first wave.")
@click.option("--per-seat", default="3", show_default=True, help="People wanted in the pool for each seat.")
@click.option("--confidence", type=float, default=CONFIDENCE, show_default=True, help="That a stratum answers enough.")
@click.option("--register", type=FILE, help="Everybody who can be invited; first column the id (or the number).")
@click.option("--home", default="", help="Columns that make an address: homes are drawn first, then one person each.")
@click.option("--ages", default="", help="Columns with ages in years where targets name bands, with commas.")
@click.option("--imagine", "times", type=click.IntRange(1), default=IMAGINED, show_default=True, help="Answers to try.")
@click.option("--decided-by", default="", help="Who decided to write although too few may answer, and why.")
@click.option("--announced", default="", help="Which public value will decide, in words; part of the commitment.")
@click.option("--seed", help="The public value that draws who gets a letter; without it only the plan is shown.")
@click.option("--output", type=FILE, help="Where to write who gets a letter, with chance and weight.")
@click.option("--json", "as_json", is_flag=True, help="Print plan and letters as JSON.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@reporting_errors
def command(
    targets: Path,
    size: int,
    stratum: str,
    response: str,
    responses: Path | None,
    per_seat: str,
    confidence: float,
    register: Path | None,
    home: str,
    ages: str,
    times: int,
    decided_by: str,
    announced: str,
    seed: str | None,
    output: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Plan the letters for TARGETS, try whether the answers can fill the panel, and draw who is written to.

    Exit code 2: bad input; 3: too few imagined answers hold a panel (nothing is drawn, unless --decided-by).
    """
    wanted = read_targets(targets, size)
    feature = joint_name(stratum)
    values = [t.value for t in wanted if fold(t.feature) == fold(feature)]
    expected = _responses(response, responses, values)
    strata = plan_letters(wanted, feature, expected, _share(per_seat, "--per-seat"), confidence)
    result: Json = {"strata": [asdict(one) for one in strata], "letters": sum(one.letters for one in strata)}
    if register is None:
        if seed is not None or output is not None:
            raise BadInput.of("usage", "Letters are drawn from a --register.", "Give it, or leave --seed and --output.")
        click.echo(json.dumps(result, ensure_ascii=False) if as_json else _plan_words(strata))
        return
    people = read_register(read_pool(register), wanted, strata, feature, listed(home), listed(ages))
    outlook = imagine(people, strata, size, times=times, progress=progress_unless(quiet))
    if outlook.share < confidence and not decided_by.strip():
        raise Infeasible(_warnings(outlook))
    commitment = digest(_plan_record(people.people, strata, listed(home), announced, decided_by))
    result |= {
        "imagined": outlook.times,
        "filled": outlook.filled,
        "unknown": outlook.unknown,
        "commitment": commitment,
    }
    drawn = _drawn(people, strata, commitment, seed)
    result["invited"] = [
        {"id": one.id, "stratum": of.value, "chance": str(one.chance), "weight": str(one.weight)} for of, one in drawn
    ]
    if output is not None:
        write_text(output, _as_csv(drawn))
    click.echo(
        json.dumps(result, ensure_ascii=False) if as_json else _words(strata, outlook, commitment, drawn, output)
    )


def _responses(everywhere: str, path: Path | None, values: Sequence[str]) -> dict[str, float]:
    """Return the response by stratum: one for all, or a table's, drawn towards what a first wave brought."""
    if (path is None) == (not everywhere):
        raise BadInput.of("usage", "Either --response or --responses is needed.", "See invite --help.")
    if path is None:
        return dict.fromkeys(values, float(_share(everywhere, "--response")))
    table = read_table(path)
    columns = dict(zip(map(fold, table.header), table.columns, strict=True))
    if "response" not in columns or len(table.header) < 2:
        raise BadInput.of("no_column", f"{table.name} has no column “response”.", "Add it.")
    found = {}
    for row, line in enumerate(table.line_of):
        where = f"{table.name}, row {line}"
        prior = float(_share(columns["response"][row], where))
        sent, answered = (_count(columns.get(name, [""] * len(table))[row], where) for name in ("sent", "answered"))
        if answered > sent:
            raise BadInput.of("response", f"{where}: more answered than were written to.", "Correct it.")
        found[joint_name(table.columns[0][row])] = expected_response(sent, answered, prior)
    return found


def _share(text: str, where: str) -> Fraction:
    try:
        digits = text.strip()
        return Fraction(digits[:-1]) / 100 if digits.endswith("%") else Fraction(digits)
    except (ValueError, ZeroDivisionError):
        raise BadInput.of("share", f"{where}: “{text}” is no share.", "Write 5%, 0.05 or 1/20.") from None


def _count(text: str, where: str) -> int:
    digits = text.strip() or "0"
    if not digits.isdecimal():
        raise BadInput.of("no_number", f"{where}: “{text}” is no number of letters.", "Correct it.")
    return int(digits)


def _plan_record(people: Pool, strata: Sequence[Stratum], home: Sequence[str], announced: str, decided: str) -> Json:
    """Return what the commitment binds: the register, the letters of each stratum, the rule of the draw."""
    return {
        "register": digest([list(people.ids), {name: list(column) for name, column in people.columns.items()}]),
        "letters": {one.value: one.letters for one in strata},
        "home": list(home),
        "announced": announced,
        "decided_by": decided,
    }


def _drawn(
    people: Register, strata: Sequence[Stratum], commitment: str, seed: str | None
) -> list[tuple[Stratum, Invited]]:
    if seed is None:
        return []
    if not seed.strip() or not seed.isprintable():
        raise BadInput.of("public_value", "The public value is empty or not printable.", "Give it as announced.")
    return draw_letters(people, strata, PublicNumbers(draw_seed(commitment, seed)))


def _warnings(outlook: Outlook) -> list[str]:
    said = [f"Of {outlook.times} imagined pools only {outlook.filled} hold a panel: no letter was drawn."]
    said += [f"{label} lacked people in {times} of them." for label, times in outlook.short]
    return [*said, "Want more people for each seat, lower a target, or decide on it with --decided-by."]


def _plan_words(strata: Sequence[Stratum]) -> str:
    lines = [
        f"{one.value}: {one.letters} letters for {one.wanted} people in the pool "
        f"({one.seats} seats, {100 * one.response:.1f}% expected to answer)"
        for one in strata
    ]
    return "\n".join([*lines, f"{sum(one.letters for one in strata)} letters in all"])


def _words(
    strata: Sequence[Stratum],
    outlook: Outlook,
    commitment: str,
    drawn: Sequence[tuple[Stratum, Invited]],
    output: Path | None,
) -> str:
    lines = [_plan_words(strata), f"Of {outlook.times} imagined pools {outlook.filled} hold a panel."]
    if outlook.unknown:
        lines.append(f"Known only from the answers, so not tried: {', '.join(outlook.unknown)}.")
    lines.append(f"commitment {commitment}")
    if drawn and output is None:
        lines.append("Written to: " + ", ".join(one.id for _, one in drawn))
    return "\n".join(lines)


def _as_csv(drawn: Sequence[tuple[Stratum, Invited]]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["id", "stratum", "chance", "weight"])
    rows.writerows([one.id, of.value, one.chance, f"{float(one.weight):.6f}"] for of, one in drawn)
    return text.getvalue()
