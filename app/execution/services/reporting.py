"""Quarterly reports: how far a project is, what was spent; and at the end the settlement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, EditedByAnother, NotFound, RuleError
from app.core.files.models import File
from app.cycles.models import Cycle, PhaseKind
from app.cycles.services import phases
from app.execution.models import Progress, Report
from app.proposals.models import FileUse, Proposal, ProposalFile, Stage, Status
from app.proposals.services import amounts, lifecycle, notices
from app.proposals.services.notices import Notice

GRANTED = lifecycle.COUNCIL | lifecycle.PROGRESS | {Status.settled}


class NothingGranted(RuleError):
    code = "nothing_granted"
    sentence = N_("The council left nothing for this project, so there is nothing to report.")


class SpentTooMuch(RuleError):
    code = "spent_too_much"
    sentence = N_("%(spent_won)s is %(over_won)s more than the %(granted_won)s that the council left.")
    field = "spent_won"


class SpentLessThanBefore(RuleError):
    code = "spent_less_than_before"
    sentence = N_("The last report says %(before_won)s. What is spent since the beginning cannot become less.")
    field = "spent_won"


class QuarterAhead(RuleError):
    code = "quarter_ahead"
    sentence = N_("That quarter has not begun yet.")
    field = "quarter"


class NotDoneYet(RuleError):
    code = "not_done_yet"
    sentence = N_("A project is settled when its work is finished.")


def granted_won(proposal: Proposal) -> int:
    """Return what the council left for a project (won)."""
    counting = [a for a in amounts.history(proposal.amounts) if a.stage not in (Stage.executed, Stage.settled)]
    return counting[-1].amount_won if counting else 0


def reports_of(proposal: Proposal) -> list[Report]:
    """Return the reports that count, one a quarter, the earliest first."""
    query = select(Report).where(Report.proposal_id == proposal.id).order_by(Report.year, Report.quarter, Report.id)
    return list({(report.year, report.quarter): report for report in db.session.scalars(query)}.values())


def report(
    proposal: Proposal, *, year: int, quarter: int, progress: Progress, spent_won: int, note: str = "",
    photos: Sequence[File] = (), seen: int, by: Any,
) -> Report:  # fmt: skip
    """Enter a quarter of a project. ``seen`` is how many reports the form knew.

    Raises ``PhaseNotOpen``, ``NothingGranted``, ``SpentTooMuch``, ``SpentLessThanBefore``, ``QuarterAhead``,
    ``EditedByAnother``.
    """
    photo_ids = [photo.id for photo in photos]
    with transaction():
        found = _reported_on(proposal.id)
        if number_of_reports(found) != seen:
            raise EditedByAnother()
        _require_plausible(found, year, quarter, spent_won)
        entry = Report(
            proposal_id=found.id, year=year, quarter=quarter, progress=progress, spent_won=spent_won,
            note=note.strip(), reported_at=clock.now(), reported_by=by.id if by is not None else None,
        )  # fmt: skip
        db.session.add(entry)
        db.session.add_all(ProposalFile(proposal_id=found.id, file_id=key, use=FileUse.photo) for key in photo_ids)
        db.session.flush()
        if found.status != Status(progress):
            lifecycle.move(found, Status(progress), by=by)
            notices.tell(found, Notice.status, why=note.strip(), but=by)
        audit.record(
            "execution.report", of=("proposal", found.id), by=by,
            after={"year": year, "quarter": quarter, "progress": progress, "spent": spent_won, "photos": photo_ids},
        )  # fmt: skip
        if progress is Progress.done:
            amounts.append_amount(
                found, Stage.executed, spent_won, decided_by=found.cycle.place.name_ko, by=by,
                reason_code="unused" if spent_won < granted_won(found) else None,
            )  # fmt: skip
    return entry


def settle(proposal: Proposal, *, settled_won: int, reason: str = "", by: Any) -> None:
    """Close the account of a finished project; what is left goes back. Raises ``NotDoneYet``, ``SpentTooMuch``."""
    with transaction():
        found = locked(Proposal, proposal.id)
        if found is None:
            raise NotFound()
        phases.require_one_open(found.cycle, (PhaseKind.execution, PhaseKind.settlement))
        if found.status is not Status.done:
            raise NotDoneYet()
        _require_within(settled_won, granted_won(found))
        last = amounts.latest(found)
        code = "unused" if last is not None and settled_won < last.amount_won else None
        amounts.append_amount(
            found, Stage.settled, settled_won, decided_by=found.cycle.place.name_ko, by=by, reason_code=code,
            reason=reason.strip(),
        )  # fmt: skip
        lifecycle.move(found, Status.settled, by=by)
        notices.tell(found, Notice.status, why=reason.strip(), but=by)


def number_of_reports(proposal: Proposal) -> int:
    return len(db.session.scalars(select(Report.id).where(Report.proposal_id == proposal.id)).all())


def _reported_on(proposal_id: int) -> Proposal:
    found = locked(Proposal, proposal_id)
    if found is None:
        raise NotFound()
    phases.require_one_open(found.cycle, (PhaseKind.execution, PhaseKind.settlement))
    if found.status not in GRANTED or not granted_won(found):
        raise NothingGranted()
    return found


def _require_plausible(proposal: Proposal, year: int, quarter: int, spent_won: int) -> None:
    today = clock.today()
    if (year, quarter) > (today.year, (today.month + 2) // 3):
        raise QuarterAhead()
    _require_within(spent_won, granted_won(proposal))
    before = [entry for entry in reports_of(proposal) if (entry.year, entry.quarter) < (year, quarter)]
    if before and spent_won < before[-1].spent_won:
        raise SpentLessThanBefore(before_won=before[-1].spent_won)


def _require_within(spent_won: int, granted: int) -> None:
    if spent_won > granted:
        raise SpentTooMuch(spent_won=spent_won, over_won=spent_won - granted, granted_won=granted)


def carried_out(cycle: Cycle) -> list[Proposal]:
    """Return the projects of a cycle that the council left something for, with what a page shows of them."""
    query = select(Proposal).where(Proposal.cycle_id == cycle.id, Proposal.status.in_(GRANTED - {Status.zeroed}))
    whole = (joinedload(Proposal.current), selectinload(Proposal.amounts), joinedload(Proposal.cycle))
    found = db.session.scalars(query.options(*whole).order_by(Proposal.number)).all()
    return [proposal for proposal in found if granted_won(proposal)]


def latest_reports(cycle: Cycle) -> dict[int, Report]:
    """Return the latest report of each project of a cycle, by the proposal's id."""
    query = select(Report).join(Proposal, Proposal.id == Report.proposal_id).where(Proposal.cycle_id == cycle.id)
    ordered = query.order_by(Report.year, Report.quarter, Report.id)
    return {report.proposal_id: report for report in db.session.scalars(ordered)}
