"""A select stage as anyone sees it: what is decided how and by whom; after the count who won and why."""

from typing import Any

from flask import Response, render_template

from app.core import clock
from app.core.errors import N_, RuleError
from app.core.languages import named
from app.core.permissions import Permission, needs
from app.core.sheets.writing import csv_of
from app.cycles.models import PhaseKind
from app.cycles.services.finding import cycle_called
from app.cycles.services.phases import phase_of
from app.polls.services import turnout
from app.polls.services.finding import state_of
from app.selection import wording
from app.selection.models import SelectionPoll
from app.selection.services import standing
from app.selection.services.finding import poll_called, polls_of
from app.selection.views.area import blueprint


class ResultSealed(RuleError):
    code = "result_sealed"
    sentence = N_("Votes are counted after voting has closed, at %(closes_at)s. Nobody sees a result before.")
    status = 404


@blueprint.get("/selections/<slug>")
@needs(Permission.anyone)
def show(slug: str) -> str:
    """The list and the rule of the committee, and the way to the vote; never a result before the count."""
    poll = poll_called(slug)
    return render_template(
        "selection/show.html",
        poll=poll,
        cycle=poll.cycle,
        at=clock.now(),
        state=state_of(poll.vote) if poll.vote else None,
        turnout=turnout.of(poll.vote) if poll.vote and poll.vote.opened_at else None,
        labels=_labels(poll),
        synthetic=poll.cycle.synthetic,
    )


@blueprint.get("/cycles/<slug>/results")
@needs(Permission.anyone)
def results(slug: str) -> str:
    """The result of a cycle's selection: that of its last round; before it, when the vote is."""
    cycle = cycle_called(slug)
    rounds = polls_of(cycle)
    if not rounds:
        return render_template(
            "selection/no_result.html",
            cycle=cycle,
            phase=phase_of(cycle, PhaseKind.selection),
            synthetic=cycle.synthetic,
        )
    return _result(rounds[0], of_cycle=True, rounds=rounds)


@blueprint.get("/selections/<slug>/result")
@needs(Permission.anyone)
def result(slug: str) -> str:
    """Who won and why; per loser what was missing; or that the vote was void."""
    return _result(poll_called(slug), of_cycle=False, rounds=[])


def _result(poll: SelectionPoll, **where: object) -> str:
    if poll.closed_at is None:
        return render_template(
            "selection/sealed.html",
            poll=poll,
            cycle=poll.cycle,
            at=clock.now(),
            synthetic=poll.cycle.synthetic,
            **where,
        )
    if not poll.quorum_met:
        return render_template(
            "selection/void.html", poll=poll, cycle=poll.cycle, synthetic=poll.cycle.synthetic, **where
        )
    return render_template(
        "selection/result.html",
        poll=poll,
        cycle=poll.cycle,
        lines=standing.lines_of(poll),
        reason=lambda missed: wording.reason(missed, standing.by_receipt(poll), _labels(poll)),
        distance=wording.distance,
        titles={option["id"]: option["title"] for option in poll.rule["options"]},
        synthetic=poll.cycle.synthetic,
        **where,
    )


HEADS = (
    "receipt_no",
    "title",
    "cost_won",
    "in_favour",
    "against",
    "present",
    "recused",
    "selected",
    "reason",
    "votes_short",
)


@blueprint.get("/selections/<slug>/result.csv")
@needs(Permission.anyone)
def result_csv(slug: str) -> Response:
    """The result as a table that spreadsheets open in Korean (BOM)."""
    poll = poll_called(slug)
    if poll.closed_at is None or not poll.quorum_met:
        raise ResultSealed(closes_at=poll.closes_at)
    table = csv_of(HEADS, [_cells(line) for line in standing.lines_of(poll)])
    answer = Response(table, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}.csv"'
    return answer


def _cells(line: standing.Line) -> list[Any]:
    missed = line.missed or {}
    return [
        line.option["receipt_no"], line.option["title"], line.option["cost_won"], line.favour, line.against, line.present,
        line.recused, int(line.selected), missed.get("reason", ""), missed.get("votes_short", ""),
    ]  # fmt: skip


def _labels(poll: SelectionPoll) -> dict[tuple[str, str], str]:
    cycle = poll.cycle
    types = {("type", row.code): named(row) for row in cycle.types}
    return types | {("field", row.code): named(row) for row in cycle.fields}
