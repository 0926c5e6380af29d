"""What everybody may see of a panel: from the publication of its rule on."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.errors import N_, NotFound
from app.draws.models import Draw
from app.panels.models import ClosingCount, Panel, PanelPart, PanelRole, Survey
from app.panels.services import drawing, finding, opinion_window


@dataclass(frozen=True)
class Step:
    """A step of a panel: its name (marked by N_), when it was reached (None: not yet), in order."""

    name: str
    at: dt.datetime | dt.date | None
    reached: bool


@dataclass(frozen=True)
class PublicPanel:
    """A published panel with all that its page shows."""

    panel: Panel
    committee: list[PanelRole]
    watching: list[PanelRole]
    draws: list[Draw]
    steps: list[Step]
    has_opinions: bool


def public_panels() -> list[tuple[Panel, Step]]:
    """Return the published panels, newest first, each with the last step that it reached."""
    query = select(Panel).where(Panel.published_at.is_not(None)).order_by(Panel.id.desc())
    panels = list(db.session.scalars(query))
    ids = [panel.id for panel in panels]
    surveys = {
        s.panel_id: s for s in db.session.scalars(select(Survey).where(Survey.panel_id.in_(ids), Survey.wave == 1))
    }
    of_panels = select(Draw).where(Draw.subject == drawing.SUBJECT, Draw.subject_id.in_(ids), ~Draw.is_test)
    draws: dict[int, list[Draw]] = {}
    for draw in db.session.scalars(of_panels.order_by(Draw.id)):
        draws.setdefault(draw.subject_id, []).append(draw)
    counts = {c.panel_id: c for c in db.session.scalars(select(ClosingCount).where(ClosingCount.panel_id.in_(ids)))}
    return [(p, last_reached(_steps(p, surveys.get(p.id), draws.get(p.id, []), counts.get(p.id)))) for p in panels]


def published_panel(slug: str) -> Panel:
    """Return a panel that is public. Raises ``NotFound``, also while it is being prepared."""
    panel = finding.panel_called(slug)
    if panel.published_at is None:
        raise NotFound()
    return panel


def public_panel(slug: str) -> PublicPanel:
    """Return a panel that is public with its parts, draws and steps. Raises ``NotFound``."""
    panel = published_panel(slug)
    roles = select(PanelRole).where(PanelRole.panel_id == panel.id, PanelRole.excluded_why.is_(None))
    found = list(db.session.scalars(roles.order_by(PanelRole.id)))
    survey = db.session.scalar(select(Survey).where(Survey.panel_id == panel.id, Survey.wave == 1))
    query = select(Draw).where(Draw.subject == drawing.SUBJECT, Draw.subject_id == panel.id, ~Draw.is_test)
    draws = list(db.session.scalars(query.order_by(Draw.id)))
    return PublicPanel(
        panel,
        [role for role in found if role.part is PanelPart.committee],
        [role for role in found if role.part in (PanelPart.observer, PanelPart.verifier)],
        draws,
        _steps(panel, survey, draws, db.session.get(ClosingCount, panel.id)),
        opinion_window.window_of(panel) is not None,
    )


def last_reached(steps: list[Step]) -> Step:
    """Return the last step that was reached; the first one when none was."""
    return next((step for step in reversed(steps) if step.reached), steps[0])


def _steps(panel: Panel, survey: Survey | None, draws: list[Draw], count: ClosingCount | None) -> list[Step]:
    now = clock.now()
    drawn = next((draw.drawn_at for draw in reversed(draws) if draw.drawn_at and not draw.abandoned_at), None)
    begun = bool(panel.first_day and panel.first_day <= clock.today())
    steps: list[tuple[str, dt.datetime | dt.date | None, bool]] = [
        (N_("Rule published"), panel.rule_published_at, panel.rule_published_at is not None),
        (N_("First survey"), survey and survey.opens_at, survey is not None and survey.opens_at <= now),
        (N_("Draw of the members"), drawn, drawn is not None),
        (N_("Days of deliberation"), panel.first_day, begun),
        (N_("Closing vote counted"), count and count.closed_at, count is not None),
        (N_("Results unsealed"), panel.unsealed_at, panel.unsealed_at is not None),
        (N_("Report published"), panel.reported_at, panel.reported_at is not None),
    ]
    return [Step(*step) for step in steps]
