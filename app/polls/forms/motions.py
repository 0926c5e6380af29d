"""Forms of roll-call votes."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.core.forms import Form


class MotionForm(Form):
    title = StringField(_l("What is moved"), [DataRequired(), Length(max=200)])
    text = TextAreaField(_l("Wording"), [Length(max=5000)])


class ExcludeForm(Form):
    seat_id = SelectField(_l("Member"), coerce=int)
    why = StringField(_l("Why excluded"), [Length(max=200)])
