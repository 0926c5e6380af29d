"""Before any letter goes out: how many to which stratum, and whether the answers could fill the panel.

1. Seats of a stratum by its targets; people wanted in the pool are a multiple of them.
2. Letters by the response expected there (``invitations.letters``).
3. Imagine the answers many times: draw the letters, let each person answer with the chance of her
   stratum, and ask whether some panel of those who answered keeps the targets.
4. Draw the letters by a public value: homes with equal chances within a stratum, one person of each.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np

from voting.sortition.errors import BadInput, Complaint
from voting.sortition.grouping import group
from voting.sortition.households import households
from voting.sortition.invitations import CONFIDENCE, Invited, invite, letters
from voting.sortition.matching import Matched, joint_values, match
from voting.sortition.pool import Pool, fold
from voting.sortition.problem import Floats, Ints
from voting.sortition.program import Program
from voting.sortition.progress import Progress, silent
from voting.sortition.public_number import PublicNumbers
from voting.sortition.targets import Target, by_feature, parts

IMAGINED = 200
SEED = 1  # of the imagined answers; the letters have a public one
SHOWN = 10
MOST_PER_SEAT = 1000


@dataclass(frozen=True)
class Stratum:
    """People who are invited together.

    Parameters
    ----------
    value
        Their value of the stratum's feature.
    seats
        The most seats that its target allows.
    wanted
        People wanted in the pool.
    response
        Share of letters expected to be answered.
    letters
        Letters that bring so many answers with the confidence asked for.
    """

    value: str
    seats: int
    wanted: int
    response: float
    letters: int


@dataclass(frozen=True)
class Outlook:
    """What imagined answers say: how many times, how often a panel exists, and which targets lack people."""

    times: int
    filled: int
    unknown: list[str]
    short: list[tuple[str, int]]

    @property
    def share(self) -> float:
        """How often a panel exists."""
        return self.filled / self.times


def plan_letters(
    targets: Sequence[Target],
    feature: str,
    responses: Mapping[str, float],
    per_seat: Fraction,
    confidence: float = CONFIDENCE,
) -> list[Stratum]:
    """Return the letters of each stratum, the values of one (perhaps joint) feature of the targets.

    Parameters
    ----------
    targets
        Of the panel.
    feature
        Feature that makes the strata.
    responses
        Expected response by value, 0 to 1.
    per_seat
        How many people the pool is to have for each seat.
    confidence
        Of each stratum by itself.

    Raises
    ------
    BadInput
        No target speaks of the feature, or a response is missing or is no share.
    """
    if not 0 < per_seat <= MOST_PER_SEAT:
        text = f"{float(per_seat):g} people for each seat make no pool."
        raise BadInput.of("per_seat", text, f"Give a number above nought, at most {MOST_PER_SEAT}.")
    groups = {fold(name): found for name, found in by_feature(targets).items()}
    if fold(feature) not in groups:
        known = ", ".join(by_feature(targets))
        raise BadInput.of("stratum", f"No target speaks of “{feature}”.", f"The features are: {known}.")
    by_value = {fold(value): response for value, response in responses.items()}
    found = []
    for target in groups[fold(feature)]:
        response = by_value.get(fold(target.value))
        if response is None:
            raise BadInput.of("response", f"No response is given for {target.label}.", "Give one for each stratum.")
        wanted = ceil(per_seat * target.most)
        found.append(Stratum(target.value, target.most, wanted, response, letters(wanted, response, confidence)))
    return found


@dataclass(frozen=True)
class Register:
    """Everybody who can be invited.

    Parameters
    ----------
    people
        The register.
    homes_s
        Per stratum, positions of the people of each home; who shares none is a home alone.
    targets
        The targets of features that the register knows; ``unknown`` are the other features.
    matched
        Everybody's values of those.
    """

    people: Pool
    homes_s: dict[str, list[list[int]]]
    targets: list[Target]
    unknown: list[str]
    matched: Matched


def read_register(
    people: Pool,
    targets: Sequence[Target],
    strata: Sequence[Stratum],
    feature: str,
    home: Sequence[str] = (),
    ages: Sequence[str] = (),
) -> Register:
    """Return the register with its people in strata and homes.

    Parameters
    ----------
    people, targets
        As read; a feature without a column in the register is known from the answers only.
    strata, feature
        See ``plan_letters``.
    home
        Columns that make an address.
    ages
        See ``matching.match``.

    Raises
    ------
    BadInput
        A value that no target names, a home in two strata, or a stratum with fewer homes than letters.
    """
    known = [t for t in targets if all(people.has_column(name) for name in parts(t.feature))]
    unknown = sorted({t.feature for t in targets} - {t.feature for t in known})
    if fold(feature) in map(fold, unknown):
        people.column(feature)
    matched = match(people, known, ages=ages)
    values = list(zip(*matched.values_fi, strict=True))
    home_i = households(people, home) if home else [-1] * len(people)
    homes_s: dict[str, dict[tuple[int, int], list[int]]] = {fold(stratum.value): {} for stratum in strata}
    stratum_of: dict[int, str] = {}
    complaints = []
    for i, number in enumerate(home_i):
        value = fold(joint_values(matched.features, values[i], feature))
        is_shared = number >= 0
        if value not in homes_s or (is_shared and stratum_of.setdefault(number, value) != value):
            complaints.append(_out_of_place(people, i, value, is_stratum=value in homes_s))
        else:
            homes_s[value].setdefault((number, -1) if is_shared else (-1, i), []).append(i)
    complaints += [] if complaints else _too_few(strata, homes_s)
    if complaints:
        raise BadInput(complaints[:SHOWN])
    homes = {stratum.value: list(homes_s[fold(stratum.value)].values()) for stratum in strata}
    return Register(people, homes, known, unknown, matched)


def _too_few(strata: Sequence[Stratum], homes_s: Mapping[str, Mapping[tuple[int, int], list[int]]]) -> list[Complaint]:
    return [
        Complaint(
            "homes",
            f"“{one.value}” needs {one.letters} letters but has {len(homes_s[fold(one.value)])} homes.",
            "Want fewer people for each seat, or find a way to more answers.",
            {"stratum": one.value, "letters": one.letters},
        )
        for one in strata
        if one.letters > len(homes_s[fold(one.value)])
    ]


def _out_of_place(people: Pool, i: int, value: str, *, is_stratum: bool) -> Complaint:
    where = f"{people.name}, row {people.line_of[i]}"
    if is_stratum:
        text = f"{where}: “{value}” is another stratum than that of the same home."
        return Complaint("home_in_two_strata", text, "Choose strata that a home shares, or invite without homes.")
    return Complaint("no_stratum", f"{where}: no target names “{value}”.", "Correct the cell, or leave the row out.")


def imagine(
    register: Register,
    strata: Sequence[Stratum],
    size: int,
    *,
    times: int = IMAGINED,
    progress: Progress = silent,
) -> Outlook:
    """Return how often imagined answers to these letters hold a panel that keeps the targets.

    Only targets of features that the register has can be asked; the others are named.
    """
    grouping = group(register.matched, register.targets, size)
    problem = grouping.problem
    program = Program(
        np.zeros(problem.n_types),
        np.zeros(problem.n_types),
        problem.count_t.astype(np.float64),
        problem.rows,
        problem.row_low,
        problem.row_high,
        integer=True,
    )
    type_i = np.zeros(len(register.people), dtype=np.int64)
    for t, members in enumerate(grouping.members_t):
        type_i[members] = t
    urns = [_Urn.of(register.homes_s[stratum.value], type_i) for stratum in strata]
    rng = np.random.default_rng(SEED)
    filled, short = 0, Counter[str]()
    for at in range(times):
        progress(f"{at} of {times} times imagined")
        pool_t = np.zeros(problem.n_types)
        for urn, stratum in zip(urns, strata, strict=True):
            pool_t += np.bincount(urn.answers(stratum, rng), minlength=problem.n_types)
        program.set_bounds(np.zeros(problem.n_types), pool_t)
        filled += program.solve() is not None
        people_c = problem.member_ct @ pool_t
        short.update(label for label, n, low in zip(problem.label_c, people_c, problem.low_c, strict=True) if n < low)
    return Outlook(times, filled, register.unknown, short.most_common())


@dataclass(frozen=True)
class _Urn:
    """Types of the people of each home of a stratum, one home after the other."""

    type_p: Ints
    first_h: Ints
    people_h: Floats

    @classmethod
    def of(cls, homes: Sequence[Sequence[int]], type_i: Ints) -> "_Urn":
        people_h = np.array([len(home) for home in homes], dtype=np.int64)
        first_h = np.cumsum(people_h) - people_h
        type_p = type_i[[i for home in homes for i in home]]
        return cls(type_p, first_h, people_h.astype(np.float64))

    def answers(self, stratum: Stratum, rng: np.random.Generator) -> Ints:
        """Return the types of those who answer: homes drawn, one person of each, who answers by chance."""
        answered = rng.binomial(stratum.letters, stratum.response)
        homes = rng.choice(len(self.first_h), answered, replace=False)
        person = np.floor(rng.random(answered) * self.people_h[homes]).astype(np.int64)
        return np.asarray(self.type_p[self.first_h[homes] + person], dtype=np.int64)


def draw_letters(
    register: Register, strata: Sequence[Stratum], numbers: PublicNumbers
) -> list[tuple[Stratum, Invited]]:
    """Return who gets a letter, stratum by stratum, and with what chance.

    Raises
    ------
    BadInput
        See ``invitations.invite``.
    """
    ids = register.people.ids
    found = []
    for stratum in strata:
        homes = {min(ids[i] for i in home): [ids[i] for i in home] for home in register.homes_s[stratum.value]}
        found += [(stratum, one) for one in invite(homes, stratum.letters, numbers)]
    return found
