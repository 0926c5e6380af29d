"""The report of a panel and its open data; both only after the seal was opened."""

from flask import Response, render_template

from app.core.languages import chosen
from app.core.permissions import Permission, needs
from app.panels.services import open_data, population, published, report
from app.panels.views.area import blueprint
from voting.deliberation.words import decision_in_words, margin_in_words

VALUES = population.SEXES | population.AGES | population.DISTRICTS


@blueprint.get("/panels/<slug>/report")
@needs(Permission.anyone)
def show_report(slug: str) -> str:
    """Show what the panel found and how opinion moved. Refused while the results are sealed."""
    panel = published.published_panel(slug)
    found = report.report_of(panel)
    names = {stance.code: getattr(stance, f"name_{chosen()}") for stance in panel.stances}
    return render_template(
        "panels/report.html",
        panel=panel,
        report=found,
        names=names,
        sides={stance.code: stance.side.value for stance in panel.stances},
        values={code: pair[chosen() == "en"] for code, pair in VALUES.items()},
        finding=decision_in_words(found.decision, chosen(), names) if found.decision else None,
        margins=[(margin_in_words(row, chosen()), row.used) for row in found.margins],
        synthetic=panel.synthetic,
    )


@blueprint.get("/panels/<slug>/report/answers.csv")
@needs(Permission.anyone)
def answers_csv(slug: str) -> Response:
    """Send the answers as open data in which nobody stands alone."""
    panel = published.published_panel(slug)
    headers = {"Content-Disposition": f'attachment; filename="{panel.slug}-answers.csv"'}
    return Response(open_data.as_csv(panel), mimetype="text/csv", headers=headers)
