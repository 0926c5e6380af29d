"""The methods by name."""

from collections.abc import Callable

from voting.sortition.leximin import leximin, maximin
from voting.sortition.lottery import Lottery
from voting.sortition.nash import nash
from voting.sortition.problem import Problem
from voting.sortition.progress import Progress
from voting.sortition.random_panels import random

METHODS: dict[str, Callable[[Problem, Progress], Lottery]] = {
    "leximin": leximin,
    "maximin": maximin,
    "nash": nash,
    "random": random,
}
