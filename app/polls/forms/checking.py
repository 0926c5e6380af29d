"""Looking a receipt up."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.core.forms import Form


class ReceiptForm(Form):
    receipt = StringField(_l("Code of the receipt"), [DataRequired(), Length(max=4096)])


class ConfirmationForm(Form):
    document = TextAreaField(_l("What “sign” wrote"), [DataRequired(), Length(max=20_000)])
