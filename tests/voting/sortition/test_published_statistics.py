"""Statistics published with "Fair algorithms for selecting citizens' assemblies", Nature 596 (2021)."""

import pytest

from tests.voting.sortition.builders import a_data_set, a_pool
from voting.sortition.methods import METHODS
from voting.sortition.preparation import Request, select
from voting.sortition.progress import silent
from voting.sortition.targets import Target, by_feature

# The authors' two made-up instances: liberal women, conservative men, and one woman who is conservative;
# each value of both features has at least half the seats less one. Published: LEXIMIN's smallest chance 10.0 %
# and Gini 0.0 %; for their greedy LEGACY algorithm an upper confidence bound (99 %) on the smallest chance.
EXAMPLES = {"example_small": (100, 20, 0.0121), "example_large": (1000, 200, 0.0025)}


CASES = [EXAMPLES["example_small"], pytest.param(*EXAMPLES["example_large"], marks=pytest.mark.slow)]


def an_example(half, size):
    people = [{"gender": "female", "leaning": "liberal"}] * (half - 1)
    people += [{"gender": "female", "leaning": "conservative"}] + [{"gender": "male", "leaning": "conservative"}] * half
    values = [("gender", "female"), ("gender", "male"), ("leaning", "liberal"), ("leaning", "conservative")]
    targets = [Target(feature, value, size // 2 - 1, size) for feature, value in values]
    return select(a_pool(people), targets, Request(size)).grouping.problem


@pytest.mark.parametrize(("half", "size", "greedy_bound"), CASES, ids=list(EXAMPLES))
def test_leximin_gives_everybody_the_published_tenth_where_greedy_selection_forgets_one_woman(half, size, greedy_bound):
    problem = an_example(half, size)
    fair = METHODS["leximin"](problem, silent)
    assert float(fair.min_chance) == pytest.approx(0.100, abs=5e-7)
    assert fair.gini == pytest.approx(0.0, abs=5e-4)
    assert 0 <= fair.gap < 1e-6
    plain = METHODS["random"](problem, silent)
    assert 0 <= float(plain.min_chance) <= greedy_bound


# Published table: pool, panel, quota categories, mean chance in percent.
SHAPES = {"shape_mass_24": (70, 24, 5, 34.3), "shape_hd_30": (239, 30, 7, 12.6)}


@pytest.mark.parametrize(("name", "published"), list(SHAPES.items()), ids=list(SHAPES))
def test_pools_in_the_shape_of_real_ones_have_the_published_sizes(name, published):
    pool, targets, size = a_data_set(name)
    assert (len(pool), size, len(by_feature(targets))) == published[:3]
    assert round(100 * size / len(pool), 1) == published[3]
