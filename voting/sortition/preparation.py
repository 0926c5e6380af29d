"""Everything before the public value: from pool and targets to the lottery and its commitment.

1. Leave out who may not be drawn, each with a reason.
2. Match people to targets, group them into types, find who shares an address.
3. Make the lottery; number its panels.
4. Write it all down; its hash, published before the public value is known, is the commitment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from voting.sortition.errors import BadInput, Complaint, Infeasible
from voting.sortition.exclusions import NO_SEAT, Exclusion, exclude, not_wanted, unanswered
from voting.sortition.grouping import Grouping, group
from voting.sortition.households import households
from voting.sortition.infeasible import explain
from voting.sortition.lottery import Lottery, decimal
from voting.sortition.matching import Missing, match
from voting.sortition.methods import METHODS
from voting.sortition.numbered import numbered
from voting.sortition.pool import Pool
from voting.sortition.progress import Progress, silent
from voting.sortition.record import (
    FORMAT,
    Json,
    commitment,
    decimal_text,
    exact,
    pool_hash,
    pseudonyms,
    rounded_up,
    sparse,
)
from voting.sortition.roster import Roster
from voting.sortition.rotation import Loss, loss
from voting.sortition.targets import Target, sum_complaints

EXACT, NUMBERED = "exact", "numbered"


@dataclass(frozen=True)
class Request:
    """What is asked of a draw.

    Parameters
    ----------
    size
        Seats.
    method
        A name in ``METHODS``.
    rule
        "exact" draws a panel by its weight, then people within types; "numbered" one of the numbered panels.
    numbers
        How many numbered panels.
    same_address
        Columns that make an address; nobody from an address that already has somebody.
    missing, ages
        See ``matching.match``.
    exclusions
        Reason by id.
    announced
        The public value in words: which dice, which drand round, at what time.
    public_source
        What of that can be checked by arithmetic; see ``public_source``.
    apply_change, decided_by
        Number of the suggestion to apply if no panel keeps the targets (0: none), and who decided so
        and why; both stand in the record.
    continues
        For a replacement: the draw that it continues.
    """

    size: int
    method: str = "leximin"
    rule: str = EXACT
    numbers: int = 1000
    same_address: Sequence[str] = ()
    missing: Missing = Missing.FAIL
    ages: Sequence[str] = ()
    exclusions: Mapping[str, str] = field(default_factory=dict)
    announced: str = ""
    public_source: Json | None = None
    apply_change: int = 0
    decided_by: str = ""
    continues: Json | None = None


@dataclass(frozen=True)
class Selection:
    """The people who can be drawn, as types, and those who cannot, with reasons."""

    pool: Pool
    targets: list[Target]
    grouping: Grouping
    excluded: list[Exclusion]
    unknown_exclusions: list[str]
    decisions: list[Json] = field(default_factory=list)


@dataclass(frozen=True)
class Prepared:
    """A lottery ready for its public value.

    ``document`` is what is published, ``commitment`` its hash, ``id_of`` leads from a pseudonym back
    to a person and stays with the office.
    """

    selection: Selection
    lottery: Lottery
    roster: Roster
    loss: Loss
    id_of: dict[str, str]
    document: Json

    @cached_property
    def commitment(self) -> str:
        """The hash to publish before the public value is known."""
        return commitment(self.document)


def select(pool: Pool, targets: Sequence[Target], request: Request, *, for_advice: bool = False) -> Selection:
    """Return who can be drawn, grouped into types.

    ``for_advice`` is for the question what changes of targets would help: people whose value has a
    maximum of no seat stay in the pool, and sizes that cannot be reached are no error.

    Raises
    ------
    BadInput
        See ``matching.match``; also targets whose sums cannot reach the size, or a pool smaller than it.
    """
    if request.size < 0:
        raise BadInput.of("size", f"A panel of {request.size} is none.", "Give a number of seats.")
    pool, excluded, unknown = exclude(pool, request.exclusions)
    matched = match(pool, targets, missing=request.missing, ages=request.ages)
    left = unanswered(pool, matched) | ({} if for_advice else not_wanted(pool, matched, targets))
    pool, by_target, _ = exclude(pool, left)
    if left:
        matched = match(pool, targets, missing=request.missing, ages=request.ages)
    homes = households(pool, request.same_address) if request.same_address else [-1] * len(pool)
    grouping = group(matched, targets, request.size, homes)
    selection = Selection(pool, list(targets), grouping, [*excluded, *by_target], unknown)
    if not for_advice and (complaints := size_complaints(selection, request)):
        raise BadInput(complaints)
    return selection


def size_complaints(selection: Selection, request: Request) -> list[Complaint]:
    """Return why so many seats cannot be filled whatever the targets' other bounds are."""
    pool, homes, found = selection.pool, selection.grouping.household_i, []
    different = homes.count(-1) + len({home for home in homes if home >= 0})
    # Where targets of no seat left people out, other targets may help: that is for the suggestions.
    if len(pool) < request.size and not any(gone.reason.startswith(NO_SEAT) for gone in selection.excluded):
        text = f"{pool.name}: {len(pool)} people may be drawn, fewer than the {request.size} seats."
        found.append(Complaint("pool_too_small", text, "Invite more people or lower the size.", {"people": len(pool)}))
    elif different < request.size <= len(pool):
        text = f"{pool.name}: the people live at {different} addresses, fewer than the {request.size} seats."
        remedy = "Check the address columns, or drop the rule of one per address."
        found.append(Complaint("too_few_addresses", text, remedy, {"addresses": different}))
    # In a replacement the sums are nobody's slip: those seated make them, and a change can be decided on.
    return found if request.continues else [*found, *sum_complaints(selection.targets, request.size)]


