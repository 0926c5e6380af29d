"""The rules of a year as a list of facts: pot, ceilings, criteria, selection, ties."""

from flask_babel import gettext, ngettext

from app.core.languages import chosen, named
from app.core.money import WORDS
from app.cycles.labels import RULES, TIE_STEPS
from app.cycles.models import BallotForm, Criterion, Cycle, OnMisfit, ProposalType

Fact = tuple[str, str, str | None]


def rules(cycle: Cycle, types: list[ProposalType], criteria: list[Criterion]) -> list[Fact]:
    """Return what the plan of a year says; nothing for a year that is known by published figures alone."""
    if cycle.recorded_only:
        return []
    found: list[Fact] = []
    if cycle.pot_won is not None:
        found.append((gettext("Pot of the year"), WORDS[chosen()](cycle.pot_won, "full"), None))
    found += [_ceiling(kind) for kind in types if kind.ceiling_won is not None]
    if criteria:
        shares = ", ".join(f"{named(one)} {one.weight}" for one in criteria)
        found.append((gettext("Screening, criteria and weights"), shares, _safety(cycle)))
    found += [
        (gettext("Vote of the committee"), _form(cycle), None),
        (gettext("Selection"), gettext(RULES[cycle.rule]), _misfit(cycle)),
    ]
    if cycle.tie_order:
        order = " → ".join(gettext(TIE_STEPS.get(step, step)) for step in cycle.tie_order)
        found.append((gettext("Of equal votes, first what"), order, None))
    return found


def _ceiling(kind: ProposalType) -> Fact:
    ceiling = WORDS[chosen()](kind.ceiling_won or 0, "full")
    return (named(kind), gettext("up to %(amount)s a project", amount=ceiling), None)


def _safety(cycle: Cycle) -> str | None:
    return (
        gettext("Proposals that prevent accidents are ranked first (ordinance, art. 15(9)).")
        if cycle.safety_first
        else None
    )


def _form(cycle: Cycle) -> str:
    if cycle.ballot_form is BallotForm.pick_k and cycle.picks:
        return ngettext("pick up to %(num)s", "pick up to %(num)s", cycle.picks)
    return gettext("yes or no to each")


def _misfit(cycle: Cycle) -> str:
    if cycle.on_misfit is OnMisfit.skip:
        return gettext("What does not fit any more is skipped; the next that fits is taken.")
    return gettext("At the first that does not fit, selection ends.")
