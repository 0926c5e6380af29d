"""Forms at the desk of a polling place: finding people, entering paper."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange

from app.core.forms import Form


class FindForm(Form):
    who = StringField(_l("Name or mail address"), [DataRequired(), Length(min=2, max=200)])


class TrayForm(Form):
    electorate = SelectField(_l("Body of voters"))
    cards = IntegerField(_l("How many cards are in the tray"), [DataRequired(), NumberRange(1, 1000)])
