"""Answers of a panel as open data: every combination of published values has at least ten people."""

from app.core.sheets.writing import csv_of
from app.panels.models import Panel
from app.panels.services import sealing
from app.panels.services.before_after import before_and_after, last_of_members, sheets_of, surveys_of
from voting.deliberation.anonymity import OpenData, anonymous

COLUMNS = ("sex", "age", "before", "after")


def open_data(panel: Panel) -> OpenData | None:
    """Return the answers before and after with sex and age, k-anonymous; None where nobody has a seat. Raises ``Sealed``."""
    sealing.require_unsealed(panel)
    seated, sheets = before_and_after(panel)
    last = sheets_of(last_of_members(surveys_of(panel)), sheets)
    people = [
        {
            "sex": member.values.get("sex"), "age": member.values.get("age"),
            "before": member.stance, "after": last[who].stance if who in last else None,
        }
        for who, member in seated.items()
    ]  # fmt: skip
    return anonymous(people, COLUMNS[:2], COLUMNS[2:]) if people else None


def as_csv(panel: Panel) -> bytes:
    """Return the open data as CSV, a row a person, sorted; a header alone when there is nobody. Raises ``Sealed``."""
    data = open_data(panel)
    return csv_of(list(COLUMNS), [[row[column] for column in COLUMNS] for row in (data.rows() if data else [])])
