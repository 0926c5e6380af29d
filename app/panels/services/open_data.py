"""Answers of a panel as open data: every combination of published values has at least ten people."""

from app.core.sheets.writing import csv_of
from app.panels.models import Panel
from app.panels.services import sealing
from app.panels.services.before_after import last_of_members, members_of, sheets_of, surveys_of
from voting.deliberation.anonymity import OpenData, anonymous


def open_data(panel: Panel) -> OpenData:
    """Return the answers before and after with sex and age, k-anonymous. Raises ``Sealed``."""
    sealing.require_unsealed(panel)
    seated = members_of(panel)
    last = sheets_of(panel, last_of_members(surveys_of(panel)), seated)
    people = [
        {
            "sex": member.values.get("sex"), "age": member.values.get("age"),
            "before": member.stance, "after": last[who].stance if who in last else None,
        }
        for who, member in seated.items()
    ]  # fmt: skip
    return anonymous(people, ["sex", "age"], ["before", "after"])


def as_csv(panel: Panel) -> bytes:
    """Return the open data as CSV, a row a person, sorted; a header alone when there is nobody. Raises ``Sealed``."""
    columns = ["sex", "age", "before", "after"]
    sealing.require_unsealed(panel)
    rows = open_data(panel).rows() if members_of(panel) else []
    return csv_of(columns, [[row[column] for column in columns] for row in rows])
