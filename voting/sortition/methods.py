"""The methods by name."""

from collections.abc import Callable

from voting.sortition.leximin import Progress, leximin, maximin
from voting.sortition.lottery import Lottery
from voting.sortition.problem import Problem

METHODS: dict[str, Callable[[Problem, Progress], Lottery]] = {
    "leximin": leximin,
    "maximin": maximin,
}
