"""Decision rules that are published before the vote, and what they find.

- ``simple_majority``: the side with more votes, "even one vote" (Gwangju, metro line 2, 2018), with a quorum if there
  is one.
- ``majority_beyond_error``: the side ahead if the gap is larger than the error; if not, all surveys together (Shin-Kori
  5·6, 2017: "53 to 47 at an error of 3 points", Hankyung, 11 October 2017).
- ``best_by_mean``: the option with the highest mean on one scale, if it differs from the others (university admission,
  2018).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from voting.deliberation.errors import BadInput, need_length
from voting.deliberation.holm import holm
from voting.deliberation.paired_mean import PairedMean, paired_mean


class Rule(StrEnum):
    """The rules by name."""

    SIMPLE_MAJORITY = "simple_majority"
    BEYOND_ERROR = "majority_beyond_error"
    BEST_MEAN = "best_by_mean"


class Finding(StrEnum):
    """What a rule can find."""

    MAJORITY = "majority"
    TIE = "tie"
    NO_QUORUM = "no_quorum"
    BEYOND_ERROR = "beyond_error"
    COMBINED = "combined"
    COMBINE_WAVES = "combine_waves"
    BEST_OPTION = "best_option"
    NO_DIFFERENCE = "no_difference"


@dataclass(frozen=True)
class SideRow:
    """A side or option: votes (None where only shares are known) and share or mean."""

    name: str
    votes: int | None
    value: float


@dataclass(frozen=True)
class Wave:
    """One survey: its name and the share of each answer (0 to 1); undecided may be among them."""

    name: str
    shares: Mapping[str, float]


@dataclass(frozen=True)
class Decision:
    """The finding, the side it is for (None if none), the rows behind it and the numbers of its sentence.

    Parameters
    ----------
    facts
        Numbers by name: ``votes``, ``panel``, ``quorum``, ``lead``, ``absent``, ``gap``, ``error``, ``p_value``.
    absent_could_change
        Whether those who did not vote are as many as the lead.
    """

    rule: Rule
    finding: Finding
    winner: str | None
    rows: list[SideRow]
    facts: Mapping[str, float]
    absent_could_change: bool = False
    waves: tuple[Wave, ...] = ()


def simple_majority(
    votes: Mapping[str, int], *, panel: int, sides: Sequence[str] | None = None, quorum: Fraction | int = 0
) -> Decision:
    """Return the side with more votes than every other.

    Parameters
    ----------
    votes
        People by what they voted.
    panel
        Seats of the panel.
    sides
        The answers that can win, when others (abstentions) are among the votes. Shares are of all votes cast.
    quorum
        People who must vote: a number, or a part of the panel below or equal 1 as a ``Fraction``.

    Raises
    ------
    BadInput
        ``wrong_number``, ``unknown_answer``, ``more_votes_than_panel``, ``nobody`` (fewer than two sides).

    Examples
    --------
    >>> metro = simple_majority({"for": 191, "against": 52}, panel=250)
    >>> metro.winner, f"{metro.rows[0].value:.1%}", metro.absent_could_change
    ('for', '78.6%', False)
    """
    for name, count in votes.items():
        if count < 0:
            raise BadInput("wrong_number", what=name, value=count)
    names = list(sides or votes)
    if unknown := [name for name in names if name not in votes]:
        raise BadInput("unknown_answer", answers=", ".join(unknown))
    if len(names) < 2:
        raise BadInput("nobody")
    voted = sum(votes.values())
    if voted > panel:
        raise BadInput("more_votes_than_panel", votes=voted, panel=panel)
    needed = _quorum(quorum, panel)
    rows, lead = _ranked({name: votes[name] for name in names}, voted)
    facts = {"votes": voted, "panel": panel, "quorum": needed, "lead": lead, "absent": panel - voted}
    if voted < needed or not voted:
        return Decision(Rule.SIMPLE_MAJORITY, Finding.NO_QUORUM, None, rows, facts, True)
    close = lead <= panel - voted
    if not lead:
        return Decision(Rule.SIMPLE_MAJORITY, Finding.TIE, None, rows, facts, close)
    return Decision(Rule.SIMPLE_MAJORITY, Finding.MAJORITY, rows[0].name, rows, facts, close)


def majority_beyond_error(
    sides: tuple[str, str], waves: Sequence[Wave], margin: float, *, wave_weights: Sequence[float] | None = None
) -> Decision:
    """Return the side ahead in the last survey, or what all surveys say together when it is within the error.

    Parameters
    ----------
    sides
        The two answers that can win.
    waves
        All surveys in order; the last decides.
    margin
        Margin of error of a share in the last survey; the gap must be larger than twice that.
    wave_weights
        How much each survey counts when they are combined, if the rule published that. Without it the finding is
        ``combine_waves`` and the committee writes what the surveys say together.

    Raises
    ------
    BadInput
        ``nobody``, ``wrong_number``, ``different_lengths``.

    Examples
    --------
    >>> decision = majority_beyond_error(("resume", "stop"), [Wave("4", {"resume": 0.595, "stop": 0.405})], 0.036)
    >>> decision.finding.value, decision.winner
    ('beyond_error', 'resume')
    """
    if not waves:
        raise BadInput("nobody")
    if not 0 <= margin < 1:
        raise BadInput("wrong_number", what="margin", value=margin)
    last = {side: waves[-1].shares.get(side, 0.0) for side in sides}
    rows, gap = _ranked_shares(last)
    facts = {"gap": gap, "error": 2 * margin}
    # A gap that equals the error is within it: only a larger one is clear.
    if gap > 2 * margin + 1e-12:
        return Decision(Rule.BEYOND_ERROR, Finding.BEYOND_ERROR, rows[0].name, rows, facts, waves=tuple(waves))
    if wave_weights is None:
        return Decision(Rule.BEYOND_ERROR, Finding.COMBINE_WAVES, None, rows, facts, waves=tuple(waves))
    need_length("wave_weights", wave_weights, len(waves))
    if not sum(wave_weights) > 0 or min(wave_weights) < 0:
        raise BadInput("wrong_number", what="wave_weights", value=list(wave_weights))
    combined = {
        side: sum(w * wave.shares.get(side, 0.0) for w, wave in zip(wave_weights, waves, strict=True))
        / sum(wave_weights)
        for side in sides
    }
    rows, gap = _ranked_shares(combined)
    finding, winner = (Finding.COMBINED, rows[0].name) if gap > 1e-12 else (Finding.TIE, None)
    return Decision(Rule.BEYOND_ERROR, finding, winner, rows, {**facts, "combined_gap": gap}, waves=tuple(waves))


def best_by_mean(scores: Mapping[str, Sequence[float | None]], *, level: float = 0.05) -> Decision:
    """Return the option with the highest mean if it differs from every other, by paired tests with Holm's correction.

    Parameters
    ----------
    scores
        Each option's score by every person, people in the same order; None where one did not answer.

    Raises
    ------
    BadInput
        ``nobody`` (fewer than two options), ``different_lengths``, ``too_few_people``.
    """
    if len(scores) < 2:
        raise BadInput("nobody")
    means = {name: _mean(column) for name, column in scores.items()}
    order = sorted(means, key=lambda name: -means[name])
    against: list[PairedMean] = [paired_mean(scores[name], scores[order[0]]) for name in order[1:]]
    largest = max(holm([found.test.p_value for found in against]))
    rows = [SideRow(name, None, means[name]) for name in order]
    facts = {"gap": means[order[0]] - means[order[1]], "p_value": largest, "level": level}
    if largest < level:
        return Decision(Rule.BEST_MEAN, Finding.BEST_OPTION, order[0], rows, facts)
    return Decision(Rule.BEST_MEAN, Finding.NO_DIFFERENCE, None, rows, facts)


def _quorum(quorum: Fraction | int, panel: int) -> int:
    """Return the people needed; a part of the panel is rounded up."""
    needed = ceil(quorum * panel) if isinstance(quorum, Fraction) and quorum <= 1 else ceil(quorum)
    if not 0 <= needed <= panel:
        raise BadInput("wrong_number", what="quorum", value=quorum)
    return needed


def _ranked(votes: Mapping[str, int], voted: int) -> tuple[list[SideRow], int]:
    order = sorted(votes, key=lambda name: -votes[name])
    rows = [SideRow(name, votes[name], votes[name] / voted if voted else 0.0) for name in order]
    return rows, votes[order[0]] - votes[order[1]]


def _ranked_shares(shares: Mapping[str, float]) -> tuple[list[SideRow], float]:
    for name, share in shares.items():
        if not 0 <= share <= 1:
            raise BadInput("wrong_number", what=name, value=share)
    first, second = sorted(shares, key=lambda name: -shares[name])
    return [SideRow(first, None, shares[first]), SideRow(second, None, shares[second])], shares[first] - shares[second]


def _mean(column: Sequence[float | None]) -> float:
    given = [value for value in column if value is not None]
    if not given:
        raise BadInput("nobody")
    return sum(given) / len(given)
