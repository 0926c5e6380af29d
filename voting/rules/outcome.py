"""What a rule hands back: who is chosen, and the record that shows why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from fractions import Fraction
from typing import Any

from voting.ballots.project import Amount
from voting.rules.ties import Tie


@dataclass(frozen=True)
class Missed:
    """A project that was not chosen, and the reason.

    Attributes
    ----------
    project : str
    reason : str
        A code: ``below_threshold``, ``below_minimum_share``, ``no_votes``, ``over_budget``, ``over_ceiling``,
        ``incompatible``, ``after_stop``, ``below_place``, ``unaffordable`` (its supporters' money was not enough),
        ``no_quorum``, ``no_majority``, ``not_optimal``.
    detail : Mapping
        Numbers that the reason names: needed, votes, cost, left, label, with.
    """

    project: str
    reason: str
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """The result of a count.

    Attributes
    ----------
    rule : str
        Its name in ``voting.rules.RULES``.
    options : Mapping
        Every option that was used, by name.
    selected : tuple of str
        Ids, in order of selection.
    cost, budget : int or Fraction
        Currency units.
    rounds : tuple
        One record a round, frozen dataclasses of the rule.
    ties : tuple of Tie
        Every tie that was met.
    missed : tuple of Missed
        Every project that was not chosen and why.
    endowment : Fraction or None
        Money of one ballot of weight 1 at the end, for rules that give money to voters.
    increments : int or None
        By how many steps the endowment was raised.
    verified : str or None
        The independent exact path that confirmed this outcome.
    """

    rule: str
    options: Mapping[str, object]
    selected: tuple[str, ...]
    cost: Amount
    budget: Amount
    rounds: tuple[Any, ...] = ()
    ties: tuple[Tie, ...] = ()
    missed: tuple[Missed, ...] = ()
    endowment: Fraction | None = None
    increments: int | None = None
    verified: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the outcome as JSON knows it; fractions that are not whole become strings like ``"1/3"``."""
        plain: dict[str, Any] = to_plain(self)
        plain["endowment"] = None if self.endowment is None else str(self.endowment)
        return plain


def confirm(outcome: Outcome, rounds: Sequence[object], ties: Sequence[Tie]) -> None:
    """Compare an outcome with the rounds and ties that another path found.

    Raises
    ------
    RuntimeError
        They differ, which is a fault of the program and no result may be given.
    """
    named = tuple(bought.project for bought in outcome.rounds)
    if list(outcome.rounds) != list(rounds) or list(outcome.ties) != list(ties) or named != outcome.selected:
        raise differs()


def differs() -> RuntimeError:
    """Return the error for two counts that differ: a fault of the program, so that no result may be given."""
    return RuntimeError("two exact counts of the same election differ: this is a fault of the program, report it")


def to_plain(value: Any) -> Any:
    """Turn dataclasses, tuples and fractions into what ``json.dumps`` takes."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_plain(item) for item in value]
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    return value
