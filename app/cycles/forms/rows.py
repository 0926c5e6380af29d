"""Lists of the plan: as many rows as there are, and some empty ones to add."""

import re
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms import Form as Part
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core.fields import WonField
from app.core.forms import Form
from app.cycles.models import PlanSection
from app.cycles.services.contents import TABLES, Row

EMPTY_ROWS = 2


class NamedRow(Part):
    code = HiddenField(validators=[Length(max=40)])
    name_ko = StringField(_l("Name (Korean)"), [Length(max=200)])
    name_en = StringField(_l("Name (English)"), [Length(max=200)])
    remove = BooleanField(_l("Take out"))


class TypeRow(NamedRow):
    ceiling_won = WonField(_l("Ceiling of one project"), [Optional()])
    pot_won = WonField(_l("Pot of the type"), [Optional()])


class FieldRow(NamedRow):
    pot_won = WonField(_l("Pot of the field"), [Optional()])


class CriterionRow(NamedRow):
    help_ko = TextAreaField(_l("Question (Korean)"))
    help_en = TextAreaField(_l("Question (English)"))
    weight = IntegerField(_l("Weight"), [InputRequired(_l("Enter a weight.")), NumberRange(1, 100)], default=1)
    points = IntegerField(
        _l("Most points"), [InputRequired(_l("Enter the most points.")), NumberRange(2, 10)], default=5
    )


class VerdictRow(NamedRow):
    goes_on = BooleanField(_l("Goes on to the committee"))
    needs_exclusion = BooleanField(_l("Needs an exclusion rule"))


class RowsForm(Form):
    """A list of the plan. What has neither a name nor a code is an empty row and left out."""

    section: ClassVar[PlanSection]
    revision = HiddenField()

    @property
    def content(self) -> list[Row]:
        rows, taken = [], {row.form.code.data for row in self.rows}  # type: ignore[attr-defined]
        for entry in self.rows:  # type: ignore[attr-defined]
            typed = entry.form.data
            if typed["remove"] or not (typed["code"] or typed["name_ko"] or typed["name_en"]):
                continue
            row = {name: typed[name] for name in TABLES[self.section].columns}
            row = {name: value.strip() if isinstance(value, str) else value for name, value in row.items()}
            row["code"] = row["code"] or new_code(row["name_en"] or self.section, taken)
            row["name_en"] = row["name_en"] or row["name_ko"]
            taken.add(row["code"])
            rows.append(row)
        return rows

    @classmethod
    def shown(cls, content: list[Row]) -> dict[str, Any]:
        """Return the data of the form that shows a list."""
        return {"rows": [*content, *({} for _ in range(EMPTY_ROWS))]}


def new_code(name: str, taken: set[str]) -> str:
    """Return a code for a new row that no other row has."""
    stem = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:30] or "row"
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}_{number}", number + 1
    return code


class TypesForm(RowsForm):
    section = PlanSection.types
    rows = FieldList(FormField(TypeRow), max_entries=30)


class FieldsForm(RowsForm):
    section = PlanSection.fields
    rows = FieldList(FormField(FieldRow), max_entries=30)


class ExclusionsForm(RowsForm):
    section = PlanSection.exclusions
    rows = FieldList(FormField(NamedRow), max_entries=40)


class CriteriaForm(RowsForm):
    section = PlanSection.criteria
    rows = FieldList(FormField(CriterionRow), max_entries=30)


class VerdictsForm(RowsForm):
    section = PlanSection.verdicts
    rows = FieldList(FormField(VerdictRow), max_entries=20)
