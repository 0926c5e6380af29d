"""Measure the counting rules, with peers in the same run where they are at hand.

usage: python benchmarks/counting.py DATA [--pabutools PYTHON] [--web-tool FOLDER] [--slow] [--parts A,B] [--growth SVG] [--json OUT]

DATA holds .pb files of Pabulib. PYTHON is an interpreter with pabutools and gmpy2; FOLDER a checkout of
equalshares-compute-tool (node must be on the path). All times are processor seconds of one thread, the median of three runs
(peers: one run), so that other work on the machine disturbs less; ratios are of the same run.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from time import process_time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402

sys.path.insert(0, str(Path(__file__).parents[1]))

from voting.explain.losers import losses  # noqa: E402
from voting.explain.new_voters import fewest_new_at_shares  # noqa: E402
from voting.pabulib.reader import read  # noqa: E402
from voting.rules import equal_shares, phragmen  # noqa: E402
from voting.rules.classes import run_by_classes  # noqa: E402
from voting.rules.purses import PurseRun, exact_ledger  # noqa: E402
from voting.rules.stakes import stakes_of  # noqa: E402
from voting.rules.ties import TieOrder  # noqa: E402
from voting.rules.utilities import utility  # noqa: E402

SINGLE = [
    "Poland_Wieliczka_2023_Green_Budget", "Poland_Warszawa_2020_Praga-Poludnie", "France_Toulouse_2022",
    "Netherlands_Amsterdam_621", "Hungary_Budapest_2024", "Poland_Warszawa_2026", "Poland_Lodz_2024",
]  # fmt: skip
ADD1 = ["Poland_Swiecie_2023", *SINGLE]
PEER_SINGLE = [
    "Poland_Wieliczka_2023_Green_Budget",
    "Poland_Warszawa_2020_Praga-Poludnie",
    "Poland_Warszawa_2026",
    "Poland_Lodz_2024",
]
PEER_WEB = [
    "Poland_Wieliczka_2023_Green_Budget",
    "Poland_Warszawa_2026",
    "Poland_Lodz_2024",
    "Poland_Warszawa_2020_Praga-Poludnie",
    "France_Toulouse_2022",
]
HERE = Path(__file__).parent


def timed(function, times=3):
    """Return the median processor seconds and the last result."""
    taken = []
    for _ in range(times):
        began = process_time()
        result = function()
        taken.append(process_time() - began)
    return statistics.median(taken), result


def peer(command, seconds=1800):
    """Run a peer and return what it prints, or why not."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
        return json.loads(done.stdout) if done.stdout else {"error": done.stderr[-200:]}
    except subprocess.TimeoutExpired:
        return {"error": f"stopped after {seconds} s"}


def measure_single(data, args, report):
    """One equal-shares run: certified, with exact prices, by classes; reading; Phragmén."""
    print(f"{'one run':36s} {'read':>7s} {'certified':>10s} {'+ prices':>9s} {'classes':>8s} {'phragmen':>9s}")
    for name in SINGLE:
        report[f"single {name}"] = single(name, data / f"{name}.pb", args)


def single(name, path, args):
    """Measure one file."""
    order = TieOrder(("lexicographic",))
    seconds_read, election = timed(lambda: opened(path))
    stakes = stakes_of(election, utility("cost", election), order)
    endowment = Fraction(stakes.budget, stakes.total_weight)
    certified, run = timed(lambda: PurseRun(stakes_of(election, utility("cost", election), order), endowment).play(), 5)
    prices, exact = timed(lambda: exact_ledger(stakes, run).prices())
    classes, found = timed(lambda: run_by_classes(stakes, endowment), 1)
    assert (found.sequence, found.prices) == (run.sequence, exact)
    moments, outcome = timed(lambda: phragmen.count(election, phragmen.Options(ties=order)))
    both = certified + prices
    print(
        f"{name[:36]:36s} {seconds_read:7.3f} {certified * 1e3:8.2f}ms {both * 1e3:7.2f}ms "
        f"{classes * 1e3:6.0f}ms {moments * 1e3:7.1f}ms"
    )
    row = {"read": seconds_read, "certified": certified, "exact": both, "classes": classes, "phragmen": moments}
    if args.pabutools and name in PEER_SINGLE:
        row["pabutools"] = beside_pabutools(args, path, "equal-shares", {"certified": certified, "with prices": both})
        assert row["pabutools"].get("selected", outcome) in ([election.projects[p].id for p in run.sequence], outcome)
    if args.pabutools and name == "Poland_Lodz_2024":
        row["pabutools_phragmen"] = beside_pabutools(args, path, "phragmen", {"Phragmén": moments})
    return row


