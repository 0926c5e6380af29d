"""Polls as records: state, rule, electorates, turnout, newest head, result; the log for auditors."""

from typing import Any

from app.core.errors import NotFound
from app.polls.models import Poll
from app.polls.services import confirming, listing, log, log_pages, turnout
from app.polls.services.confirming import Auditor
from app.polls.services.finding import poll_called, state_of
from app.polls.services.log import LeafUnknown
from voting.ledger.canonical import parse


def public_poll(slug: str) -> Poll:
    """Return a frozen poll that is no dry run. Raises ``NotFound``."""
    poll = poll_called(slug)
    if poll.frozen_at is None or poll.is_test:
        raise NotFound()
    return poll


def all_polls() -> list[dict[str, Any]]:
    """Return every public poll, what is open first."""
    return [_short(poll) for polls in listing.public_polls().values() for poll in polls]


def one_poll(slug: str) -> dict[str, Any]:
    poll = public_poll(slug)
    head = log.head(poll)
    return _short(poll) | {
        "number": poll.number,
        "question": {"ko": poll.question_ko, "en": poll.question_en},
        "form": {"kind": poll.form.value} | poll.form_numbers,
        "rule": poll.rule,
        "publish": poll.publish.value,
        "may_change": poll.may_change,
        "randomness": poll.randomness,
        "random_number": poll.random_number,
        "definition_hash": poll.definition_hash,
        "keys": {"box": poll.box_key, "log": poll.log_key},
        "options": [_option(option) for option in poll.options],
        "electorates": [_electorate(row) for row in poll.electorates],
        "turnout": _turnout(poll),
        "head": head.as_json() if head else None,
        "result": poll.result,
        "appeal_days": poll.appeal_days,
        "auditors": [_auditor(one) for one in confirming.auditors_of(poll)],
        "cancelled_why": poll.cancelled_why or None,
    }


def _short(poll: Poll) -> dict[str, Any]:
    times = ("opens_at", "closes_at", "closed_at", "counted_at", "published_at", "destroyed_at")
    return {
        "id": poll.slug,
        "state": state_of(poll).value,
        "title": {"ko": poll.title_ko, "en": poll.title_en},
        "synthetic": poll.synthetic,
        **{name: at.isoformat() if (at := getattr(poll, name)) else None for name in times},
    }


def _option(option: Any) -> dict[str, Any]:
    title = {"ko": option.title_ko, "en": option.title_en}
    return {"id": option.code, "title": title, "cost": option.cost_won, "labels": option.labels, "url": option.address}


def _electorate(row: Any) -> dict[str, Any]:
    weight = f"{row.weight_num}/{row.weight_den}" if row.weight_num else None
    return {
        "id": row.code, "name": {"ko": row.name_ko, "en": row.name_en}, "weight": weight,
        "eligibility": row.eligibility, "conditions": row.conditions, "channels": row.channels,
    }  # fmt: skip


def _auditor(one: Auditor) -> dict[str, Any]:
    size = one.head.size if one.head else None
    return {"key": one.key, "name": one.name, "role": one.role, "head_size": size, "result": one.statement is not None}


def _turnout(poll: Poll) -> dict[str, Any] | None:
    if poll.opened_at is None:
        return None
    found = turnout.of(poll)
    return {"enrolled": found.enrolled, "voted": found.voted}


def heads(slug: str) -> list[dict[str, Any]]:
    return [head.as_json() for head in log.heads(public_poll(slug))]


def leaves(slug: str, start: str) -> dict[str, Any]:
    """Return at most a thousand leaves from a place on."""
    found = log_pages.leaves_from(public_poll(slug), number(start))
    rows = [{"place": leaf.place, "leaf": leaf.leaf.hex(), "data": parse(leaf.body.encode())} for leaf in found]
    more = found[-1].place + 1 if len(found) == log_pages.LEAVES_A_PAGE else None
    return {"leaves": rows, "next": more}


def proof(slug: str, leaf: str) -> dict[str, Any]:
    """Return the proof that a leaf stands under the newest head. Raises ``LeafUnknown``."""
    poll = public_poll(slug)
    try:
        wanted = bytes.fromhex(leaf)
    except ValueError:
        raise LeafUnknown() from None
    found = log.proof(poll, wanted)
    return {"leaf": found.leaf, "place": found.place, "path": found.path, "head": found.head.as_json()}


def consistency(slug: str, first: str, second: str) -> dict[str, Any]:
    """Return the proof that an older log is the beginning of a newer one. Raises ``SizeUnknown``."""
    found = log.consistency(public_poll(slug), number(first), number(second))
    return {"first": found.first, "second": found.second, "path": found.path}


def number(text: str) -> int:
    """Read a whole number; what is none is 0."""
    return int(text) if text.isdecimal() and len(text) < 12 else 0
