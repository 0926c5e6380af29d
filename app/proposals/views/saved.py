"""The sentence that says when a draft was saved."""

from flask_babel import gettext

from app.core.dates import clock_text
from app.proposals.models import Draft


def saved_at(draft: Draft) -> str:
    return gettext("Saved as a draft at %(time)s", time=clock_text(draft.saved_at))
