"""What the office and the officers type in a review. Choices are those of the cycle; the rules are the services'."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)  # fmt: skip
from wtforms.validators import InputRequired, Length, Optional

from app.accounts.models import Account
from app.city.models import Department
from app.core.fields import SeoulDateTimeField, WonField
from app.core.forms import Form
from app.core.languages import named
from app.cycles.models import Cycle
from app.review.models import AnswerTemplate

REASON = 4000


class AssignForm(Form):
    """An order for the proposals that were ticked, or for the whole list."""

    department_id = SelectField(_l("Department"), coerce=int)
    officer_id = SelectField(_l("Officer"), coerce=int, description=_l("Only an officer of that department."))
    due_at = SeoulDateTimeField(_l("Deadline"), [InputRequired(_l("Enter a deadline."))])
    why = StringField(
        _l("Why it is reassigned"),
        [Optional(), Length(max=500)],
        description=_l("Needed where another department has it. The department reads it."),
    )
    whole_list = BooleanField(_l("The whole list, not only what is ticked"))

    def offer(self, departments: list[Department], officers: list[tuple[Account, list[int] | None]]) -> None:
        """Fill in who can be chosen."""
        names = {department.id: named(department) for department in departments}
        self.department_id.choices = list(names.items())
        people = [(account.id, _officer(account, own, names)) for account, own in officers]
        self.officer_id.choices = [(0, _("nobody in particular")), *people]


def _officer(account: Account, own: list[int] | None, names: dict[int, str]) -> str:
    where = _("every department") if own is None else ", ".join(names[key] for key in own if key in names)
    return f"{account.name} ({where})"


class VerdictForm(Form):
    """A conclusion; the template is put into the reason by a reload, everything else stays as typed."""

    revision = HiddenField()
    kind = RadioField(_l("Verdict"))
    exclusion = SelectField(_l("Which rule excludes it"), description=_l("Only where the verdict needs one."))
    template = SelectField(_l("Text to use again"), coerce=int)
    insert = SubmitField(_l("Put the text into the reason"))
    reason = TextAreaField(
        _l("Reason"), [Length(max=REASON)], description=_l("Public: the proposer and everyone else will read it.")
    )
    cost_won = WonField(
        _l("Cost as revised"), [Optional()], description=_l("Leave empty if it stays as asked. Recorded either way.")
    )
    safety = BooleanField(_l("Prevents accidents: the committee examines it first"))

    def offer(self, cycle: Cycle, templates: list[AnswerTemplate]) -> None:
        """Fill in what can be chosen in that cycle."""
        self.kind.choices = [(kind.code, named(kind)) for kind in cycle.verdict_kinds]
        self.exclusion.choices = [("", _("none")), *((code.code, named(code)) for code in cycle.exclusions)]
        self.template.choices = [(0, _("none")), *((text.id, text.title) for text in templates)]


class BulkVerdictForm(Form):
    kind = RadioField(_l("Verdict"))
    exclusion = SelectField(_l("Which rule excludes it"), description=_l("Only where the verdict needs one."))
    reason = TextAreaField(
        _l("Reason"), [Length(max=REASON)], description=_l("Public: the proposer and everyone else will read it.")
    )

    def offer(self, cycle: Cycle) -> None:
        """Fill in what can be chosen in that cycle."""
        self.kind.choices = [(kind.code, named(kind)) for kind in cycle.verdict_kinds]
        self.exclusion.choices = [("", _("none")), *((code.code, named(code)) for code in cycle.exclusions)]


class TemplateForm(Form):
    department_id = SelectField(_l("Department"), coerce=int)
    title = StringField(_l("Title"), [Length(max=200)])
    body = TextAreaField(_l("Text"), [Length(max=REASON)])


class AnswerForm(Form):
    body = TextAreaField(_l("Your answer"), [Length(max=REASON)])
    appeals = RadioField(
        _l("What it is"),
        choices=[
            ("reply", _l("An answer that everyone can read")),
            ("appeal", _l("An appeal: another officer examines the proposal again (once)")),
        ],
        default="reply",
    )


class MergeForm(Form):
    child = StringField(
        _l("Proposal that goes into another"),
        [InputRequired(_l("Enter a receipt number."))],
        description=_l("Its receipt number, such as 2028-0123."),
    )
    parent = StringField(_l("Proposal that takes it in"), [InputRequired(_l("Enter a receipt number."))])
    why = TextAreaField(_l("Why they belong together"), [Length(max=1000)])


class SplitForm(Form):
    child_id = IntegerField(widget=HiddenField.widget)
    why = StringField(_l("Why it is taken out again"), [Length(max=500)])


class MergeAnswerForm(Form):
    agrees = RadioField(
        _l("Your answer"),
        choices=[("yes", _l("I agree to the merge")), ("no", _l("I want mine to stay on its own"))],
        validators=[InputRequired(_l("Choose one."))],
    )
    why = TextAreaField(_l("Why"), [Optional(), Length(max=1000)])


class PairForm(Form):
    one = StringField(
        _l("One proposal"),
        [InputRequired(_l("Enter a receipt number."))],
        description=_l("Its receipt number, such as 2028-0123."),
    )
    other = StringField(_l("The other proposal"), [InputRequired(_l("Enter a receipt number."))])
    why = TextAreaField(_l("Why both cannot be carried out"), [Length(max=1000)])


class SettleForm(Form):
    one_id = IntegerField(widget=HiddenField.widget)
    other_id = IntegerField(widget=HiddenField.widget)
    kept_id = RadioField(_l("Which one is kept"), coerce=int, validate_choice=False)
    why = StringField(_l("Why this one"), [Length(max=500)])
