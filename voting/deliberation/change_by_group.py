"""Change of opinion by group: sex, age, district, first stance. Small groups are not shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voting.deliberation.errors import BadInput
from voting.deliberation.suppression import LEAST, shown_groups
from voting.deliberation.transitions import AnswerChange, Answers, transition_table


@dataclass(frozen=True)
class GroupChange:
    """A group's people who answered both times and how their shares moved; a group not shown has no figures."""

    group: str
    shown: bool
    people: int | None
    changes: list[AnswerChange]
    changed_share: float | None


def change_by_group(
    before: Answers,
    after: Answers,
    groups: Mapping[str, str],
    *,
    order: Sequence[str],
    weights: Mapping[str, float] | None = None,
    least: int = LEAST,
) -> list[GroupChange]:
    """Return the change of each group, groups in the order of their names.

    Parameters
    ----------
    groups
        Each person's group. Who has none is left out.
    order
        All answers, in the order to show.
    least
        Fewest people of a group that is shown (see ``suppression``).

    Raises
    ------
    BadInput
        As of ``transition_table``; ``not_paired`` if nobody with a group answered both times.
    """
    paired = [person for person in before if before[person] and after.get(person)]
    sizes: dict[str, int] = {}
    for person in paired:
        if group := groups.get(person):
            sizes[group] = sizes.get(group, 0) + 1
    if not sizes:
        raise BadInput("not_paired")
    shown = shown_groups(sizes, least)
    found = []
    for group in sorted(sizes):
        if group not in shown:
            found.append(GroupChange(group, False, None, [], None))
            continue
        own = [person for person in paired if groups.get(person) == group]
        table = transition_table(
            {person: before[person] for person in own},
            {person: after[person] for person in own},
            order=order,
            weights=weights,
        )
        found.append(GroupChange(group, True, table.people, table.changes, table.changed_share))
    return found
