"""What members read and watch before the days: versions of both sides' texts and lessons, with the advisers' notes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, NotFound, RuleError
from app.core.files.models import File
from app.panels.models import (
    AdviserNote,
    Material,
    MaterialKind,
    Panel,
    PanelPart,
    PanelRole,
    Side,
)
from app.panels.services import making
from app.panels.services.finding import locked_row

ORDER = (Material.position, Material.kind, Material.title, Material.version.desc())


class TitleTaken(RuleError):
    code = "material_title_taken"
    sentence = N_("This side has a text of that kind with this title already. Make a new version of it.")
    field = "title"


class NothingInIt(RuleError):
    code = "material_empty"
    sentence = N_("Give a text, a file, or the address of a film.")
    field = "text"


class LessonWithoutMinutes(RuleError):
    code = "lesson_without_minutes"
    sentence = N_("Say how many minutes the lesson takes: both sides get the same time.")
    field = "minutes"


class PublishedAlready(RuleError):
    code = "material_published"
    sentence = N_("This version is published and stays as it is. Make a new version.")


class PassageMissing(RuleError):
    code = "passage_not_found"
    sentence = N_("This passage does not stand in the text word by word. Copy it from there.")
    field = "passage"


class NotAnAdviser(RuleError):
    code = "not_an_adviser"
    sentence = N_("Choose one of the panel's advisers.")
    field = "role_id"


@dataclass(frozen=True)
class Passage:
    """A paragraph of a text, with what advisers remark on it."""

    text: str
    notes: Sequence[AdviserNote]


def write(
    panel: Panel, *, kind: MaterialKind, side: Side, title: str, text: str = "", minutes: int | None = None,
    address: str | None = None, file: File | None = None, position: int = 0, by: Any,
) -> Material:  # fmt: skip
    """Add the first version of a text or lesson, not published. Raises ``TitleTaken``, ``NothingInIt``, ..."""
    panel_id, file_id = panel.id, file.id if file else None
    _require_content(kind, text, address, file_id, minutes)
    with transaction():
        making.locked_panel(panel_id)
        same = select(Material.id).where(Material.panel_id == panel_id, Material.kind == kind, Material.side == side)
        if db.session.scalar(same.where(Material.title == title)) is not None:
            raise TitleTaken()
        material = Material(
            panel_id=panel_id, kind=kind, side=side, title=title, text=text, minutes=minutes, address=address or None,
            file_id=file_id, position=position, added_by=getattr(by, "id", None), added_at=clock.now(),
        )  # fmt: skip
        db.session.add(material)
        db.session.flush()
        audit.record("panel.material", of=("panel_material", material.id), by=by, after=_told(material))
    return material


def revise(
    material: Material, *, text: str = "", minutes: int | None = None, address: str | None = None,
    file: File | None = None, position: int = 0, by: Any,
) -> Material:  # fmt: skip
    """Change a version that is not published; of a published one make the next. Raises ``NothingInIt``, ..."""
    material_id, file_id = material.id, file.id if file else None
    _require_content(material.kind, text, address, file_id or material.file_id, minutes)
    with transaction():
        material = locked_row(Material, material_id)
        making.locked_panel(material.panel_id)
        if material.published_at is not None:
            material = _next_version(material, by)
        material.text, material.minutes, material.address = text, minutes, address or None
        material.position, material.file_id = position, file_id or material.file_id
        db.session.flush()
        audit.record("panel.material", of=("panel_material", material.id), by=by, after=_told(material))
    return material


def publish(material: Material, *, by: Any) -> None:
    """Let members and everybody read a version; twice changes nothing."""
    material_id = material.id
    with transaction():
        material = locked_row(Material, material_id)
        if material.published_at is None:
            material.published_at = clock.now()
            audit.record("panel.material_published", of=("panel_material", material_id), by=by, after=_told(material))


def remark(material: Material, *, role: PanelRole, passage: str, text: str, by: Any) -> AdviserNote:
    """Put an adviser's note beside a passage (none: the whole). Raises ``NotAnAdviser``, ``PassageMissing``."""
    if role.part is not PanelPart.adviser or role.panel_id != material.panel_id or role.excluded_why is not None:
        raise NotAnAdviser()
    if passage.strip() not in material.text:
        raise PassageMissing()
    material_id, role_id = material.id, role.id
    with transaction():
        note = AdviserNote(material_id=material_id, role_id=role_id, passage=passage.strip(), text=text, at=clock.now())
        db.session.add(note)
        db.session.flush()
        audit.record("panel.adviser_note", of=("panel_material", material_id), by=by, after={"role": role_id})
    return note


