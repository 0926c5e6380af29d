"""Tables over rounds, beside groupselect in the same run.

    python benchmarks/sortition_tables.py --examples FOLDER [--peer PYTHON --groupselect FOLDER] [--output FILE]

FOLDER holds groupselect's example tables. Both seatings are judged by the same count (voting's report):
pairs met, repeats, fewest table-mates, seats outside a proportional share.
"""

import argparse
import csv
import json
import os
import subprocess
import time
from pathlib import Path

from voting.sortition.seating import Plan
from voting.sortition.tables import Tables, report, seat, table_sizes

POOL = Path(__file__).parents[1] / "tests" / "data" / "sortition" / "synthetic_2500" / "respondents.csv"
EXAMPLES = [
    ("30i_4j_3k_3d_data.csv", ["gender", "age", "region"], 5, 4, 30),
    ("100i_4j_3k_3d_data.csv", ["gender", "age", "region", "nation"], 13, 4, 100),
    ("philipps_example_data.csv", ["gender", "age", "education", "ethnicity", "region"], 14, 4, 110),
    ("sf_f_40.csv", list("abcdefg"), 5, 3, 40),
]
ATTEMPTS = 100
PEER = """
import json, sys, numpy as np
from groupselect import FieldMode, allocate_numpy
given = json.load(sys.stdin)
codes = np.array(given["codes"])
fields = {f: FieldMode.Diversify for f in range(codes.shape[1])}
settings = {"n_attempts": given["attempts"]}
result = allocate_numpy(participants=codes, fields=fields, n_part_per_group=given["sizes"], settings=settings)
print(json.dumps([[list(map(int, group)) for group in allocation] for allocation in result.ensemble]))
"""


def plan_of(path: Path, fields: list[str], n_tables: int, rounds: int, people: int) -> Plan:
    with path.open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))[:people]
    return Plan([[row[field] for row in rows] for field in fields], table_sizes(len(rows), n_tables), rounds)


def by_groupselect(plan: Plan, python: str, folder: str) -> Tables:
    # One entry a round: the largest number of people at a table.
    codes = [[sorted(set(column)).index(column[i]) for column in plan.values_fi] for i in range(plan.n_people)]
    given = {
        "codes": codes,
        "sizes": [max(plan.table_sizes)] * plan.rounds,
        "rounds": plan.rounds,
        "attempts": ATTEMPTS if plan.n_people < 200 else ATTEMPTS // 5,
    }
    done = subprocess.run(
        [python, "-c", PEER],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": folder},
    )
    table_ri = []
    for groups in json.loads(done.stdout.splitlines()[-1]):
        row = [-1] * plan.n_people
        for t, people in enumerate(sorted(groups, key=len, reverse=True)):
            for i in people:
                row[i] = t
        table_ri.append(row)
    return report(plan, table_ri)


def line(name: str, who: str, found: Tables, seconds: float) -> dict:
    row = {
        "name": name,
        "who": who,
        "pairs": found.pairs_met,
        "repeats": found.repeats,
        "least": found.least_mates,
        "mean": found.mean_mates,
        "imbalance": found.imbalance,
        "seconds": seconds,
    }
    print(
        f"{name:28} {who:12} pairs {row['pairs']:5} repeats {row['repeats']:4} least {row['least']:3} "
        f"imbalance {row['imbalance']:4}  {seconds:.1f} s",
        flush=True,
    )
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path)
    parser.add_argument("--peer")
    parser.add_argument("--groupselect", help="folder of the groupselect package")
    parser.add_argument("--output", type=Path)
    given = parser.parse_args()
    cases = [(given.examples / name, *rest) for name, *rest in EXAMPLES] if given.examples else []
    cases.append((POOL, ["stance", "sex", "age", "district"], 25, 4, 250))
    rows = []
    for path, *rest in cases:
        plan = plan_of(path, *rest)
        name = f"{path.stem} {plan.n_people}"
        began = time.process_time()
        rows.append(line(name, "ours", seat(plan, seed=1), time.process_time() - began))
        if given.peer:
            began = time.perf_counter()
            rows.append(
                line(
                    name,
                    "groupselect",
                    by_groupselect(plan, given.peer, given.groupselect),
                    time.perf_counter() - began,
                )
            )
    if given.output:
        given.output.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
