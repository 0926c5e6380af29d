"""The result for citizens: who won and why, what each loser was missing, how to count again; and what if."""

from typing import Any

from flask import Response, request, send_file
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from app.core.permissions import Permission, needs
from app.core.sheets.writing import csv_of
from app.polls import labels, wording
from app.polls.models import Poll
from app.polls.services import destroying, listing, published, publishing, recounting, standing, subjects, turnout
from app.polls.views.area import blueprint, poll_page, public_poll


@blueprint.get("/polls/<slug>/result")
@needs(Permission.anyone)
def result(slug: str) -> str:
    """Who won and why; before the count, that it is sealed."""
    poll = public_poll(slug)
    if poll.counted_at is None:
        return poll_page("sealed", poll)
    titles = titles_of(poll)
    return poll_page(
        "result", poll, about=subjects.about(poll), lines=standing.lines_of(poll), titles=titles, wording=wording, losses=published.missing(poll),
        ballots=standing.ballots_of(poll), turnout=turnout.of(poll), places=listing.places(), fairness=published.beside_greedy(poll),
        whole=published.is_whole(poll), ballot_files=recounting.ballot_files(poll), count_command=recounting.count_command(poll), final_at=destroying.due_at(poll) if poll.published_at else None,
        ties=[tie for tie in poll.result["outcome"].get("ties", ()) if tie["mattered"] is not False],
    )  # fmt: skip


def titles_of(poll: Poll) -> dict[str, str]:
    return {option.code: labels.text_of(option, "title") for option in poll.options}


@blueprint.get("/polls/<slug>/what-if")
@needs(Permission.anyone)
def what_if(slug: str) -> str:
    """The published ballots under another rule."""
    poll = public_poll(slug)
    if not published.is_whole(poll):
        raise NotFound()
    rules = published.rules_for(poll)
    name = request.args.get("rule", "")
    chosen = name if name in rules else next((one for one in rules if one != poll.rule["name"]), rules[0])
    seats = request.args.get("seats", "")
    found = published.what_if(poll, chosen, int(seats) if seats.isdecimal() and 0 < int(seats[:6]) <= 1000 else None)
    return poll_page(
        "what_if", poll, rules=rules, found=found, titles=titles_of(poll), seats=len(found.outcome.selected)
    )


@blueprint.get("/polls/<slug>/bundle.zip")
@needs(Permission.anyone)
def bundle(slug: str) -> Response:
    """Everything with which an outsider recounts and verifies."""
    poll = public_poll(slug)
    if poll.published_at is None:
        raise NotFound()
    return send_file(publishing.bundle(poll), "application/zip", as_attachment=True, download_name=f"{slug}-bundle.zip")


@blueprint.get("/polls/<slug>/<name>.pb")
@needs(Permission.anyone)
def ballots_file(slug: str, name: str) -> Response:
    """The published ballots of a body of voters as a Pabulib file."""
    answer = Response(recounting.ballot_file(public_poll(slug), f"{name}.pb"), mimetype="text/plain")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pb"'
    return answer


@blueprint.get("/polls/<slug>/result.json")
@needs(Permission.anyone)
def result_json(slug: str) -> Any:
    poll = public_poll(slug)
    if poll.counted_at is None:
        raise NotFound()
    return poll.result


@blueprint.get("/polls/<slug>/result.csv")
@needs(Permission.anyone)
def result_csv(slug: str) -> Response:
    """One row an option: votes in all and of each body of voters."""
    poll = public_poll(slug)
    if poll.counted_at is None:
        raise NotFound()
    codes = list(poll.result["electorates"])
    titles = titles_of(poll)
    heads = [_("No."), _("Option"), _("Cost (won)"), _("Won"), _("Votes"), *(_("Votes of %(of)s", of=code) for code in codes), _("Why not")]  # fmt: skip
    rows = [
        [
            line.option.code, titles[line.option.code], line.option.cost_won, _("yes") if line.selected else _("no"),
            wording.number(line.votes).replace(",", ""), *(line.by_electorate[code] for code in codes),
            wording.missed(line, titles),
        ]
        for line in standing.lines_of(poll)
    ]  # fmt: skip
    answer = Response(csv_of(heads, rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-result.csv"'
    return answer
