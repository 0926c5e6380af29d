"""The pages that anyone may read, without an account and without a cookie."""

import secrets
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext
from werkzeug import Response

from app.core import clock
from app.core.permissions import Permission, needs
from app.cycles.models import Cycle
from app.proposals.labels import STAGES, STATUSES
from app.proposals.models import Stage, Status
from app.public.addresses import ReceiptNumber
from app.public.forms import ListForm
from app.public.services import choices, cycles, facts, life, lists, totals
from app.public.wording import answers, proposals
from app.public.wording import cycles as in_words

blueprint = Blueprint("public", __name__)
FROM_AT_MOST = 500  # characters of a list's address that an item carries on
blueprint.record_once(lambda state: state.app.url_map.converters.setdefault("receipt", ReceiptNumber))


@blueprint.app_template_global()
def status_badge(status: Status) -> tuple[str, str]:
    """Return the words and the tone of a status."""
    return gettext(STATUSES[status].text), STATUSES[status].tone


@blueprint.app_template_filter()
def stage_name(stage: Stage) -> str:
    return gettext(STAGES[stage])


@blueprint.get("/cycles/<slug>")
@needs(Permission.anyone)
def cycle(slug: str) -> str:
    found, at = cycles.cycle_by_slug(slug), clock.now()
    sums = totals.totals_of(found.id)
    return render_template(
        "public/cycle.html",
        cycle=found,
        totals=sums,
        figures=facts.figures_of(found.id),
        at=at,
        words=in_words,
        rules=choices.rules_of(found.id),
        synthetic=found.synthetic,
    )


@blueprint.get("/cycles/<slug>/proposals")
@needs(Permission.anyone)
def list_proposals(slug: str) -> Response | str:
    return _list(cycles.cycle_by_slug(slug))


def _list(cycle: Cycle | None) -> Response | str:
    if request.args.get("sort") == "random" and not request.args.get("seed"):
        asked = request.args.to_dict() | {"seed": secrets.token_hex(2)}
        return redirect(f"{request.script_root}{request.path}?{urlencode(asked)}")
    cycle_id = cycle.id if cycle else None
    form = ListForm(request.args, choices.choices_of(cycle_id))
    found = lists.page_of(lists.ordered_ids(cycle_id, form.wanted()), page_number())
    return render_template(
        "public/proposals.html",
        cycle=cycle,
        form=form,
        found=found,
        words=in_words,
        came_from=came_from(cycle),
        synthetic=bool(cycle and cycle.synthetic),
    )


@blueprint.get("/cycles/<slug>/proposals/<receipt:number>")
@needs(Permission.anyone)
def proposal(slug: str, number: int) -> str:
    found = life.life_of(slug, number)
    before, after = _neighbours(found)
    return render_template(
        "public/proposal.html",
        life=found,
        proposal=found.proposal,
        cycle=found.cycle,
        words=proposals,
        steps=answers.steps(found),
        before=before,
        after=after,
        at=clock.now(),
        synthetic=found.proposal.synthetic,
    )


@blueprint.get("/cycles/<slug>/proposals/<receipt:number>/versions")
@needs(Permission.anyone)
def versions(slug: str, number: int) -> str:
    found = life.life_of(slug, number)
    return render_template(
        "public/versions.html",
        life=found,
        proposal=found.proposal,
        cycle=found.cycle,
        versions=life.versions_of(found.proposal),
        synthetic=found.proposal.synthetic,
    )


def _neighbours(found: life.Life) -> list[lists.Row | None]:
    """Return what stands before and after a proposal in the list that one comes from."""
    asked = dict(parse_qsl(request.args.get("from", "")[:FROM_AT_MOST]))
    ids = lists.ordered_ids(None if "all" in asked else found.cycle.id, lists.readable(asked))
    beside = lists.neighbours(ids, found.proposal.id)
    rows = {row.id: row for row in lists.rows([other for other in beside if other])}
    return [rows.get(other) if other else None for other in beside]


def came_from(cycle: Cycle | None) -> str | None:
    """Return what the item's address carries on, so that it can show its neighbours in this list."""
    asked = {name: value for name, value in request.args.items() if name != "page" and value}
    return urlencode(asked | ({"all": "1"} if cycle is None else {})) or None


def page_number() -> int:
    """Return the page that is asked for; what is no page is the first."""
    asked = request.args.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 7 and int(asked) else 1
