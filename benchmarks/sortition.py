"""Fairness and speed of the draw, beside sortition-algorithms in the same run.

    python benchmarks/sortition.py --data FOLDER [--peer PYTHON] [--only NAME ...] [--output FILE]

FOLDER holds one folder a data set with respondents.csv and categories.csv; the panel size is the number
at the end of its name. PYTHON is the interpreter of an environment with sortition-algorithms (and
gurobipy, which its LEXIMIN needs; mip<2 for its CBC backend). Seconds are processor seconds, since other
work shares the machine: the peer's of its search alone, ours of reading, search, proof, numbered panels
and draw, and beside them those of the whole process.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
PEER = HERE / "sortition_peer.py"
SIZES = {"synthetic_2500": 250}
PEER_LIMIT_S = 420
PEERS_TOLERANCE = 1e-6
GROWTH_POOLS = [(2_500, 250), (10_000, 250), (100_000, 1_000), (1_000_000, 1_000)]


def size_of(folder: Path) -> int:
    return SIZES.get(folder.name) or int(folder.name.rsplit("_", 1)[1])


def run(command: list[str], limit: float | None = None) -> tuple[dict, float, float]:
    """Return what a command printed as JSON, and its wall and processor seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=limit, env={**os.environ, "OMP_NUM_THREADS": "1"}, check=False
    )
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    text = next(line for line in reversed(done.stdout.splitlines()) if line.startswith("{"))
    return json.loads(text), wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ours(pool: Path, targets: Path, size: int, method: str = "leximin") -> dict:
    command = [sys.executable, "-m", "voting", "draw", str(pool), str(targets), "--size", str(size)]
    found, wall, cpu = run([*command, "--seed", "benchmark", "--method", method, "--json", "--quiet"])
    return {
        "min": found["min_probability"],
        "gap": found["gap"],
        "gini": found["gini"],
        "panels": found["panels"],
        "types": found["types"],
        "chances": sorted(found["probabilities"].values()),
        "worst_loss": found["numbered"]["worst_loss"],
        "search": found["cpu_seconds"],
        "wall": wall,
        "cpu": cpu,
    }


def peer(python: str, pool: Path, targets: Path, size: int, method: str, backend: str) -> dict:
    try:
        command = [python, str(PEER), str(pool), str(targets), str(size), method, backend]
        found, wall, _ = run(command, PEER_LIMIT_S)
    except subprocess.TimeoutExpired:
        return {"failed": f"not done in {PEER_LIMIT_S} s"}
    except RuntimeError as reason:
        return {"failed": str(reason)[:120]}
    return {"min": min(found["chances"]), "chances": found["chances"], "wall": wall, "cpu": found["cpu"]}


def leximin_not_worse(mine: list[float], other: list[float], within: float) -> bool:
    """Return whether ours is the larger where the sorted vectors first differ by more than ``within``.

    Where the other is the larger there, it counts only as far as it has not been taken from those before: a
    solver's tolerance that leaves each of fifty people 3e-7 short gives the next 1.5e-5 more.
    """
    lead = 0.0
    for p, q in zip(mine, other, strict=True):
        lead += p - q
        if abs(p - q) > within:
            return p > q or lead > -within
    return True


def compare(folder: Path, python: str | None, backends: list[str]) -> dict:
    pool, targets, size = folder / "respondents.csv", folder / "categories.csv", size_of(folder)
    mine = ours(pool, targets, size)
    row = {"name": folder.name, "size": size, "people": len(mine["chances"]), "ours": mine, "peer": {}}
    show(
        f"{folder.name:24} {len(mine['chances']):>7} -> {size:<5} {mine['types']:>5} types  min {mine['min']:.7f}  "
        f"gap {mine['gap']:.1e}  Gini {mine['gini']:.4f}  loss {mine['worst_loss']:.4f}  "
        f"{mine['search']:.2f} s, {mine['cpu']:.2f} s with start-up (wall {mine['wall']:.2f})"
    )
    for backend in backends if python else []:
        other = peer(python, pool, targets, size, "leximin", backend)
        row["peer"][backend] = other
        if "failed" in other:
            show(f"    {backend}: {other['failed']}")
            continue
        other["not_worse"] = leximin_not_worse(mine["chances"], other["chances"], PEERS_TOLERANCE)
        show(
            f"    {backend}: min {other['min']:.7f}  {other['cpu']:.1f} s  = {other['cpu'] / mine['search']:.0f} times ours; "
            f"our vector is lexicographically {'equal or better' if other['not_worse'] else 'WORSE'}"
        )
        del other["chances"]
    del mine["chances"]
    return row


