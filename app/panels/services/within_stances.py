"""Targets that keep sexes, ages and districts in their place within each stance: else the young could be nearly all on one side.

Who holds which stance differs by age and district, so the seats of a cell are not simply stance times age. The people who
can be drawn are raked to the seats of every stance, sex, age and district; what a cell of two then weighs, to the nearest
whole seats, is its target. As the raked pool itself keeps all of them together, they seldom contradict each other.
"""

from collections import Counter
from collections.abc import Sequence
from math import ceil, floor

from app.draws.services.preparing import PoolRow, TargetRow
from app.panels.services.population import STANCE
from voting.deliberation.errors import BadInput
from voting.deliberation.raking import rake
from voting.sortition.targets import JOINT

WHY = (
    "의견마다 성별, 나이, 사는 구의 구성이 뽑힐 수 있는 사람들의 구성과 같도록",
    "So that sexes, ages and districts are within each stance as among those who can be drawn",
)
EXACT = 6  # digits after the point that raking keeps


def joint_targets(rows: Sequence[TargetRow], pool: Sequence[PoolRow], seats: int) -> list[TargetRow]:
    """Return a target for each stance with each sex, age and district; none where the pool cannot meet ``rows`` as they are."""
    seats_of: dict[str, dict[str, TargetRow]] = {}
    for row in rows:
        seats_of.setdefault(row.feature, {})[row.value] = row
    people = [
        one.answers
        for one in pool
        if one.excluded_code is None and all(one.answers.get(code) in values for code, values in seats_of.items())
    ]
    columns = {code: [answers[code] for answers in people] for code in seats_of}
    margins = {code: {value: float(row.least) for value, row in values.items()} for code, values in seats_of.items()}
    try:
        raking = rake(columns, margins, total=seats)
    except BadInput:
        return []
    if not raking.converged:
        return []
    weights: Counter[tuple[str, str, str]] = Counter()
    for answers, weight in zip(people, raking.weight_i.tolist(), strict=True):
        for code in seats_of:
            weights[answers[STANCE], code, answers[code]] += weight
    return [
        _together(stance, row, round(weights[stance.value, row.feature, row.value], EXACT))
        for stance in seats_of[STANCE].values()
        for row in rows
        if row.feature != STANCE
    ]


def _together(stance: TargetRow, other: TargetRow, exact: float) -> TargetRow:
    least, most = floor(exact), ceil(exact)
    return TargetRow(
        f"{stance.feature}{JOINT}{other.feature}", f"{stance.value}{JOINT}{other.value}",
        f"{stance.name_ko}, {other.name_ko}", f"{stance.name_en}, {other.name_en}", least, most,
        least_flex=max(least - 1, 0), most_flex=most + 1, why_ko=WHY[0], why_en=WHY[1],
    )  # fmt: skip
