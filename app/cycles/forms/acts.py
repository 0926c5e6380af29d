"""Opening a cycle, publishing its plan."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from app.core.forms import Form


class OpenCycleForm(Form):
    copy_of = SelectField(_l("Begin with"), coerce=int)
    place_code = SelectField(_l("Body"))
    budget_year = IntegerField(
        _l("Budget year"),
        [InputRequired(_l("Enter a year.")), NumberRange(2000, 2100, _l("Enter a year such as 2028."))],
        description=_l("The year in which the money is spent. The call runs in the year before."),
    )


class PublishForm(Form):
    revision = HiddenField()
    why = StringField(
        _l("Why the plan is changed"),
        [Length(max=500)],
        filters=[lambda typed: typed or ""],
        description=_l("Everyone reads this beside the new version."),
    )


class DiscardForm(Form):
    """Only the token: throwing away what was not published."""
