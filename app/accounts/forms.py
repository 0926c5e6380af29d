"""What people fill in about their account. Shape only; the services hold the rules."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from app.accounts.bands import bands
from app.accounts.labels import ROLES, SCOPES
from app.core.clock import seoul
from app.core.forms import Form
from app.core.permissions import Role, Scope
from app.core.scopes import choices_of

NEEDED = _l("Please fill this in.")
ADDRESS = [
    DataRequired(NEEDED),
    Length(max=254, message=_l("An e-mail address has at most 254 characters.")),
    Email(_l("This does not look like an e-mail address, such as name@example.org.")),
]
MAILBOX = {"type": "email", "autocomplete": "email", "inputmode": "email"}
NEW = {"autocomplete": "new-password"}
PRESENT = {"autocomplete": "current-password"}


def stripped(typed: str | None) -> str | None:
    return typed.strip() if typed else typed


def _password(label: str, how: dict[str, str], **more: Any) -> PasswordField:
    return PasswordField(label, [InputRequired(NEEDED)], render_kw=how, **more)


class SignInForm(Form):
    email = StringField(
        _l("E-mail address"), [DataRequired(NEEDED), Length(max=254)], filters=[stripped], render_kw=MAILBOX
    )
    password = _password(_l("Password"), PRESENT)


class WhoFields(Form):
    """What an account cannot do without."""

    email = StringField(_l("E-mail address"), ADDRESS, filters=[stripped], render_kw=MAILBOX)
    name = StringField(
        _l("Name"),
        [DataRequired(NEEDED), Length(max=40, message=_l("A name has at most 40 characters."))],
        filters=[stripped],
        description=_l("As you want to be called in public. It need not be your legal name."),
        render_kw={"autocomplete": "nickname"},
    )
    password = _password(
        _l("Password"), NEW, description=_l("At least 8 characters, any kind. Four words in a row are good.")
    )
    under_14 = RadioField(
        _l("Your age"),
        [InputRequired(NEEDED)],
        choices=[("no", _l("14 or older")), ("yes", _l("Under 14: a parent or guardian must consent"))],
    )
    agree_terms = BooleanField(_l("I agree to the terms of use"))
    agree_privacy = BooleanField(_l("I consent to name and e-mail address being kept"))


class ClaimFields(Form):
    """What may be told with a consent of its own, or not at all."""

    residence = SelectField(_l("District or neighbourhood"), [Optional()])
    agree_residence = BooleanField(_l("I consent to you keeping where I live"))
    birth_band = SelectField(_l("Years of birth"), [Optional()])
    agree_birth_band = BooleanField(_l("I consent to you keeping my years of birth"))
    agree_notices = BooleanField(_l("I want news by e-mail"))

    def __init__(self, places: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.residence.choices = [("", gettext("I do not say")), *places]
        self.birth_band.choices = [("", gettext("I do not say")), *((band, band) for band in bands())]


class RegisterForm(ClaimFields, WhoFields):
    """Both, the fields in this order."""


class EmailForm(Form):
    email = StringField(_l("E-mail address"), ADDRESS, filters=[stripped], render_kw=MAILBOX)


class ConfirmForm(Form):
    password = _password(_l("Password"), PRESENT, description=_l("The one that you chose when you registered."))


class ResetForm(Form):
    password = _password(_l("New password"), NEW, description=_l("At least 8 characters; at least 12 for staff."))


class PlainForm(Form):
    """Only a button."""


class ChangePasswordForm(Form):
    present_password = _password(_l("Present password"), PRESENT)
    password = _password(_l("New password"), NEW, description=_l("At least 8 characters; at least 12 for staff."))


class ChangeEmailForm(Form):
    new_email = StringField(_l("New e-mail address"), ADDRESS, filters=[stripped], render_kw=MAILBOX)
    present_password = _password(_l("Present password"), PRESENT)


class CloseForm(Form):
    present_password = _password(_l("Present password"), PRESENT)


class ProfileForm(Form):
    name = StringField(
        _l("Name"),
        [DataRequired(NEEDED), Length(max=40, message=_l("A name has at most 40 characters."))],
        filters=[stripped],
        description=_l("As you want to be called in public. It need not be your legal name."),
    )
    locale = RadioField(_l("Language of our letters"), choices=[("ko", "한국어"), ("en", "English")])


class FindForm(Form):
    """Finding people: in the address, so without a token."""

    class Meta:
        csrf = False

    text = StringField(_l("Name or e-mail address"), [Optional()])
    role = SelectField(_l("Role"), [Optional()])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.role.choices = [("", gettext("All roles")), *((role.value, gettext(ROLES[role])) for role in Role)]


class GrantForm(Form):
    role = SelectField(_l("Role"), [DataRequired(NEEDED)])
    scope = SelectField(_l("Where it holds"), [DataRequired(NEEDED)])
    first_day = DateField(_l("First day"), [Optional()], description=_l("Empty: from now on."))
    last_day = DateField(_l("Last day"), [Optional()], description=_l("Empty: until it is ended."))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.role.choices = [(role.value, gettext(ROLES[role])) for role in Role]
        self.scope.choices = [
            (f"{scope}:{key}", f"{gettext(SCOPES[scope])} {name}".strip())
            for scope in Scope
            for key, name in choices_of(scope).items()
        ]

    @property
    def values(self) -> dict[str, Any]:
        """A day begins at midnight in Gwangju; the last one counts in full."""
        scope, _, key = (self.scope.data or "").partition(":")
        first, last = self.first_day.data, self.last_day.data
        return {
            "role": Role(self.role.data),
            "scope": Scope(scope),
            "scope_key": key,
            "from_at": seoul(first.year, first.month, first.day) if first else None,
            "until_at": seoul(last.year, last.month, last.day) + dt.timedelta(days=1) if last else None,
        }
