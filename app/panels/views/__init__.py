"""Pages of a panel: the organiser's, the members', everybody's."""

from app.panels.services import link_imports  # registers what can be imported
from app.panels.views import (
    agenda,
    by_link,
    design,
    door,
    floor,
    learning,
    member,
    members,
    office,
    people,
    public,
    questions,
    recommendation,
    report,
    report_paper,
    survey,
    tables,
    vote,
    waves,
)
from app.panels.views.area import blueprint

__all__ = [
    "agenda",
    "blueprint",
    "by_link",
    "design",
    "door",
    "floor",
    "learning",
    "link_imports",
    "member",
    "members",
    "office",
    "people",
    "public",
    "questions",
    "recommendation",
    "report",
    "report_paper",
    "survey",
    "tables",
    "vote",
    "waves",
]
