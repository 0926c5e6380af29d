"""Looking a receipt up."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.core.forms import Form


class ReceiptForm(Form):
    receipt = StringField(_l("Code of the receipt"), [DataRequired(), Length(max=4096)])
