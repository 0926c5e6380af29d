"""The citizens' assemblies of the demonstration: 2017 and 2018 with the recorded figures, and those of today."""

import random
from collections.abc import Callable

from app.accounts.models import Account
from app.demo.assembly import today, year2017, year2018
from app.demo.assembly.people import crowd

SEED = 521


def load(logins: dict[str, Account], say: Callable[[str], None]) -> None:
    """Load the assemblies; their citizens are those of the other parts of the demonstration."""
    rng = random.Random(SEED)  # noqa: S311 - a fixed seed is the point
    people = crowd(logins)
    say("  citizens' assemblies of 2017 and 2018")
    year2017.load(people, rng)
    year2018.load(people, rng)
    say("  the assembly of this year, whose vote is open")
    today.load(people, rng)
