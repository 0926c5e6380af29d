"""The one list of what a person must do by when."""

from typing import Any

from flask import g, render_template, request
from flask_babel import gettext, ngettext
from flask_login import current_user

from app.accounts.views.blueprint import blueprint
from app.core.actor import actor
from app.core.errors import N_
from app.core.permissions import Permission, may, needs
from app.core.tasks import Task, tasks_of
from app.core.templating import kst

# Where each role works, beside what is due: shown to whom may go there.
DESKS = (
    (Permission.propose, "/my/proposals", N_("My proposals")),
    (Permission.give_verdict, "/desk", N_("Proposals to review")),
    (Permission.answer_matter, "/desk/matters", N_("Matters to answer")),
    (Permission.follow_matter, "/my/matters", N_("What I follow")),
    (Permission.run_cycle, "/office/cycles", N_("Run the cycles")),
    (Permission.keep_call, "/office/calls", N_("Calls for members")),
    (Permission.keep_panel, "/office/panels", N_("Panels")),
    (Permission.keep_matters, "/office/matters", N_("Matters")),
    (Permission.run_poll, "/office/polls", N_("Run votes")),
    (Permission.import_rows, "/office/imports", N_("Imports")),
    (Permission.moderate, "/office/moderation", N_("Moderation")),
    (Permission.record_cut, "/council-desk", N_("Council desk")),
    (Permission.report_execution, "/execution-desk", N_("Execution desk")),
    (Permission.read_audit, "/audit", N_("Log of acts")),
    (Permission.manage_accounts, "/admin", N_("People and roles")),
)


@blueprint.get("/my")
@needs(Permission.signed_in)
def my() -> str:
    return render_template("my/index.html", tasks=tasks(), shown=[line(task) for task in tasks()], desks=desks())


def desks() -> list[tuple[str, str]]:
    """Return (address, name) of the desks that the present person may open."""
    return [(request.script_root + path, gettext(name)) for permission, path, name in DESKS if may(permission)]


def line(task: Task) -> dict[str, Any]:
    """Return a task in the words of the page: "Give scores · Transport, 13 left, until ..."."""
    title = gettext(task.title, **task.params)
    return {
        "text": f"{title} · {task.of}" if task.of else title,
        "url": task.url,
        "due": kst(task.due_at) if task.due_at else None,
        "note": None if task.left is None else ngettext("%(num)s left", "%(num)s left", task.left),
    }


def tasks() -> list[Task]:
    """Return the present person's tasks, asked for once a request."""
    if "tasks" not in g:
        g.tasks = tasks_of(actor())
    return list(g.tasks)


@blueprint.app_context_processor
def header_number() -> dict[str, Any]:
    """Give the header the number of tasks; on the list itself, of all its lines."""
    if not current_user or not current_user.is_authenticated:
        return {"open_tasks": 0}
    found = g.tasks if "tasks" in g else tasks_of(actor(), whole=False)
    return {"open_tasks": len(found)}
