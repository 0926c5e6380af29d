"""Forms of a poll. A ballot travels in the form alone: never in a session, a draft or a log."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.committee import labels
from app.committee.models import InterestKind
from app.core.fields import SeoulDateTimeField
from app.core.forms import Form
from app.cycles.models import BallotForm

AT_MOST = 1000  # options that a form can name


def marks_from(sent: Any, form: BallotForm) -> dict[int, str]:
    """Return the marks of a sent ballot: ``option=12`` a pick each, or ``option-12=yes`` or ``no``.

    What is no number is left out here; what is no option is refused by the service.
    """
    if form is BallotForm.pick_k:
        picked = [value for value in sent.getlist("option")[:AT_MOST] if value.isdigit()]
        return {int(value): "pick" for value in picked if value != sent.get("drop")}
    named = {name.removeprefix("option-"): value for name, value in sent.items() if name.startswith("option-")}
    return {
        int(name): value
        for name, value in list(named.items())[:AT_MOST]
        if name.isdigit() and value and name != sent.get("drop")
    }


def fields_of(marks: Mapping[int, str], form: BallotForm) -> list[tuple[str, str]]:
    """Return the hidden fields that carry a ballot to the next step."""
    if form is BallotForm.pick_k:
        return [("option", str(option)) for option in marks]
    return [(f"option-{option}", value) for option, value in marks.items()]


class AsideForm(Form):
    kind = RadioField(
        _l("What is your interest?"), [InputRequired()], coerce=InterestKind,
        choices=[(str(kind), _l(text)) for kind, text in labels.INTERESTS.items()],
    )  # fmt: skip
    note = StringField(_l("In your words"), [Optional(), Length(max=500)])


class RepeatForm(Form):
    opens_at = SeoulDateTimeField(_l("Opens at"), [DataRequired()])
    closes_at = SeoulDateTimeField(_l("Closes at"), [DataRequired()])
