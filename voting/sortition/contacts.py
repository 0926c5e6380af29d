"""The contact log of a panel: who was asked when, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from voting.sortition.errors import BadInput, Complaint
from voting.sortition.pool import fold
from voting.sortition.table_file import Table, read_table


class Answer(StrEnum):
    """What came of a contact."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    WITHDREW = "withdrew"
    NO_SHOW = "no_show"
    WAITING = "waiting"

    @property
    def frees_the_seat(self) -> bool:
        """Whether somebody else is to be drawn."""
        return self not in (Answer.ACCEPTED, Answer.WAITING)


@dataclass(frozen=True)
class Contact:
    """One contact with one person; ``when`` as it was written down."""

    id: str
    answer: Answer
    when: str = ""
    note: str = ""


def read_contacts(path: Path) -> list[Contact]:
    """Return the log in a table: first column the id, ``answer``, and if there are any ``when`` and ``note``.

    Raises
    ------
    BadInput
        No column ``answer``, or an answer that is none of ``Answer``, with its row.
    """
    return contacts_from_table(read_table(path))


def contacts_from_table(table: Table) -> list[Contact]:
    """Return the log of a table; see ``read_contacts``."""
    columns = dict(zip(map(fold, table.header), table.columns, strict=True))
    if "answer" not in columns:
        raise BadInput.of("no_column", f"{table.name} has no column “answer”.", "Add it.")
    known = {answer.value for answer in Answer}
    empty = [""] * len(table)
    found, complaints = [], []
    for row, line in enumerate(table.line_of):
        answer = fold(columns["answer"][row]).replace(" ", "_").replace("-", "_")
        if answer not in known:
            text = f"{table.name}, row {line}: “{columns['answer'][row]}” is no answer."
            complaints.append(Complaint("answer", text, f"Write one of {', '.join(known)}.", {"row": line}))
            continue
        when, note = columns.get("when", empty)[row], columns.get("note", empty)[row]
        found.append(Contact(table.columns[0][row].strip(), Answer(answer), when, note))
    if complaints:
        raise BadInput(complaints)
    return found


def standing(contacts: list[Contact]) -> dict[str, Answer]:
    """Return everybody's last answer; the log is in the order of the contacts."""
    return {contact.id: contact.answer for contact in contacts}
