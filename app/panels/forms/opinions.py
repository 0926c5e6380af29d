"""Forms of the opinion map: a statement, why one is kept out, when members judge."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from app.core.fields import SeoulDateTimeField
from app.core.forms import Form
from app.panels.services import opinions


class StatementForm(Form):
    text = TextAreaField(_l("Statement"), [DataRequired(), Length(max=opinions.LONGEST)])


class OfficeStatementForm(Form):
    text = TextAreaField(_l("Statement in Korean"), [DataRequired(), Length(max=opinions.LONGEST)])
    text_en = TextAreaField(_l("Statement in English"), [Optional(), Length(max=opinions.LONGEST)], default="")


class KeepOutForm(Form):
    why = StringField(_l("Why it is kept out"), [DataRequired(), Length(max=500)])


class OpinionWindowForm(Form):
    opens_at = SeoulDateTimeField(_l("Opens"), [DataRequired()])
    closes_at = SeoulDateTimeField(_l("Closes"), [DataRequired()])
