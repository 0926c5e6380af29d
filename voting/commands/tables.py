"""``python -m voting tables``: seat people at tables over several rounds."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import click

from voting.commands.sortition_shared import FILE, progress_unless, reporting_errors, write_text
from voting.sortition.errors import BadInput
from voting.sortition.pool import Pool, fold, read_pool
from voting.sortition.seating import Plan, Rules
from voting.sortition.table_file import read_table
from voting.sortition.tables import PROPOSALS, Tables, seat, table_sizes


@click.command(name="tables")
@click.argument("people", type=FILE)
@click.option("--tables", "n_tables", type=click.IntRange(1), required=True, help="Number of tables.")
@click.option("--rounds", type=click.IntRange(1), default=1, show_default=True)
@click.option("--balance", default="", help="Columns to balance at every table, with commas.")
@click.option("--apart", type=FILE, help="Table of pairs (two columns of ids) that never share a table.")
@click.option("--together", type=FILE, help="Table of pairs that always share a table.")
@click.option("--moderators", default="", help="COLUMN=VALUE of moderators, spread evenly over the tables.")
@click.option("--needs-access", default="", help="COLUMN=VALUE of people who need an accessible table.")
@click.option("--accessible-tables", default="", help="Numbers of the accessible tables, with commas.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--proposals", type=click.IntRange(0), default=PROPOSALS, show_default=True, help="Swaps to try.")
@click.option("--output", type=FILE, help="Write the seating as CSV: id, then the table of each round.")
@click.option("--json", "as_json", is_flag=True, help="Print seating and report as JSON.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@reporting_errors
def command(
    people: Path,
    n_tables: int,
    rounds: int,
    balance: str,
    apart: Path | None,
    together: Path | None,
    moderators: str,
    needs_access: str,
    accessible_tables: str,
    seed: int,
    proposals: int,
    output: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Seat PEOPLE (first column the id): balanced tables, new table-mates in every round."""
    pool = read_pool(people)
    rules = Rules(
        _pairs(pool, apart),
        _pairs(pool, together),
        _with_value(pool, moderators),
        _with_value(pool, needs_access),
        _table_numbers(accessible_tables, n_tables),
    )
    columns = [list(map(fold, pool.column(name.strip()))) for name in balance.split(",") if name.strip()]
    plan = Plan(columns, table_sizes(len(pool), n_tables), rounds, rules)
    found = seat(plan, seed, progress_unless(quiet), proposals)
    if output is not None:
        write_text(output, _as_csv(pool, found))
    click.echo(json.dumps(_as_json(pool, found), ensure_ascii=False) if as_json else _words(pool, found, output))


def _pairs(pool: Pool, path: Path | None) -> list[tuple[int, int]]:
    if path is None:
        return []
    table = read_table(path)
    if len(table.header) < 2:
        raise BadInput.of("pairs", f"{table.name} needs two columns of ids.", "Give one pair a row.")
    place = {name: i for i, name in enumerate(pool.ids)}
    pairs = []
    for one, other, line in zip(table.columns[0], table.columns[1], table.line_of, strict=True):
        if one.strip() not in place or other.strip() not in place or one.strip() == other.strip():
            text = f"{table.name}, row {line}: “{one}” and “{other}” are not two people of {pool.name}."
            raise BadInput.of("pairs", text, "Correct the ids.", row=line)
        pairs.append((place[one.strip()], place[other.strip()]))
    return pairs


def _with_value(pool: Pool, text: str) -> frozenset[int]:
    if not text:
        return frozenset()
    name, mark, value = text.partition("=")
    if not mark:
        raise BadInput.of("assignment", f"“{text}” is not like COLUMN=VALUE.", "See tables --help.")
    found = frozenset(i for i, cell in enumerate(pool.column(name)) if fold(cell) == fold(value))
    if not found:
        raise BadInput.of("nobody", f"Nobody in {pool.name} has {text}.", "Correct the value.")
    return found


def _table_numbers(text: str, n_tables: int) -> frozenset[int]:
    numbers = [part.strip() for part in text.split(",") if part.strip()]
    if wrong := [part for part in numbers if not part.isdecimal() or not 1 <= int(part) <= n_tables]:
        raise BadInput.of("tables", f"“{wrong[0]}” is no table from 1 to {n_tables}.", "Correct the numbers.")
    return frozenset(int(part) - 1 for part in numbers)


def _as_csv(pool: Pool, found: Tables) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["id", *(f"round_{r + 1}" for r in range(len(found.table_ri)))])
    rows.writerows([name, *(row[i] + 1 for row in found.table_ri)] for i, name in enumerate(pool.ids))
    return text.getvalue()


def _as_json(pool: Pool, found: Tables) -> dict[str, object]:
    return {
        "rounds": [_by_table(pool, row) for row in found.table_ri],
        "pairs_met": found.pairs_met,
        "repeats": found.repeats,
        "least_mates": found.least_mates,
        "mean_mates": found.mean_mates,
        "imbalance": found.imbalance,
        "rules_broken": found.rules_broken,
    }


def _by_table(pool: Pool, row: Sequence[int]) -> list[list[str]]:
    return [[pool.ids[i] for i in range(len(pool)) if row[i] == t] for t in range(max(row) + 1)]


def _words(pool: Pool, found: Tables, output: Path | None) -> str:
    lines = []
    for r, row in enumerate(found.table_ri if output is None else [], start=1):
        lines += [f"Round {r}, table {t}: {', '.join(names)}" for t, names in enumerate(_by_table(pool, row), start=1)]
    lines.append(
        f"{found.pairs_met} pairs meet, {found.repeats} meetings are repeats; everybody has at least "
        f"{found.least_mates} table-mates, {found.mean_mates:.1f} on average."
    )
    lines.append(f"Seats outside a proportional share: {found.imbalance}. Rules broken: {found.rules_broken}.")
    return "\n".join(lines)
