"""Who may answer a matter: the officers of its department; where none is named, whoever speaks for the body, or the office."""

from typing import Any

from app.core.permissions import GRANTED, Permission, Place, Scope, allowed
from app.followup.errors import NotTheirMatter
from app.followup.models import Matter


def place_of(matter: Matter) -> Place:
    """Return where a role must hold to answer: the department, or the district."""
    if matter.department_id is not None:
        return Place(frozenset({(Scope.department, str(matter.department_id))}))
    return Place(frozenset({(Scope.district, matter.place_code)}) if matter.place_code else frozenset())


def may_answer(account: Any, matter: Matter) -> bool:
    """Say whether an account may answer a matter now. The office records what a body without officers here has said."""
    if matter.department_id is None and keeps(account, matter):
        return True
    return allowed(account.grants_in_force, Permission.answer_matter, place_of(matter))


def keeps(account: Any, matter: Matter) -> bool:
    """Say whether an account keeps a matter: the office of the city all of them, a district's its own."""
    districts = districts_kept_by(account)
    return districts is None or matter.place_code in districts


def districts_kept_by(account: Any) -> set[str] | None:
    """Return the districts whose matters an account keeps; nothing where it is the whole city's."""
    grants = [grant for grant in account.grants_in_force if Permission.keep_matters in GRANTED[grant.role]]
    if any(grant.scope in (Scope.everywhere, Scope.city) for grant in grants):
        return None
    return {grant.scope_key for grant in grants if grant.scope is Scope.district}


def require_answerer(account: Any, matter: Matter) -> None:
    """Raise ``NotTheirMatter`` unless the account may answer; None is the system."""
    if account is not None and not may_answer(account, matter):
        raise NotTheirMatter()


def departments_of(account: Any) -> tuple[set[int], set[str]] | None:
    """Return the departments and districts for which an account answers; nothing where it is everywhere."""
    grants = [grant for grant in account.grants_in_force if Permission.answer_matter in GRANTED[grant.role]]
    if any(grant.scope is Scope.everywhere for grant in grants):
        return None
    departments = {int(grant.scope_key) for grant in grants if grant.scope is Scope.department}
    return departments, {grant.scope_key for grant in grants if grant.scope is Scope.district}
