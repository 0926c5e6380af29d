"""The agreement: for everybody, as PDF, and the office that prepares and records it."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.assembly.forms.office import AgreementForm, SignatureForm
from app.assembly.models import Agreement, Assembly, Policy
from app.assembly.services import agreeing, finding, funnel
from app.assembly.views.area import PDF, blueprint, done, form_page, handed_out, office_assembly
from app.assembly.views.office import crumbs_of
from app.core.actor import actor
from app.core.dates import instant_text
from app.core.errors import NotFound
from app.core.languages import chosen, named
from app.core.permissions import Permission, needs
from app.core.typeset import as_pdf
from app.extensions import limiter


@blueprint.get("/assemblies/<int:year>/agreement")
@needs(Permission.anyone)
def show_agreement(year: int) -> str:
    """Show the text, and which bodies have signed."""
    assembly, agreement = _agreement(year)
    return render_template("assembly/agreement.html", assembly=assembly, agreement=agreement, synthetic=assembly.synthetic,
                           signed={one.body_id: one for one in agreement.signatures}, top=funnel.funnel_of(assembly).top,
                           hash=agreeing.hash_of(agreement))  # fmt: skip


@blueprint.get("/assemblies/<int:year>/agreement.pdf")
@needs(Permission.anyone)
@limiter.limit("20 per minute")
def agreement_pdf(year: int) -> Response:
    """Hand the agreement out on paper, with a line for each body."""
    assembly, agreement = _agreement(year)
    data = _on_paper(assembly, agreement, list(funnel.funnel_of(assembly).top))
    return handed_out(as_pdf("assembly/agreement.typ", data), PDF, f"agreement-{year}.pdf")


@blueprint.route("/office/assemblies/<int:year>/agreement", methods=["GET", "POST"])
@needs(Permission.keep_assembly)
def prepare_agreement(year: int) -> Any:
    """Write the text that will be signed."""
    assembly = office_assembly(year)
    form = AgreementForm(obj=agreeing.of(assembly))
    if done(form, agreeing.prepare, assembly, by=actor()):
        flash(_("Saved."), "success")
        return redirect(url_for("assembly.show_agreement", year=year))
    title = _("Text of the agreement")
    return form_page(form, title=title, submit=_("Save"), crumbs=crumbs_of(assembly, title))


@blueprint.route("/office/assemblies/<int:year>/agreement/sign", methods=["GET", "POST"])
@needs(Permission.keep_assembly)
def sign_agreement(year: int) -> Any:
    """Record a signature."""
    assembly = office_assembly(year)
    form = SignatureForm(assembly)
    if done(form, agreeing.sign, assembly, by=actor()):
        flash(_("The signature is on record."), "success")
        return redirect(url_for("assembly.show_agreement", year=year))
    title = _("Record a signature")
    return form_page(form, title=title, submit=_("Record"), crumbs=crumbs_of(assembly, title))


def _agreement(year: int) -> tuple[Assembly, Agreement]:
    assembly = finding.assembly_of(year)
    agreement = agreeing.of(assembly)
    if agreement is None:
        raise NotFound()
    return assembly, agreement


def _on_paper(assembly: Assembly, agreement: Agreement, top: list[Policy]) -> dict[str, object]:
    language, signed = chosen(), {one.body_id: one for one in agreement.signatures}
    lines = []
    for body in assembly.bodies:
        one = signed.get(body.id)
        when = instant_text(one.signed_at, language) if one else ""
        lines.append([named(body), f"{one.office} {one.name}" if one else "", when])
    return {
        "lang": language, "title": _("Agreement to carry out what the assembly chose"),
        "assembly": getattr(assembly, f"title_{language}"), "text": getattr(agreement, f"text_{language}"),
        "policies": [[policy.code, policy.title] for policy in top], "chosen": _("What the assembly chose"),
        "heads": [_("Body"), _("Signed by"), _("When")], "lines": lines, "hash": agreeing.hash_of(agreement),
        "hash_name": _("Fingerprint of the text (SHA-256)"),
        "synthetic": _("People and texts here are made up.") if assembly.synthetic else "",
    }  # fmt: skip
