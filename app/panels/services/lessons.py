"""Who has gone through which lesson: a lesson done in one version is done in all."""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.db import db, transaction
from app.core.errors import N_, NotFound, RuleError
from app.panels.models import Material, MaterialKind, Panel, Panelist, PanelistState, Reading, Side
from app.panels.services import entering, learning


class NoLesson(RuleError):
    code = "not_a_lesson"
    sentence = N_("Only published lessons are marked as done.")


@dataclass(frozen=True)
class Learner:
    """How many of the lessons a member has gone through."""

    number: int
    done: int


def finish(material: Material, panelist: Panelist) -> None:
    """Note that a member has gone through a lesson; twice changes nothing. Raises ``NoLesson``."""
    if material.kind is not MaterialKind.lesson or material.published_at is None:
        raise NoLesson()
    if material.panel_id != panelist.panel_id:
        raise NotFound()
    entering.require_seat(panelist)
    with transaction():
        key = (material.id, panelist.id)
        if db.session.get(Reading, key, with_for_update=True) is None:
            db.session.merge(Reading(material_id=key[0], panelist_id=key[1], at=clock.now()))


def still_to_do(panelist: Panelist) -> list[Material]:
    """Return the lessons in force that a member has not gone through in any version."""
    other = aliased(Material)
    done = exists().where(
        Reading.material_id == other.id, Reading.panelist_id == panelist.id, other.panel_id == Material.panel_id,
        other.side == Material.side, other.title == Material.title, other.kind == MaterialKind.lesson,
    )  # fmt: skip
    query = select(Material).where(Material.panel_id == panelist.panel_id, Material.kind == MaterialKind.lesson, ~done)
    return learning.newest(db.session.scalars(query.order_by(*learning.ORDER)))


def learners(panel: Panel) -> list[Learner]:
    """Return for each member how many different lessons are done, by number."""
    query = (
        select(Panelist.number, Material.side, Material.title)
        .outerjoin(Reading, Reading.panelist_id == Panelist.id)
        .outerjoin(Material, Material.id == Reading.material_id)
        .where(Panelist.panel_id == panel.id, Panelist.state == PanelistState.accepted)
        .order_by(Panelist.number)
    )
    done: dict[int, set[tuple[Side, str]]] = {}
    for number, side, title in db.session.execute(query):
        done.setdefault(number, set()).update([(side, title)] if title is not None else [])
    return [Learner(number, len(lessons)) for number, lessons in done.items()]
