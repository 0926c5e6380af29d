"""A form with every kind of control; it saves nothing."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.fields import SeoulDateTimeField, WonField
from app.core.forms import Form


class EveryControl(Form):
    title = StringField(_l("Title"), [DataRequired(_l("Enter a title.")), Length(max=80)])
    amount = WonField(_l("Amount"), [InputRequired(_l("Enter an amount."))])
    field = SelectField(
        _l("Field"),
        choices=[("", _l("Choose one")), ("traffic", _l("Traffic"))],
        validators=[DataRequired(_l("Choose a field."))],
    )
    text = TextAreaField(_l("What should be done?"), [Length(max=2000)])
    kind = RadioField(
        _l("Type"),
        choices=[("city", _l("City")), ("youth", _l("Youth"))],
        validators=[InputRequired(_l("Choose a type."))],
    )
    places = SelectMultipleField(
        _l("Districts"), choices=[("buk", _l("Buk-gu")), ("dong", _l("Dong-gu"))], widget=ListWidget(), option_widget=CheckboxInput(), validators=[Optional()]
    )  # fmt: skip
    day = DateField(_l("Date"), [Optional()])
    closes_at = SeoulDateTimeField(_l("Closing time"), [Optional()])
    attachment = FileField(_l("Attachment"), [Optional()])
    score = RadioField(
        _l("1. Does it help many people?"),
        choices=[(str(n), str(n)) for n in range(1, 6)],
        validators=[InputRequired(_l("Give a score."))],
    )
    agreed = BooleanField(_l("I have read how my data is used"), [InputRequired(_l("Your consent is needed."))])
