"""Population tables: how many people live in each cell of district, sex, age and whatever else it tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voting.sortition.age_bands import band
from voting.sortition.controlled_rounding import Cell
from voting.sortition.errors import BadInput
from voting.sortition.pool import fold
from voting.sortition.table_file import Table, read_table, tidy

GWANGJU = Path(__file__).parent / "data" / "gwangju_population.csv"
COUNT_NAMES = ("residents", "population", "count", "people", "인구", "인구수", "거주자")


@dataclass(frozen=True)
class Population:
    """People in each cell; ``features`` names the entries of a cell."""

    features: list[str]
    people: dict[Cell, int]

    def margin(self, feature: str) -> dict[str, int]:
        """Return the people with each value of a feature, in the order of the table."""
        at = self.features.index(feature)
        totals: dict[str, int] = {}
        for cell, people in self.people.items():
            totals[cell[at]] = totals.get(cell[at], 0) + people
        return totals

    def over(self, features: Sequence[str]) -> "Population":
        """Return the same people told apart by ``features`` only.

        Raises
        ------
        BadInput
            The table has no such feature.
        """
        place = {fold(name): at for at, name in enumerate(self.features)}
        unknown = [name for name in features if fold(name) not in place]
        if unknown:
            known = ", ".join(self.features)
            raise BadInput.of("no_column", f"The population table has no “{unknown[0]}”.", f"It has: {known}.")
        at = [place[fold(name)] for name in features]
        people: dict[Cell, int] = {}
        for cell, n in self.people.items():
            key = tuple(cell[a] for a in at)
            people[key] = people.get(key, 0) + n
        return Population([self.features[a] for a in at], people)


def read_population(path: Path, only: Mapping[str, Sequence[str]] | None = None) -> Population:
    """Return the population in a table with one row for each cell and a column of people.

    ``only`` keeps rows with these values; its columns are left out of the cells afterwards.

    Raises
    ------
    BadInput
        No column of people, a number that is none, or nothing left.
    """
    return population_from_table(read_table(path), only or {})


def population_from_table(table: Table, only: Mapping[str, Sequence[str]]) -> Population:
    """Return the population of a table; see ``read_population``."""
    names = [fold(name) for name in table.header]
    count_at = next((names.index(name) for name in COUNT_NAMES if name in names), None)
    if count_at is None:
        text = f"{table.name} has no column of people."
        raise BadInput.of("no_count", text, f"Call it {COUNT_NAMES[0]}.")
    for name in only:
        if fold(name) not in names:
            raise BadInput.of("no_column", f"{table.name} has no column “{name}”.", "Correct --only.")
    wanted = {names.index(fold(name)): {fold(value) for value in values} for name, values in only.items()}
    features = [at for at in range(len(names)) if at != count_at and at not in wanted]
    people: dict[Cell, int] = {}
    for row, line in enumerate(table.line_of):
        if all(fold(table.columns[at][row]) in values for at, values in wanted.items()):
            cell = tuple(tidy(table.columns[at][row]) for at in features)
            people[cell] = people.get(cell, 0) + _number(table.columns[count_at][row], table.name, line)
    if not sum(people.values()):
        raise BadInput.of("nobody", f"{table.name}: nobody is left.", "Check --only and the numbers.")
    return Population([table.header[at] for at in features], people)


def _number(text: str, name: str, line: int) -> int:
    digits = text.replace(",", "").strip()
    if not digits.isascii() or not digits.isdigit():
        raise BadInput.of("no_number", f"{name}, row {line}: “{text}” is no number of people.", "Correct it.", row=line)
    return int(digits)


def from_age(population: Population, feature: str, youngest: int, oldest_band: int | None = None) -> Population:
    """Return the people of bands from ``youngest`` on, those from ``oldest_band`` on joined into one ("60+").

    Raises
    ------
    BadInput
        A band that is none, or one that ``youngest`` or ``oldest_band`` would cut in two.
    """
    if feature not in population.features:
        population.over([feature])
    at = population.features.index(feature)
    people: dict[Cell, int] = {}
    for cell, n in population.people.items():
        bounds = band(cell[at])
        if bounds is None:
            raise BadInput.of("no_band", f"“{cell[at]}” of “{feature}” is no age band.", "Write 20-29 or 80+.")
        low, high = bounds
        for edge in (youngest, *([oldest_band] if oldest_band else [])):
            if low < edge <= high:
                raise BadInput.of("cut_band", f"The band {cell[at]} lies on both sides of {edge}.", "Choose its start.")
        if low < youngest:
            continue
        name = f"{oldest_band}+" if oldest_band and low >= oldest_band else cell[at]
        key = (*cell[:at], name, *cell[at + 1 :])
        people[key] = people.get(key, 0) + n
    return Population(population.features, people)
