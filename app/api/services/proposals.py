"""Proposals as the interface gives them: public fields alone, amounts in won, times in ISO 8601 UTC."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.city.models import Place, PlaceLevel
from app.core.db import db
from app.core.errors import N_, RuleError
from app.cycles.models import Cycle, Field, ProposalType
from app.proposals.models import Amount, Proposal, Stage, Version
from app.proposals.services.amounts import history

Record = dict[str, Any]
PER_PAGE, AT_MOST = 100, 200
District = aliased(Place, name="district")


class BadPage(RuleError):
    code = "bad_page"
    sentence = N_("The page must be a whole number from 1, and per_page one from 1 to %(at_most)s.")
    status = 400


class NoSuchPage(RuleError):
    code = "no_such_page"
    sentence = N_("There are %(pages)s pages.")
    status = 404


@dataclass(frozen=True)
class Sheet:
    """One page of proposals in the order of their receipt numbers."""

    proposals: list[Record]
    page: int
    pages: int
    per_page: int
    total: int


def numbers_of(page: str, per_page: str) -> tuple[int, int]:
    """Read page and size as they stand in the address. Raises ``BadPage``."""
    if not (page.isascii() and page.isdigit() and per_page.isascii() and per_page.isdigit()) or len(page) > 9:
        raise BadPage(at_most=AT_MOST)
    wanted, size = int(page), int(per_page)
    if wanted < 1 or not 1 <= size <= AT_MOST:
        raise BadPage(at_most=AT_MOST)
    return wanted, size


def sheet(cycle: Cycle, page: int, per_page: int) -> Sheet:
    """Return one page of a cycle's proposals. Raises ``NoSuchPage`` beyond the last."""
    total = db.session.scalar(select(func.count()).where(Proposal.cycle_id == cycle.id)) or 0
    pages = max(1, -(-total // per_page))
    if page > pages:
        raise NoSuchPage(pages=pages)
    query = _query().where(Proposal.cycle_id == cycle.id).order_by(Proposal.number)
    rows = db.session.execute(query.offset((page - 1) * per_page).limit(per_page)).all()
    amounts = _amounts([row[0].id for row in rows])
    proposals = [_record(cycle.slug, tuple(row), amounts.get(row[0].id, [])) for row in rows]
    return Sheet(proposals, page, pages, per_page, total)


def names_of(cycle: Cycle) -> Record:
    """Return the names behind the codes of fields and types, in Korean and English."""
    both = {"fields": Field, "types": ProposalType}
    return {
        name: {
            row.code: {"ko": row.name_ko, "en": row.name_en}
            for row in db.session.execute(
                select(model.code, model.name_ko, model.name_en)
                .where(model.cycle_id == cycle.id)
                .order_by(model.position)
            )
        }
        for name, model in both.items()
    }


def _query() -> Any:
    return (
        select(Proposal, Version.title, ProposalType.code, Field.code, Place, District.code, District.name_ko)
        .join(Version, Version.id == Proposal.current_id)
        .join(ProposalType, ProposalType.id == Version.type_id)
        .join(Field, Field.id == Version.field_id)
        .join(Place, Place.code == Version.place_code)
        .outerjoin(District, District.code == Place.parent_code)
    )


def _amounts(ids: list[int]) -> dict[int, list[Amount]]:
    found: dict[int, list[Amount]] = {}
    for amount in db.session.scalars(select(Amount).where(Amount.proposal_id.in_(ids))):
        found.setdefault(amount.proposal_id, []).append(amount)
    return {proposal_id: history(amounts) for proposal_id, amounts in found.items()}


def _record(slug: str, row: tuple[Any, ...], amounts: list[Amount]) -> Record:
    proposal, title, type_code, field_code, place, district_code, district_name = row
    if place.level is PlaceLevel.district:
        district_code, district_name = place.code, place.name_ko
    elif place.level is PlaceLevel.city:
        district_code, district_name = None, None
    hidden = proposal.hidden_at is not None
    return {
        "receipt_no": f"{slug}-{proposal.number:04d}",
        "title": None if hidden else title,
        "type": type_code,
        "field": field_code,
        "district": district_name,
        "district_code": district_code,
        "place_code": place.code,
        "status": proposal.status.value,
        "synthetic": proposal.synthetic,
        "safety": proposal.safety,
        "hidden": hidden,
        "submitted_at": utc(proposal.submitted_at),
        "amounts": [_amount(amount) for amount in amounts],
    }


def _amount(amount: Amount) -> Record:
    return {
        "stage": Stage(amount.stage).value,
        "amount": amount.amount_won,
        "at": utc(amount.at),
        "by": amount.decided_by,
        "reason_code": amount.reason_code,
        "reason": amount.reason,
        "basis": amount.basis.value,
    }


def utc(at: dt.datetime) -> str:
    """Write an instant as ISO 8601 in UTC: 2018-04-03T01:00:00Z."""
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
