"""What the poll of a closing vote asks of its panel: who is on the roll, whom a pass lets in, what follows from the count."""

from app.core.db import db
from app.core.languages import chosen
from app.core.permissions import Place
from app.panels.models import ClosingCount, Panel, PanelistState
from app.panels.services import attendance, ballot_pass, closing_vote, entering, finding, making, sealing, seating
from app.panels.services.closing_vote import MEMBERS, on_roll
from app.polls.models import Poll
from app.polls.services import roll, subjects

BLANK = "blank"


def title(panel_id: int) -> str:
    return str(getattr(_panel(panel_id), f"title_{chosen()}"))


def address(panel_id: int) -> str:
    """Return the path of the panel's page."""
    return f"/panels/{_panel(panel_id).slug}"


def place(panel_id: int) -> Place:
    return finding.place_of(_panel(panel_id))


def voters_page(panel_id: int) -> str:
    return f"{address(panel_id)}/me"


def on_frozen(poll: Poll) -> None:
    closing_vote.require_asked(_panel(poll.subject_id), poll)


def on_opening(poll: Poll) -> None:
    """Put on the roll who has a seat at this moment."""
    members = seating.panelists(_panel(poll.subject_id), PanelistState.accepted)
    roll.enrol(poll, MEMBERS, (on_roll(one.id) for one in members))


def voter(poll: Poll, text: str) -> str:
    """Return whom a pass lets vote, as the roll names them. Raises what ``bearer`` and ``require_here`` raise."""
    panelist = ballot_pass.bearer(text)
    if panelist.panel_id != poll.subject_id:
        raise entering.LinkNeeded()
    closing_vote.require_here(panelist, poll)
    return on_roll(panelist.id)


def on_counted(poll: Poll) -> None:
    """Keep the result with the panel and open the seal. Raises ``SurveyRuns``: then nothing is counted.

    Blank votes and invalid papers are one number.
    """
    panel, counted = making.locked_panel(poll.subject_id or 0), poll.result["electorates"][MEMBERS]
    voted, votes = counted["ballots"] + counted["void"], counted["votes"]
    db.session.add(
        ClosingCount(
            panel_id=panel.id, enrolled=attendance.number_present(panel, closing_vote.day_of(poll)), voted=voted,
            counts=votes | {BLANK: voted - sum(votes.values())}, closed_at=poll.closes_at,
        )
    )  # fmt: skip
    db.session.flush()
    sealing.unseal(panel, by=None)


def _panel(panel_id: int | None) -> Panel:
    return db.session.get_one(Panel, panel_id)


subjects.register(
    closing_vote.SUBJECT,
    subjects.Subject(
        title, address, on_counted, on_frozen=on_frozen, on_opening=on_opening, place=place, voters_page=voters_page,
        voter=voter,
    ),
)  # fmt: skip
