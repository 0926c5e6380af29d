"""The Method of Equal Shares.

Every ballot gets an equal share of the budget. A project is bought when its supporters can pay it out of their own money,
sharing its cost as evenly as they can:

1. Each ballot has the endowment e: the budget over the ballots, or that rounded down to whole currency units.
2. A project c is affordable at rho if its supporters, each paying at most rho times the utility they get from c and at
   most what they have left, pay its cost together.
3. Buy the project with the least rho: the most utility for what its supporters pay. With the utility *cost* that is the
   project with most votes, counting for less those supporters whose money is nearly spent. Equal ones by the tie order.
4. Repeat until nobody can afford anything.
5. What is left is spent by a completion: none, greedy, Add1, Add1U, or epsilon.

D. Peters, G. Pierczynski, P. Skowron, *Proportional Participatory Budgeting with Additive Utilities*, NeurIPS 2021
(arXiv 2008.13276), section 3; https://equalshares.net for the completions as cities use them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.ballots.limits import Limits, Room
from voting.rules.add1 import Add1, Raised, Verdict, run_of_classes
from voting.rules.certificate import Claim, Unproved, fault, prove
from voting.rules.classes import run_by_classes
from voting.rules.completions import complete
from voting.rules.ledger import Undecided
from voting.rules.outcome import Missed, Outcome
from voting.rules.purses import PurseRun, exact_ledger
from voting.rules.run import Run
from voting.rules.stakes import Stakes, stakes_of
from voting.rules.ties import Tie, TieOrder
from voting.rules.utilities import utility

COMPLETIONS = ("none", "greedy", "add1", "add1u", "eps")
RAISING = ("add1", "add1u")
STARTS = ("exact", "floor")
LEAST_INCREMENT = Fraction(1, 10**6)
EXHAUSTIVE = ("all", "supported", "no")


@dataclass(frozen=True)
class Options:
    """Options of the rule.

    Attributes
    ----------
    utility : str
        A name in ``voting.rules.utilities.UTILITIES``.
    completion : {"none", "greedy", "add1", "add1u", "eps"}
    start : {"exact", "floor"}, optional
        Budget over ballots, or that rounded down; default: ``floor`` for Add1 and Add1U, whose steps are whole currency
        units, else ``exact``.
    exhaustive : {"all", "supported", "no"}
        When Add1 stops before it would overspend: as soon as no project, or no supported project, fits what is left; or
        not before.
    increment : Fraction, optional
        One step of Add1 in currency units for a ballot of weight 1; default 1, or the share of one unit that an average
        ballot gets when electorates are weighted.
    ties : TieOrder
    """

    utility: str = "cost"
    completion: str = "none"
    start: str | None = None
    exhaustive: str = "all"
    increment: Fraction | None = None
    ties: TieOrder = field(default_factory=lambda: TieOrder(("min-cost", "max-votes", "file")))

    def __post_init__(self) -> None:
        """Refuse values that are not known."""
        for name, known in (("completion", COMPLETIONS), ("exhaustive", EXHAUSTIVE)):
            if getattr(self, name) not in known:
                raise BadInput("unknown_option", option=name, value=getattr(self, name), known=", ".join(known))
        if self.start not in (None, *STARTS):
            raise BadInput("unknown_option", option="start", value=self.start, known=", ".join(STARTS))
        # Finer steps tell nothing apart that is paid in money, and would be counted for ever.
        if self.increment is not None and self.increment < LEAST_INCREMENT:
            least = f"any number from {LEAST_INCREMENT} on"
            raise BadInput("unknown_option", option="increment", value=self.increment, known=least)

    @property
    def starts_at(self) -> str:
        """Return the start that is used."""
        return self.start or ("floor" if self.completion in RAISING else "exact")


@dataclass(frozen=True)
class EqualSharesRound:
    """One purchase.

    Attributes
    ----------
    project : str
    step : str
        ``shares``, or the completion that chose it: ``greedy``, ``eps``.
    price : Fraction or None
        The most that a supporter paid (with points: for one point), in currency units; exact.
    rho : Fraction or None
        Price over utility: the least of the round.
    paid_in_full, gave_the_rest : int or None
        Weight of the supporters who paid the price, and of those who had less and gave it all.
    """

    project: str
    step: str
    price: Fraction | None
    rho: Fraction | None
    paid_in_full: int | None
    gave_the_rest: int | None


@dataclass(frozen=True, eq=False)
class Count:
    """All that a count leaves behind, for explanations: the outcome and the runs it stands on."""

    outcome: Outcome
    stakes: Stakes
    raised: Raised


def count(election: Election, options: Options = Options(), progress: Callable[[int], None] | None = None) -> Outcome:
    """Count by equal shares.

    Parameters
    ----------
    election : Election
        Any ballots that the utility can read.
    options : Options
    progress : callable, optional
        Told the step that Add1 has reached.

    Returns
    -------
    Outcome
        Every decision is proved (``purses``), prices are exact (``ledger``); ``verify`` counts again by classes.

    Raises
    ------
    BadInput

    Examples
    --------
    >>> from voting.ballots import Election, Limits, Project, from_lists
    >>> projects = (Project("park", 60), Project("road", 60), Project("hall", 30))
    >>> ballots = from_lists("approval", [[0, 1], [0, 1], [0, 1], [2]], weights=[2, 2, 2, 4])
    >>> count(Election(projects, Limits(100), ballots)).selected
    ('park', 'hall')
    """
    return count_in_full(election, options, progress).outcome


def count_in_full(
    election: Election, options: Options = Options(), progress: Callable[[int], None] | None = None
) -> Count:
    """Count, and keep the runs for explanations."""
    stakes = stakes_of(election, utility(options.utility, election), options.ties)
    start, increment = _start(stakes, options)
    if options.completion in RAISING and stakes.total_weight:
        raised = Add1(stakes, start, increment, _verdict(stakes, options), on_progress=progress).find()
    else:
        raised = Raised(0, run_at(stakes, start), over=False, runs=1, by_classes=0)
    rounds, ties = _record(stakes, raised.run)
    completed = complete(options.completion, stakes, raised.run.endowment, [r.project for r in rounds], options.ties)
    rounds += [EqualSharesRound(project, step, price, None, None, None) for project, step, price in completed]
    return Count(_outcome(stakes, raised, options, rounds, ties), stakes, raised)


def verify(election: Election, options: Options, outcome: Outcome) -> str:
    """Prove order, exact prices and ties of the final count from the prices alone (``certificate``).

    When Add1 stopped because its next step would overspend, that step is counted and proved too. Returns how it was verified.

    Raises
    ------
    RuntimeError
        The count does not hold.
    """
    stakes = stakes_of(election, utility(options.utility, election), options.ties)
    endowment = (outcome.endowment or Fraction(0)) * stakes.money_scale
    rounds = [r for r in outcome.rounds if r.step == "shares"]
    if [r.project for r in rounds[: len(stakes.free)]] != [election.projects[p].id for p in stakes.free]:
        raise fault("what costs nothing comes first")
    position = election.position
    paid = rounds[len(stakes.free) :]
    ties: list[tuple[int, ...]] = [()] * len(paid)
    if tuple(r.project for r in outcome.rounds) != outcome.selected:
        raise fault("the record names others than those selected")
    for tie in outcome.ties:
        if not 1 <= tie.round <= len(ties):
            raise fault("a tie belongs to no round")
        ties[tie.round - 1] = tuple(position[project] for project in tie.projects)
    claim = Claim([position[r.project] for r in paid], [r.price * stakes.money_scale for r in paid], ties)
    how = _proved(stakes, endowment, claim)
    if options.completion in RAISING and stakes.total_weight:
        verdict = _verdict(stakes, options)
        after = endowment + _start(stakes, options)[1]
        if verdict(list(claim.sequence)) == "more":
            run = run_at(stakes, after)
            _proved(stakes, after, _claim(stakes, run))
            if verdict(run.sequence) != "over":
                raise fault("Add1 stopped too early")
    return how


def _claim(stakes: Stakes, run: Run) -> Claim:
    """Return what a run claims."""
    if run.by_classes is not None:
        return Claim(run.by_classes.sequence, run.by_classes.prices, run.by_classes.ties)
    return Claim(run.sequence, exact_ledger(stakes, run).prices(), [bought.tied for bought in run.purchases])


def _proved(stakes: Stakes, endowment: Fraction, claim: Claim) -> str:
    """Prove a claim by its prices; where that would be too long, count once more by classes."""
    try:
        prove(stakes, endowment, claim)
    except Unproved:
        found = run_by_classes(stakes, endowment)
        if (found.sequence, found.prices, found.ties) != (list(claim.sequence), list(claim.prices), list(claim.ties)):
            raise fault("counted by classes of equal purses it differs") from None
        return "counted again by classes of equal purses, in fractions"
    return "proved round by round from the exact prices"


def run_at(stakes: Stakes, endowment: Fraction, *, until: int | None = None) -> Run:
    """Count at one endowment (scaled currency), by classes if brackets leave something open.

    With ``until`` the count may end as soon as it is certain whether that project is bought.
    """
    try:
        return PurseRun(stakes, endowment, until=until).play()
    except Undecided:
        return run_of_classes(stakes, endowment)


def _start(stakes: Stakes, options: Options) -> tuple[Fraction, Fraction]:
    """Return start and increment in the scaled currency."""
    weight = stakes.total_weight
    if weight == 0:
        return Fraction(0), Fraction(1)
    voters = stakes.election.ballots.voters
    step = options.increment
    if step is None:
        step = Fraction(1) if weight == voters else Fraction(voters, weight)
    step *= stakes.money_scale
    exact = Fraction(stakes.budget, weight)
    return (exact // step * step if options.starts_at == "floor" else exact), step


def _verdict(stakes: Stakes, options: Options) -> Verdict:
    """Return the test by which Add1 stops: ``over``, ``done`` or ``more``."""
    supported = {p for p, weight in enumerate(stakes.weight_p) if weight > 0}
    asked = set(range(len(stakes.cost_p))) if options.exhaustive == "all" else supported
    projects, limits = stakes.election.projects, stakes.election.limits
    restricted = bool(limits.ceilings or limits.incompatible)

    def verdict(sequence: list[int]) -> str:
        left = stakes.budget - sum(stakes.cost_p[p] for p in sequence)
        if left < 0:
            return "over"
        chosen = {*stakes.free, *sequence}
        barred: set[int] = set()
        if restricted:
            room = Room(Limits(sum((p.cost for p in projects), start=0), limits.ceilings, limits.incompatible))
            for p in chosen:
                room.take(projects[p])
            barred = {p for p in range(len(projects)) if p not in chosen and room.obstacle(projects[p])}
        # What can never be bought must not keep the raising going: it would not end.
        if not set(stakes.buyable) - chosen - barred:
            return "done"
        if options.exhaustive == "no":
            return "more"
        return "more" if any(stakes.cost_p[p] <= left for p in asked - chosen - barred) else "done"

    return verdict


def _record(stakes: Stakes, run: Run) -> tuple[list[EqualSharesRound], tuple[Tie, ...]]:
    """Return one record a purchase, with exact prices, and the ties met."""
    claim = _claim(stakes, run)
    payers: list[tuple[int, int] | None] = [None] * len(claim.prices)
    if run.by_classes is None:
        payers = [
            (int(weights @ bought.rich_s), int(weights @ bought.emptied_s))
            for bought in run.purchases
            for weights in (stakes.weights_p[bought.project],)
        ]
    ids = [project.id for project in stakes.election.projects]
    rounds = [EqualSharesRound(ids[p], "shares", Fraction(0), None, None, None) for p in stakes.free]
    rounds += [
        EqualSharesRound(
            project=ids[p],
            step="shares",
            price=price / stakes.money_scale,
            rho=price / stakes.utility_p[p] / stakes.money_scale,
            paid_in_full=paid and paid[0],
            gave_the_rest=paid and paid[1],
        )
        for p, price, paid in zip(claim.sequence, claim.prices, payers, strict=True)
    ]
    ties = tuple(Tie(t, tuple(ids[p] for p in equal)) for t, equal in enumerate(claim.ties, 1) if equal)
    return rounds, ties


def _outcome(
    stakes: Stakes,
    raised: Raised,
    options: Options,
    rounds: list[EqualSharesRound],
    ties: tuple[Tie, ...],
) -> Outcome:
    """Put the outcome together."""
    election = stakes.election
    chosen = tuple(r.project for r in rounds)
    cost_of = {project.id: project.cost for project in election.projects}
    missed = [_why_not(stakes, p) for p, project in enumerate(election.projects) if project.id not in set(chosen)]
    return Outcome(
        rule="equal-shares",
        options={
            "utility": options.utility,
            "completion": options.completion,
            "start": options.starts_at,
            "exhaustive": options.exhaustive,
            "increment": options.increment,
            "ties": list(options.ties.criteria),
        },
        selected=chosen,
        cost=sum((cost_of[project] for project in chosen), start=0),
        budget=election.limits.budget,
        rounds=tuple(rounds),
        ties=ties,
        missed=tuple(missed),
        endowment=raised.run.endowment / stakes.money_scale,
        increments=raised.increments,
    )


def _why_not(stakes: Stakes, p: int) -> Missed:
    """Say why a project was not bought."""
    project = stakes.election.projects[p]
    if stakes.weight_p[p] == 0:
        return Missed(project.id, "no_votes", {"votes": 0})
    if stakes.cost_p[p] > stakes.budget:
        return Missed(project.id, "over_budget", {"cost": project.cost, "left": stakes.election.limits.budget})
    return Missed(project.id, "unaffordable", {"votes": stakes.weight_p[p], "cost": project.cost})
