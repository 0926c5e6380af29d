"""What a proposal says, the rules that it must meet, and the version that keeps it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.city.models import Place
from app.core import clock
from app.core.db import db
from app.core.errors import N_, RuleError
from app.cycles.models import Cycle, Field, ProposalType
from app.proposals.models import CostLine, Proposal, Version
from app.proposals.services import search

LONGEST_TITLE, LONGEST_TEXT, MOST_COST_LINES = 120, 4000, 20


@dataclass(frozen=True)
class CostItem:
    """One line of the cost breakdown, in won."""

    label: str
    amount_won: int


@dataclass(frozen=True)
class Content:
    """All that one version says."""

    title: str
    problem: str
    idea: str
    effect: str
    type_id: int
    field_id: int
    place_code: str
    place_note: str
    asked_won: int
    cost_lines: tuple[CostItem, ...]


class ContentRefused(RuleError):
    status = 422


class TextMissing(ContentRefused):
    code = "text_missing"
    sentence = N_("Title, problem and idea are needed.")
    field = "title"


class TextTooLong(ContentRefused):
    code = "text_too_long"
    sentence = N_("The title may have %(title)s characters, each text %(text)s.")
    field = "title"


class UnknownType(ContentRefused):
    code = "unknown_type"
    sentence = N_("This type does not exist in this year's plan.")
    field = "type_id"


class UnknownField(ContentRefused):
    code = "unknown_field"
    sentence = N_("This field does not exist in this year's plan.")
    field = "field_id"


class PlaceOutside(ContentRefused):
    code = "place_outside"
    sentence = N_("This place lies outside the area of this call.")
    field = "place_code"


class CostMissing(ContentRefused):
    code = "cost_missing"
    sentence = N_("Write at least one cost line: what for, and how much.")
    field = "cost_lines"


class CostNotPositive(ContentRefused):
    code = "cost_not_positive"
    sentence = N_("Each cost line needs what it is for and an amount above zero.")
    field = "cost_lines"


class CostDoesNotAddUp(ContentRefused):
    code = "cost_does_not_add_up"
    sentence = N_("The cost lines add up to %(lines_won)s, the total says %(total_won)s.")
    field = "asked_won"


class OverCeiling(ContentRefused):
    code = "over_ceiling"
    sentence = N_("%(over_won)s over the limit of %(ceiling_won)s.")
    field = "asked_won"


def check(cycle: Cycle, content: Content) -> None:
    """Refuse a content that the plan of the cycle does not allow, inside the caller's transaction."""
    _check_texts(content)
    kind = db.session.get(ProposalType, content.type_id)
    if kind is None or kind.cycle_id != cycle.id:
        raise UnknownType()
    field = db.session.get(Field, content.field_id)
    if field is None or field.cycle_id != cycle.id:
        raise UnknownField()
    if cycle.place_code not in _chain(content.place_code):
        raise PlaceOutside()
    _check_cost(content.cost_lines, content.asked_won, kind.ceiling_won)


def _check_texts(content: Content) -> None:
    if not (content.title.strip() and content.problem.strip() and content.idea.strip()):
        raise TextMissing()
    longest = max(len(text) for text in (content.problem, content.idea, content.effect))
    if len(content.title) > LONGEST_TITLE or longest > LONGEST_TEXT:
        raise TextTooLong(title=LONGEST_TITLE, text=LONGEST_TEXT)


def _chain(place_code: str) -> list[str]:
    """Return a place and all that it lies in, or nothing for an unknown code."""
    codes, place = [], db.session.get(Place, place_code)
    while place is not None:
        codes.append(place.code)
        place = place.parent
    return codes


def _check_cost(lines: Sequence[CostItem], total_won: int, ceiling_won: int | None) -> None:
    if not lines or len(lines) > MOST_COST_LINES:
        raise CostMissing()
    if any(line.amount_won <= 0 or not line.label.strip() for line in lines):
        raise CostNotPositive()
    lines_won = sum(line.amount_won for line in lines)
    if lines_won != total_won:
        raise CostDoesNotAddUp(lines_won=lines_won, total_won=total_won)
    if ceiling_won is not None and total_won > ceiling_won:
        raise OverCeiling(over_won=total_won - ceiling_won, ceiling_won=ceiling_won)


def write_version(proposal: Proposal, content: Content, *, by: Any, why: str = "") -> Version:
    """Append a version and make it the current one, inside the caller's transaction."""
    number = max((version.number for version in proposal.versions), default=0) + 1
    version = version_of(proposal, content, number=number, by=by, at=clock.now(), why=why)
    write_versions([version])
    return version


def version_of(
    proposal: Proposal, content: Content, *, number: int, by: Any, at: dt.datetime, why: str = ""
) -> Version:
    """Return a version that is not written yet, with what it is found by."""
    version = Version(
        proposal_id=proposal.id, number=number, title=content.title.strip(), problem=content.problem.strip(),
        idea=content.idea.strip(), effect=content.effect.strip(), type_id=content.type_id, field_id=content.field_id,
        place_code=content.place_code, place_note=content.place_note.strip(), why=why,
        written_by=by.id if by is not None else None, written_at=at,
        type=db.session.get_one(ProposalType, content.type_id), field=db.session.get_one(Field, content.field_id),
        place=db.session.get_one(Place, content.place_code),
    )  # fmt: skip
    version.cost_lines = [
        CostLine(position=position, label=line.label.strip(), amount_won=line.amount_won)
        for position, line in enumerate(content.cost_lines, start=1)
    ]
    search.index(version, more=[proposal.proposer_name])
    return version


def write_versions(versions: Sequence[Version]) -> None:
    """Write versions and make each the current one of its proposal, inside the caller's transaction."""
    db.session.add_all(versions)
    db.session.flush()
    for version in versions:
        proposal = db.session.get_one(Proposal, version.proposal_id)
        proposal.current_id = version.id
    db.session.flush()
    for version in versions:
        db.session.expire(db.session.get_one(Proposal, version.proposal_id), ["versions", "current"])


def content_of(version: Version) -> Content:
    """Return what a version says."""
    lines = tuple(CostItem(line.label, line.amount_won) for line in version.cost_lines)
    return Content(
        title=version.title, problem=version.problem, idea=version.idea, effect=version.effect,
        type_id=version.type_id, field_id=version.field_id, place_code=version.place_code,
        place_note=version.place_note, asked_won=sum(line.amount_won for line in lines), cost_lines=lines,
    )  # fmt: skip
