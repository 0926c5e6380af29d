"""What the count of the poll decides: outcome on record, proposals moved on; or that the round is void. And the recount."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from app.core import audit, clock
from app.core.db import db, locked
from app.core.errors import N_, RuleError
from app.cycles.models import BallotForm
from app.polls.models import Poll
from app.proposals.models import Proposal, Stage, Status
from app.proposals.services import amounts, lifecycle, notices
from app.proposals.services.notices import Notice
from app.selection.models import SelectionPoll, SelectionTally
from app.selection.services import membership
from app.selection.services.asking import MEMBERS, code_of
from app.selection.services.counting import Tally, count, fits, quorum
from app.selection.services.rule import fingerprint

YES_NO = ("yes", "no", "abstain")
KEPT = ("yes", "no", "pick")  # marks that are on record


class CountsDiffer(RuleError):
    code = "counts_differ"
    sentence = N_(
        "The count of the poll and that of the selection differ. Nothing is decided; please call the auditor."
    )


def decide(poll: SelectionPoll, vote: Poll) -> None:
    """Take the outcome from a counted poll: selected, just missed, not selected. Inside the caller's transaction.

    The selection counts once more by its own frozen rule; raises ``CountsDiffer`` where the two are not the same.
    """
    tally = tally_of(poll, vote)
    outcome = count(poll.rule, tally)
    codes = {option["id"]: code_of(option) for option in poll.rule["options"]}
    chosen = [codes[key] for key in outcome.get("selected", ())]
    if not outcome["void"] and (chosen != vote.result["outcome"]["selected"] or not fits(poll.rule, tally)):
        raise CountsDiffer()
    _record(poll, outcome, tally)
    if not outcome["void"]:
        db.session.add_all(_rows(poll, tally))
        _move(poll, outcome)
    told = {name: outcome.get(name) for name in ("void", "quorum", "selected", "cost_won", "left_won")}
    audit.record("selection.close", of=("selection", poll.id), after=told)


def call_void(poll: SelectionPoll, enrolled: int, voted: int) -> None:
    """End a round whose ballots are never opened, inside the caller's transaction; no proposal moves."""
    tally = Tally(enrolled, voted, {}, {})
    _record(poll, {"void": True, "quorum": quorum(poll.rule, tally)}, tally)
    audit.record("selection.void", of=("selection", poll.id), after={"enrolled": enrolled, "voted": voted})


def _record(poll: SelectionPoll, outcome: dict[str, Any], tally: Tally) -> None:
    poll.closed_at, poll.quorum_met = clock.now(), not outcome["void"]
    poll.enrolled, poll.voted, poll.outcome = tally.enrolled, tally.voted, outcome
    db.session.flush()


def tally_of(poll: SelectionPoll, vote: Poll) -> Tally:
    """Return the numbers that a counted poll tells of its options."""
    part = vote.result["electorates"][MEMBERS]
    votes = {o["id"]: _marks(part["votes"][code_of(o)]) for o in poll.rule["options"]}
    if poll.form is BallotForm.pick_k:
        recused: Mapping[int, int] = membership.recused_voters(poll, vote)
    else:  # who left an option out took no part in it
        recused = {option: part["ballots"] - sum(given.values()) for option, given in votes.items()}
    return Tally(part["roll"], part["ballots"], votes, recused)


def _marks(given: int | list[int]) -> dict[str, int]:
    return dict(zip(YES_NO, given, strict=True)) if isinstance(given, list) else {"pick": given}


def _rows(poll: SelectionPoll, tally: Tally) -> Iterable[SelectionTally]:
    for option, given in _on_record(tally).items():
        for value, marks in given.items():
            yield SelectionTally(poll_id=poll.id, proposal_id=option, value=value, marks=marks)


def _on_record(tally: Tally) -> dict[int, dict[str, int]]:
    """Return the marks that are kept: neither noughts nor abstentions."""
    kept = {o: {v: n for v, n in given.items() if n and v in KEPT} for o, given in tally.votes.items()}
    return {option: given for option, given in kept.items() if given}


def differences(poll: SelectionPoll) -> list[str]:
    """Recount a decided round from its numbers and frozen rule; return what differs from the record, if anything."""
    found = [] if fingerprint(poll.rule) == poll.frozen_hash else ["frozen_hash"]
    if poll.outcome is None:
        return [*found, "not_closed"]
    tally, vote = _recorded(poll), poll.vote
    if not fits(poll.rule, tally):
        found.append("box")
    if vote is not None and vote.result is not None and _on_record(tally_of(poll, vote)) != _on_record(tally):
        found.append("votes")
    void = {"void": True, "quorum": quorum(poll.rule, tally)}
    again = json.loads(audit.canonical(void if poll.outcome["void"] else count(poll.rule, tally)))
    names = (again.keys() | poll.outcome.keys()) - {"record"}  # of rounds before there were polls
    return found + sorted(name for name in names if again.get(name) != poll.outcome.get(name))


def _recorded(poll: SelectionPoll) -> Tally:
    """Return the numbers on record."""
    votes: dict[int, dict[str, int]] = {}
    for row in db.session.scalars(select(SelectionTally).where(SelectionTally.poll_id == poll.id)):
        votes.setdefault(row.proposal_id, {})[row.value] = row.marks
    recused = {line["id"]: line["recused"] for line in (poll.outcome or {}).get("options", ())}
    return Tally(poll.enrolled or 0, poll.voted or 0, votes, recused)


def _move(poll: SelectionPoll, outcome: dict[str, Any]) -> None:
    costs = {option["id"]: option["cost_won"] for option in poll.rule["options"]}
    for option in outcome["selected"]:
        proposal = locked(Proposal, option)
        lifecycle.move(proposal, Status.selected, by=None, why=poll.slug)
        amounts.append_amount(proposal, Stage.voted, costs[option], decided_by=poll.body.name_ko, by=None)
        notices.tell(proposal, Notice.status, but=None)
    for row in outcome["missed"]:
        status = Status.just_missed if row["just_missed"] else Status.not_selected
        proposal = locked(Proposal, row["id"])
        lifecycle.move(proposal, status, by=None, why=row["reason"])
        notices.tell(proposal, Notice.status, but=None)
