"""Moderators and their tables: who leads which, and what was noted at it in each round."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Account
from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, EditedByAnother, NotFound, RuleError
from app.panels.models import Item, ItemKind, Panel, PanelPart, PanelRole, TableModerator, TableNote
from app.panels.services import crew, making, parts
from app.panels.services.finding import locked_row

LONGEST = 20_000  # characters of a note


class NotAModerator(RuleError):
    code = "not_a_moderator"
    sentence = N_("%(name)s is no moderator of this panel.")


class OfficialAtTable(RuleError):
    code = "official_at_table"
    sentence = N_("%(name)s works for the city. Officials sit at no table.")


class NotYourTable(RuleError):
    code = "not_your_table"
    sentence = N_("Table %(table)s has another moderator.")
    status = 403


class NoteTooLong(RuleError):
    code = "note_too_long"
    sentence = N_("A note has at most %(longest)s characters.")
    field = "text"


def moderators(panel: Panel) -> dict[int, PanelRole]:
    """Return who leads which table."""
    query = select(TableModerator).where(TableModerator.panel_id == panel.id).options(joinedload(TableModerator.role))
    return {row.table_no: row.role for row in db.session.scalars(query.order_by(TableModerator.table_no))}


def who_can(panel: Panel) -> list[PanelRole]:
    """Return the moderators of a panel who were not excluded."""
    return [role for role in parts.roles_of(panel) if role.part is PanelPart.moderator and role.excluded_why is None]


def assign(panel: Panel, chosen: dict[int, int], *, by: Any) -> None:
    """Give tables (numbers from 1) their moderators (ids of parts). Raises ``NotAModerator``, ``OfficialAtTable``."""
    panel_id = panel.id
    with transaction():
        panel = making.locked_panel(panel_id)
        for role_id in chosen.values():
            _require_moderator(parts.role_numbered(panel, role_id))
        db.session.execute(delete(TableModerator).where(TableModerator.panel_id == panel_id))
        db.session.add_all(
            TableModerator(panel_id=panel_id, table_no=table, role_id=role_id) for table, role_id in chosen.items()
        )
        db.session.flush()
        audit.record("panel.moderators", of=("panel", panel_id), by=by, after={str(k): v for k, v in chosen.items()})


def require_table(panel: Panel, table_no: int, account: Any) -> None:
    """Raise ``NotYourTable`` for who neither leads the table nor organises the panel.

    Somebody who came to work for the city since is refused too, whatever the table of moderators says.
    """
    if crew.keeps(panel, account):
        return
    role = moderators(panel).get(table_no)
    mine = role is not None and role.account_id == account.id and role.excluded_why is None
    if not mine or parts.is_official(account):
        raise NotYourTable(table=table_no)


def notes_of(panel: Panel, table_no: int) -> dict[int, TableNote]:
    """Return the notes of a table by the round's item."""
    query = select(TableNote).join(Item, Item.id == TableNote.item_id)
    found = db.session.scalars(query.where(Item.panel_id == panel.id, TableNote.table_no == table_no))
    return {note.item_id: note for note in found}


def write_note(item: Item, table_no: int, *, text: str, revision: int, by: Any) -> TableNote:
    """Keep what a table said in a round; ``revision`` is the one that the writer has seen, 0 for none.

    Raises ``EditedByAnother``, ``NoteTooLong``.
    """
    if len(text) > LONGEST:
        raise NoteTooLong(longest=LONGEST)
    item_id, by_id = item.id, getattr(by, "id", None)
    with transaction():
        item = locked_row(Item, item_id)
        if item.kind is not ItemKind.tables:
            raise NotFound()
        query = select(TableNote).where(TableNote.item_id == item_id, TableNote.table_no == table_no)
        note = db.session.scalar(query)
        if (note.revision if note else 0) != revision:
            raise EditedByAnother()
        if note is None:
            note = TableNote(item_id=item_id, table_no=table_no)
            db.session.add(note)
        note.text, note.by, note.at = text, by_id, clock.now()
        db.session.flush()
        audit.record("panel.note", of=("panel_table_note", note.id), by=by, after={"table": table_no})
    return note


def _require_moderator(role: PanelRole) -> None:
    account = db.session.get(Account, role.account_id) if role.account_id is not None else None
    if role.official or parts.is_official(account):
        raise OfficialAtTable(name=role.name)
    if role.part is not PanelPart.moderator or role.excluded_why is not None:
        raise NotAModerator(name=role.name)
