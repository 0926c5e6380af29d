"""Pages of a panel: the organiser's, the members', everybody's."""

from app.panels.services import link_imports  # registers what can be imported
from app.panels.views import (
    by_link,
    design,
    members,
    office,
    people,
    public,
    recommendation,
    report,
    report_paper,
    survey,
)
from app.panels.views.area import blueprint

__all__ = [
    "blueprint",
    "by_link",
    "design",
    "link_imports",
    "members",
    "office",
    "people",
    "public",
    "recommendation",
    "report",
    "report_paper",
    "survey",
]
