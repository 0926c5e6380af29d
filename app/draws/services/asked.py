"""What a draw asks of the sampling library: its pool, its targets, its request."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.draws.models import Candidate, Draw
from app.draws.services.continued import continuing
from voting.sortition.pool import Pool
from voting.sortition.preparation import Request
from voting.sortition.targets import Target

HOME = "home of the pool"  # a name that no feature has


@dataclass(frozen=True)
class Asked:
    """Plain values: nothing in it reads the database any more. ``key_of`` leads from a ref as text to the row."""

    pool: Pool
    targets: list[Target]
    request: Request
    salt: bytes
    key_of: dict[str, int]
    code_of: dict[str, str]


def asked_of(draw: Draw) -> Asked:
    """Return what a draw asks, read from the database. Three queries, whatever the size of the pool."""
    pool, key_of, code_of = _pool(draw)
    request = Request(
        size=draw.size,
        method=draw.method,
        rule=draw.rule,
        numbers=draw.numbers,
        same_address=(HOME,) if draw.one_per_home else (),
        exclusions=code_of,
        announced=f"{draw.value_kind.value}: {draw.announced}",
        public_source=draw.source,
        continues=continuing(draw),
    )
    return Asked(pool, targets_of(draw), request, draw.salt, key_of, code_of)


def pool_of(draw: Draw) -> Pool:
    """Return the pool of a draw; a person's id is the ref."""
    return _pool(draw)[0]


def targets_of(draw: Draw) -> list[Target]:
    """Return the targets of a draw as the library has them, in their order."""
    return [Target(t.feature, t.value, t.least, t.most, t.least_flex, t.most_flex) for t in draw.targets]


def _pool(draw: Draw) -> tuple[Pool, dict[str, int], dict[str, str]]:
    query = (
        select(Candidate.id, Candidate.ref, Candidate.answers, Candidate.home, Candidate.excluded_code)
        .where(Candidate.draw_id == draw.id)
        .order_by(Candidate.ref)
    )
    rows: list[Any] = list(db.session.execute(query).all())
    ids = [str(row.ref) for row in rows]
    columns = {feature.code: [str(row.answers.get(feature.code) or "") for row in rows] for feature in draw.features}
    columns[HOME] = [row.home or "" for row in rows]
    key_of = {name: row.id for name, row in zip(ids, rows, strict=True)}
    code_of = {name: row.excluded_code for name, row in zip(ids, rows, strict=True) if row.excluded_code is not None}
    return Pool(ids, columns, list(range(1, len(ids) + 1)), "pool"), key_of, code_of
