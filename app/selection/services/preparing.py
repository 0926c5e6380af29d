"""The list is put to the vote: what is on the ballot and by which rule is fixed, and a poll is made that asks it."""

import datetime as dt
from itertools import count as numbers
from typing import Any

from sqlalchemy import select

from app.committee.models import Body
from app.committee.services import bodies, closing
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, RuleError
from app.cycles.models import Cycle, PhaseKind
from app.cycles.services import phases
from app.polls.models import Poll
from app.polls.services import cancelling, making
from app.review.services import incompatibility
from app.selection.models import SelectionOption, SelectionPoll
from app.selection.services import asking
from app.selection.services.finding import polls_of
from app.selection.services.rule import fingerprint, on_ballot, rule_of

ANEW = "목록을 다시 만들어 새로 부칩니다. / The list is put to the vote anew."


class ScreeningUndecided(RuleError):
    code = "screening_undecided"
    sentence = N_("Not every subcommittee has decided what goes to the vote. Missing: %(parts)s.")


class PairsUnsettled(RuleError):
    code = "pairs_unsettled"
    sentence = N_("%(pairs)s pairs of proposals exclude each other and are not settled. Settle them first.")


class NothingOnBallot(RuleError):
    code = "nothing_on_ballot"
    sentence = N_("No proposal is on the ballot yet.")


class PotMissing(RuleError):
    code = "pot_missing"
    sentence = N_("The operating plan names no pot.")


class AlreadyOpen(RuleError):
    code = "already_open"
    sentence = N_("The poll has opened: options, rule and times can no longer be changed.")


class AlreadyDecided(RuleError):
    code = "already_decided"
    sentence = N_("The selection of this cycle is already decided.")


class TimesNeeded(RuleError):
    code = "times_needed"
    sentence = N_("A repeated vote needs a new opening and closing time that lie ahead.")
    field = "opens_at"


def is_next(last: SelectionPoll | None) -> bool:
    """Say whether a list comes next: before the first opening, or after a round that was void."""
    return last is None or last.quorum_met is False or not (last.opened_at or last.closed_at)


def prepare(
    cycle: Cycle, *, opens_at: dt.datetime | None = None, closes_at: dt.datetime | None = None, by: Any = None
) -> SelectionPoll:
    """Put the list of a cycle to the vote: fix list and rule, and make the poll; before the opening it can be done anew.

    The poll is a draft until its key is made. The times are those of the plan; a repeated vote (the last one was void)
    names its own. Raises ``ScreeningUndecided``, ``PairsUnsettled``, ``NothingOnBallot``, ``AlreadyOpen``,
    ``AlreadyDecided``, ``TimesNeeded``.
    """
    cycle_id = cycle.id
    with transaction():
        cycle = locked(Cycle, cycle_id)
        body = bodies.committee_of(cycle)
        last = next(iter(polls_of(cycle)), None)
        _require_possible(cycle, last)
        begins, ends = (asking.cut(at) for at in _times(cycle, last, opens_at, closes_at))
        rule = rule_of(cycle, body, on_ballot(cycle), begins, ends)
        poll = last if last is not None and last.closed_at is None else _new(cycle, body, last)
        poll.form, poll.picks = cycle.ballot_form, rule["picks"]
        poll.opens_at, poll.closes_at, poll.rule = begins, ends, rule
        poll.frozen_hash, poll.frozen_at = fingerprint(rule), clock.now()
        _ask(poll, by)
        _list(poll)
        audit.record(
            "selection.prepare", of=("selection", poll.id), by=by, after={"slug": poll.slug, "hash": poll.frozen_hash}
        )
    return poll


def _ask(poll: SelectionPoll, by: Any) -> None:
    """Make the poll, or change it while it is a draft; one that is frozen is called off, and another made."""
    draft = poll.vote if poll.vote is not None and poll.vote.cancelled_at is None else None
    if draft is not None and draft.frozen_at is None:
        making.change_poll(draft, revision=draft.revision, by=by, **asking.asked(poll))
        return
    if draft is not None:
        cancelling.cancel(draft, why=ANEW, by=by)
    vote = making.make_poll(
        _free_slug(poll.slug), subject=asking.SUBJECT, synthetic=poll.cycle.synthetic, by=by, **asking.asked(poll)
    )
    poll.vote_id = vote.id
    db.session.add(poll)
    db.session.flush()
    vote.subject_id = poll.id
    db.session.flush()
    db.session.refresh(poll)


def _free_slug(first: str) -> str:
    """Return the first address that no poll has yet; a poll that was called off keeps its own."""
    taken = set(db.session.scalars(select(Poll.slug).where(Poll.slug.startswith(first, autoescape=True))))
    return next(slug for n in numbers(1) if (slug := first if n == 1 else f"{first[:36]}-v{n}") not in taken)


def obstacles(cycle: Cycle) -> list[RuleError]:
    """Return everything that still stands against freezing, for the organiser's page."""
    found: list[RuleError] = []
    undecided = closing.undecided(cycle)
    if undecided:
        found.append(ScreeningUndecided(parts=", ".join(part.name_ko for part in undecided)))
    pairs = incompatibility.unsettled(cycle.id)
    if pairs:
        found.append(PairsUnsettled(pairs=len(pairs)))
    if not on_ballot(cycle):
        found.append(NothingOnBallot())
    if cycle.pot_won is None:
        found.append(PotMissing())
    return found


def _require_possible(cycle: Cycle, last: SelectionPoll | None) -> None:
    if last is not None and last.opened_at is not None and last.closed_at is None:
        raise AlreadyOpen()
    if last is not None and last.quorum_met:
        raise AlreadyDecided()
    for obstacle in obstacles(cycle):
        raise obstacle


def _times(
    cycle: Cycle, last: SelectionPoll | None, opens_at: dt.datetime | None, closes_at: dt.datetime | None
) -> tuple[dt.datetime, dt.datetime]:
    repeated = last is not None and (last.closed_at is not None or last.round > 1)
    phase = phases.phase_of(cycle, PhaseKind.selection)
    if not repeated:
        if phase is None:
            raise phases.PhaseNotPlanned()
        opens_at, closes_at = phase.opens_at, phase.closes_at
    if opens_at is None or closes_at is None or closes_at <= opens_at or (repeated and opens_at < clock.now()):
        raise TimesNeeded()
    if clock.now() >= closes_at:
        raise phases.PhaseClosed(closed_at=closes_at)
    return opens_at, closes_at


def _new(cycle: Cycle, body: Body, last: SelectionPoll | None) -> SelectionPoll:
    number = last.round + 1 if last is not None else 1
    slug = f"{cycle.slug}-selection" + (f"-{number}" if number > 1 else "")
    return SelectionPoll(slug=slug, cycle=cycle, round=number, body=body)


def _list(poll: SelectionPoll) -> None:
    poll.options.clear()
    db.session.flush()
    for position, option in enumerate(poll.rule["options"], 1):
        poll.options.append(SelectionOption(proposal_id=option["id"], position=position))
    db.session.flush()