def prepare(
    pool: Pool, targets: Sequence[Target], request: Request, salt: bytes, progress: Progress = silent
) -> Prepared:
    """Return the lottery over panels with everything that is published before the draw.

    Raises
    ------
    BadInput
        See ``select``; an unknown method.
    Infeasible
        No panel keeps all targets.
    """
    if request.method not in METHODS:
        known = ", ".join(METHODS)
        raise BadInput.of("method", f"There is no method “{request.method}”.", f"Choose one of {known}.")
    selection = select(pool, targets, request)
    progress(f"{len(selection.pool)} people, {selection.grouping.problem.n_types} types")
    try:
        lottery = METHODS[request.method](selection.grouping.problem, progress)
    except Infeasible:
        progress("no panel keeps all targets; looking for the smallest change")
        whole = select(pool, targets, request, for_advice=True)
        selection = _as_decided(whole, request, explain(whole.grouping.problem, whole.targets))
        lottery = METHODS[request.method](selection.grouping.problem, progress)
    return assemble(selection, lottery, request, salt, progress)


def _as_decided(selection: Selection, request: Request, wrong: Infeasible) -> Selection:
    """Return the selection with the change that a person decided on; without a decision nothing changes."""
    if not request.apply_change:
        raise wrong
    if not 1 <= request.apply_change <= len(wrong.suggestions):
        raise BadInput.of("no_change", f"There is no change {request.apply_change}.", "Run without it to see them.")
    if not request.decided_by.strip():
        raise BadInput.of("undecided", "A change of targets needs a person who decides it, and a reason.", "Name both.")
    suggestion = wrong.suggestions[request.apply_change - 1]
    targets = suggestion.applied(selection.targets)
    changed = select(selection.pool, targets, replace(request, exclusions={}))
    decision: Json = {"by": request.decided_by, "changes": [str(change) for change in suggestion.changes]}
    return replace(
        changed, excluded=selection.excluded, unknown_exclusions=selection.unknown_exclusions, decisions=[decision]
    )


