"""Forms as they were typed, kept before they can be valid: one a person, form and subject; only she sees it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.proposals.models import Draft

Typed = list[list[str]]  # names and values, in the order of the form
LONGEST = 100_000  # characters
MOST_DRAFTS = 50


class DraftTooLong(RuleError):
    code = "draft_too_long"
    sentence = N_("This text is too long to be saved as a draft.")
    status = 413


class TooManyDrafts(RuleError):
    code = "too_many_drafts"
    sentence = N_("You have %(most)s drafts already. Submit or delete one first.")


def save_draft(account: Any, *, form: str, subject: str, typed: Sequence[tuple[str, str]]) -> Draft:
    """Keep what was typed; a later save replaces the earlier one."""
    account_id, pairs = account.id, [[name, value] for name, value in typed]
    if sum(len(name) + len(value) for name, value in pairs) > LONGEST:
        raise DraftTooLong()
    with transaction():
        draft = _find(account_id, form, subject)
        if draft is None:
            if len(drafts_of(account_id)) >= MOST_DRAFTS:
                raise TooManyDrafts(most=MOST_DRAFTS)
            draft = Draft(account_id=account_id, form=form, subject=subject)
            db.session.add(draft)
        draft.typed, draft.saved_at = pairs, clock.now()
    return draft


def draft_of(account: Any, *, form: str, subject: str) -> Draft | None:
    """Return the person's draft of a form, or nothing."""
    return _find(account.id, form, subject)


def drafts_of(account_id: int) -> list[Draft]:
    """Return all drafts of a person, the latest first."""
    found = select(Draft).where(Draft.account_id == account_id).order_by(Draft.saved_at.desc(), Draft.id.desc())
    return list(db.session.scalars(found))


def drop_draft(account: Any, *, form: str, subject: str) -> None:
    """Forget a draft, because it was submitted or is not wanted any more."""
    account_id = account.id
    with transaction():
        draft = _find(account_id, form, subject)
        if draft is not None:
            db.session.delete(draft)


def _find(account_id: int, form: str, subject: str) -> Draft | None:
    wanted = select(Draft).where(Draft.account_id == account_id, Draft.form == form, Draft.subject == subject)
    return db.session.scalar(wanted.order_by(Draft.id).limit(1))
