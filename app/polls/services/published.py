"""The published ballots of a poll, read from its bundle: what anybody can recount, under its own or another rule."""

import json
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from app.core.db import db
from app.polls.models import Poll, Publish
from app.polls.services import publishing
from app.polls.services.definitions import definition_of
from voting.ballots.election import Election
from voting.explain.losers import Loss, losses
from voting.explain.reruns import groups_without, losses_by_rerun
from voting.explain.side_by_side import SideBySide, side_by_side
from voting.ledger.canonical import encode
from voting.ledger.closing import FEW_BALLOTS
from voting.ledger.recount import Votes, election
from voting.rules import count, equal_shares, rule
from voting.rules.outcome import Outcome

SPENDING = ("greedy", "equal-shares", "phragmen", "knapsack", "bos")
FOR_RANKINGS = ("borda", "stv", "expanding-approvals")
FORMS_OF_APPROVAL = ("approval", "choose-1", "knapsack")


@dataclass(frozen=True)
class WhatIf:
    """Another rule's outcome beside the one that counts."""

    rule: str
    outcome: Outcome
    gained: list[str]
    lost: list[str]


def _poll(poll_id: int) -> Poll:
    return db.session.get_one(Poll, poll_id)


def is_whole(poll: Poll) -> bool:
    """Say whether whole ballots of all electorates are published."""
    few = any(part["ballots"] < FEW_BALLOTS for part in poll.result["electorates"].values()) if poll.result else True
    return poll.published_at is not None and poll.publish is not Publish.marks and not few


def rules_for(poll: Poll) -> list[str]:
    """Return the rules that can count the published ballots."""
    form = poll.form.value
    if form == "ordinal":
        return list(FOR_RANKINGS)
    spends = definition_of(poll).limits.budget > 0
    return ["top-k", *(SPENDING if spends and form in FORMS_OF_APPROVAL else ("greedy",) if spends else ())]


def what_if(poll: Poll, name: str, seats: int | None = None) -> WhatIf:
    """Recount the published ballots under another rule."""
    options: Any = rule(name)[0]()
    if name == "top-k":
        options = rule(name)[0](k=seats or len(poll.result["outcome"]["selected"]) or 1)
    outcome = _counted(poll, name, options)
    before = poll.result["outcome"]["selected"]
    gained = [code for code in outcome.selected if code not in before]
    return WhatIf(name, outcome, gained, [code for code in before if code not in outcome.selected])


def _counted(poll: Poll, name: str, options: Any) -> Outcome:
    return count(name, election_of(poll), options, verify=False)


def beside_greedy(poll: Poll) -> SideBySide | None:
    """Return the outcome beside that of the plain rule, by what voters got; nothing where it cannot be told."""
    definition = definition_of(poll)
    if not is_whole(poll) or definition.limits.budget <= 0 or poll.form.value not in FORMS_OF_APPROVAL:
        return None
    return _beside_greedy(poll.id, definition.hash)


@lru_cache(maxsize=16)
def _beside_greedy(poll_id: int, _hash: str) -> SideBySide:
    poll = _poll(poll_id)
    definition = definition_of(poll)
    own = _counted(poll, definition.rule, definition.rule_options)
    return side_by_side(
        election_of(poll), {definition.rule: own, "greedy": _counted(poll, "greedy", rule("greedy")[0]())}
    )


def missing(poll: Poll) -> dict[str, Loss]:
    """Return what each loser was missing where money is spent; single marks, which only add up, are enough for greedy."""
    definition = definition_of(poll)
    whole_enough = is_whole(poll) or (poll.published_at is not None and definition.rule == "greedy")
    if not whole_enough or definition.rule not in SPENDING or poll.form.value not in FORMS_OF_APPROVAL:
        return {}
    return _missing(poll.id, definition.hash)


@lru_cache(maxsize=16)
def _missing(poll_id: int, _hash: str) -> dict[str, Loss]:
    poll = _poll(poll_id)
    definition, votes = definition_of(poll), election_of(poll)
    if definition.rule == "equal-shares":
        full = equal_shares.count_in_full(votes, definition.rule_options)
        options, share = definition.rule_options, full.raised.run.endowment
        found = losses(full.stakes, share, options.utility, options.ties, set(full.outcome.selected))
    else:
        again = partial(_again, definition.rule, definition.rule_options)
        found = losses_by_rerun(votes, again, set(again(votes).selected), partial(groups_without, votes, loads_g=None))
    return {loss.project: loss for loss in found}


def _again(name: str, options: Any, votes: Election) -> Outcome:
    outcome: Outcome = rule(name)[1](votes, options)
    return outcome


def election_of(poll: Poll) -> Election:
    """Return the election that the published rows are; read once a process."""
    return _election(poll.id, poll.definition_hash or "")


@lru_cache(maxsize=8)
def _election(poll_id: int, _hash: str) -> Election:
    poll = _poll(poll_id)
    votes = {
        code: Votes(part["roll"], part["ballots"], part["void"], Counter())
        for code, part in poll.result["electorates"].items()
    }
    with zipfile.ZipFile(publishing.bundle(poll)) as bundle, bundle.open("rows.jsonl") as rows:
        for line in rows:
            row = json.loads(line)
            votes[row["electorate"]].values[encode(row["value"])] += 1
    return election(definition_of(poll), votes)
