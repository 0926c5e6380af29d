"""Forms of a panel's set-up: the panel, its rule, the people with a part, the survey, the draw."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FloatField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.fields import SeoulDateTimeField, WonField
from app.core.forms import Form
from app.panels import labels
from app.panels.models import DecisionRule, PanelPart, Side, SurveyMode
from app.panels.services import deciding_rule, designs


def choices(words: dict[Any, str]) -> list[tuple[str, Any]]:
    return [(str(code), _l(text)) for code, text in words.items()]


class Checks(SelectMultipleField):
    """Boxes of which none need be ticked: what is then sent is an empty list."""

    widget = ListWidget()
    option_widget = CheckboxInput()

    def process_data(self, value: Any) -> None:
        super().process_data(value or [])


class EditPanelForm(Form):
    revision = HiddenField()
    title_ko = StringField(_l("Title in Korean"), [DataRequired(), Length(max=200)])
    title_en = StringField(_l("Title in English"), [DataRequired(), Length(max=200)])
    question_ko = TextAreaField(_l("Question in Korean"), [DataRequired(), Length(max=500)])
    question_en = TextAreaField(_l("Question in English"), [DataRequired(), Length(max=500)])
    context_ko = TextAreaField(_l("Background in Korean"), [Optional(), Length(max=4000)], default="")
    context_en = TextAreaField(_l("Background in English"), [Optional(), Length(max=4000)], default="")
    seats = IntegerField(_l("Number of seats"), [InputRequired(_l("Enter a whole number.")), NumberRange(min=1)])
    youngest = IntegerField(
        _l("Members are at least this old (years)"), [InputRequired(), NumberRange(min=14, max=100)], default=19
    )
    first_day = DateField(_l("First day"), [Optional()])
    last_day = DateField(_l("Last day"), [Optional()])
    venue_ko = StringField(_l("Place of the meeting in Korean"), [Optional(), Length(max=200)], default="")
    venue_en = StringField(_l("Place of the meeting in English"), [Optional(), Length(max=200)], default="")
    allowance_won = WonField(_l("Allowance of a member"), [Optional()])


class NewPanelForm(EditPanelForm):
    revision = None
    slug = StringField(
        _l("Short name in the address"),
        [DataRequired(), Length(max=40), Regexp(r"[a-z0-9]+(-[a-z0-9]+)*$", message=_l("Small letters, digits, hyphens."))],
        description=_l("For example metro-2; it becomes /panels/metro-2."),
    )  # fmt: skip
    place_code = SelectField(_l("Whose citizens are asked"), [DataRequired()])


class RuleForm(Form):
    rule = RadioField(_l("Rule of decision"), [InputRequired()], coerce=DecisionRule, choices=choices(labels.RULES))
    confidence_percent = SelectField(
        _l("Confidence of the margin of error"), [InputRequired()], coerce=int,
        choices=[(n, f"{n}%") for n in deciding_rule.CONFIDENCES],
    )  # fmt: skip


class PartForm(Form):
    part = SelectField(_l("Part"), [InputRequired()], coerce=PanelPart, choices=choices(labels.PARTS))
    side = SelectField(
        _l("Side"), [InputRequired()], coerce=Side, choices=choices(labels.SIDES), default=Side.neutral,
        description=_l("Committee, verifiers and moderators are neutral."),
    )  # fmt: skip
    name = StringField(_l("Name"), [DataRequired(), Length(max=200)])
    expertise = StringField(_l("Field and office held"), [Optional(), Length(max=200)], default="")
    contact = StringField(
        _l("E-mail or telephone"), [Optional(), Length(max=200)],
        description=_l("Not shown. Tells whether the same person was drawn."),
    )  # fmt: skip
    official = BooleanField(_l("Official of the city"))


class DeclareForm(Form):
    has_interest = RadioField(
        _l("Interest in the matter"), [InputRequired()], coerce=lambda v: v in (True, "True", "yes"),
        choices=[("no", _l("Has none, and declares so")), ("yes", _l("Has one"))],
    )  # fmt: skip
    declared = TextAreaField(_l("What was declared"), [Optional(), Length(max=1000)], default="")


class BeginSurveyForm(Form):
    mode = RadioField(_l("How people are asked"), [InputRequired()], coerce=SurveyMode, choices=choices(labels.MODES))
    opens_at = SeoulDateTimeField(_l("Begins"), [DataRequired()])


class DesignOfSurveyForm(Form):
    closes_at = SeoulDateTimeField(_l("Ends"), [DataRequired()])
    population_ko = StringField(_l("Who was asked, in Korean"), [Optional(), Length(max=200)], default="")
    population_en = StringField(_l("Who was asked, in English"), [Optional(), Length(max=200)], default="")
    mobile_percent = FloatField(_l("Mobile telephones (%)"), [Optional(), NumberRange(min=0, max=100)])
    landline_percent = FloatField(_l("Landlines (%)"), [Optional(), NumberRange(min=0, max=100)])
    dialled = IntegerField(_l("Numbers dialled"), [Optional(), NumberRange(min=0, max=10**9)])
    response_percent = FloatField(_l("Response rate (%)"), [Optional(), NumberRange(min=0, max=100)])
    source_note_ko = TextAreaField(_l("Notes on the method in Korean"), [Optional(), Length(max=2000)], default="")
    source_note_en = TextAreaField(_l("Notes on the method in English"), [Optional(), Length(max=2000)], default="")


class PlanSurveyForm(BeginSurveyForm, DesignOfSurveyForm):
    """How and when people are asked, then what may also be written down later."""


class QuestionForm(Form):
    code = StringField(
        _l("Code"), [DataRequired(), Length(max=40), Regexp(r"[a-z0-9_]+$", message=_l("Small letters, digits, _."))]
    )
    text_ko = TextAreaField(_l("Question in Korean"), [DataRequired(), Length(max=500)])
    text_en = TextAreaField(_l("Question in English"), [DataRequired(), Length(max=500)])
    answers = TextAreaField(
        _l("Answers"), [DataRequired(), Length(max=4000)],
        description=_l("One a line: code | Korean | English. For example: 5 | 매우 만족 | Very satisfied"),
    )  # fmt: skip


class WeightForm(Form):
    features = Checks(_l("Weigh by"), choices=[])
    bounded = BooleanField(
        _l("Keep each weight between a fifth and five times the mean"), description=_l("Few extreme weights.")
    )
    total = IntegerField(
        _l("Sum of the weights"), [Optional(), NumberRange(min=1, max=10**7)],
        description=_l("Empty: as many as have answered."),
    )  # fmt: skip


class ChooseDesignForm(Form):
    plan = RadioField(_l("Design"), [InputRequired()], choices=[(plan.code, _l(plan.name)) for plan in designs.PLANS])
    why = TextAreaField(_l("Why this design"), [DataRequired(), Length(max=2000)])
    reserves = IntegerField(_l("Reserves"), [InputRequired(), NumberRange(min=0, max=10000)], default=0)
    one_per_home = BooleanField(_l("At most one person of a household"), default=True)


class SurveyAnswerForm(Form):
    """The answer form of a one-time link; questions of the survey are added as ``q_<code>``."""

    stance_id = RadioField(_l("Your answer to the question"), [InputRequired()], coerce=int)
    sex = RadioField(_l("Sex"), [InputRequired()])
    age = IntegerField(_l("Age in years"), [InputRequired(_l("Enter a whole number.")), NumberRange(min=1, max=120)])
    district = SelectField(_l("Where you live"), [InputRequired()])
    official = BooleanField(_l("I am an official of the city or a district"))
    willing = BooleanField(_l("I am willing to be drawn for the citizens' panel"))
    name = StringField(_l("Name"), [Optional(), Length(max=200)], default="")
    home = StringField(
        _l("Address"), [Optional(), Length(max=300)], default="",
        description=_l("Only if you are willing: for a letter, and so that not two of one household are drawn."),
    )  # fmt: skip
