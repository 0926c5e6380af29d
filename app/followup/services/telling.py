"""Letters to those who proposed a matter, at once; followers read of it in their digest."""

from typing import Any

from flask_babel import force_locale, gettext
from sqlalchemy import select

from app.accounts.models import Account
from app.core import mail
from app.core.db import db
from app.core.errors import N_
from app.followup.labels import CODES
from app.followup.models import AnswerCode, EventKind, Matter, Proposer

LINES = {
    EventKind.moved: (N_("Given to another department: %(title)s"), N_("“%(title)s” was given to another department or body.")),
    EventKind.deadline: (N_("Another deadline: %(title)s"), N_("The deadline of the answer to “%(title)s” was changed.")),
    EventKind.answered: (N_("The city has answered: %(title)s"), N_("The city has answered “%(title)s”.")),
    EventKind.corrected: (N_("The answer was changed: %(title)s"), N_("The city has changed its answer to “%(title)s”.")),
    EventKind.milestone_done: (N_("A step is done: %(title)s"), N_("A step that was promised for “%(title)s” is done.")),
    EventKind.reply_answered: (N_("The city answered your reply: %(title)s"), N_("The city has answered the reply to “%(title)s”.")),
}  # fmt: skip
FRAME = N_("%(line)s\n\n%(what)s\n\nRead it here:\n\n%(link)s\n\nYou get this message because you proposed it.")


def tell_proposers(
    matter: Matter, kind: EventKind, what: str, *, code: AnswerCode | None = None, but: Any = None
) -> int:
    """Queue a letter to each proposer who has an account, inside the caller's transaction; return to how many.

    ``what`` is said in public words; ``code`` is written above it; ``but`` did it and need not be told.
    """
    found = select(Account).join(Proposer, Proposer.account_id == Account.id).where(Proposer.matter_id == matter.id)
    everybody = db.session.scalars(found.where(Account.closed_at.is_(None))).all()
    told = [account for account in everybody if but is None or account.id != but.id]
    for account in told:
        _write(matter, account, kind, what, code)
    return len(told)


def _write(matter: Matter, account: Account, kind: EventKind, what: str, code: AnswerCode | None) -> None:
    subject, line = LINES[kind]
    title = matter.title_en if account.locale == "en" else matter.title_ko
    with force_locale(account.locale):
        said = gettext(line, title=title)
        words = f"{gettext(CODES[code])}\n\n{what}" if code is not None else what
    mail.write(
        account.email, locale=account.locale, subject=subject, body=FRAME, title=title, line=said, what=words,
        link=mail.address(f"/matters/{matter.id}", account.locale),
    )  # fmt: skip
