"""The list of proposals: what is asked of it, in which order, one page of it, and who is next to whom."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select
from sqlalchemy.orm import aliased

from app.city.models import Place, PlaceLevel
from app.core.db import db
from app.core.money import UnreadableAmount, parse_won
from app.cycles.models import Cycle, Field, ProposalType
from app.proposals.models import Comment, Proposal, Stage, Status, Support, Version
from app.proposals.services import search
from app.proposals.services.support import supporters, supporters_after_merges
from app.public.services.milestones import MILESTONES, ledger, now

PER_PAGE = 20
WHOLE_CITY = "city"
District = aliased(Place, name="district")


@dataclass(frozen=True)
class Wanted:
    """What is asked of a list, as it stands in the address. Amounts in won, of the furthest stage."""

    q: str = ""
    status: str = ""
    reached: str = ""
    field: str = ""
    district: str = ""
    type: str = ""
    min_won: int | None = None
    max_won: int | None = None
    sort: str = "number"
    seed: str = ""


ASKED = {field.name for field in fields(Wanted)} | {"all"}  # names in an address; all: of every year


@dataclass(frozen=True)
class Row:
    """One proposal in a list: what is shown of it, amounts in won."""

    id: int
    number: int
    cycle_slug: str
    title: str
    status: Status
    synthetic: bool
    hidden: bool
    field_ko: str
    field_en: str
    place_ko: str
    place_en: str
    supports: int
    comments: int
    asked_won: int | None
    now_won: int | None
    now_stage: Stage | None


class Beside(NamedTuple):
    """A neighbour in a list."""

    id: int
    number: int
    cycle_slug: str
    title: str
    hidden: bool


@dataclass(frozen=True)
class Page:
    """One page of a list: 20 rows, counted from 1."""

    rows: list[Row]
    page: int
    pages: int
    total: int
    first: int  # place of the first row in the whole list


def readable(asked: Mapping[str, str]) -> Wanted:
    """Read what an address asks of a list; what cannot be read asks for nothing."""
    codes = {name: asked.get(name, "").strip()[:100] for name in ("q", "field", "district", "type", "sort", "seed")}
    known = {"status": set(Status), "reached": MILESTONES.keys()}
    for name, values in known.items():
        codes[name] = asked[name] if asked.get(name) in values else ""
    return Wanted(**codes, min_won=_won(asked.get("min_won")), max_won=_won(asked.get("max_won")))


def _won(text: str | None) -> int | None:
    try:
        return parse_won(text) if text else None
    except UnreadableAmount:
        return None


def ordered_ids(cycle_id: int | None, wanted: Wanted) -> list[int]:
    """Return the ids of all proposals that are asked for, in order."""
    found = [tuple(row) for row in db.session.execute(_query(cycle_id, wanted))]
    if wanted.sort == "random":
        found.sort(key=lambda row: _lot(wanted.seed, row[1]))
    return [row[0] for row in found]


def page_of(ids: list[int], page: int, per_page: int = PER_PAGE) -> Page:
    """Return one page of an ordered list; beyond the last one, the last."""
    pages = max(1, -(-len(ids) // per_page))
    page = min(page, pages)
    first = (page - 1) * per_page
    return Page(rows(ids[first : first + per_page]), page, pages, len(ids), first + 1)


def neighbours(cycle_id: int | None, wanted: Wanted, proposal_id: int) -> tuple[Beside | None, Beside | None]:
    """Return what stands before and after a proposal in a list; nothing where it is not in the list."""
    query = _query(cycle_id, wanted).add_columns(Cycle.slug, Version.title, Proposal.hidden_at.is_not(None))
    found = [Beside(*row) for row in db.session.execute(query.join(Cycle, Cycle.id == Proposal.cycle_id))]
    if wanted.sort == "random":
        found.sort(key=lambda other: _lot(wanted.seed, other.number))
    place = next((place for place, other in enumerate(found) if other.id == proposal_id), None)
    if place is None:
        return None, None
    return found[place - 1] if place else None, found[place + 1] if place + 1 < len(found) else None


def rows(ids: list[int]) -> list[Row]:
    """Return what a list shows of these proposals, in their order."""
    if not ids:
        return []
    amounts = ledger(ids=ids)
    supports = supporters(Proposal.id)
    comments = select(func.count()).where(Comment.proposal_id == Proposal.id, Comment.hidden_at.is_(None))
    query = (
        select(
            Proposal.id, Proposal.number, Cycle.slug, Version.title, Proposal.status, Proposal.synthetic,
            Proposal.hidden_at.is_not(None), Field.name_ko, Field.name_en, Place.name_ko, Place.name_en,
            District.name_ko, District.name_en, Place.level, supports, comments.scalar_subquery(),
            *(amounts.c[stage.value] for stage in Stage),
        )
        .select_from(Proposal)
        .join(Cycle, Cycle.id == Proposal.cycle_id)
        .join(Version, Version.id == Proposal.current_id)
        .join(Field, Field.id == Version.field_id)
        .join(Place, Place.code == Version.place_code)
        .outerjoin(District, District.code == Place.parent_code)
        .outerjoin(amounts, amounts.c.proposal_id == Proposal.id)
        .where(Proposal.id.in_(ids))
    )  # fmt: skip
    found = {row[0]: _row(tuple(row)) for row in db.session.execute(query)}
    return [found[proposal_id] for proposal_id in ids if proposal_id in found]


def _row(row: tuple) -> Row:  # type: ignore[type-arg]
    *shown, place_ko, place_en, district_ko, district_en, level, supports, comments = row[:16]
    if level is PlaceLevel.dong:
        place_ko, place_en = f"{district_ko} {place_ko}", f"{place_en}, {district_en}"
    amounts = dict(zip(Stage, row[16:], strict=True))
    reached = [stage for stage in Stage if amounts[stage] is not None]
    last = reached[-1] if reached else None
    return Row(
        *shown, place_ko, place_en, supports, comments, amounts[Stage.asked], amounts[last] if last else None, last
    )


def _query(cycle_id: int | None, wanted: Wanted) -> Select[tuple[int, int]]:
    amounts = ledger(cycle_id)
    query = select(Proposal.id, Proposal.number).join(Version, Version.id == Proposal.current_id)
    if _asks_for_amounts(wanted):
        query = query.outerjoin(amounts, amounts.c.proposal_id == Proposal.id)
    if cycle_id is not None:
        query = query.where(Proposal.cycle_id == cycle_id)
    for condition in _conditions(wanted, amounts):
        query = query.where(condition)
    return _in_order(query, wanted.sort, amounts)


def _asks_for_amounts(wanted: Wanted) -> bool:
    by_amount = wanted.min_won is not None or wanted.max_won is not None or wanted.sort in ("asked", "now", "cheapest")
    return by_amount or bool(wanted.reached)


def _conditions(wanted: Wanted, amounts: Subquery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.q:
        found += [search.matching(wanted.q), Proposal.hidden_at.is_(None)]
    if wanted.status:
        found.append(Proposal.status == Status(wanted.status))
    if wanted.reached:
        found.append(MILESTONES[wanted.reached].reached(amounts))
    if wanted.field:
        found.append(Version.field_id.in_(select(Field.id).where(Field.code == wanted.field)))
    if wanted.type:
        found.append(Version.type_id.in_(select(ProposalType.id).where(ProposalType.code == wanted.type)))
    if wanted.district:
        found.append(_in_district(wanted.district))
    if wanted.min_won is not None:
        found.append(now(amounts) >= wanted.min_won)
    if wanted.max_won is not None:
        found.append(now(amounts) <= wanted.max_won)
    return found


def _in_district(code: str) -> ColumnElement[bool]:
    if code == WHOLE_CITY:
        return Version.place_code.in_(select(Place.code).where(Place.level == PlaceLevel.city))
    return Version.place_code.in_(select(Place.code).where(or_(Place.code == code, Place.parent_code == code)))


def _in_order(query: Select[tuple[int, int]], sort: str, amounts: Subquery) -> Select[tuple[int, int]]:
    if sort in ("supports", "comments"):
        table = Support if sort == "supports" else Comment
        counted = select(table.proposal_id, func.count().label("n")).group_by(table.proposal_id).subquery()
        query, number = query.outerjoin(counted, counted.c.proposal_id == Proposal.id), counted.c.n
        if sort == "supports":
            merged = supporters_after_merges()
            query = query.outerjoin(merged, merged.c.proposal_id == Proposal.id)
            number = func.coalesce(merged.c.people, number)
        return query.order_by(func.coalesce(number, 0).desc(), Proposal.cycle_id.desc(), Proposal.number)
    by = {
        "newest": (Proposal.submitted_at.desc(),),
        "asked": (amounts.c.asked.desc(),),
        "now": (func.coalesce(now(amounts), 0).desc(),),
        "cheapest": (now(amounts),),
    }
    return query.order_by(*by.get(sort, ()), Proposal.cycle_id.desc(), Proposal.number)


def _lot(seed: str, number: int) -> bytes:
    """Return the place of a proposal in the order of a seed: the same for all who have the seed, new ones included."""
    return hashlib.sha256(f"{seed}:{number}".encode()).digest()
