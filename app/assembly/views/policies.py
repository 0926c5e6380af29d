"""Policies on their pages: filed, changed, supported, found, read."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.assembly.forms.policy import PolicyForm
from app.assembly.models import Assembly, PolicyState
from app.assembly.services import (
    answers,
    finding,
    meetings,
    merging,
    plain_words,
    policies,
    policy_lists,
    similar,
    supporting,
)
from app.assembly.views.area import blueprint, done, policy_url
from app.core.actor import actor
from app.core.paging import page_number
from app.core.permissions import Permission, needs


@blueprint.get("/assemblies/<int:year>/policies")
@needs(Permission.anyone)
def list_policies(year: int) -> str:
    """Find policies of a year."""
    assembly, sought = finding.assembly_of(year), sought_of()
    return render_template(
        "assembly/policies.html", assembly=assembly, sought=sought, found=policy_lists.found(assembly, sought, page_number()),
        states=list(PolicyState), synthetic=assembly.synthetic,
    )  # fmt: skip


@blueprint.get("/assemblies/<int:year>/policies/<int:number>")
@needs(Permission.anyone)
def show_policy(year: int, number: int) -> str:
    """Show a policy with its lineage, supporters, way through the funnel and answer."""
    assembly = finding.assembly_of(year)
    policy = finding.policy_of(assembly, number)
    whole, parts = merging.lineage(policy)
    account = actor() if current_user.is_authenticated else None
    supporters, supports = supporting.standing(policy, account)
    return render_template(
        "assembly/policy.html", assembly=assembly, policy=policy, whole=whole, parts=parts,
        supporters=supporters, supports=supports,
        own=policies.can_change(policy, account), way=policy_lists.way_of(policy), answer=answers.of_policy(policy),
        neighbours=policy_lists.neighbours(policy), synthetic=policy.synthetic,
    )  # fmt: skip


@blueprint.get("/policies")
@needs(Permission.anyone)
def current_policies() -> Any:
    """Lead to the policies of the assembly that comes next."""
    return redirect(url_for("assembly.list_policies", year=finding.current().year))


@blueprint.get("/policies/<int:number>")
@needs(Permission.anyone)
def current_policy(number: int) -> Any:
    """Lead to a policy of the assembly that comes next."""
    assembly = finding.current()
    return redirect(policy_url(finding.policy_of(assembly, number), assembly.year))


@blueprint.route("/assemblies/<int:year>/policies/new", methods=["GET", "POST"])
@needs(Permission.propose)
def file_policy(year: int) -> Any:
    """Write a policy: first it is looked at with what is similar and what could be plainer, then filed."""
    assembly = finding.assembly_of(year)
    own_meetings = [one for one in meetings.of_account(actor(), year) if one.recorded_at]
    form, filed = PolicyForm(assembly, own_meetings), []
    if request.method == "GET":
        form.minhoe_id.data = request.args.get("minhoe", type=int)

    def act(revision: int, **values: Any) -> None:
        filed.append(policies.file(assembly, **values, by=actor()))

    if request.form.get("act") == "file" and done(form, act):
        flash(_("The policy is filed as number %(number)s.", number=filed[0].code), "success")
        return redirect(policy_url(filed[0], year))
    return _form_shown(assembly, form, title=_("File a policy"), submit=_("File the policy"), checks=True)


@blueprint.route("/assemblies/<int:year>/policies/<int:number>/edit", methods=["GET", "POST"])
@needs(Permission.propose)
def edit_policy(year: int, number: int) -> Any:
    """Change a policy that is not in the funnel yet."""
    assembly = finding.assembly_of(year)
    policy = finding.policy_of(assembly, number)
    if not policies.can_change(policy, actor()):
        raise policies.PolicyNotYours()
    form = PolicyForm(assembly, [], obj=policy)
    del form.minhoe_id
    if done(form, policies.change, policy, row=policy, by=actor()):
        flash(_("Saved."), "success")
        return redirect(policy_url(policy, year))
    return _form_shown(assembly, form, title=_("Change the policy"), submit=_("Save"), besides=number)


@blueprint.post("/assemblies/<int:year>/policies/<int:number>/withdraw")
@needs(Permission.propose)
def withdraw_policy(year: int, number: int) -> Any:
    policy = finding.policy_of(finding.assembly_of(year), number)
    policies.withdraw(policy, by=actor())
    flash(_("The policy is withdrawn. Its number and its text stay."), "success")
    return redirect(policy_url(policy, year))


@blueprint.post("/assemblies/<int:year>/policies/<int:number>/support")
@needs(Permission.support)
def support_policy(year: int, number: int) -> Any:
    """Support a policy, or take that back."""
    policy = finding.policy_of(finding.assembly_of(year), number)
    if request.form.get("supports") == "no":
        supporting.take_back(policy, by=actor())
    else:
        supporting.support(policy, by=actor())
    return redirect(policy_url(policy, year) + "#support")


def sought_of() -> policy_lists.Sought:
    """Read from the address what is sought; what cannot be read narrows nothing."""
    args = request.args
    state = args.get("state", "")
    return policy_lists.Sought(
        args.get("q", "")[:200], args.get("body", "")[:40], args.get("category", "")[:40],
        PolicyState(state) if state in set(PolicyState) else None, args.get("sort") == "supports",
    )  # fmt: skip


def _form_shown(
    assembly: Assembly, form: PolicyForm, *, title: str, submit: str, besides: int | None = None, checks: bool = False
) -> str:
    typed = form.is_submitted()
    if typed and checks and request.form.get("act") == "check":
        form.validate()
    return render_template(
        "assembly/policy_form.html", assembly=assembly, form=form, title=title, submit=submit, checks=checks,
        checked=typed and not form.errors, theirs=getattr(form, "theirs", None),
        similar=similar.similar_policies(assembly.id, title=form.title.data or "", besides=besides) if typed else [],
        hints=plain_words.hints(form.problem.data or "", form.text.data or "") if typed else [],
    )  # fmt: skip
