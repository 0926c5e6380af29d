"""Time pabutools (exact fractions, ties by string order of ids) on one election; run by an interpreter that has it.

usage: peer_pabutools.py FILE (equal-shares|equal-shares-multi|add1|phragmen|greedy)
"""

import json
import sys
from time import process_time

import pabutools.fractions
from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.rules import (
    greedy_utilitarian_welfare,
    method_of_equal_shares,
    sequential_phragmen,
)

pabutools.fractions.FRACTION = "gmpy2"
path, task = sys.argv[1:3]
began = process_time()
instance, profile = parse_pabulib(path)
if task.endswith("multi"):
    profile = profile.as_multiprofile()
read = process_time()
if task.startswith("equal-shares"):
    outcome = method_of_equal_shares(instance, profile, sat_class=Cost_Sat)
elif task.startswith("add1"):
    # The way its documentation recommends: endowments raised by 1 inside the rule.
    outcome = method_of_equal_shares(instance, profile, sat_class=Cost_Sat, voter_budget_increment=1)
elif task == "phragmen":
    outcome = sequential_phragmen(instance, profile)
else:
    outcome = greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat)
counted = process_time()
print(json.dumps({"seconds": counted - read, "seconds_read": read - began, "selected": [p.name for p in outcome]}))
