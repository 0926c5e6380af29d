"""The options that choose the people of a population table, shared by the commands that need one."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from voting.commands.sortition_shared import FILE
from voting.sortition.errors import BadInput
from voting.sortition.pool import fold
from voting.sortition.population import GWANGJU, Population, from_age, read_population

LAST_YEAR = "2024"

OPTIONS = (
    click.option("--population", type=FILE, default=GWANGJU, help="Table of people by cell; Gwangju's when not given."),
    click.option("--by", "features", default="district,sex,age_band", show_default=True, help="Features, with commas."),
    click.option(
        "--only", multiple=True, help="Rows to keep: year=2024 or district=동구|서구. Gwangju's: the last year."
    ),
    click.option("--age", "age_feature", default="age_band", show_default=True, help="The feature with age bands."),
    click.option("--from-age", type=int, help="The youngest who may take part."),
    click.option("--top-age", type=int, help="Join the bands from this age on."),
)


def population_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def people_of(
    path: Path, only: Sequence[str], age_feature: str, youngest: int | None, oldest_band: int | None
) -> Population:
    """Return the people that the options choose.

    Raises
    ------
    BadInput
        See ``population.read_population`` and ``population.from_age``.
    """
    kept = dict(map(assigned, only))
    if path == GWANGJU and "year" not in kept:
        kept["year"] = [LAST_YEAR]
    people = read_population(path, kept)
    if youngest is not None or oldest_band is not None:
        people = from_age(people, age_feature, youngest or 0, oldest_band)
    return people


def assigned(text: str) -> tuple[str, list[str]]:
    """Return ("stance", ["for", "against"]) from "stance=for|against".

    Raises
    ------
    BadInput
        It is written otherwise, or names a value twice.
    """
    feature, mark, values = text.partition("=")
    found = [value.strip() for value in values.split("|")]
    if not mark or not feature.strip() or not all(found):
        raise BadInput.of("assignment", f"“{text}” is not like stance=for|against.", "See --help.")
    names = [fold(value.rpartition(":")[0] or value) for value in found]
    if len(set(names)) < len(names):
        raise BadInput.of("value_twice", f"“{text}” names a value twice.", "Name each once.")
    return feature.strip(), found
