"""``python -m voting draw``: a lottery over panels, its proof, and the draw."""

import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

import click

from voting.commands.public_value_options import announcement, source_of, value_of
from voting.commands.sortition_shared import (
    FILE,
    listed,
    progress_unless,
    read_json,
    reporting_errors,
    salt_for,
    utc_now,
    write_json,
)
from voting.sortition.continuing import people_drawn
from voting.sortition.draw import Outcome, numbered_lists
from voting.sortition.errors import BadInput
from voting.sortition.exclusions import read_exclusions
from voting.sortition.households import near_matches
from voting.sortition.matching import Missing
from voting.sortition.methods import METHODS
from voting.sortition.never import never_chosen
from voting.sortition.pool import Pool, likely_duplicates, read_pool
from voting.sortition.preparation import EXACT, NUMBERED, Prepared, Request, prepare
from voting.sortition.public_record import SMALL, public_record, small_types
from voting.sortition.record import Json, rounded_up
from voting.sortition.reserve_draw import draw_reserves
from voting.sortition.table_file import without_collections
from voting.sortition.targets import read_targets
from voting.sortition.transcript import earlier_attempt, prepared_record, transcript
from voting.sortition.verify import verify


@dataclass(frozen=True)
class Options:
    """What the command line gave; the fields are the options below."""

    pool: Path
    targets: Path | None
    size: int | None
    method: str
    seed: str | None
    number: str | None
    source: str
    witnesses: str
    exclude: Path | None
    same_address: str
    same_person: str
    missing: str
    ages: str
    drand_round: int | None
    drand_signature: str | None
    secret_hashes: Sequence[str]
    secrets: Sequence[str]
    numbered: bool
    numbers: int
    announced: str
    salt: Path | None
    prepare_to: Path | None
    prepared: Path | None
    transcript_to: Path | None
    public_to: Path | None
    previous: Path | None
    reason: str
    reserves: int
    apply_change: int
    decided_by: str
    is_test: bool
    as_json: bool
    quiet: bool


