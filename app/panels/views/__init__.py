"""Pages of a panel: the organiser's, the members', everybody's."""

from app.panels.views import office, public, recommendation, report, report_paper
from app.panels.views.area import blueprint

__all__ = ["blueprint", "office", "public", "recommendation", "report", "report_paper"]
