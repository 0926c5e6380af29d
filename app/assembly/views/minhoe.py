"""A small meeting on its page: registered, changed, recorded, shown, taken along, printed."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.assembly.forms.minhoe import MinhoeForm, PhotoForm, RecordForm
from app.assembly.models import Minhoe
from app.assembly.services import finding, kit, meetings, minhoe, policy_lists
from app.assembly.views.area import CALENDAR, PDF, blueprint, done, form_page, handed_out
from app.core import mail
from app.core.actor import actor
from app.core.errors import NotFound, RuleError
from app.core.files import PICTURES, store_upload
from app.core.languages import chosen
from app.core.permissions import Permission, needs
from app.extensions import limiter
from app.proposals.naming import place_name


@blueprint.get("/minhoe/<int:minhoe_id>")
@needs(Permission.anyone)
def show_minhoe(minhoe_id: int) -> str:
    """Show a meeting, what came out of it, and to who registered it what is to be done."""
    found = finding.minhoe_numbered(minhoe_id)
    return render_template(
        "assembly/minhoe.html", minhoe=found, assembly=found.assembly, policies=policy_lists.of_minhoe(minhoe_id),
        own=current_user.is_authenticated and minhoe.is_own(found, actor()), synthetic=found.synthetic,
    )  # fmt: skip


@blueprint.route("/minhoe/new", methods=["GET", "POST"])
@needs(Permission.propose)
def register_minhoe() -> Any:
    """Register a meeting for the assembly that takes policies."""
    assembly, form, made = finding.taking(), MinhoeForm(), []
    form.facilitator.data = form.facilitator.data or actor().name
    form.people.description = _("At least %(least)s people.", least=assembly.minhoe_least)

    def act(revision: int, **values: Any) -> None:
        made.append(minhoe.register(assembly, **values, by=actor()))

    if done(form, act):
        flash(_("The minhoe is registered. Print the kit and tell your neighbours."), "success")
        return redirect(url_for("assembly.show_minhoe", minhoe_id=made[0].id))
    note = _(
        "Five people or more, in the village, at school, at work or online. What you want together becomes a policy."
    )
    crumbs = [(_("Minhoe"), url_for("assembly.list_minhoe")), (_("Register a minhoe"), "")]
    return form_page(form, title=_("Register a minhoe"), submit=_("Register"), crumbs=crumbs, note=note)


@blueprint.route("/minhoe/<int:minhoe_id>/edit", methods=["GET", "POST"])
@needs(Permission.propose)
def edit_minhoe(minhoe_id: int) -> Any:
    """Change what was registered."""
    found = own(minhoe_id)
    form = MinhoeForm(obj=found)
    if done(form, minhoe.change, found, row=found, by=actor()):
        flash(_("Saved."), "success")
        return redirect(url_for("assembly.show_minhoe", minhoe_id=minhoe_id))
    return form_page(
        form, title=_("Change the minhoe"), submit=_("Save"), crumbs=crumbs_of(found, _("Change the minhoe"))
    )


@blueprint.route("/minhoe/<int:minhoe_id>/record", methods=["GET", "POST"])
@needs(Permission.propose)
def record_minhoe(minhoe_id: int) -> Any:
    """Write down what came out of the meeting."""
    found = own(minhoe_id)
    form = RecordForm(obj=found)
    if done(form, minhoe.record, found, row=found, by=actor()):
        flash(_("The record is saved. Now file what you want as policies."), "success")
        return redirect(url_for("assembly.show_minhoe", minhoe_id=minhoe_id))
    title = _("Record of the minhoe")
    return form_page(form, title=title, submit=_("Save the record"), crumbs=crumbs_of(found, title))


@blueprint.route("/minhoe/<int:minhoe_id>/photos", methods=["GET", "POST"])
@needs(Permission.propose, files=True)
@limiter.limit("30 per hour", methods=["POST"])
def add_photo(minhoe_id: int) -> Any:
    """Add a photograph; it is drawn anew, without what the camera hid in it."""
    found, form = own(minhoe_id), PhotoForm()

    def act(photo: Any, shows: str) -> None:
        sent = request.files.get("photo")
        if sent is None or not sent.filename:
            raise _PhotoMissing()
        file = store_upload(sent.stream, name=sent.filename, by=actor(), accept=PICTURES)  # type: ignore[arg-type]
        minhoe.add_photo(found, file=file, shows=shows, by=actor())

    if done(form, act):
        return redirect(url_for("assembly.show_minhoe", minhoe_id=minhoe_id) + "#photos")
    title = _("Add a photograph")
    return form_page(form, title=title, submit=_("Add"), crumbs=crumbs_of(found, title), multipart=True)


@blueprint.post("/minhoe/<int:minhoe_id>/photos/<int:photo_id>/remove")
@needs(Permission.propose)
def remove_photo(minhoe_id: int, photo_id: int) -> Any:
    minhoe.remove_photo(own(minhoe_id), photo_id, by=actor())
    return redirect(url_for("assembly.show_minhoe", minhoe_id=minhoe_id) + "#photos")


@blueprint.post("/minhoe/<int:minhoe_id>/cancel")
@needs(Permission.propose)
def cancel_minhoe(minhoe_id: int) -> Any:
    """Say that the meeting does not take place."""
    minhoe.cancel(own(minhoe_id), by=actor())
    flash(_("The minhoe is cancelled. Its page says so."), "success")
    return redirect(url_for("assembly.show_minhoe", minhoe_id=minhoe_id))


@blueprint.get("/minhoe/<int:minhoe_id>.ics")
@needs(Permission.anyone)
def minhoe_ics(minhoe_id: int) -> Response:
    """Hand a meeting out for a calendar."""
    found = finding.minhoe_numbered(minhoe_id)
    content = meetings.one_as_calendar(found, address=mail.address(f"/minhoe/{minhoe_id}", chosen()))
    return handed_out(content, CALENDAR, f"minhoe-{minhoe_id}.ics")


@blueprint.get("/minhoe/<int:minhoe_id>/kit.pdf")
@needs(Permission.anyone)
@limiter.limit("20 per minute")
def minhoe_kit(minhoe_id: int) -> Response:
    """Hand out what is needed at the table: agenda, sheet, and a code that leads here."""
    found = finding.minhoe_numbered(minhoe_id)
    if found.hidden_at is not None:
        raise NotFound()
    return handed_out(kit.as_pdf(_kit(found)), PDF, f"minhoe-{minhoe_id}.pdf")


def own(minhoe_id: int) -> Minhoe:
    """Return a meeting of the person at the browser. Raises ``NotYours``, ``NotFound``."""
    found = finding.minhoe_numbered(minhoe_id)
    if not minhoe.is_own(found, actor()):
        raise minhoe.NotYours()
    return found


def crumbs_of(found: Minhoe, here: str) -> list[tuple[str, str]]:
    page = url_for("assembly.show_minhoe", minhoe_id=found.id)
    return [(_("Minhoe"), url_for("assembly.list_minhoe")), (found.title, page), (here, "")]


class _PhotoMissing(RuleError):
    code = "photo_missing"
    sentence = minhoe.PHOTO_MISSING
    field = "photo"


def _kit(found: Minhoe) -> kit.Kit:
    steps = (
        (_("10 min"), _("Greet each other: who we are and why we came")),
        (_("30 min"), _("What is wrong now? Everybody speaks once before anybody speaks twice")),
        (_("30 min"), _("What should be done? Write each wish on a sheet of its own")),
        (_("20 min"), _("Which of them do we want together? Choose and file them")),
    )
    fields = (
        _("Title of the policy"), _("What is wrong now"), _("What should be done"),
        _("Who should answer: city hall, council, board of education, a district"),
    )  # fmt: skip
    return kit.Kit(
        lang=chosen(), heading=_("Minhoe, a meeting of at least %(least)s people", least=found.assembly.minhoe_least),
        title=found.title, facts=((_("Place"), f"{place_name(found.place)} {found.venue}"), (_("Leads the talk"), found.facilitator)),
        starts_at=found.starts_at, topic=found.topic, agenda=(_("Order of the day"), steps), sheet=(_("Sheet for a policy"), fields),
        people=(_("How many people are here"), ""), call=_("Record and file here"),
        address=mail.address(f"/minhoe/{found.id}", chosen()),
    )  # fmt: skip