def beside_pabutools(args, path, task, ours):
    """Run pabutools and print how many times longer it takes than each of ours."""
    other = peer([args.pabutools, HERE / "peer_pabutools.py", path, task])
    if "seconds" in other:
        ratios = ", ".join(f"{other['seconds'] / seconds:,.0f} x {label}" for label, seconds in ours.items())
        print(f"{'':36s} pabutools {task} {other['seconds']:.2f} s = {ratios}")
    else:
        print(f"{'':36s} pabutools {task}: {other['error']}")
    return other


def opened(path):
    """Read a file and turn its ballots round."""
    election = read(path)
    election.votes  # noqa: B018
    return election


def measure_add1(data, args, report):
    """Add1 with its verification; the web tool and pabutools beside it."""
    print(f"\n{'Add1':36s} {'count':>8s} {'verify':>8s} {'runs':>6s} {'k':>6s} by classes")
    for name in ADD1:
        report[f"add1 {name}"] = add1(name, data / f"{name}.pb", args)


def add1(name, path, args):
    """Measure one file."""
    election = opened(path)
    options = equal_shares.Options(completion="add1")
    seconds, full = timed(lambda: equal_shares.count_in_full(election, options), 1 if "Budapest" in name else 3)
    check, _ = timed(lambda: equal_shares.verify(election, options, full.outcome), 1)
    raised = full.raised
    print(f"{name[:36]:36s} {seconds:7.3f}s {check:7.3f}s {raised.runs:6d} {raised.increments:6d} {raised.by_classes}")
    row = {"count": seconds, "verify": check, "runs": raised.runs, "k": raised.increments}
    if args.web_tool and name in PEER_WEB:
        other = peer(["node", HERE / "peer_web_tool.mjs", args.web_tool, path, "add1", "floats"])
        row["web_tool"] = other
        if "seconds" in other:
            assert set(other["selected"]) == set(full.outcome.selected)
            assert other["endowment"] == full.outcome.endowment
            times = other["seconds"] / seconds, other["seconds"] / (seconds + check)
            print(f"{'':36s} web tool {other['seconds']:.2f} s = {times[0]:,.1f} x ({times[1]:,.1f} x verified)")
        else:
            print(f"{'':36s} web tool: {other.get('error')}")
    if args.pabutools and (name == "Poland_Wieliczka_2023_Green_Budget" or (args.slow and "Praga" in name)):
        row["pabutools"] = beside_pabutools(args, path, "add1-multi", {"verified": seconds + check})
    return row


def measure_losers(data, report):
    """All losers' cost reduction, optimist-add and effective support; singleton-add."""
    election = opened(data / "Poland_Warszawa_2026.pb")
    options = equal_shares.Options()
    full = equal_shares.count_in_full(election, options)
    stakes, chosen = full.stakes, set(full.outcome.selected)
    seconds, found = timed(lambda: losses(stakes, full.raised.run.endowment, "cost", options.ties, chosen))
    places = [election.position[loss.project] for loss in found]
    newcomers, _ = timed(lambda: [fewest_new_at_shares(stakes, p, options.ties) for p in places])
    print(f"\nall {len(found)} losers of Warszawa 2026: {seconds:.2f} s, with new voters {seconds + newcomers:.2f} s")
    report["losers"] = {"from the record": seconds, "new voters": newcomers}


