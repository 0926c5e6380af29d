"""The form of the recommendation and the minority view."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Length, Optional

from app.core.forms import Form

LONGEST = 10_000


class RecommendationForm(Form):
    recommendation_ko = TextAreaField(_l("Recommendation (Korean)"), [Optional(), Length(max=LONGEST)])
    recommendation_en = TextAreaField(_l("Recommendation (English)"), [Optional(), Length(max=LONGEST)])
    minority_ko = TextAreaField(_l("Minority view (Korean)"), [Optional(), Length(max=LONGEST)])
    minority_en = TextAreaField(_l("Minority view (English)"), [Optional(), Length(max=LONGEST)])
    publish = BooleanField(_l("Publish the report with this text"))
    revision = HiddenField()