FEATURES = {
    "stance": {"for": 62, "against": 38},
    "sex": {"f": 48, "m": 52},
    "age": {"18-29": 12, "30-39": 15, "40-49": 20, "50-59": 22, "60-69": 20, "70+": 11},
    "district": {"D1": 36, "D2": 25, "D3": 17, "D4": 13, "D5": 9},
}
WANTED = {"stance": [50, 50], "sex": [51, 49], "age": [17, 16, 18, 19, 16, 14], "district": [34, 24, 18, 14, 10]}


def made_up(folder: Path, people: int, size: int) -> tuple[Path, Path]:
    """Write a pool of independent features and targets that differ from its make-up."""
    rng = random.Random(people)
    columns = [rng.choices(list(shares), list(shares.values()), k=people) for shares in FEATURES.values()]
    pool, targets = folder / f"pool_{people}.csv", folder / f"targets_{people}.csv"
    rows = (f"p{i:07d},{','.join(row)}\n" for i, row in enumerate(zip(*columns, strict=True)))
    pool.write_text(f"id,{','.join(FEATURES)}\n" + "".join(rows))
    lines = ["category,feature,min,max"]
    for feature, percents in WANTED.items():
        seats = [percent * size // 100 for percent in percents]
        seats[0] += size - sum(seats)
        lines += [f"{feature},{v},{n},{n}" for v, n in zip(FEATURES[feature], seats, strict=True)]
    targets.write_text("\n".join(lines) + "\n")
    return pool, targets


def distinct(folder: Path, people: int, features: int, size: int = 30) -> tuple[Path, Path]:
    """Write a pool in which ``features`` three-valued features make people ever more different."""
    rng = random.Random(features)
    names = [f"f{at}" for at in range(features)]
    rows = [[rng.choices("abc", (5, 3, 2))[0] for _ in names] for _ in range(people)]
    pool, targets = folder / f"pool_f{features}.csv", folder / f"targets_f{features}.csv"
    pool.write_text("\n".join(["id," + ",".join(names), *(f"p{i}," + ",".join(r) for i, r in enumerate(rows))]) + "\n")
    lines = ["category,feature,min,max"]
    witness = rng.sample(range(people), size)
    for at, name in enumerate(names):
        for value in "abc":
            n = sum(rows[i][at] == value for i in witness)
            lines.append(f"{name},{value},{max(n - 1, 0)},{n + 1}")
    targets.write_text("\n".join(lines) + "\n")
    return pool, targets


def growth() -> dict:
    """Measure how time grows with the pool and with the number of different people."""
    by_pool, by_types = [], []
    with tempfile.TemporaryDirectory() as name:
        for people, size in GROWTH_POOLS:
            mine = ours(*made_up(Path(name), people, size), size)
            by_pool.append(
                {"people": people, "size": size, "cpu": mine["cpu"], "wall": mine["wall"], "gap": mine["gap"]}
            )
            show(f"made up {people:>9} -> {size}: {mine['cpu']:.2f} s (wall {mine['wall']:.2f}), gap {mine['gap']:.1e}")
        for features in (2, 3, 4, 5, 6):
            mine = ours(*distinct(Path(name), 500, features), 30)
            by_types.append({"types": mine["types"], "cpu": mine["cpu"], "gap": mine["gap"]})
            show(f"500 people, {features} features, {mine['types']} types: {mine['cpu']:.2f} s, gap {mine['gap']:.1e}")
    return {"by_pool": by_pool, "by_types": by_types}


def methods(folder: Path) -> list[dict]:
    """Compare the methods on one data set."""
    found = []
    for method in ("leximin", "maximin", "nash", "random"):
        mine = ours(folder / "respondents.csv", folder / "categories.csv", size_of(folder), method)
        found.append(
            {"method": method, "chances": mine["chances"], "min": mine["min"], "gini": mine["gini"], "cpu": mine["cpu"]}
        )
        show(f"{folder.name} {method}: min {mine['min']:.4f}, Gini {mine['gini']:.4f}, {mine['cpu']:.2f} s")
    return found


def show(line: str) -> None:
    print(line, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE.parent / "tests" / "data" / "sortition")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--peer", help="interpreter of an environment with sortition-algorithms")
    parser.add_argument("--backends", nargs="*", default=["highspy", "mip"])
    parser.add_argument("--growth", action="store_true", help="also measure how time grows")
    parser.add_argument("--methods", help="also compare the methods on this data set")
    parser.add_argument("--output", type=Path)
    given = parser.parse_args()
    folders = [f for f in sorted(given.data.iterdir()) if (f / "categories.csv").exists()]
    folders = [f for f in folders if f.name in given.only or not given.only]
    result: dict = {"sets": [compare(folder, given.peer, given.backends) for folder in folders]}
    if given.growth:
        result["growth"] = growth()
    if given.methods:
        result["methods"] = {"name": given.methods, "of": methods(given.data / given.methods)}
    if given.output:
        given.output.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
