"""The pages that anyone may read, without an account and without a cookie."""

import secrets
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response

from app.core import clock
from app.core.actor import actor
from app.core.errors import NotFound
from app.core.paging import page_number
from app.core.permissions import Permission, may, needs
from app.cycles.models import Cycle
from app.cycles.services.finding import cycle_called
from app.cycles.services.phases import next_phase
from app.polls.services import listing
from app.proposals.labels import STAGES, STATUSES
from app.proposals.models import Stage, Status
from app.proposals.services import comments
from app.public import downloads
from app.public.addresses import ReceiptNumber
from app.public.forms import ListForm
from app.public.services import choices, cycles, facts, feed, life, lists, tables, totals
from app.public.wording import answers, figures, proposals, rules
from app.public.wording import changes as changes_in_words
from app.public.wording import cycles as cycles_in_words

blueprint = Blueprint("public", __name__)
FROM_AT_MOST = 500  # characters of a list's address that an item carries on
LATELY = 8  # changes on the front page
blueprint.record_once(lambda state: state.app.url_map.converters.setdefault("receipt", ReceiptNumber))
blueprint.add_app_template_global(figures.figure_name)


@blueprint.app_template_global()
def status_badge(status: Status) -> tuple[str, str]:
    """Return the words and the tone of a status."""
    return gettext(STATUSES[status].text), STATUSES[status].tone


@blueprint.app_template_filter()
def stage_name(stage: Stage) -> str:
    """Return what a stage of the amount history is called."""
    return gettext(STAGES[stage])


@blueprint.get("/")
@needs(Permission.anyone)
def home() -> str:
    at, every = clock.now(), cycles.all_cycles()
    coming = [phase for cycle in every if (phase := next_phase(cycle.phases, at)) is not None]
    latest, _ = feed.changes(per_page=LATELY)
    return render_template(
        "public/home.html",
        open_now=cycles.open_now(every, at),
        coming=min(coming, key=lambda phase: phase.opens_at, default=None),
        cycles=every,
        totals=totals.totals_of_all(),
        nothing=totals.NOTHING,
        changes=latest,
        words=cycles_in_words,
        told=changes_in_words,
        at=at,
        synthetic=any(cycle.synthetic for cycle in every),
    )


@blueprint.get("/cycles")
@needs(Permission.anyone)
def list_cycles() -> str:
    at, every = clock.now(), cycles.all_cycles()
    sums, published = totals.totals_of_all(), facts.figures_of_all()
    rows = [
        cycles_in_words.year_row(cycle, sums.get(cycle.id, totals.NOTHING), published.get(cycle.id, {}), at)
        for cycle in every
    ]
    return render_template("public/cycles.html", rows=rows, synthetic=any(cycle.synthetic for cycle in every))


@blueprint.get("/cycles/<slug>")
@needs(Permission.anyone)
def cycle(slug: str) -> str:
    found = cycle_called(slug)
    return render_template(
        "public/cycle.html",
        cycle=found,
        totals=totals.totals_of(found.id),
        figures=facts.figures_of(found.id),
        polls=cycles.polls_of(found.id),
        rules=rules.rules(found, choices.types_of(found.id), choices.criteria_of(found.id)),
        words=cycles_in_words,
        at=clock.now(),
        synthetic=found.synthetic,
    )


@blueprint.get("/cycles/<slug>/proposals")
@needs(Permission.anyone)
def list_proposals(slug: str) -> Response | str:
    return _list(cycle_called(slug))


@blueprint.get("/search")
@needs(Permission.anyone)
def search() -> Response | str:
    return _list(None)


def _list(cycle: Cycle | None) -> Response | str:
    if request.args.get("sort") == "random" and not request.args.get("seed"):
        asked = request.args.to_dict() | {"seed": secrets.token_hex(2)}
        return redirect(f"{request.script_root}{request.path}?{urlencode(asked)}")
    cycle_id = cycle.id if cycle else None
    form = ListForm(request.args, choices.choices_of(cycle_id))
    ids = lists.ordered_ids(cycle_id, form.wanted())
    return render_template(
        "public/proposals.html",
        cycle=cycle,
        form=form,
        found=lists.page_of(ids, page_number()),
        words=cycles_in_words,
        came_from=came_from(cycle),
        synthetic=cycle is not None and cycle.synthetic,
    )


@blueprint.get("/cycles/<slug>/proposals.csv")
@needs(Permission.anyone)
def list_download(slug: str) -> Response:
    """The list as it is filtered and ordered, for Excel."""
    cycle = cycle_called(slug)
    ids = lists.ordered_ids(cycle.id, lists.readable(request.args))
    columns, rows = tables.list_rows(lists.rows(ids))
    return downloads.download("csv", columns, rows, f"{slug}-proposals")


