"""Forms with which a poll is run: key, list of voters, codes, shares, number, calling off."""

from flask_babel import lazy_gettext as _l
from wtforms import FileField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from app.core.forms import Form


class KeyForm(Form):
    box_public = StringField(_l("Public key of the ballot box"), [DataRequired(), Length(max=80)])


class VoterListForm(Form):
    electorate = SelectField(_l("Body of voters"))
    members = SelectField(_l("Those of a body"), [Optional()], validate_choice=False)
    typed = TextAreaField(_l("Addresses or names"), [Optional(), Length(max=200_000)])
    file = FileField(_l("List (CSV or XLSX)"), [Optional()])


class CodesForm(Form):
    electorate = SelectField(_l("Body of voters"))
    number = IntegerField(_l("How many codes"), [DataRequired(), NumberRange(1, 20_000)])


class CountForm(Form):
    share_a = StringField(_l("Share of the city"), [DataRequired(), Length(max=200)])
    share_b = StringField(_l("Share of the auditor"), [DataRequired(), Length(max=200)])


class NumberForm(Form):
    number = StringField(_l("Public number, as it was drawn"), [DataRequired(), Length(max=200)])


class CallOffForm(Form):
    why = TextAreaField(_l("Public reason"), [DataRequired(), Length(max=1000)])


class VoidForm(Form):
    leaf = StringField(_l("Fingerprint of the ballot"), [DataRequired(), Length(max=70)])
    decision = StringField(_l("Decision that makes it void"), [DataRequired(), Length(max=200)])
