"""Forms of a call: the call itself, an application, the check of papers."""

import time
from collections.abc import Sequence
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional

from app.city.models import Place
from app.committee import labels
from app.committee.forms import BIRTH_BANDS
from app.committee.models import Body, Sex
from app.core.fields import SeoulDateTimeField
from app.core.forms import Form
from app.core.languages import named

WISHES = 3
LEAST_SECONDS = 3.0  # nobody fills the form in faster


class CallForm(Form):
    title_ko = StringField(_l("Title in Korean"), [DataRequired(), Length(max=200)])
    title_en = StringField(_l("Title in English"), [DataRequired(), Length(max=200)])
    text_ko = TextAreaField(_l("Who is looked for, in Korean"), [DataRequired(), Length(max=10_000)])
    text_en = TextAreaField(_l("Who is looked for, in English"), [Optional(), Length(max=10_000)])
    seats = IntegerField(_l("Seats by lot"), [InputRequired(), NumberRange(1, 1000)])
    disadvantaged_at_least = IntegerField(
        _l("Places kept for disadvantaged groups"), [InputRequired(), NumberRange(0, 1000)], default=0
    )
    finance_at_least = IntegerField(
        _l("Places kept for people who know public finance"), [InputRequired(), NumberRange(0, 1000)], default=0
    )
    opens_at = SeoulDateTimeField(_l("Applications from"), [DataRequired()])
    closes_at = SeoulDateTimeField(_l("Deadline"), [DataRequired()])
    term_from = SeoulDateTimeField(_l("Term from"), [DataRequired()])
    term_until = SeoulDateTimeField(_l("Term until"), [DataRequired()])


class EditCallForm(CallForm):
    revision = HiddenField(filters=[lambda value: int(value) if str(value or "").isdigit() else 0])


class PersonalForm(Form):
    """What is asked of an applicant, on the web and on paper alike."""

    sex = RadioField(
        _l("Sex"), [InputRequired()], coerce=Sex, choices=[(str(sex), _l(text)) for sex, text in labels.SEXES.items()]
    )
    birth_band = SelectField(
        _l("Age band"), [DataRequired()],
        choices=[("", _l("Choose")), *((band, band.replace("-", "–")) for band in BIRTH_BANDS)],
    )  # fmt: skip
    district_code = SelectField(_l("District"), [DataRequired()])
    disadvantaged = BooleanField(_l("I belong to a disadvantaged group"))
    finance = BooleanField(_l("I know public finance from work or study"))
    wish_1 = SelectField(_l("Subcommittee, first wish"), [Optional()], coerce=int, default=0)
    wish_2 = SelectField(_l("Second wish"), [Optional()], coerce=int, default=0)
    wish_3 = SelectField(_l("Third wish"), [Optional()], coerce=int, default=0)
    motive = TextAreaField(_l("Why I apply"), [Optional(), Length(max=2000)])

    def offer(self, districts: Sequence[Place], parts: Sequence[Body]) -> None:
        """Fill in what can be chosen."""
        self.district_code.choices = [("", _l("Choose")), *((place.code, named(place)) for place in districts)]
        for field in (self.wish_1, self.wish_2, self.wish_3):
            field.choices = [(0, _l("No wish")), *((part.id, named(part)) for part in parts)]

    @property
    def about(self) -> dict[str, Any]:
        """What was typed, as the service takes it: each wish once."""
        values = {name: value for name, value in self.values.items() if not name.startswith(("wish_", "check_"))}
        chosen = [self.data[f"wish_{number}"] for number in range(1, WISHES + 1)]
        return values | {"wishes": [wish for wish in dict.fromkeys(chosen) if wish]}


class ApplicationForm(PersonalForm):
    """The public form. A field that people do not see and the time it takes stop robots: no puzzle."""

    check_site = StringField(_l("Leave this empty"), [Length(max=0)])
    check_time = HiddenField()
    agree = BooleanField(
        _l("My details may be used for the draw and are erased when the seats are filled"), [InputRequired()]
    )

    def begin(self) -> None:
        """Note when the form was shown."""
        if not self.check_time.data:
            self.check_time.data = _clock().dumps(time.time())

    def validate_check_time(self, field: Any) -> None:
        try:
            shown = float(_clock().loads(field.data or ""))
        except (BadSignature, ValueError) as forged:
            raise ValidationError(_l("Load the page again and send it once more.")) from forged
        if time.time() - shown < LEAST_SECONDS:
            raise ValidationError(_l("That was very fast. Please look your answers over and send them once more."))

    @property
    def about(self) -> dict[str, Any]:
        return {name: value for name, value in super().about.items() if name != "agree"}


class PaperForm(PersonalForm):
    """What the office enters of an application on paper."""

    name = StringField(_l("Name"), [DataRequired(), Length(max=200)])
    email = StringField(_l("E-mail"), [DataRequired(), Email(), Length(max=254)])


class CheckForm(Form):
    address_ok = RadioField(
        _l("Lives or works in the city"), [InputRequired()], coerce=lambda v: v in ("yes", True),
        choices=[("yes", _l("yes")), ("no", _l("no"))],
    )  # fmt: skip
    arrears_ok = RadioField(
        _l("Owes no local tax"), [InputRequired()], coerce=lambda v: v in ("yes", True),
        choices=[("yes", _l("yes")), ("no", _l("no"))],
    )  # fmt: skip
    why = TextAreaField(_l("Reason of a no"), [Optional(), Length(max=1000)])


class DeclineForm(Form):
    standing = RadioField(
        _l("What happened"), [InputRequired()],
        choices=[("declined", _l("The person declined")), ("no_answer", _l("No answer in time"))],
    )  # fmt: skip
    why = TextAreaField(_l("Note"), [Optional(), Length(max=1000)])


def _clock() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="application form")
