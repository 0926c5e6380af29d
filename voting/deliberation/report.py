"""Everything about how opinion moved, in one result: shares with margins, table, flows, groups, tests, decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.deliberation.change_by_group import GroupChange, change_by_group
from voting.deliberation.change_test import ChangeTest
from voting.deliberation.decision import Decision, simple_majority
from voting.deliberation.flow_picture import FlowPicture, flow_picture
from voting.deliberation.marginal_homogeneity import bowker, stuart_maxwell
from voting.deliberation.mcnemar import mcnemar_exact, moves
from voting.deliberation.shares import Shares, shares
from voting.deliberation.suppression import LEAST
from voting.deliberation.transitions import Answers, Transitions, transition_table


@dataclass(frozen=True)
class AnswerTest:
    """People who left an answer, who came to it, and McNemar's exact test of the two."""

    answer: str
    left: int
    came: int
    test: ChangeTest


@dataclass(frozen=True)
class ChangeReport:
    """How opinion moved between two surveys of the same people.

    ``before`` and ``after`` hold everybody who answered that survey, ``transitions`` those who answered both.
    ``decision`` is by simple majority of the second survey, where sides were named.
    """

    before: Shares
    after: Shares
    transitions: Transitions
    flows: FlowPicture
    by_group: dict[str, list[GroupChange]]
    whole_table: list[ChangeTest]
    by_answer: list[AnswerTest]
    decision: Decision | None


def change_report(
    before: Answers,
    after: Answers,
    *,
    order: Sequence[str],
    groups: Mapping[str, Mapping[str, str]] | None = None,
    weights: Mapping[str, float] | None = None,
    least: int = LEAST,
    sides: Sequence[str] | None = None,
    panel: int | None = None,
    quorum: Fraction | int = 0,
) -> ChangeReport:
    """Return the report of two surveys.

    Parameters
    ----------
    before, after
        Answer by person, as for ``transition_table``.
    order
        All answers, in the order to show.
    groups
        For each feature (sex, age), the group of each person.
    weights
        Weight by person, for the shares; tests and the decision count people.
    sides
        Answers of the second survey that can win; no decision when not given.
    panel
        Seats; everybody of the first survey when not given.

    Raises
    ------
    BadInput
        As of the parts.
    """
    table = transition_table(before, after, order=order, weights=weights)
    by_group = {
        feature: change_by_group(before, after, of, order=order, weights=weights, least=least)
        for feature, of in (groups or {}).items()
    }
    by_answer = [
        AnswerTest(answer, left, came, mcnemar_exact(left, came))
        for answer in order
        for left, came in [moves(table, answer)]
    ]
    decision = None
    if sides is not None:
        votes = {answer: sum(given == answer for given in after.values()) for answer in order}
        decision = simple_majority(votes, panel=panel or len(before), sides=sides, quorum=quorum)
    return ChangeReport(
        _shares(before, order, weights),
        _shares(after, order, weights),
        table,
        flow_picture(table),
        by_group,
        [stuart_maxwell(table.counts), bowker(table.counts)],
        by_answer,
        decision,
    )


def _shares(answers: Answers, order: Sequence[str], weights: Mapping[str, float] | None) -> Shares:
    own = None if weights is None else [weights.get(person, 0.0) for person in answers]
    return shares(list(answers.values()), own, order=order)
