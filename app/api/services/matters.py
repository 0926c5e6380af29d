"""Matters as JSON: what was asked, who answers until when, the answer with its steps and versions, counts by answer."""

from collections.abc import Mapping
from typing import Any

from app.api.services.proposals import NoSuchPage
from app.core import clock
from app.followup.models import Answer, Matter
from app.followup.services import finding, lists, replying
from app.followup.services.counting import OVERDUE, counts
from app.followup.services.deadlines import clock_on

Record = dict[str, Any]


def sheet(asked: Mapping[str, str], page: int, per_page: int) -> Record:
    """Return one page of matters, overdue first, narrowed as the public list is. Raises ``NoSuchPage``."""
    wanted = lists.wanted_of(asked)
    counted = counts(None, None, *lists.conditions_of(wanted, code=False))
    total = counted[wanted.code] if wanted.code else sum(counted.values()) - counted[OVERDUE]
    found = lists.page_of(lists.conditions_of(wanted), total, page, per_page)
    if page > found.pages:
        raise NoSuchPage(pages=found.pages)
    return {
        "page": page, "pages": found.pages, "per_page": per_page, "total": total, "counts": counted,
        "matters": [_short(matter) for matter in found.rows],
    }  # fmt: skip


def one_matter(matter_id: int) -> Record:
    """Return one matter whole. Raises ``NotFound``."""
    matter = finding.matter_called(matter_id)
    return _short(matter) | {
        "asked": matter.asked,
        "proposers": [one.name for one in replying.proposers_of(matter)],
        "answers": [_answer(version) for version in finding.versions_of(matter)],
        "replies": [
            {
                "name": said.name, "at": said.at.isoformat(), "body": None if said.hidden_at else said.body,
                "hidden": said.hidden_at is not None, "answer": answered.body if answered else None,
            }
            for said, answered in replying.replies_of(matter)
        ],
    }  # fmt: skip


def _short(matter: Matter) -> Record:
    dates = {"received_on": matter.received_on, "due_on": matter.due_on, "answered_on": matter.answered_on}
    at = clock_on(clock.today(), **dates)
    return {
        "id": matter.id, "kind": matter.kind_code, "year": matter.year, "source": matter.source,
        "source_id": matter.source_id, "title": {"ko": matter.title_ko, "en": matter.title_en},
        "body": str(matter.body), "place": matter.place_code,
        "department": matter.department.code if matter.department is not None else None,
        **{name: day.isoformat() if day else None for name, day in dates.items()},
        "clock": {"state": str(at.state), "days": at.days, "taken": at.taken},
        "code": str(matter.code) if matter.code is not None else None,
        "reason": matter.answer.reason if matter.answer is not None else None, "synthetic": matter.synthetic,
    }  # fmt: skip


def _answer(version: Answer) -> Record:
    return {
        "number": version.number, "code": str(version.code), "reason": version.reason,
        "department": version.department.code if version.department is not None else None,
        "answered_on": version.answered_on.isoformat(), "synthetic": version.synthetic,
        "milestones": [
            {"what": step.what, "due_on": step.due_on.isoformat(), "done_on": step.done_on.isoformat() if step.done_on else None}
            for step in version.milestones
        ],
    }  # fmt: skip
