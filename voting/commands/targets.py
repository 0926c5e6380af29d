"""``python -m voting targets``: targets from a population table, a poll or equal blocks."""

import csv
import io
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import click

from voting.commands.population_options import assigned, people_of, population_options
from voting.commands.sortition_shared import FILE, reporting_errors, write_text
from voting.sortition.errors import BadInput
from voting.sortition.feasibility import feasibility
from voting.sortition.pool import read_pool
from voting.sortition.preparation import Request
from voting.sortition.proportional import cell_targets, equal_targets, margin_targets, share_targets
from voting.sortition.targets import Target


@click.command(name="targets")
@population_options
@click.option("--size", type=click.IntRange(1), required=True, help="Seats of the panel.")
@click.option("--joint", is_flag=True, help="Also a target for every joint cell, its margins exact.")
@click.option("--at-least-one", is_flag=True, help="With --joint: no cell without a seat.")
@click.option("--tolerance", type=click.IntRange(0), default=0, help="Seats that a target may miss either way.")
@click.option("--equal", multiple=True, help="Equal blocks: stance=for|against.")
@click.option("--share", "poll", multiple=True, help="As in a poll: stance=for:58.6|against:19.0|undecided:22.4.")
@click.option("--pool", type=FILE, help="Check that a panel exists in this pool, before anybody is invited.")
@click.option("--output", type=FILE, help="Where to write; the terminal when not given.")
@reporting_errors
def command(
    population: Path,
    size: int,
    features: str,
    only: Sequence[str],
    age_feature: str,
    from_age: int | None,
    top_age: int | None,
    joint: bool,
    at_least_one: bool,
    tolerance: int,
    equal: Sequence[str],
    poll: Sequence[str],
    pool: Path | None,
    output: Path | None,
) -> None:
    """Print TARGETS as draw reads them. Exit code 3 if the pool given cannot fill them."""
    names = [name.strip() for name in features.split(",") if name.strip()]
    found: list[Target] = []
    if names:
        people = people_of(population, only, age_feature, from_age, top_age).over(names)
        found += margin_targets(people, size, tolerance)
        if joint:
            found += cell_targets(people, size, at_least_one=at_least_one, tolerance=tolerance)
    for text in equal:
        feature, values = assigned(text)
        found += equal_targets(feature, values, size)
    for text in poll:
        feature, values = assigned(text)
        found += share_targets(feature, dict(map(_weighed, values)), size)
    _write(found, output)
    if pool is not None and (refusal := feasibility(read_pool(pool), found, Request(size)).refusal):
        raise refusal


def _weighed(text: str) -> tuple[str, Fraction]:
    value, mark, weight = text.rpartition(":")
    try:
        return value.strip(), Fraction(weight.strip().removesuffix("%"))
    except (ValueError, ZeroDivisionError):
        wrong = mark or text
        raise BadInput.of(
            "share", f"“{text}” is not like for:58.6 ({wrong}).", "Give a number after a colon."
        ) from None


def _write(targets: Sequence[Target], output: Path | None) -> None:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["feature", "value", "min", "max"])
    rows.writerows([t.feature, t.value, t.least, t.most] for t in targets)
    if output is None:
        click.echo(text.getvalue(), nl=False)
    else:
        write_text(output, text.getvalue())
