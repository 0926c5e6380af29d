"""Pools and problems for the stories."""

from pathlib import Path

from voting.sortition.grouping import group
from voting.sortition.matching import match
from voting.sortition.pool import Pool, read_pool
from voting.sortition.targets import Target, read_targets

DATA = Path(__file__).parents[2] / "data" / "sortition"
SIZES = {"synthetic_193_91": 91, "synthetic_500_50": 50, "synthetic_2500": 250, "shape_mass_24": 24, "shape_hd_30": 30}


def a_pool(people):
    """Return a pool of people given as dicts of features."""
    names = list(people[0]) if people else []
    columns = {name: [person[name] for person in people] for name in names}
    return Pool([f"p{i}" for i in range(len(people))], columns, list(range(2, len(people) + 2)))


def a_grouping(people, targets, size, homes=None):
    """Return the grouping of people (dicts) under targets (feature, value, low, high)."""
    rows = [Target(*target) for target in targets]
    return group(match(a_pool(people), rows), rows, size, homes)


def chances_by_person(grouping, lottery):
    """Return everybody's chance as floats, in the order of the pool."""
    found = {}
    for members, chance in zip(grouping.members_t, lottery.chance_t, strict=True):
        found |= dict.fromkeys(members, float(chance))
    return [found[i] for i in range(len(found))]


def folder(name):
    """Return pool file, targets file and size of a data set."""
    return DATA / name / "respondents.csv", DATA / name / "categories.csv", SIZES[name]


def a_data_set(name):
    """Return pool, targets and size of a data set."""
    pool, targets, size = folder(name)
    return read_pool(pool), read_targets(targets, size), size