def measure_memory(data, report):
    """Peak memory of a whole count of the largest file, in a process of its own."""
    largest = max(data.glob("*.pb"), key=lambda path: path.stat().st_size)
    code = (
        "import resource, sys; sys.path.insert(0, sys.argv[2]);"
        "from voting.pabulib.reader import read; from voting.rules import count;"
        "from voting.rules.equal_shares import Options;"
        "count('equal-shares', read(sys.argv[1]), Options(completion='add1'));"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    for path in (largest, data / "Poland_Warszawa_2026.pb"):
        peak = int(subprocess.check_output([sys.executable, "-c", code, path, HERE.parent]).decode()) / 1024
        print(f"peak memory, Add1 and verification of {path.name}: {peak:.0f} MB")
        report[f"peak MB {path.stem}"] = peak


def resampled(text, voters, seed=1):
    """Return a file with so many voters drawn from this one, costs and budget scaled, a fifth of the choices replaced."""
    head, _, body = text.replace("\r\n", "\n").partition("\nVOTES\n")
    lines = body.strip("\n").split("\n")
    column = lines[0].split(";").index("vote")
    ballots = [line.split(";")[column].split(",") for line in lines[1:]]
    scale = Fraction(voters, len(ballots))
    rows, ids, in_projects = [], [], False
    for line in head.split("\n"):
        cells = line.split(";")
        if in_projects and len(cells) > 1 and cells[0] != "project_id":
            cells[1] = str(max(1, int(Fraction(cells[1]) * scale)))
            ids.append(cells[0])
        elif cells[0] == "budget":
            cells[1] = str(int(Fraction(cells[1]) * scale))
        elif cells[0] == "num_votes":
            cells[1] = str(voters)
        in_projects = in_projects or line == "PROJECTS"
        rows.append(";".join(cells))
    generator = np.random.default_rng(seed)
    drawn = generator.integers(0, len(ballots), voters)
    votes = []
    for voter, k in enumerate(drawn.tolist()):
        chosen = [p if generator.random() > 0.2 else ids[int(generator.integers(len(ids)))] for p in ballots[k]]
        votes.append(f"{voter};{','.join(dict.fromkeys(chosen))}")
    return "\n".join([*rows, "VOTES", "voter_id;vote", *votes, ""])


def measure_growth(data, svg, report):
    """Reading, grouping and Add1 from a thousand to a million voters."""
    text = (data / "Poland_Warszawa_2026.pb").read_text("utf-8")
    rows = []
    print(
        f"\n{'voters':>9s} {'distinct':>9s} {'read':>7s} {'one run':>8s} {'Add1':>8s} {'together':>8s} {'peak MB':>8s}"
    )
    for voters in (1_000, 10_000, 100_000, 1_000_000):
        path = Path(f"/tmp/counting-growth-{os.getpid()}.pb")
        path.write_text(resampled(text, voters), "utf-8")
        done = subprocess.check_output([sys.executable, __file__, str(path), "--one"])
        path.unlink()
        row = json.loads(done)
        rows.append({"voters": voters, **row})
        print(
            f"{voters:9,d} {row['distinct']:9,d} {row['read']:6.2f}s {row['run'] * 1e3:6.1f}ms {row['add1']:7.2f}s {row['read'] + row['add1']:7.2f}s {row['peak']:8.0f}"
        )
    report["growth"] = rows
    Path(svg).write_text(plot(rows), "utf-8")


def measure_one(path):
    """Measure one file in this process (for growth) and print JSON."""
    began = process_time()
    election = opened(path)
    read_after = process_time()
    stakes = stakes_of(election, utility("cost", election), TieOrder())
    endowment = Fraction(stakes.budget, stakes.total_weight)
    run, _ = timed(lambda: PurseRun(stakes, endowment).play())
    add1, full = timed(lambda: equal_shares.count_in_full(election, equal_shares.Options(completion="add1")), 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "distinct": election.ballots.groups,
                "read": read_after - began,
                "run": run,
                "add1": add1,
                "peak": peak,
                "k": full.raised.increments,
            }
        )
    )


def plot(rows):
    """Draw time and memory against voters, both axes logarithmic."""
    width, height, left, bottom = 640, 380, 70, 50
    series = [
        ("read and group, s", "read", "#256ef4"),
        ("Add1, s", "add1", "#d63d4a"),
        ("one certified run, s", "run", "#228738"),
        ("peak memory, GB", "peak_gb", "#8a5cf6"),
    ]
    rows = [{**row, "peak_gb": row["peak"] / 1024} for row in rows]
    low, high = -4, 2

    def x(voters):
        return left + (np.log10(voters) - 3) / 3 * (width - left - 150)

    def y(value):
        return height - bottom - (np.log10(max(value, 1e-4)) - low) / (high - low) * (height - bottom - 20)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
        "<title>Time and memory from a thousand to a million voters</title>",
    ]
    for power in range(low, high + 1):
        parts.append(
            f'<line x1="{left}" x2="{width - 150}" y1="{y(10.0**power):.1f}" y2="{y(10.0**power):.1f}" stroke="#ddd"/><text x="10" y="{y(10.0**power) + 4:.1f}">{10.0**power:g}</text>'
        )
    for voters in (1_000, 10_000, 100_000, 1_000_000):
        parts.append(f'<text x="{x(voters) - 20:.1f}" y="{height - 20}">{voters:,}</text>')
    for label, key, colour in series:
        points = " ".join(f"{x(row['voters']):.1f},{y(row[key]):.1f}" for row in rows)
        parts.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{points}"/><text x="{width - 145}" y="{y(rows[-1][key]) + 4:.1f}" fill="{colour}">{label}</text>'
        )
    return "".join([*parts, "</svg>"])


def main():
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pabutools")
    parser.add_argument("--web-tool")
    parser.add_argument("--slow", action="store_true", help="also pabutools' Add1 of Praga-Poludnie (many minutes)")
    parser.add_argument("--parts", default="single,add1,losers,memory", help="single, add1, losers, memory, growth")
    parser.add_argument("--growth", metavar="SVG", default="growth.svg", help="where growth draws its plot")
    parser.add_argument("--json", metavar="OUT")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        measure_one(args.data)
        return
    report = {}
    parts = {
        "single": lambda: measure_single(args.data, args, report),
        "add1": lambda: measure_add1(args.data, args, report),
        "losers": lambda: measure_losers(args.data, report),
        "memory": lambda: measure_memory(args.data, report),
        "growth": lambda: measure_growth(args.data, args.growth, report),
    }
    for part in args.parts.split(","):
        parts[part]()
    if args.json:
        Path(args.json).write_text(json.dumps(report, indent=1, default=str), "utf-8")


if __name__ == "__main__":
    main()