def passages(material: Material) -> list[Passage]:
    """Return the paragraphs with the notes that quote them; notes on the whole come with the last, empty one."""
    paragraphs = [line.strip() for line in material.text.splitlines() if line.strip()]
    left, found = list(material.notes), []
    for paragraph in paragraphs:
        here = [note for note in left if note.passage and note.passage in paragraph]
        left = [note for note in left if note not in here]
        found.append(Passage(paragraph, here))
    return [*found, Passage("", left)] if left else found


def versions(panel: Panel) -> list[Material]:
    """Return all versions with their notes, the newest of a text first; texts in their order."""
    query = select(Material).where(Material.panel_id == panel.id).options(selectinload(Material.notes))
    return list(db.session.scalars(query.order_by(*ORDER)))


def in_force(panel: Panel) -> list[Material]:
    """Return the newest published version of each text and lesson."""
    return newest(versions(panel))


def newest(found: Iterable[Material]) -> list[Material]:
    """Return the newest published version of each text among versions in their order."""
    first: dict[tuple[MaterialKind, Side, str], Material] = {}
    for material in found:
        if material.published_at is not None:
            first.setdefault((material.kind, material.side, material.title), material)
    return list(first.values())


def material_numbered(panel: Panel, material_id: int) -> Material:
    """Return a version of a panel. Raises ``NotFound``."""
    material = db.session.get(Material, material_id)
    if material is None or material.panel_id != panel.id:
        raise NotFound()
    return material


def public_version(panel: Panel, material_id: int) -> Material:
    """Return a published version of a panel. Raises ``NotFound``."""
    material = material_numbered(panel, material_id)
    if material.published_at is None:
        raise NotFound()
    return material


def published_versions(material: Material) -> list[Material]:
    """Return the published versions of the same text, the newest first."""
    query = select(Material).where(
        Material.panel_id == material.panel_id, Material.kind == material.kind, Material.side == material.side,
        Material.title == material.title, Material.published_at.is_not(None),
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(Material.version.desc())))


def advisers(panel: Panel) -> dict[int, PanelRole]:
    """Return the panel's advisers by the id of their part."""
    query = select(PanelRole).where(PanelRole.panel_id == panel.id, PanelRole.part == PanelPart.adviser)
    return {role.id: role for role in db.session.scalars(query.order_by(PanelRole.id))}


def is_published(file: File) -> bool:
    """Say whether a published version has this file."""
    query = select(Material.id).where(Material.file_id == file.id, Material.published_at.is_not(None))
    return db.session.scalar(query.limit(1)) is not None


def _require_content(
    kind: MaterialKind, text: str, address: str | None, file_id: int | None, minutes: int | None
) -> None:
    if not text.strip() and not address and file_id is None:
        raise NothingInIt()
    if kind is MaterialKind.lesson and not minutes:
        raise LessonWithoutMinutes()


def _next_version(material: Material, by: Any) -> Material:
    same = select(func.max(Material.version)).where(
        Material.panel_id == material.panel_id, Material.kind == material.kind, Material.side == material.side,
        Material.title == material.title,
    )  # fmt: skip
    newest = db.session.scalar(same) or material.version
    if newest != material.version:
        raise PublishedAlready()
    following = Material(
        panel_id=material.panel_id, kind=material.kind, side=material.side, title=material.title, version=newest + 1,
        file_id=material.file_id, added_by=getattr(by, "id", None), added_at=clock.now(), synthetic=material.synthetic,
    )  # fmt: skip
    db.session.add(following)
    return following


def _told(material: Material) -> dict[str, Any]:
    return {
        "kind": material.kind.value, "side": material.side.value, "title": material.title, "version": material.version,
        "characters": len(material.text), "minutes": material.minutes,
    }  # fmt: skip
