"""Filters of the log, in the address of the page."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import Optional

from app.core.forms import Form


class FilterForm(Form):
    class Meta:
        csrf = False

    action = StringField(_l("Act begins with"), [Optional()], description=_l("For example proposal or account.grant"))
    actor = StringField(_l("By"), [Optional()], description=_l("For example account:12 or system"))
    object_type = StringField(_l("Kind of object"), [Optional()])
    object_key = StringField(_l("Number of the object"), [Optional()])
    first_day = DateField(_l("First day"), [Optional()])
    last_day = DateField(_l("Last day"), [Optional()])
