"""Who is at the browser, where that is no matter of the roles: a member by personal link, or one of the panel's crew."""

from typing import Any

from flask import Response, current_app, make_response, request
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from app.core import clock
from app.core.actor import actor
from app.panels.models import Panel, Panelist, PanelPart
from app.panels.services import crew, entering, finding, published

Kept = dict[str, Any]  # id of the member, secret of the browser, whether it is the booth


def member_here(slug: str) -> Panelist:
    """Return the member at the browser. Raises ``LinkNeeded``, ``SeatGivenUp``, ``EntryOver``, ``NotFound``."""
    panel = published.published_panel(slug)
    bound = entering.member_of(panel, current_user.id) if current_user.is_authenticated else None
    kept = _kept(panel)
    if bound is not None and not (kept and kept["booth"]):
        return bound
    if kept is None:
        raise entering.LinkNeeded()
    panelist = entering.member_with(kept["id"], kept["secret"])
    if panelist.panel_id != panel.id:
        raise entering.LinkNeeded()
    return panelist


def crew_here(slug: str, *parts: PanelPart) -> Panel:
    """Return a panel whose organiser, or one of those parts, is at the browser. Raises ``NotOfTheCrew``, ``NotFound``."""
    panel = finding.panel_called(slug)
    crew.require(panel, actor(), *parts)
    return panel


def secret_kept(panel: Panel) -> str | None:
    """Return the secret that this browser has for the panel."""
    kept = _kept(panel)
    return str(kept["secret"]) if kept else None


def is_booth(panel: Panel) -> bool:
    """Say whether the browser is one that many use, one after the other."""
    kept = _kept(panel)
    return bool(kept and kept["booth"])


def keep(answer: Response, entered: entering.Entered, *, booth: bool = False) -> Response:
    """Let the browser be the member's from now on; at the booth only until it is closed or left."""
    panelist, until = entered.panelist, entered.panelist.entry_until
    value = _signer().dumps({"id": panelist.id, "secret": entered.secret, "booth": booth})
    seconds = None if booth or until is None else int((until - clock.now()).total_seconds())
    answer.set_cookie(
        _name(panelist.panel_id), value, max_age=seconds, httponly=True, samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )  # fmt: skip
    return answer


def leave(answer: Response, panel: Panel) -> Response:
    """Take the member's place from the browser."""
    answer.delete_cookie(_name(panel.id))
    return answer


def personal(page: str | Response) -> Response:
    """Return a page that no cache keeps."""
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _kept(panel: Panel) -> Kept | None:
    try:
        kept: Kept = _signer().loads(request.cookies.get(_name(panel.id), ""))
    except BadSignature:
        return None
    return kept


def _name(panel_id: int) -> str:
    prefix = "__Host-" if current_app.config["SESSION_COOKIE_SECURE"] else ""
    return f"{prefix}mh-panel-{panel_id}"


def _signer() -> URLSafeSerializer:
    config = current_app.config
    return URLSafeSerializer([*config.get("SECRET_KEY_FALLBACKS", ()), config["SECRET_KEY"]], salt="panel member")
