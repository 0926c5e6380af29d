"""What the city owes and what it answered: the list, one matter, following it, replying to the answer."""

from collections.abc import Iterator
from typing import Any

from flask import Response, flash, redirect, request, stream_with_context, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.forms import Form
from app.core.paging import page_number
from app.core.permissions import Permission, needs
from app.core.sheets.writing import Value, csv_pieces
from app.followup import wording
from app.followup.forms import ReplyForm, SearchForm
from app.followup.services import following, lists, replying
from app.followup.services.counting import OVERDUE, counts
from app.followup.services.finding import matter_called, versions_of
from app.followup.services.history import history_of
from app.followup.services.kinds import kinds
from app.followup.services.sources import address_of, source_of
from app.followup.views.area import blueprint, page

OFF = "off"
COLUMNS = (
    "number", "kind", "year", "title_ko", "title_en", "responsible", "received_on", "due_on", "answered_on", "answer",
    "reason", "overdue", "made_up",
)  # fmt: skip


@blueprint.get("/matters")
@needs(Permission.anyone)
def matters() -> str:
    """List what was sent, what is overdue first, and count the answers."""
    wanted = lists.wanted_of(request.args)
    counted = counts(None, None, *lists.conditions_of(wanted, code=False))
    form = SearchForm(request.args, data=wanted.chosen())
    form.offer(kinds(), lists.districts(), lists.years())
    found = lists.page_of(lists.conditions_of(wanted), _total(counted, wanted.code), page_number())
    return page(
        "matters.html", form=form, wanted=wanted, found=found, counted=counted, bars=_bars(counted),
        synthetic=any(matter.synthetic for matter in found.rows), chosen=_chosen(form),
    )  # fmt: skip


def _total(counted: dict[str, int], code: str) -> int:
    return counted[code] if code else sum(counted.values()) - counted[OVERDUE]


def _bars(counted: dict[str, int]) -> list[dict[str, Any]]:
    """Return a row of the picture for each answer, and for what has none; overdue is a part of that."""
    rows = [(str(code), _(words), [("chosen", counted[code])]) for code, words in wording.CODES.items()]
    waiting = [("kept", counted["open"] - counted[OVERDUE]), ("lost", counted[OVERDUE])]
    return [
        {"code": code, "label": label, "parts": parts, "values": [f"{counted[code]:,}"]}
        for code, label, parts in [*rows, ("open", _("No answer yet"), waiting)]
    ]


def _chosen(form: SearchForm) -> list[tuple[str, str]]:
    """Return the filters in force: the name in the address, and the words."""
    told = [(form.q.name, form.q.data)] if form.q.data else []
    for field in (form.kind, form.body, form.code, form.year):
        told += [(field.name, words) for value, words in field.choices if value and value == field.data]
    return told


@blueprint.get("/matters.csv")
@needs(Permission.anyone)
def table() -> Response:
    """The same list, whole, for Excel."""
    conditions = lists.conditions_of(lists.wanted_of(request.args))
    pieces = stream_with_context(csv_pieces(COLUMNS, _rows(conditions)))
    answer = Response(pieces, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="matters.csv"'
    return answer


def _rows(conditions: Any) -> Iterator[list[Value]]:
    for matter in lists.rows_of(conditions):
        given = matter.answer
        yield [
            matter.id, matter.kind_code, matter.year, matter.title_ko, matter.title_en, wording.who(matter),
            matter.received_on.isoformat(), str(matter.due_on or ""), str(matter.answered_on or ""),
            str(matter.code or ""), given.reason if given else "", "yes" if wording.is_over(matter) else "no",
            "yes" if matter.synthetic else "no",
        ]  # fmt: skip


@blueprint.get("/matters/<int:matter_id>")
@needs(Permission.anyone)
def matter(matter_id: int) -> str:
    """One matter: what was asked, the answer, its steps, the clock, what happened."""
    found = matter_called(matter_id)
    proposers, source = replying.proposers_of(found), source_of(found)
    me = current_user.id if current_user.is_authenticated else None
    mine = me is not None and any(one.account_id == me for one in proposers)
    return page(
        "matter.html", matter=found, versions=versions_of(found), events=history_of(found), proposers=proposers,
        replies=replying.replies_of(found), mine=mine, follow=following.stands(found.id, me), source=source,
        source_address=address_of(found), synthetic=found.synthetic,
    )  # fmt: skip


@blueprint.post("/matters/<int:matter_id>/follow")
@needs(Permission.follow_matter)
def follow(matter_id: int) -> Any:
    """Follow a matter, or no more."""
    if Form().validate_on_submit():
        if request.form.get("to") == OFF:
            following.unfollow(matter_id=matter_id, by=actor())
            flash(_("You do not follow this any more."), "success")
        else:
            following.follow(matter_id=matter_id, by=actor())
            flash(_("You follow this now. How often we write to you stands under “What I follow”."), "success")
    return redirect(url_for("followup.matter", matter_id=matter_id))


@blueprint.route("/matters/<int:matter_id>/reply", methods=["GET", "POST"])
@needs(Permission.signed_in)
def reply(matter_id: int) -> Any:
    """A proposer replies to the answer."""
    found, form = matter_called(matter_id), ReplyForm()
    if not replying.proposed_by(found, actor()):
        raise replying.NotAProposer()
    if form.validate_on_submit():
        try:
            replying.reply(matter_id=matter_id, **form.values, by=actor())
            flash(_("Your reply is public now. The department has it before it."), "success")
            return redirect(url_for("followup.matter", matter_id=matter_id))
        except RuleError as error:
            form.refuse(error)
            found = matter_called(matter_id)
    return page("reply.html", matter=found, form=form, synthetic=found.synthetic)
