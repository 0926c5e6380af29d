"""How the panel's answer will be read: published before anybody is asked, and then fixed."""

from typing import Any

from app.core import audit, clock
from app.core.db import transaction
from app.core.errors import N_, RuleError
from app.panels.models import DecisionRule, Panel
from app.panels.services import making, parts

CONFIDENCES = (90, 95, 99)


class CommitteeNotReady(RuleError):
    code = "committee_not_ready"
    sentence = N_(
        "The rule is published by a neutral committee of %(seats)s who have all declared that they have no interest. "
        "Now there are %(ready)s."
    )


class RuleNotPublished(RuleError):
    code = "rule_not_published"
    sentence = N_("Publish the rule of decision first. Nobody may be asked before it is fixed.")


class NoSuchRule(RuleError):
    code = "no_such_rule"
    sentence = N_("Choose a confidence of 90, 95 or 99 percent.")
    field = "confidence_percent"


def set_rule(panel: Panel, *, rule: DecisionRule, confidence_percent: int, by: Any) -> None:
    """Choose the rule; what was published and changed before the survey stays on record. Raises ``SurveyHasBegun``."""
    if confidence_percent not in CONFIDENCES:
        raise NoSuchRule()
    panel_id = panel.id
    with transaction():
        panel = making.locked_panel(panel_id)
        if making.has_begun(panel):
            raise making.SurveyHasBegun()
        before = _told(panel)
        panel.rule, panel.confidence_percent = rule, confidence_percent
        if before != _told(panel):
            audit.record("panel.rule", of=("panel", panel.id), by=by, before=before, after=_told(panel))


def publish_rule(panel: Panel, *, by: Any) -> None:
    """Publish question and rule. Raises ``CommitteeNotReady``, ``SurveyHasBegun``; twice changes nothing."""
    panel_id = panel.id
    with transaction():
        panel = making.locked_panel(panel_id)
        if panel.rule_published_at is not None:
            return
        if making.has_begun(panel):
            raise making.SurveyHasBegun()
        ready = len(parts.committee_in_force(panel))
        if ready != parts.COMMITTEE_SEATS:
            raise CommitteeNotReady(seats=parts.COMMITTEE_SEATS, ready=ready)
        panel.rule_published_at = clock.now()
        panel.published_at = panel.published_at or clock.now()
        audit.record("panel.publish_rule", of=("panel", panel.id), by=by, after=_told(panel))


def require_published(panel: Panel) -> None:
    """Raise ``RuleNotPublished`` while the rule is not public."""
    if panel.rule_published_at is None:
        raise RuleNotPublished()


def _told(panel: Panel) -> dict[str, Any]:
    published = panel.rule_published_at
    return {
        "rule": panel.rule.value,
        "confidence": panel.confidence_percent,
        "published_at": published.isoformat() if published else None,
    }