@blueprint.get("/cycles/<slug>/proposals/<receipt:number>")
@needs(Permission.anyone)
def proposal(slug: str, number: int) -> str:
    found, at = life.life_of(slug, number, reader_id()), clock.now()
    before, after = _neighbours(found)
    on_ballot = found.proposal.status is Status.on_ballot
    return render_template(
        "public/proposal.html",
        life=found,
        proposal=found.proposal,
        cycle=found.cycle,
        words=proposals,
        steps=answers.steps(found),
        poll=next((poll for poll in cycles.polls_of(found.cycle.id) if poll.opens_at <= at < poll.closes_at), None)
        if on_ballot
        else None,
        supports=found.supports,
        supported=found.supported,
        followed=found.followed,
        comments=comments.comment_page(found.proposal.id, request.args.get("page", type=int), total=found.comments),
        before=before,
        after=after,
        list_back=_list_back(slug),
        came_from=urlencode(_asked_before()) or None,
        synthetic=found.proposal.synthetic,
    )


@blueprint.get("/cycles/<slug>/proposals/<receipt:number>/versions")
@needs(Permission.anyone)
def versions(slug: str, number: int) -> str:
    found = life.life_of(slug, number)
    if found.proposal.hidden_at is not None:
        raise NotFound()
    return render_template(
        "public/versions.html",
        proposal=found.proposal,
        cycle=found.cycle,
        versions=life.versions_of(found.proposal),
        words=proposals,
        synthetic=found.proposal.synthetic,
    )


@blueprint.get("/changes")
@needs(Permission.anyone)
def changes() -> str:
    page, slug = page_number(), request.args.get("cycle")
    found, more = feed.changes(slug, page)
    return render_template("public/changes.html", changes=found, more=more, page=page, slug=slug, told=changes_in_words)


@blueprint.get("/changes.atom")
@needs(Permission.anyone)
def atom() -> Response:
    slug = request.args.get("cycle")
    found, _ = feed.changes(slug)
    body = render_template(
        "feeds/changes.xml", changes=found, slug=slug, told=changes_in_words, host=request.host_url[:-1]
    )
    response = Response(body, content_type="application/atom+xml; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=60"
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/sources")
@needs(Permission.anyone)
def sources() -> str:
    return render_template(
        "public/sources.html",
        sources=facts.all_sources(),
        cycles=cycles.all_cycles(),
        figures=facts.figures_of_all(),
        words=cycles_in_words,
    )


@blueprint.get("/verify")
@needs(Permission.anyone)
def verify() -> str:
    every = cycles.all_cycles()
    asked = request.args.get("cycle")
    return render_template(
        "public/verify.html",
        tables=tables.TABLES,
        polls=listing.to_check(),
        cycles=every,
        slug=asked if asked in {cycle.slug for cycle in every} else None,
        words=cycles_in_words,
    )


@blueprint.get("/verify/recount.py")
@needs(Permission.anyone)
def recount() -> Response:
    return downloads.program("recount.py")


@blueprint.get("/verify/<name>.<any(csv, json):form>")
@needs(Permission.anyone)
def table(name: str, form: str) -> Response:
    if name not in tables.TABLES:
        raise NotFound()
    slug = request.args.get("cycle")
    columns, rows = tables.columns_and_rows(name, slug)
    return downloads.download(form, columns, rows, f"{slug}-{name}" if slug else name)


@blueprint.get("/help")
@needs(Permission.anyone)
def help_page() -> str:
    return render_template("public/help.html")


def reader_id() -> int | None:
    """Return whose browser it is, if somebody is signed in."""
    return actor().id if may(Permission.signed_in) else None


def _neighbours(found: life.Life) -> tuple[lists.Beside | None, lists.Beside | None]:
    """Return what stands before and after a proposal in the list that one comes from."""
    asked = _asked_before()
    return lists.neighbours(None if "all" in asked else found.cycle.id, lists.readable(asked), found.proposal.id)


def _list_back(slug: str) -> str:
    """Return the address of the list that one comes from."""
    asked = _asked_before()
    if asked.pop("all", None):
        return url_for("public.search", **asked)
    return url_for("public.list_proposals", **asked | {"slug": slug})


def _asked_before() -> dict[str, str]:
    """Return what was asked of the list that one comes from; names that no list knows are left out."""
    asked = dict(parse_qsl(request.args.get("from", "")[:FROM_AT_MOST]))
    return {name: value for name, value in asked.items() if name in lists.ASKED}


def came_from(cycle: Cycle | None) -> str | None:
    """Return what the item's address carries on, so that it can show its neighbours in this list."""
    asked = {name: value for name, value in request.args.items() if name in lists.ASKED and value}
    return urlencode(asked | ({"all": "1"} if cycle is None else {}))[:FROM_AT_MOST] or None
