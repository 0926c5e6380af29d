"""The recommendation and the minority view: written by the organiser, published after the seal was opened."""

from typing import Any

from app.core import audit, clock
from app.core.db import transaction
from app.core.errors import N_, EditedByAnother, RuleError
from app.panels.models import Panel
from app.panels.services import making

TEXTS = ("recommendation_ko", "recommendation_en", "minority_ko", "minority_en")


class StillSealed(RuleError):
    code = "report_still_sealed"
    sentence = N_("The report is published only after the results are unsealed.")


class RecommendationMissing(RuleError):
    code = "recommendation_missing"
    sentence = N_("Write the recommendation in both languages before you publish the report.")
    field = "recommendation_ko"


def save(panel: Panel, texts: dict[str, str], *, revision: int, publish: bool, by: Any) -> None:
    """Keep the four texts; ``publish`` makes them public. What was public and is changed stays on record.

    Raises ``EditedByAnother``, ``StillSealed``, ``RecommendationMissing``.
    """
    panel_id = panel.id
    with transaction():
        panel = making.locked_panel(panel_id)
        if panel.revision != revision:
            raise EditedByAnother()
        before = {name: getattr(panel, name) for name in TEXTS}
        for name in TEXTS:
            setattr(panel, name, texts[name].strip())
        public = publish or panel.reported_at is not None
        if public and panel.unsealed_at is None:
            raise StillSealed()
        if public and not (panel.recommendation_ko and panel.recommendation_en):
            raise RecommendationMissing()
        if publish:
            panel.reported_at = panel.reported_at or clock.now()
        after = {name: getattr(panel, name) for name in TEXTS} | {"public": public}
        audit.record("panel.recommend", of=("panel", panel.id), by=by, before=before, after=after)
