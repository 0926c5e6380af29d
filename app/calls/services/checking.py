"""Stage 1: the papers are looked at, and only yes or no is kept, with the reason of a no."""

from collections.abc import Iterable
from typing import Any

from app.calls.models import Applicant, Call, Standing
from app.calls.services.applying import applicants_of
from app.core import audit, clock
from app.core.db import locked, transaction
from app.core.errors import N_, RuleError

CHECKED = (Standing.applied, Standing.refused)


class ReasonNeeded(RuleError):
    code = "reason_needed"
    sentence = N_("Say why the papers do not suffice; the applicant is told.")
    field = "why"


class DrawBegun(RuleError):
    code = "draw_begun"
    sentence = N_("The draw has begun; checks no longer change.")


def check(applicant: Applicant, *, address_ok: bool, arrears_ok: bool, why: str = "", by: Any) -> None:
    """Note what the papers showed. Raises ``ReasonNeeded`` for a no without one, ``DrawBegun``."""
    why = why.strip()
    if not (address_ok and arrears_ok) and not why:
        raise ReasonNeeded()
    application_id, by_id = applicant.application_id, by.id
    with transaction():
        applicant = locked(Applicant, application_id)
        if applicant.standing not in CHECKED:
            raise DrawBegun()
        before = applicant.standing
        applicant.standing = Standing.applied if address_ok and arrears_ok else Standing.refused
        applicant.address_ok, applicant.arrears_ok, applicant.check_why = address_ok, arrears_ok, why or None
        applicant.checked_at, applicant.checked_by = clock.now(), by_id
        applicant.moved_at = clock.now()
        audit.record(
            "call.check",
            of=("application", application_id),
            by=by,
            before=before,
            after=applicant.standing,
            why=why or None,
        )


def pass_all(call: Call, numbers: Iterable[int], *, by: Any) -> int:
    """Pass the papers of several applications at once; return how many were not checked before."""
    wanted, passed = set(numbers), 0
    with transaction():
        for applicant in applicants_of(call):
            if applicant.application.number in wanted and not applicant.is_checked and applicant.standing in CHECKED:
                check(applicant, address_ok=True, arrears_ok=True, by=by)
                passed += 1
    return passed


def missing(call: Call) -> int:
    """Return how many applications nobody has checked yet."""
    return sum(one.standing is Standing.applied and not one.is_checked for one in applicants_of(call))
