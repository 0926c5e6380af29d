"""Finding one matter, or those of an area's subjects."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.core.errors import NotFound
from app.followup.models import Answer, Matter


def with_answer(query: Select[tuple[Matter]]) -> Select[tuple[Matter]]:
    """Read what a matter is shown with: its kind, who is responsible, the latest answer with its milestones."""
    latest = joinedload(Matter.answer)
    return query.options(
        joinedload(Matter.kind), joinedload(Matter.place), joinedload(Matter.department),
        latest.joinedload(Answer.department), latest.selectinload(Answer.milestones),
    )  # fmt: skip


def matter_called(matter_id: int) -> Matter:
    """Return a matter with its latest answer. Raises ``NotFound``."""
    matter = db.session.scalar(with_answer(select(Matter).where(Matter.id == matter_id)))
    if matter is None:
        raise NotFound()
    return matter


def matter_of(source: str, source_id: int) -> Matter | None:
    """Return the matter that was made of a subject."""
    return matters_of(source, [source_id]).get(source_id)


def matters_of(source: str, source_ids: Iterable[int]) -> dict[int, Matter]:
    """Return the matters of an area's subjects with their latest answers, by the subjects' ids: two queries."""
    found = with_answer(select(Matter).where(Matter.source == source, Matter.source_id.in_(list(source_ids))))
    return {matter.source_id: matter for matter in db.session.scalars(found)}


def versions_of(matter: Matter) -> list[Answer]:
    """Return every version of the answer, the latest first."""
    found = select(Answer).where(Answer.matter_id == matter.id).order_by(Answer.number.desc())
    loaded = found.options(joinedload(Answer.department), selectinload(Answer.milestones))
    return list(db.session.scalars(loaded))
