"""The form above a list: sent by GET, so that what is asked stands in the address."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SearchField, SelectField
from wtforms.validators import Length

from app.core.errors import N_
from app.core.fields import WonField
from app.core.forms import Form
from app.core.languages import chosen
from app.proposals.labels import STATUSES
from app.public.services.choices import Choices
from app.public.services.lists import WHOLE_CITY, Wanted, readable
from app.public.services.milestones import MILESTONES

SORTS: dict[str, str] = {
    "number": N_("By receipt number"),
    "newest": N_("Newest first"),
    "supports": N_("Most supported first"),
    "asked": N_("Largest request first"),
    "now": N_("Largest amount now first"),
    "cheapest": N_("Smallest amount now first"),
    "random": N_("In random order (the same for this address)"),
}
REACHED: dict[str, str] = {
    "submitted": N_("All that came in"),
    "passed_review": N_("Passed the department review"),
    "put_to_vote": N_("Proposals put to the vote"),
    "selected": N_("Projects chosen by the committee"),
    "in_bill": N_("Projects in the budget bill"),
    "touched": N_("Changed by the council"),
    "cut": N_("Cut by the council"),
    "zeroed": N_("Cut to zero by the council"),
    "partly_cut": N_("Partly cut by the council"),
    "increased": N_("Increased by the council"),
    "without_reason": N_("Changed by the council, no reason given"),
    "passed_council": N_("Left by the council"),
    "standing": N_("Decided by a standing committee"),
    "budget_cmte": N_("Decided by the budget committee"),
    "plenary": N_("Decided by the plenary"),
    "executed": N_("Carried out"),
    "settled": N_("Settled"),
}


class ListForm(Form):
    q = SearchField(lazy_gettext("Words to find"), [Length(max=100)])
    status = SelectField(lazy_gettext("Where it stands"), validate_choice=False)
    field = SelectField(lazy_gettext("Field"), validate_choice=False)
    district = SelectField(lazy_gettext("Place or district"), validate_choice=False)
    type = SelectField(lazy_gettext("Type"), validate_choice=False)
    reached = SelectField(lazy_gettext("How far it came"), validate_choice=False)
    min_won = WonField(lazy_gettext("Amount now, at least"))
    max_won = WonField(lazy_gettext("Amount now, at most"))
    sort = SelectField(lazy_gettext("Order"), validate_choice=False)
    seed = HiddenField()

    def __init__(self, asked: MultiDict[str, str], choices: Choices, **options: Any) -> None:
        super().__init__(formdata=asked, meta={"csrf": False}, **options)
        everything = [("", gettext("All"))]
        self.status.choices = everything + [
            (status.value, " ".join([gettext(STATUSES[status].text), f"({count:,})"]))
            for status, count in choices.statuses
        ]
        self.field.choices = everything + named_choices(choices.fields)
        self.type.choices = everything + named_choices(choices.types)
        self.district.choices = [*everything, (WHOLE_CITY, gettext("Whole city")), *named_choices(choices.districts)]
        self.reached.choices = everything + [(code, gettext(REACHED[code])) for code in MILESTONES]
        self.sort.choices = [(code, gettext(words)) for code, words in SORTS.items()]
        self.everything = sum(count for _, count in choices.statuses)
        self.unknown = self._drop_unknown()
        self.validate()

    def _drop_unknown(self) -> list[str]:
        """Take back what no list offers, and return it, so that the page can say so."""
        dropped = []
        for field in self:
            if not isinstance(field, SelectField):
                continue
            offered = {code for code, _ in field.choices}
            if field.data and field.data not in offered:
                dropped.append(str(field.data)[:40])
            if field.data not in offered:
                field.data = "number" if field.name == "sort" else ""
        return dropped

    def wanted(self) -> Wanted:
        """Return what is asked; a field that cannot be read asks for nothing."""
        return readable(
            {
                field.name: field._value() if isinstance(field, WonField) else str(field.data or "")
                for field in self
                if not field.errors
            }
        )

    def asked(self) -> dict[str, str]:
        """Return what is asked as it stands in an address, without what asks for nothing."""
        return {name: str(value) for name, value in asdict(self.wanted()).items() if value not in ("", None)}

    def chosen(self) -> list[tuple[str, str]]:
        """Return the filters in force as (name, words): each can be dropped."""
        wanted, found = self.wanted(), []
        if wanted.q:
            found.append(("q", f"“{wanted.q}”"))
        for field in (self.status, self.reached, self.field, self.district, self.type):
            if field.data:
                found.append((field.name, f"{field.label.text}: {dict(field.choices)[field.data]}"))
        for field in (self.min_won, self.max_won):
            if not field.errors and field.data is not None:
                found.append((field.name, f"{field.label.text}: {field._value()}"))
        return found


def named_choices(rows: Mapping[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """Return (code, name) in the reader's language."""
    place = 0 if chosen() == "ko" else 1
    return [(code, names[place]) for code, names in rows.items()]
