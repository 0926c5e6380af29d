"""What citizens, officers and the office type about matters. The rules are the services'."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)  # fmt: skip
from wtforms.validators import InputRequired, Length, Optional

from app.city.models import Department, Place
from app.core.forms import Form
from app.core.languages import named
from app.followup.labels import BODIES, CODES, RHYTHMS, UNITS
from app.followup.models import BodyKind, MatterKind, Unit
from app.followup.services.counting import OPEN, OVERDUE
from app.followup.services.imports import REASON
from app.followup.services.placeholders import SHOWN
from app.review.models import AnswerTemplate

NO_DATE = _l("Enter a date, such as 2027-03-31.")


class SearchForm(Form):
    """What is asked of the public list; everything may be left empty."""

    class Meta(Form.Meta):
        csrf = False

    q = StringField(_l("Words"))
    kind = SelectField(_l("Kind"), validate_choice=False)
    body = SelectField(_l("Who answers"), validate_choice=False)
    code = SelectField(_l("The answer"), validate_choice=False)
    year = SelectField(_l("Year"), validate_choice=False)

    def offer(self, kinds: Sequence[MatterKind], districts: Sequence[Place], years: Sequence[int]) -> None:
        """Fill in what can be chosen."""
        every = ("", _("all"))
        whole = [(str(kind), _(words)) for kind, words in BODIES.items() if kind is not BodyKind.district]
        self.kind.choices = [every, *((kind.code, named(kind)) for kind in kinds)]
        self.body.choices = [every, *whole, *((place.code, named(place)) for place in districts)]
        states = [(OVERDUE, _("Overdue")), (OPEN, _("No answer yet"))]
        self.code.choices = [every, *states, *((str(code), _(words)) for code, words in CODES.items())]
        self.year.choices = [every, *((str(year), str(year)) for year in years)]


class RhythmForm(Form):
    rhythm = RadioField(_l("How often we write"), [InputRequired(_l("Choose one."))])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.rhythm.choices = [(str(rhythm), _(words)) for rhythm, words in RHYTHMS.items()]


class ReplyForm(Form):
    body = TextAreaField(
        _l("Your reply"), [Length(max=REASON)], description=_l("Public: the department and everyone else will read it.")
    )


class ReplyAnswerForm(Form):
    body = TextAreaField(_l("Answer to the reply"), [Length(max=REASON)])


class HideForm(Form):
    reason = StringField(_l("Why it is hidden"), [Length(max=500)])


class AnswerForm(Form):
    """An answer; a saved text is put into the reason by a reload, everything else stays as typed."""

    seen = HiddenField()
    code = RadioField(_l("The answer"), validate_choice=False)
    template = SelectField(_l("Text to use again"), coerce=int)
    insert = SubmitField(_l("Put the text into the reason"))
    reason = TextAreaField(
        _l("Reason"), [Length(max=REASON)], description=_l("Public: the proposer and everyone else will read it.")
    )
    milestones = TextAreaField(
        _l("Steps to take"),
        [Optional(), Length(max=REASON)],
        description=_l("One a line: a date and what will be done, such as “2027-03-31 Draw up the plan”."),
    )

    def offer(self, templates: Sequence[AnswerTemplate]) -> None:
        """Fill in what can be chosen."""
        self.code.choices = [(str(code), _(words)) for code, words in CODES.items()]
        self.template.choices = [(0, _("none")), *((text.id, text.title) for text in templates)]


class RecordedAnswerForm(AnswerForm):
    """The office records what a body without officers here has answered, with the day on which it did."""

    answered_on = DateField(_l("Answered on"), [Optional()])


class BulkForm(Form):
    code = RadioField(_l("The answer"), [InputRequired(_l("Choose one of the five answers."))])
    template = SelectField(_l("Text to use again"), coerce=int)
    insert = SubmitField(_l("Put the text into the reason"))
    reason = TextAreaField(_l("Reason"), [Length(max=REASON)])
    milestones = TextAreaField(
        _l("Steps to take"),
        [Optional(), Length(max=REASON)],
        description=_l("One a line: a date and what will be done, such as “2027-03-31 Draw up the plan”."),
    )

    def offer(self, templates: Sequence[AnswerTemplate]) -> None:
        """Fill in what can be chosen."""
        self.code.choices = [(str(code), _(words)) for code, words in CODES.items()]
        self.template.choices = [(0, _("none")), *((text.id, text.title) for text in templates)]
        self.reason.description = _("Public. Each matter's own words are filled in for: %(places)s", places=SHOWN)


class SheetForm(Form):
    file = FileField(_l("File"), description=_l("CSV, XLSX, XLS or ODS. Nothing is written before you have seen what would be taken."))  # fmt: skip


class CarryOutForm(Form):
    mark = HiddenField(validators=[Length(max=16)])


class MoveForm(Form):
    """Who answers: a department of the city hall, the city hall as a whole, another body or a district."""

    whom = SelectField(_l("Who answers"))
    why = StringField(_l("Why"), [Length(max=500)], description=_l("Public."))

    def offer(self, departments: Sequence[Department], districts: Sequence[Place]) -> None:
        """Fill in who can be chosen; the value is read by ``responsible``."""
        whole = [(f"{kind}", _(words)) for kind, words in BODIES.items() if kind is not BodyKind.district]
        own = [(f"department:{one.id}", named(one)) for one in departments]
        self.whom.choices = [*whole[:1], *own, *whole[1:], *((f"place:{one.code}", named(one)) for one in districts)]

    def responsible(self) -> dict[str, object]:
        """Return what was chosen as the parameters of the service."""
        kind, _sign, key = (self.whom.data or "").partition(":")
        if kind == "department":
            return {"body": BodyKind.city_hall, "department_id": int(key)}
        return {"body": BodyKind.district, "place_code": key} if kind == "place" else {"body": BodyKind(kind)}


class DeadlineForm(Form):
    due_on = DateField(_l("Last day"), [InputRequired(NO_DATE)])
    why = StringField(_l("Why"), [Length(max=500)], description=_l("Public."))


class KindForm(Form):
    count = IntegerField(_l("How long an answer may take"), [InputRequired(_l("Enter a whole number."))])
    unit = SelectField(_l("Counted in"))
    basis_ko = StringField(_l("Basis in Korean"), [Length(max=500)])
    basis_en = StringField(_l("Basis in English"), [Length(max=500)])
    why = StringField(_l("Why"), [Length(max=500)])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = [(str(unit), _(UNITS[unit])) for unit in Unit]
