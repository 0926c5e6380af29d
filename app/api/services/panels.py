"""A panel as a record: its seats and steps; its result and margins once the seal was opened."""

from typing import Any

from app.core.db import db
from app.panels.models import Panel
from app.panels.services import absentees, published, report


def one_panel(name: str) -> dict[str, Any]:
    """Return a public panel by its slug or number. Raises ``NotFound``."""
    panel = db.session.get(Panel, int(name)) if name.isdecimal() and len(name) < 10 else None
    slug = panel.slug if panel else name
    found = published.public_panel(slug)
    panel = found.panel
    return {
        "id": panel.id,
        "slug": panel.slug,
        "title": {"ko": panel.title_ko, "en": panel.title_en},
        "question": {"ko": panel.question_ko, "en": panel.question_en},
        "rule": panel.rule.value,
        "rule_published_at": panel.rule_published_at.isoformat() if panel.rule_published_at else None,
        "confidence_percent": panel.confidence_percent,
        "seats": panel.seats,
        "draws": [draw.id for draw in found.draws],
        "unsealed_at": panel.unsealed_at.isoformat() if panel.unsealed_at else None,
        "synthetic": panel.synthetic,
        "report": _report(panel) if panel.unsealed_at else None,
    }


def _report(panel: Panel) -> dict[str, Any]:
    found = report.finding_of(panel)
    return {
        "attended": absentees.number_attended(panel),
        "voted": found.count.voted if found.count else None,
        "result": dict(found.count.counts) if found.count else None,
        "finding": found.decision.finding.value if found.decision else None,
        "winner": found.decision.winner if found.decision else None,
        "margins": [
            {"formula": row.formula.value, "points": round(100 * row.margin, 2), "people": row.people, "used": row.used}
            for row in found.margins
        ],
        "first_survey": {code: round(share, 4) for code, share in found.first.items()},
    }
