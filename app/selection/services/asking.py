"""What the poll of a select stage asks: options in the order that settles ties, ballot, rule within the money, members."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.cycles.models import BallotForm, SelectionRule
from app.polls.models import Channel, Form, Poll, Publish
from app.polls.services.making import OPTION_FIELDS, ElectorateRow, OptionRow
from app.proposals.models import Proposal, Version
from app.selection.models import SelectionPoll

SUBJECT, MEMBERS = "selection", "members"
RANDOMNESS = "공개 회의에서 던진 주사위 네 개 / four dice in the open session"
FIXED = ("form", "form_numbers", "rule", "publish", "may_change", "opens_at", "closes_at")


def cut(at: dt.datetime) -> dt.datetime:
    """Return a time to the minute, as polls keep it."""
    return at.replace(second=0, microsecond=0)


def code_of(option: Mapping[str, Any]) -> str:
    """Return the name of an option in ballots and files: the number of the proposal in its cycle."""
    return str(option["receipt_no"]).rsplit("-", 1)[1]


def asked(poll: SelectionPoll) -> dict[str, Any]:
    """Return what ``making.make_poll`` takes for a round of a select stage."""
    rule, year = poll.rule, poll.cycle.budget_year
    form, numbers = _ballot(rule)
    again = f" ({poll.round})" if poll.round > 1 else ""
    return {
        "title_ko": title_ko(poll), "title_en": f"Selection of the projects of {year}{again}",
        "question_ko": "예산에 넣을 사업을 고릅니다. 제안한 사람은 보이지 않습니다.",
        "question_en": "Which projects should be in the budget? Who proposed them is not shown.",
        "form": form, "form_numbers": numbers, "rule": _rule(poll), "publish": Publish.marks, "may_change": False, "randomness": RANDOMNESS,
        "opens_at": poll.opens_at, "closes_at": poll.closes_at, "options": _options(poll),
        "electorates": [
            ElectorateRow(
                MEMBERS, poll.body.name_ko, poll.body.name_en, eligibility="list", channels=(Channel.web, Channel.booth)
            )
        ],
    }  # fmt: skip


def title_ko(poll: SelectionPoll) -> str:
    return f"{poll.cycle.budget_year}년 사업 선정 투표" + (f" ({poll.round}차)" if poll.round > 1 else "")


def subject_ko(poll: SelectionPoll) -> str:
    return f"{poll.cycle.budget_year}년 참여예산 사업 선정: 목록과 결과"


def is_asked(vote: Poll, poll: SelectionPoll) -> bool:
    """Say whether a poll still asks what the select stage wants to know; its words may differ."""
    wanted = asked(poll)
    same = all(getattr(vote, name) == wanted[name] for name in FIXED if name != "form_numbers")
    numbers = vote.form_numbers == {"blank": True, **wanted["form_numbers"]}
    options = [{name: getattr(option, name) for name in FIXED_OF_OPTION} for option in vote.options]
    due = [{name: getattr(option, name) for name in FIXED_OF_OPTION} for option in wanted["options"]]
    electorates = [(row.code, row.eligibility, row.channels) for row in vote.electorates]
    members = [(row.code, row.eligibility, [str(c) for c in row.channels]) for row in wanted["electorates"]]
    return same and numbers and options == due and electorates == members


FIXED_OF_OPTION = tuple(name for name in OPTION_FIELDS if name in ("code", "cost_won", "labels", "title_ko", "address"))


def _ballot(rule: Mapping[str, Any]) -> tuple[Form, dict[str, Any]]:
    if rule["form"] == BallotForm.pick_k:
        return Form.approval, {"at_most": min(rule["picks"], len(rule["options"]))}
    return Form.yes_no, {}


def _rule(poll: SelectionPoll) -> dict[str, Any]:
    """Return rank and fill for picks, a majority and then rank and fill for yes or no, each within the money."""
    rule, names = poll.rule, _names(poll)
    share = Fraction(rule["minimum_share_percent"], 100)
    options: dict[str, Any] = {"skip": rule["on_misfit"] == "skip", "ties": ["file"]}
    if share:
        options["minimum_share"] = str(share)
    limits = {
        "budget": rule["pot_won"],
        "ceilings": [
            {"kind": kind, "value": names[kind, code], "amount": won}
            for kind, code, won in rule["ceilings"]
            if any(option[kind] == code for option in rule["options"])  # one of nothing on the ballot has no effect
        ],
        "incompatible": [[_codes(poll)[key] for key in pair] for pair in rule["incompatible"]],
    }
    if rule["form"] == BallotForm.pick_k and rule["rule"] == SelectionRule.rank_and_fill:
        return {"name": "greedy", "options": options, "limits": limits}
    needed = {"share": str(Fraction(*rule["pass_over"])), "exceed": True}
    options["majority"] = needed if rule["rule"] == SelectionRule.majority_each else None
    return {"name": "majority-fill", "options": options, "limits": limits}


def _codes(poll: SelectionPoll) -> dict[int, str]:
    return {option["id"]: code_of(option) for option in poll.rule["options"]}


def _names(poll: SelectionPoll) -> dict[tuple[str, str], str]:
    """Return the names of types and fields by code; where two have one name, with the code."""
    return _told("type", poll.cycle.types) | _told("field", poll.cycle.fields)


def _told(kind: str, rows: Iterable[Any]) -> dict[tuple[str, str], str]:
    rows = list(rows)
    times = Counter(row.name_ko for row in rows)
    return {(kind, r.code): r.name_ko if times[r.name_ko] == 1 else f"{r.name_ko} ({r.code})" for r in rows}


def _options(poll: SelectionPoll) -> list[OptionRow]:
    names, options = _names(poll), poll.rule["options"]
    query = select(Proposal).where(Proposal.id.in_([option["id"] for option in options]))
    proposals = {
        p.id: p for p in db.session.scalars(query.options(joinedload(Proposal.current).joinedload(Version.place)))
    }
    return [_option(poll, option, proposals[option["id"]], names) for option in options]


def _option(
    poll: SelectionPoll, option: Mapping[str, Any], proposal: Proposal, names: Mapping[tuple[str, str], str]
) -> OptionRow:
    code, version = code_of(option), proposal.current
    return OptionRow(
        code=code, title_ko=option["title"], title_en=option["title"],
        text_ko=f"{version.place.name_ko}. {version.problem} {version.idea}".strip(), cost_won=option["cost_won"],
        labels={kind: names[kind, option[kind]] for kind in ("field", "type")},
        address=f"/cycles/{poll.cycle.slug}/proposals/{code}",
    )  # fmt: skip
