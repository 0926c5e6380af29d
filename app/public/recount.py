"""Recompute a year's totals from the downloaded table of amounts. Needs nothing but Python:

python recount.py amounts.csv 2019
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path


def amounts_of(path, cycle):
    """Return, for each proposal of a year, the amount that counts of each stage."""
    found = defaultdict(dict)
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["cycle"] == cycle and row["counts"] == "yes":
                found[row["number"]][row["stage"]] = int(row["amount_won"])
    return found


def totals(proposals):
    """Add up what was chosen, what the council changed and cut, what was carried out."""
    result = dict.fromkeys(("proposals", "selected", "selected_won", "touched", "before_won", "cut_won"), 0)
    result.update(executed=0, executed_won=0, proposals=len(proposals))
    for amounts in proposals.values():
        if "voted" in amounts:
            result["selected"] += 1
            result["selected_won"] += amounts["voted"]
        before = amounts.get("bill", amounts.get("voted"))
        council = [amounts[stage] for stage in ("standing", "budget_cmte", "plenary") if stage in amounts]
        if any(amount != before for amount in council):
            result["touched"] += 1
            result["before_won"] += before
            result["cut_won"] += max(0, before - council[-1])
        if amounts.get("executed", 0) > 0:
            result["executed"] += 1
            result["executed_won"] += amounts["executed"]
    return result


if __name__ == "__main__":
    for name, value in totals(amounts_of(*sys.argv[1:3])).items():
        sys.stdout.write(f"{name:14} {value:>16,}\n")
