"""Who may do what: one table. Every route declares what it needs; what declares nothing is refused."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar

import structlog
from flask import Flask, abort, current_app, request
from flask_login import current_user

from app.core.logs import route

log = structlog.get_logger()


class Role(StrEnum):
    citizen = "citizen"
    member = "member"  # of a committee
    organiser = "organiser"  # secretary of the committee
    officer = "officer"  # of a department
    council_staff = "council_staff"
    auditor = "auditor"
    administrator = "administrator"


class Scope(StrEnum):
    everywhere = "everywhere"
    city = "city"
    district = "district"
    body = "body"
    department = "department"


class Permission(StrEnum):
    anyone = "anyone"  # no account needed
    signed_in = "account:use"
    propose = "proposal:submit"
    support = "proposal:support"
    comment = "proposal:comment"
    review_in_committee = "proposal:review"
    score = "proposal:score"
    select = "proposal:select"
    give_verdict = "review:verdict"
    assign = "review:assign"
    merge = "proposal:merge"
    enter_by_proxy = "proposal:enter_by_proxy"
    import_rows = "import:run"
    moderate = "comment:moderate"
    edit_plan = "cycle:edit"
    run_cycle = "cycle:run"
    keep_committee = "committee:keep"
    run_poll = "poll:run"
    record_bill = "bill:record"
    record_cut = "council:record"
    report_execution = "execution:report"
    read_audit = "audit:read"
    manage_accounts = "account:manage"
    apply_for_seat = "call:apply"
    keep_call = "call:keep"
    run_draw = "draw:run"
    keep_panel = "panel:keep"
    follow_matter = "matter:follow"
    answer_matter = "matter:answer"
    keep_matters = "matter:keep"
    keep_assembly = "assembly:keep"


_P = Permission
CITIZEN = frozenset({_P.signed_in, _P.propose, _P.support, _P.comment, _P.apply_for_seat, _P.follow_matter})
GRANTED: dict[Role, frozenset[Permission]] = {
    Role.citizen: CITIZEN,
    Role.member: CITIZEN | {_P.review_in_committee, _P.score, _P.select},
    Role.officer: frozenset({_P.signed_in, _P.comment, _P.review_in_committee, _P.give_verdict, _P.report_execution, _P.answer_matter}),
    Role.organiser: frozenset(
        {
            _P.signed_in, _P.comment, _P.assign, _P.merge, _P.enter_by_proxy, _P.import_rows, _P.moderate,
            _P.edit_plan, _P.run_cycle, _P.keep_committee, _P.run_poll, _P.record_bill,
            _P.keep_call, _P.run_draw, _P.keep_panel, _P.keep_matters, _P.keep_assembly,
        }
    ),
    Role.council_staff: frozenset({_P.signed_in, _P.import_rows, _P.record_cut}),
    Role.auditor: frozenset({_P.signed_in, _P.read_audit}),
    Role.administrator: frozenset({_P.signed_in, _P.manage_accounts, _P.read_audit}),
}  # fmt: skip


class Grant(Protocol):
    """One role of one account, and where it holds."""

    role: Role
    scope: Scope
    scope_key: str


@dataclass(frozen=True)
class Place:
    """Where an act would happen: the scope keys that cover it, for example a department's id."""

    keys: frozenset[tuple[Scope, str]]


View = TypeVar("View", bound=Callable[..., Any])


def needs(permission: Permission, *, files: bool = False) -> Callable[[View], View]:
    """Declare on a view what it needs, and that it takes ``files``. The outermost guard checks before the view runs."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        view.takes_files = files  # type: ignore[attr-defined]
        return view

    return declare


def declared(app: Flask, endpoint: str) -> Permission | None:
    """Return what the view of an endpoint declared, or nothing."""
    return getattr(app.view_functions[endpoint], "permission", None)


def takes_files(app: Flask, endpoint: str | None) -> bool:
    """Say whether the view of an endpoint declared that it takes files."""
    return getattr(app.view_functions.get(endpoint or ""), "takes_files", False)


def allowed(grants: Iterable[Grant], permission: Permission, place: Place | None = None) -> bool:
    """Say whether one of the grants holds the permission, and covers the place if one is named."""
    return any(
        permission in GRANTED[grant.role]
        and (place is None or grant.scope is Scope.everywhere or (grant.scope, grant.scope_key) in place.keys)
        for grant in grants
    )


def may(permission: Permission, place: Place | None = None) -> bool:
    """Say whether the person at the browser may do this (for views and templates)."""
    if permission is Permission.anyone:
        return True
    return current_user.is_authenticated and allowed(current_user.grants_in_force, permission, place)


def guard() -> Any:
    """Refuse a request to a route whose declared permission is missing; deny what declares nothing."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    permission = declared(current_app, request.endpoint)
    if permission is None:
        abort(403)
    if may(permission):
        return None
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    log.info("permission refused", permission=permission, route=route(), account=current_user.id)
    return abort(403)


def register(app: Flask) -> None:
    app.before_request(guard)
    app.jinja_env.globals.update(may=may, Permission=Permission)
