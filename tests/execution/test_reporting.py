import pytest
from flask import Flask

from app.core import clock
from app.core.errors import EditedByAnother
from app.cycles.models import PhaseKind
from app.cycles.services.phases import PhaseNotOpen
from app.execution.models import Progress
from app.execution.services import reporting
from app.proposals.models import Stage, Status
from app.proposals.services import amounts
from tests.builders import an_account
from tests.council.builders import before_the_council
from tests.council.test_changes import cut


def in_execution(won: int = 100_000_000, left: int = 80_000_000):
    """A project that the council left something for, and an instant within its execution."""
    cycle, (project,) = before_the_council(won)
    cut(cycle, project, left, reason_code="overlap")
    phase = next(phase for phase in cycle.phases if phase.kind is PhaseKind.execution)
    return project, phase.opens_at


def send(project, at, *, progress=Progress.on_track, spent=0, quarter=1, seen=0):
    with clock.replaying(at):
        year = clock.today().year
        return reporting.report(
            project, year=year - 1, quarter=quarter, progress=progress, spent_won=spent, seen=seen,
            by=an_account("officer"),
        )  # fmt: skip


def test_a_quarter_is_reported_and_the_project_stands_where_it_says(app: Flask):
    project, at = in_execution()
    send(project, at, progress=Progress.push_needed, spent=10_000_000)
    assert project.status is Status.push_needed


def test_more_than_the_council_left_cannot_be_spent(app: Flask):
    project, at = in_execution(left=80_000_000)
    with pytest.raises(reporting.SpentTooMuch) as refused:
        send(project, at, spent=90_000_000)
    assert refused.value.params["over_won"] == 10_000_000
    assert project.status is Status.partly_cut


def test_what_was_spent_cannot_become_less(app: Flask):
    project, at = in_execution()
    send(project, at, spent=50_000_000)
    with pytest.raises(reporting.SpentLessThanBefore):
        send(project, at, spent=40_000_000, quarter=2, seen=1)


def test_a_project_cut_to_zero_has_nothing_to_report(app: Flask):
    project, at = in_execution(left=0)
    with pytest.raises(reporting.NothingGranted):
        send(project, at)


def test_before_its_year_nothing_is_reported(app: Flask):
    project, _ = in_execution()
    with pytest.raises(PhaseNotOpen):
        send(project, clock.now())


def test_two_officers_at_once_the_second_is_told(app: Flask):
    project, at = in_execution()
    send(project, at, spent=1)
    with pytest.raises(EditedByAnother):
        send(project, at, spent=2, quarter=2, seen=0)


def test_finished_work_enters_the_history_and_what_is_left_goes_back(app: Flask):
    project, at = in_execution(left=80_000_000)
    send(project, at, progress=Progress.done, spent=75_000_000)
    entry = amounts.at_stage(project.amounts, Stage.executed)
    assert (entry.amount_won, entry.reason_code) == (75_000_000, "unused")
    with clock.replaying(at):
        reporting.settle(project, settled_won=74_000_000, by=an_account("officer"))
    assert project.status is Status.settled
    assert amounts.latest(project).amount_won == 74_000_000


def test_an_officer_of_another_department_cannot_report(client, sign_in):
    project, _ = in_execution()
    page = sign_in(an_account("officer", scope="department", scope_key="999")).get(
        f"/execution-desk/{project.cycle.slug}/{project.number}"
    )
    assert page.status_code == 403