def assemble(
    selection: Selection, lottery: Lottery, request: Request, salt: bytes, progress: Progress = silent
) -> Prepared:
    """Return the record of a lottery before its public value."""
    names = pseudonyms(salt, selection.pool.ids)
    roster = _roster(selection.grouping, names)
    lottery, times_k = numbered(lottery, request.numbers, progress)
    rounding = loss(lottery.chance_t, roster, lottery.panels_kt.tolist(), times_k)
    document = {
        "format": FORMAT,
        "size": request.size,
        "method": request.method,
        "rule": request.rule,
        "announced": request.announced,
        "public_source": request.public_source,
        "reading": {
            "missing": request.missing.value,
            "ages": list(request.ages),
            "same_address": list(request.same_address),
        },
        "targets": [_target_row(t) for t in selection.targets],
        "decisions": selection.decisions,
        "continues": request.continues,
        "excluded": _reasons(selection.excluded),
        "features": selection.grouping.features,
        **_people(selection.grouping, roster),
        **_lottery(lottery),
        "numbered": {
            "total": sum(times_k),
            "times": times_k,
            "min_chance": exact(rounding.min_chance),
            "worst_loss": exact(rounding.worst),
            "left_out": rounding.left_out,
        },
    }
    return Prepared(selection, lottery, roster, rounding, dict(zip(names, selection.pool.ids, strict=True)), document)


def _roster(grouping: Grouping, names: Sequence[str]) -> Roster:
    kinds = {kind: at for at, kind in enumerate(sorted({t.kind for t in grouping.types if t.kind}))}
    home_of = {
        names[i]: grouping.household_i[i]
        for t, members in zip(grouping.types, grouping.members_t, strict=True)
        if t.kind
        for i in members
    }
    people_t = [sorted(names[i] for i in members) for members in grouping.members_t]
    return Roster(people_t, [kinds.get(t.kind, -1) for t in grouping.types], home_of)


def _target_row(target: Target) -> Json:
    return {"feature": target.feature, "value": target.value, "min": target.least, "max": target.most}


def _reasons(excluded: Sequence[Exclusion]) -> Json:
    """Return how many people were left out for each reason; who they are stays with the office."""
    counts: dict[str, int] = {}
    for exclusion in excluded:
        counts[exclusion.reason] = counts.get(exclusion.reason, 0) + 1
    return counts


def _people(grouping: Grouping, roster: Roster) -> Json:
    homes: dict[int, list[str]] = {}
    for name, home in roster.home_of.items():
        homes.setdefault(home, []).append(name)
    types = [
        {"values": list(t.values), "kind": kind, "people": list(people)}
        for t, kind, people in zip(grouping.types, roster.kind_t, roster.people_t, strict=True)
    ]
    shared = sorted(sorted(names) for names in homes.values())
    return {
        "pool_size": len(grouping.household_i),
        "pool_hash": pool_hash(types, shared),
        "types": types,
        "homes": shared,
    }


def _lottery(lottery: Lottery) -> Json:
    certificate = lottery.certificate
    return {
        "panels": [sparse(panel) for panel in lottery.panels_kt.tolist()],
        "weights": lottery.weight_k,
        "chances": [exact(chance) for chance in lottery.chance_t],
        "min_chance": exact(lottery.min_chance),
        "certificate": {
            "y": [decimal_text(y) for y in certificate.y_t],
            "a": [decimal_text(a) for a in certificate.a_r],
            "cuts": [
                {
                    "weights": [[t, decimal_text(decimal(w))] for t, w in enumerate(cut.weight_t) if w],
                    "bound": decimal_text(decimal(cut.bound)),
                }
                for cut in lottery.cuts
            ],
            "bound": rounded_up(lottery.upper_bound),
            "levels": [
                {
                    "held": held,
                    "y": [decimal_text(y) for y in level.y_t],
                    "a": [decimal_text(a) for a in level.a_r],
                }
                for held, level in lottery.levels
            ],
            "largest_rise": None if lottery.largest_rise is None else rounded_up(lottery.largest_rise),
        },
        "gini": f"{lottery.gini:.6f}",
    }
