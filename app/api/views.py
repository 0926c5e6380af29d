"""The read-only interface: the same numbers as the pages, as JSON that stays as it is."""

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for

from app.api.services import assemblies, cycles, draws, matters, panels, polls, proposals
from app.core.permissions import Permission, needs
from app.cycles.services.finding import cycle_called

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
DESCRIPTION = Path(__file__).parent / "openapi.json"
SECONDS = 60


@blueprint.get("/cycles")
@needs(Permission.anyone)
def list_cycles() -> Response:
    return answer({"cycles": [_linked(record) for record in cycles.all_cycles()]})


@blueprint.get("/cycles/<slug>")
@needs(Permission.anyone)
def show_cycle(slug: str) -> Response:
    return answer(_linked(cycles.one_cycle(slug)))


@blueprint.get("/cycles/<slug>/proposals")
@needs(Permission.anyone)
def list_proposals(slug: str) -> Response:
    page, per_page = proposals.numbers_of(
        request.args.get("page", "1"), request.args.get("per_page", str(proposals.PER_PAGE))
    )
    cycle = cycle_called(slug)
    found = proposals.sheet(cycle, page, per_page)

    def address(number: int) -> str:
        return url_for("api.list_proposals", slug=slug, page=number, per_page=per_page, _external=True)

    return answer(
        {
            "cycle": slug,
            "page": page,
            "pages": found.pages,
            "per_page": per_page,
            "total": found.total,
            "next": address(page + 1) if page < found.pages else None,
            "previous": address(page - 1) if page > 1 else None,
            "names": proposals.names_of(cycle),
            "proposals": found.proposals,
        }
    )


@blueprint.get("/draws")
@needs(Permission.anyone)
def list_draws() -> Response:
    return answer({"draws": draws.all_draws()})


@blueprint.get("/draws/<int:draw_id>")
@needs(Permission.anyone)
def show_draw(draw_id: int) -> Response:
    return answer(draws.one_draw(draw_id))


@blueprint.get("/panels/<name>")
@needs(Permission.anyone)
def show_panel(name: str) -> Response:
    return answer(panels.one_panel(name))


@blueprint.get("/matters")
@needs(Permission.anyone)
def list_matters() -> Response:
    page, per_page = proposals.numbers_of(
        request.args.get("page", "1"), request.args.get("per_page", str(proposals.PER_PAGE))
    )
    return answer(matters.sheet(request.args, page, per_page))


@blueprint.get("/matters/<int:matter_id>")
@needs(Permission.anyone)
def show_matter(matter_id: int) -> Response:
    return answer(matters.one_matter(matter_id))


@blueprint.get("/assemblies/<int:year>")
@needs(Permission.anyone)
def show_assembly(year: int) -> Response:
    return answer(assemblies.one_assembly(year))


@blueprint.get("/polls")
@needs(Permission.anyone)
def list_polls() -> Response:
    return answer({"polls": polls.all_polls()})


@blueprint.get("/polls/<slug>")
@needs(Permission.anyone)
def show_poll(slug: str) -> Response:
    return answer(polls.one_poll(slug))


@blueprint.get("/polls/<slug>/bundle")
@needs(Permission.anyone)
def poll_bundle(slug: str) -> Response:
    """Everything with which anybody recounts: the address of the one file."""
    return redirect(url_for("polls.bundle", slug=polls.public_poll(slug).slug))  # type: ignore[return-value]


@blueprint.get("/polls/<slug>/proof")
@needs(Permission.anyone)
def poll_proof(slug: str) -> Response:
    return answer(polls.proof(slug, request.args.get("leaf", "")))


@blueprint.get("/polls/<slug>/consistency")
@needs(Permission.anyone)
def poll_consistency(slug: str) -> Response:
    return answer(polls.consistency(slug, request.args.get("first", ""), request.args.get("second", "")))


@blueprint.get("/polls/<slug>/heads")
@needs(Permission.anyone)
def poll_heads(slug: str) -> Response:
    return answer({"heads": polls.heads(slug)})


@blueprint.get("/polls/<slug>/leaves")
@needs(Permission.anyone)
def poll_leaves(slug: str) -> Response:
    return answer(polls.leaves(slug, request.args.get("from", "0")))


@blueprint.get("/openapi.json")
@needs(Permission.anyone)
def describe() -> Response:
    return kept(Response(DESCRIPTION.read_text(encoding="utf-8"), mimetype="application/json"))


def answer(record: dict[str, Any]) -> Response:
    """Return JSON that may be kept for a minute and asked for again by its ETag."""
    return kept(Response(json.dumps(record, ensure_ascii=False), mimetype="application/json"))


def kept(response: Response) -> Response:
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.add_etag()
    return response.make_conditional(request)


def _linked(record: dict[str, Any]) -> dict[str, Any]:
    return record | {"proposals_url": url_for("api.list_proposals", slug=record["slug"], _external=True)}
