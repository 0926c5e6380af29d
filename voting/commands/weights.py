"""``python -m voting weights``: weigh a panel to the margins of the population for what could not be balanced."""

import csv
import io
import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import click
import numpy as np

from voting.commands.population_options import people_of, population_options
from voting.commands.sortition_shared import FILE, listed, reporting_errors, write_text
from voting.sortition.age_bands import band_finder
from voting.sortition.errors import BadInput, Complaint
from voting.sortition.pool import Pool, fold, read_pool
from voting.sortition.problem import Floats
from voting.sortition.weights import Raked, rake

SHOWN = 20


@click.command(name="weights")
@click.argument("panel", type=FILE)
@population_options
@click.option("--start", default="", help="Column of weights to begin with, such as the invitation's.")
@click.option("--output", type=FILE, help="Where to write id and weight; the terminal when not given.")
@click.option("--json", "as_json", is_flag=True, help="Print weights and what they cost as JSON.")
@reporting_errors
def command(
    panel: Path,
    population: Path,
    features: str,
    only: Sequence[str],
    age_feature: str,
    from_age: int | None,
    top_age: int | None,
    start: str,
    output: Path | None,
    as_json: bool,
) -> None:
    """Give everybody in PANEL (first column the id) a weight, so that the margins are the population's.

    Weights have mean 1. Ages in years are put into the population's bands.
    """
    people = read_pool(panel)
    names = listed(features)
    margins = [people_of(population, only, age_feature, from_age, top_age).over(names).margin(name) for name in names]
    values = [_values(people, name, list(margin)) for name, margin in zip(names, margins, strict=True)]
    raked = rake(values, margins, _start(people, start) if start else None)
    if output is not None:
        write_text(output, _as_csv(people, raked))
    click.echo(json.dumps(_as_json(people, raked), ensure_ascii=False) if as_json else _words(people, raked, output))


def _values(people: Pool, feature: str, known: Sequence[str]) -> list[str]:
    """Return everybody's value as the population table spells it."""
    spelled, find_band = {fold(value): value for value in known}, band_finder(known)
    found, complaints = [], []
    for cell, line in zip(people.column(feature), people.line_of, strict=True):
        value = spelled.get(fold(cell)) or (find_band(cell.strip()) if find_band else None)
        if value is None:
            text = f"{people.name}, row {line}: the population has no “{cell}” of “{feature}”."
            complaints.append(Complaint("unknown_value", text, f"Write one of {', '.join(known)}.", {"row": line}))
        found.append(value or "")
    if complaints:
        raise BadInput(complaints[:SHOWN])
    return found


def _start(people: Pool, column: str) -> Floats:
    weights = []
    for cell, line in zip(people.column(column), people.line_of, strict=True):
        try:
            weights.append(float(Fraction(cell.strip())))
        except (ValueError, ZeroDivisionError, OverflowError):
            weights.append(0.0)
        if weights[-1] <= 0:
            text = f"{people.name}, row {line}: “{cell}” is no weight."
            raise BadInput.of("weight", text, "Write a number above nought.", row=line)
    return np.array(weights)


def _as_csv(people: Pool, raked: Raked) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["id", "weight"])
    rows.writerows([name, f"{weight:.6f}"] for name, weight in zip(people.ids, raked.weight_i, strict=True))
    return text.getvalue()


def _as_json(people: Pool, raked: Raked) -> dict[str, object]:
    return {
        "weights": dict(zip(people.ids, map(float, raked.weight_i), strict=True)),
        "effective_size": raked.effective_size,
        "smallest": float(raked.weight_i.min()),
        "largest": float(raked.weight_i.max()),
        "worst_margin": raked.worst,
    }


def _words(people: Pool, raked: Raked, output: Path | None) -> str:
    said = (
        f"{len(people)} people weigh as much as {raked.effective_size:.1f} equal ones; "
        f"weights {raked.weight_i.min():.3f} to {raked.weight_i.max():.3f}, "
        f"margins within {100 * raked.worst:.4f} percentage points."
    )
    return said if output is not None else _as_csv(people, raked) + said
