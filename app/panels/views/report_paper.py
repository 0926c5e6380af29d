"""The report on paper: finding, rule, margins, shares before and after, recommendation and minority view."""

from flask import Response
from flask_babel import gettext as _

from app.core.languages import chosen
from app.core.permissions import Permission, needs
from app.core.typeset import as_pdf
from app.panels.models import Panel
from app.panels.services import published, report
from app.panels.services.report import Report
from app.panels.views.area import blueprint
from voting.deliberation.words import decision_in_words, margin_in_words

Parts = list[tuple[str, list[str]]]


@blueprint.get("/panels/<slug>/report.pdf")
@needs(Permission.anyone)
def report_pdf(slug: str) -> Response:
    """Send the report as PDF. Refused while the results are sealed."""
    panel = published.published_panel(slug)
    found = report.report_of(panel)
    data = {
        "lang": chosen(),
        "title": f"{_('Report')}: {getattr(panel, f'title_{chosen()}')}",
        "question": getattr(panel, f"question_{chosen()}"),
        "synthetic": _("People and texts here are made up.") if panel.synthetic else "",
        "parts": [(head, lines) for head, lines in _figures(found) + _words(panel) if lines],
    }
    headers = {"Content-Disposition": f'inline; filename="{panel.slug}-report.pdf"'}
    return Response(as_pdf("panels/report.typ", data), mimetype="application/pdf", headers=headers)


def _figures(found: Report) -> Parts:
    names = {stance.code: getattr(stance, f"name_{chosen()}") for stance in found.panel.stances}
    rows = found.change.transitions.changes if found.change else []
    return [
        (_("Result"), [decision_in_words(found.decision, chosen(), names)] if found.decision else []),
        (_("Margin of error"), [margin_in_words(row, chosen()) + _used(row.used) for row in found.margins]),
        (_("First survey"), [f"{names[code]}: {share:.1%}" for code, share in found.first.items()]),
        (
            _("Before and after"),
            [f"{names[row.answer]}: {row.share_before:.1%} → {row.share_after:.1%}" for row in rows],
        ),
    ]


def _used(used: bool) -> str:
    return f" ({_('used here')})" if used else ""


def _words(panel: Panel) -> Parts:
    if panel.reported_at is None:
        return [(_("Recommendation"), [_("The recommendation has not been published yet.")])]
    recommendation, minority = (getattr(panel, f"{name}_{chosen()}") for name in ("recommendation", "minority"))
    return [(_("Recommendation"), recommendation.splitlines()), (_("Minority view"), minority.splitlines())]