@click.command(name="draw")
@click.argument("pool", type=FILE)
@click.argument("targets", type=FILE, required=False)
@click.option("--size", type=int, help="Seats of the panel.")
@click.option("--method", type=click.Choice(list(METHODS)), default="leximin", show_default=True)
@click.option("--seed", help="The public value, known to nobody when the lottery was published.")
@click.option("--number", help="The number of a numbered panel, drawn by dice or balls (000 is the last).")
@click.option("--source", default="", help="Where the public value came from: the dice, a drand round and signature.")
@click.option("--witnesses", default="", help="Who saw the public value come about.")
@click.option("--exclude", type=FILE, help="Table of ids and reasons of people who may not be drawn.")
@click.option("--same-address", default="", help="Columns that make an address, with commas: one person of each.")
@click.option("--same-person", default="", help="Columns that tell a person, with commas: warns of likely duplicates.")
@click.option("--missing", type=click.Choice([m.value for m in Missing]), default="fail", show_default=True)
@click.option("--ages", default="", help="Columns with ages in years where targets name bands, with commas.")
@click.option("--drand-round", type=int, help="The round of drand that will decide; part of the commitment.")
@click.option("--drand-signature", help="The signature of that round, in hex.")
@click.option("--secret-hash", "secret_hashes", multiple=True, help="SHA-256 of a party's secret, one for each.")
@click.option("--secret", "secrets", multiple=True, help="The secrets revealed, in that order, beside --seed.")
@click.option("--numbered", is_flag=True, help="Draw one of the numbered panels instead of an exact draw.")
@click.option("--numbers", type=click.IntRange(1, 100_000), default=1000, show_default=True)
@click.option("--announced", default="", help="Which public value will decide, in words; part of the commitment.")
@click.option("--salt", type=FILE, help="File with the office's secret for pseudonyms.")
@click.option("--prepare", "prepare_to", type=FILE, help="Write the lottery and its commitment; do not draw.")
@click.option("--prepared", type=FILE, help="Draw from a lottery written by --prepare.")
@click.option("--transcript", "transcript_to", type=FILE, help="Write the transcript that verify checks.")
@click.option("--public", "public_to", type=FILE, help="Also write the record without people's values, for everybody.")
@click.option("--previous", type=FILE, help="Transcript of the draw that this one replaces.")
@click.option("--reason", default="", help="Why the previous draw is replaced.")
@click.option("--reserves", type=click.IntRange(0), default=0, help="Also draw so many reserve members.")
@click.option("--apply-change", type=click.IntRange(0), default=0, help="Number of the change somebody decided on.")
@click.option("--decided-by", default="", help="Who decided on the change, and why; kept in the record.")
@click.option("--test", "is_test", is_flag=True, help="Mark this draw as a rehearsal.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@reporting_errors
def command(**given: Any) -> None:
    """Draw a panel from POOL (CSV or XLSX, first column the id) that keeps TARGETS.

    Everybody's chance is known before the draw. Exit code 2: bad input; 3: no panel keeps the targets.
    """
    options = Options(**given)
    _refuse_contradictions(options)
    if options.prepared is not None:
        _draw_prepared(options, options.prepared)
    else:
        _draw_afresh(options)


def _refuse_contradictions(options: Options) -> None:
    """Refuse options of which one would be passed over in silence."""
    made_anew = options.targets is not None or options.size is not None or options.prepare_to is not None
    given = (options.seed, options.number, options.drand_signature, options.secrets or None)
    announces = options.drand_round is not None or bool(options.secret_hashes)
    for wrong, text in (
        (
            options.prepared is not None and made_anew,
            "A prepared lottery has its targets and size; only the draw is left.",
        ),
        (
            options.prepare_to is not None and any(one is not None for one in given),
            "--prepare draws nothing: no value yet.",
        ),
        (options.prepared is not None and announces, "A prepared lottery has its source of the public value."),
        (bool(options.reason) and options.previous is None, "A --reason is given, but no --previous draw."),
    ):
        if wrong:
            raise BadInput.of("usage", text, "Leave one of them out; see draw --help.")


def _draw_afresh(options: Options) -> None:
    began = (time.monotonic(), time.process_time())
    with without_collections():
        _draw_and_show(options, began)


def _draw_and_show(options: Options, began: tuple[float, float]) -> None:
    if options.targets is None or options.size is None:
        raise BadInput.of("usage", "A new lottery needs TARGETS and --size.", "See draw --help.")
    request = _request(options, options.size)
    salt = salt_for(options.pool, options.salt)
    targets = read_targets(options.targets, request.size)
    pool = read_pool(options.pool)
    _warn(options, pool)
    prepared = prepare(pool, targets, request, salt, progress_unless(options.quiet))
    for name in prepared.selection.unknown_exclusions:
        click.echo(f"Warning: nobody in the pool has the excluded id “{name}”.", err=True)
    published = prepared_record(prepared.document, utc_now())
    if options.prepare_to is not None:
        write_json(options.prepare_to, published)
        _write_public(options, published)
        click.echo(f"commitment {published['commitment']}")
        return
    record, outcome = _outcome(options, published)
    reserves: list[str] = []
    if options.reserves:
        record, reserves = draw_reserves(record, pool, salt, options.reserves)
    if options.transcript_to is not None:
        write_json(options.transcript_to, record)
    _write_public(options, record)
    selected = [prepared.id_of[name] for name in outcome.selected]
    result = _result(prepared, outcome, selected) | {
        "reserves": reserves,
        "seconds": round(time.monotonic() - began[0], 3),
        "cpu_seconds": round(time.process_time() - began[1], 3),
    }
    click.echo(_json_text(result) if options.as_json else _words(result))


def _write_public(options: Options, record: Json) -> None:
    if options.public_to is not None:
        write_json(options.public_to, public_record(record))


def _warn(options: Options, pool: Pool) -> None:
    """Show what only a person can decide: rows that may be one person, addresses that may be one."""
    if columns := listed(options.same_person):
        for group in likely_duplicates(pool, columns):
            rows = ", ".join(str(pool.line_of[i]) for i in group)
            click.echo(f"Warning: rows {rows} of {pool.name} may be one person.", err=True)
    if columns := listed(options.same_address):
        for i, j in near_matches(pool, columns):
            rows = f"{pool.line_of[i]} and {pool.line_of[j]}"
            click.echo(f"Warning: rows {rows} of {pool.name} may share an address.", err=True)


def _draw_prepared(options: Options, prepared: Path) -> None:
    published = read_json(prepared)
    verify(published)
    salt = salt_for(options.pool, options.salt)
    pool = read_pool(options.pool)
    record, outcome = _outcome(options, published)
    selected = people_drawn(record, pool, salt)
    reserves: list[str] = []
    if options.reserves:
        record, reserves = draw_reserves(record, pool, salt, options.reserves)
    if options.transcript_to is not None:
        write_json(options.transcript_to, record)
    _write_public(options, record)
    if options.as_json:
        result = {"selected": selected, "reserves": reserves, "number_drawn": outcome.number}
        click.echo(json.dumps(result, ensure_ascii=False))
    else:
        click.echo(f"Number {outcome.number} draws {len(selected)} people:\n{', '.join(selected)}")
        if reserves:
            click.echo("Reserves: " + ", ".join(reserves))


def _request(options: Options, size: int) -> Request:
    source = source_of(options.drand_round, options.secret_hashes)
    return Request(
        size=size,
        method=options.method,
        rule=NUMBERED if options.numbered or options.number is not None else EXACT,
        numbers=options.numbers,
        same_address=listed(options.same_address),
        missing=Missing(options.missing),
        ages=listed(options.ages),
        exclusions=read_exclusions(options.exclude) if options.exclude else {},
        announced=announcement(options.announced, source),
        public_source=source,
        apply_change=options.apply_change,
        decided_by=options.decided_by,
    )


def _outcome(options: Options, published: Json) -> tuple[Json, Outcome]:
    """Draw by the public value given; return the transcript and the outcome."""
    earlier: list[Json] = []
    if options.previous is not None:
        previous = read_json(options.previous)
        verify(previous)
        earlier = earlier_attempt(previous, options.reason)
    public = value_of(options.seed, options.number, options.drand_signature, options.secrets)
    given = {"source": options.source, "witnesses": options.witnesses}
    public |= {key: words for key, words in given.items() if words}
    return transcript(published, public, drawn_at=utc_now(), is_test=options.is_test, earlier=earlier)


def _result(prepared: Prepared, outcome: Outcome, selected: list[str]) -> Json:
    """Return what --json prints: the chances of the draw really made, exact or numbered."""
    lottery, document = prepared.lottery, prepared.document
    chance_of = _numbered_chances(prepared) if document["rule"] == NUMBERED else _exact_chances(prepared)
    smallest = min(chance_of.values())
    return {
        "selected": sorted(selected),
        "size": document["size"],
        "method": document["method"],
        "rule": document["rule"],
        "min_probability": smallest,
        "upper_bound": float(rounded_up(lottery.upper_bound)),
        "gap": max(float(rounded_up(lottery.upper_bound)) - smallest, 0.0),
        "largest_rise": None if lottery.largest_rise is None else float(rounded_up(lottery.largest_rise)),
        "gini": lottery.gini,
        "probabilities": chance_of,
        "panels": sum(weight > 0 for weight in lottery.weight_k),
        "types": lottery.problem.n_types,
        "small_types": small_types(document),
        "pool_size": document["pool_size"],
        "numbered": {
            "panels": document["numbered"]["total"],
            "min_probability": float(prepared.loss.min_chance),
            "worst_loss": float(prepared.loss.worst),
            "left_out": prepared.loss.left_out,
        },
        "number_drawn": outcome.number,
        "never_chosen": _never(prepared),
        "excluded": {exclusion.id: exclusion.reason for exclusion in prepared.selection.excluded},
        "decisions": document["decisions"],
        "nash_excess": lottery.excess,
        "commitment": prepared.commitment,
    }


def _never(prepared: Prepared) -> dict[str, str]:
    selection = prepared.selection
    found = never_chosen(selection.grouping, prepared.lottery, len(selection.targets))
    return {selection.pool.ids[i]: reason for i, reason in found.items()}


def _exact_chances(prepared: Prepared) -> dict[str, float]:
    ids, found = prepared.selection.pool.ids, {}
    for members, chance in zip(prepared.selection.grouping.members_t, prepared.lottery.chance_t, strict=True):
        found.update(dict.fromkeys(map(ids.__getitem__, members), float(chance)))
    return found


def _numbered_chances(prepared: Prepared) -> dict[str, float]:
    panels = numbered_lists(prepared.document)
    drawn = Counter(name for panel in panels for name in panel)
    return {own: drawn[name] / len(panels) for name, own in prepared.id_of.items()}


def _json_text(result: Json) -> str:
    """Return the result as JSON; a chance that many share is written out once, not a million times."""
    text_of = {chance: json.dumps(chance) for chance in set(result["probabilities"].values())}
    pairs = (f"{encode_basestring(name)}: {text_of[p]}" for name, p in result["probabilities"].items())
    rest = json.dumps({key: value for key, value in result.items() if key != "probabilities"}, ensure_ascii=False)
    return f'{rest[:-1]}, "probabilities": {{{", ".join(pairs)}}}}}'


def _words(result: Json) -> str:
    lines = [
        f"Drawn {result['size']} of {result['pool_size']} people by {result['method']}:",
        ", ".join(result["selected"]),
        f"Smallest chance {result['min_probability']:.6f}; no lottery can lift it above {result['upper_bound']:.9f}.",
        f"Gini of the chances {result['gini']:.4f}; {result['panels']} different panels of types.",
        f"As {result['numbered']['panels']} numbered panels: smallest chance "
        f"{result['numbered']['min_probability']:.4f}, worst loss of a person {result['numbered']['worst_loss']:.4f}.",
        f"Left out with reasons: {len(result['excluded'])}. Commitment {result['commitment']}",
    ]
    if result["small_types"]:
        lines.append(
            f"{result['small_types']} types have fewer than {SMALL} people, whose values the full record would tell: "
            "publish the one of --public."
        )
    if result["reserves"]:
        lines.append("Reserves: " + ", ".join(result["reserves"]))
    lines += [f"{name} cannot be drawn: {reason}" for name, reason in result["never_chosen"].items()]
    return "\n".join(lines)
