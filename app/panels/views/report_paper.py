"""The report on paper: finding, rule, margins, shares before and after, recommendation and minority view."""

from flask import Response
from flask_babel import gettext as _

from app.core.languages import chosen
from app.core.permissions import Permission, needs
from app.core.typeset import as_pdf
from app.panels.models import Panel
from app.panels.services import published, report
from app.panels.services.last_questions import AskedLast
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
        (_("Who came"), _came(found)),
        (_("Had everybody answered"), _weighted_back(found, names)),
        (_("Satisfaction and acceptance"), [_question(one) for one in found.questions]),
        (_("What each design would have meant for everybody’s chance"), _chances(found)),
    ]


def _came(found: Report) -> list[str]:
    if not found.attended.people:
        return []
    return [
        _(
            "%(seated)s members had accepted a seat; %(attended)s came.",
            seated=found.seated,
            attended=found.attended.people,
        )
    ]


def _weighted_back(found: Report, names: dict[str, str]) -> list[str]:
    rows = found.restored.rows if found.restored else []
    return [f"{names[row.answer]}: {row.share:.1%} → {row.weighted:.1%}" for row in rows]


def _question(one: AskedLast) -> str:
    shares = {row.answer: row.share for row in one.shares.rows}
    told = ", ".join(f"{answer[chosen()]} {shares[answer['code']]:.1%}" for answer in one.answers)
    mean = (
        " " + _("Mean %(mean)s of %(most)s", mean=f"{one.scale.mean:.2f}", most=max(one.scale.points))
        if one.scale
        else ""
    )
    return f"{getattr(one.question, f'text_{chosen()}')}{mean}. {told}"


def _chances(found: Report) -> list[str]:
    return [
        f"{_(one.plan.name)}: "
        + ", ".join(
            f"{getattr(own.stance, f'name_{chosen()}')} {own.seats} ({float(own.chance):.1%})" for own in one.stances
        )
        for one in (found.chances.designs if found.chances else [])
    ]


def _used(used: bool) -> str:
    return f" ({_('used here')})" if used else ""


def _words(panel: Panel) -> Parts:
    if panel.reported_at is None:
        return [(_("Recommendation"), [_("The recommendation has not been published yet.")])]
    recommendation, minority = (getattr(panel, f"{name}_{chosen()}") for name in ("recommendation", "minority"))
    return [(_("Recommendation"), recommendation.splitlines()), (_("Minority view"), minority.splitlines())]
