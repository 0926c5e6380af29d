"""What everyone sees of a plan: the one in force, every earlier version, what changed and why, the calendar."""

from dataclasses import asdict

from flask import Response, make_response, render_template, url_for
from flask_babel import gettext as _

from app.core.dates import instant_text
from app.core.errors import NotFound
from app.core.languages import chosen, named
from app.core.permissions import Permission, needs
from app.core.typeset import as_pdf
from app.cycles import labels, plan_words
from app.cycles.models import Cycle, PlanSection, PlanVersion
from app.cycles.services.calendar import phases_calendar
from app.cycles.services.contents import instant
from app.cycles.services.differences import differences
from app.cycles.services.finding import cycle_called
from app.cycles.views.area import blueprint


@blueprint.route("/cycles/<slug>/plan")
@needs(Permission.anyone)
def plan(slug: str) -> str:
    """Show the plan in force."""
    cycle = cycle_called(slug)
    return _page(cycle, cycle.plans[-1] if cycle.plans else None)


@blueprint.route("/cycles/<slug>/plan/<int:number>")
@needs(Permission.anyone)
def plan_version(slug: str, number: int) -> str:
    """Show one version of the plan."""
    cycle = cycle_called(slug)
    return _page(cycle, _version(cycle, number))


@blueprint.route("/cycles/<slug>/plan/<int:number>.pdf")
@needs(Permission.anyone)
def plan_pdf(slug: str, number: int) -> Response:
    """Hand out one version of the plan to print."""
    cycle = cycle_called(slug)
    version = _version(cycle, number)
    sections = [plan_words.section_shown(section, version.content[section]) for section in PlanSection]
    answer = make_response(
        as_pdf(
            "cycles/plan.typ",
            {
                "lang": chosen(),
                "heading": f"{_('Operating plan')} · {title_of(cycle)}",
                "note": _(
                    "Version %(number)s, published at %(at)s.",
                    number=number,
                    at=instant_text(version.published_at, chosen()),
                ),
                "intro": version.content[PlanSection.basics][f"intro_{chosen()}"],
                "sections": [asdict(section) for section in sections],
            },
        )
    )
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{slug}-plan-{number}.pdf"'
    return answer


@blueprint.route("/cycles/<slug>/phases.ics")
@needs(Permission.anyone)
def phases_ics(slug: str) -> Response:
    """Hand out the times of a cycle for a calendar."""
    cycle = cycle_called(slug)
    if not cycle.phases:
        raise NotFound()
    answer = make_response(
        phases_calendar(
            cycle,
            title=title_of(cycle),
            names={kind: _(word) for kind, word in labels.PHASES.items()},
            address=url_for("cycles.plan", slug=slug, _external=True),
        )
    )
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return answer


def title_of(cycle: Cycle) -> str:
    """Name a cycle: year and body."""
    return _("%(year)s participatory budget of %(body)s", year=cycle.budget_year, body=named(cycle.place))


def _version(cycle: Cycle, number: int) -> PlanVersion:
    version = next((version for version in cycle.plans if version.number == number), None)
    if version is None:
        raise NotFound()
    return version


def _page(cycle: Cycle, version: PlanVersion | None) -> str:
    earlier = next((other for other in cycle.plans if version and other.number == version.number - 1), None)
    changes = differences(earlier.content, version.content) if version and earlier else []
    return render_template(
        "cycles/plan.html",
        cycle=cycle,
        title=title_of(cycle),
        version=version,
        changes=[plan_words.change_text(change) for change in changes],
        labels=labels,
        words=plan_words,
        sections=PlanSection,
        instant=instant,
    )
