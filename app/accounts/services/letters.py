"""The letters about an account, in the language of who gets them."""

import datetime as dt

from app.accounts.models import Account
from app.core import mail
from app.core.errors import N_


def confirm(account: Account, token: str, until: dt.datetime) -> None:
    _with_link(
        account, account.email, f"/i/{token}", until,
        N_("Confirm your e-mail address"),
        N_("%(name)s,\n\nopen this link and sign in to confirm your address. It works once, until %(until)s.\n\n%(link)s\n\nIf it was not you, you need not do anything."),
    )  # fmt: skip


def already_registered(account: Account) -> None:
    _plain(
        account,
        N_("You have an account already"),
        N_("%(name)s,\n\nsomebody, perhaps you, has asked for an account with this address. You have one already. If you have forgotten your password, ask for a new one here:\n\n%(link)s\n\nIf it was not you, you need not do anything."),
        path="/forgot",
    )  # fmt: skip


def reset(account: Account, token: str, until: dt.datetime) -> None:
    _with_link(
        account, account.email, f"/i/{token}", until,
        N_("Choose a new password"),
        N_("%(name)s,\n\nopen this link to choose a new password. It works once, until %(until)s.\n\n%(link)s\n\nIf it was not you, you need not do anything."),
    )  # fmt: skip


def change_email(account: Account, new_email: str, token: str, until: dt.datetime) -> None:
    _with_link(
        account, new_email, f"/i/{token}", until,
        N_("Confirm your new e-mail address"),
        N_("%(name)s,\n\nopen this link to use this address from now on. It works once, until %(until)s.\n\n%(link)s\n\nIf it was not you, you need not do anything."),
    )  # fmt: skip


def password_changed(account: Account) -> None:
    _plain(
        account,
        N_("Your password was changed"),
        N_("%(name)s,\n\nyour password was changed, and you were signed out everywhere else. If it was not you, choose a new one at once:\n\n%(link)s"),
        path="/forgot",
    )  # fmt: skip


def email_changed(account: Account, old_email: str) -> None:
    """Tell the old address, so that a stolen session does not move an account away unseen."""
    _plain(
        account,
        N_("Your e-mail address was changed"),
        N_("%(name)s,\n\nfrom now on we write to another address. If it was not you, call us at once at %(phone)s."),
        to=old_email,
    )  # fmt: skip


def roles_changed(account: Account) -> None:
    _plain(
        account,
        N_("Your roles were changed"),
        N_("%(name)s,\n\nyour roles were changed and you were signed out. Sign in again to see what you can do now:\n\n%(link)s"),
        path="/sign-in",
    )  # fmt: skip


def closed(name: str, email: str, locale: str) -> None:
    mail.write(
        email, locale=locale, name=name,
        subject=N_("Your account is closed"),
        body=N_("%(name)s,\n\nyour account is closed and what we knew of you is erased. What you proposed stays public without your name."),
    )  # fmt: skip


def _with_link(account: Account, to: str, path: str, until: dt.datetime, subject: str, body: str) -> None:
    mail.write(
        to, locale=account.locale, subject=subject, body=body, good_until=until,
        name=account.name, link=mail.address(path, account.locale), until=until,
    )  # fmt: skip


def _plain(account: Account, subject: str, body: str, *, path: str = "/", to: str | None = None) -> None:
    mail.write(
        to or account.email, locale=account.locale, subject=subject, body=body, name=account.name,
        link=mail.address(path, account.locale), phone=mail.telephone(),
    )  # fmt: skip
