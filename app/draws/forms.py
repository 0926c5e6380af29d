"""Forms of a draw: its rules, its pool, what is announced, the public value, decisions; bounds that were typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.core.fields import SeoulDateTimeField
from app.core.forms import Form
from app.draws import labels
from app.draws.models import DrawTarget, PublicValue
from app.draws.services.targets import Bounds

MOST_DIGITS = 6


class RulesForm(Form):
    size = IntegerField(_l("Seats"), [InputRequired()])
    reserves = IntegerField(_l("Reserves"), [InputRequired()])
    one_per_home = BooleanField(_l("At most one person of an address"))


class ExcludeForm(Form):
    ref = IntegerField(_l("Number in the pool"), [InputRequired()])
    code = SelectField(
        _l("Why"), [InputRequired()], choices=[(code, _l(labels.EXCLUSIONS[code])) for code in labels.BY_HAND]
    )
    why = StringField(_l("In words, for the office and the person"), [InputRequired(), Length(max=500)])


class AnnounceForm(Form):
    value_kind = RadioField(
        _l("Which public value decides"), [InputRequired()], coerce=PublicValue,
        choices=[(str(kind), _l(text)) for kind, text in labels.VALUES.items()],
    )  # fmt: skip
    announced = TextAreaField(
        _l("Which one exactly, when and where everybody can see it"), [InputRequired(), Length(max=4000)]
    )
    known_at = SeoulDateTimeField(_l("When the round of drand is known"), [Optional()])
    hashes = TextAreaField(_l("SHA-256 of each secret, a line each"), [Optional(), Length(max=4000)])


class RevealForm(Form):
    value = TextAreaField(_l("The public value"), [InputRequired(), Length(max=4000)])
    witnesses = TextAreaField(_l("Who saw it, or where it can be looked up"), [InputRequired(), Length(max=2000)])


class WhyForm(Form):
    why = TextAreaField(_l("Reason, which everybody can read"), [InputRequired(), Length(max=2000)])


class CodeForm(Form):
    token = StringField(_l("Code of your letter"), [InputRequired(), Length(max=200)])


@dataclass(frozen=True)
class TypedBounds:
    """Bounds as they were typed: the texts to show again, what they mean, and what cannot be read, by field."""

    texts: Mapping[str, str]
    bounds: Bounds
    wrong: Mapping[str, str]


def typed_bounds(sent: Mapping[str, str], targets: Iterable[DrawTarget]) -> TypedBounds:
    """Read ``least-7=12&most-7=14`` for every target; what was not sent stays as it is."""
    texts: dict[str, str] = {}
    wrong: dict[str, str] = {}

    def number(name: str, before: int) -> int:
        texts[name] = text = sent.get(name, str(before)).strip()
        if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
            return int(text)
        wrong[name] = _("“%(typed)s” is no number of seats.", typed=text[:20])
        return before

    bounds = {
        target.id: (number(f"least-{target.id}", target.least), number(f"most-{target.id}", target.most))
        for target in targets
    }
    return TypedBounds(texts, bounds, wrong)
