"""The seam between the funnel and the polls of this site: a stage that is a poll is asked, cast and counted there."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.assembly.models import Stage, StageKind, StageMethod
from app.assembly.services.counting import Tally
from app.core import clock
from app.core.db import db
from app.core.errors import N_, RuleError
from app.polls.models import Form, Poll
from app.polls.services import making
from app.polls.services.making import ElectorateRow, OptionRow

SUBJECT, VOTERS = "assembly_stage", "voters"
NO_LIMITS = {"budget": 0, "ceilings": [], "incompatible": []}


class PollNeedsAnEnd(RuleError):
    code = "stage_poll_needs_an_end"
    sentence = N_("A poll needs the time at which it closes, and that time must be ahead. Change the stage first.")


class PollNotCounted(RuleError):
    code = "stage_poll_not_counted"
    sentence = N_("The poll of this stage is not counted yet. It closes this stage by itself.")


def publish(stage: Stage, *, by: Any) -> Poll:
    """Make the poll of a stage that opens, its options in the order that settles ties. Inside the caller's transaction.

    It is a draft: its key is made and it is frozen at the desk of polls. Raises ``PollNeedsAnEnd``.
    """
    at = clock.now()
    if stage.closes_at is None or stage.closes_at <= at + dt.timedelta(minutes=2):
        raise PollNeedsAnEnd()
    assembly = stage.assembly
    form, form_numbers, rule = _asked(stage)
    poll = making.make_poll(
        making.free_slug(f"assembly-{assembly.year}-{stage.position}"), title_ko=f"{assembly.title_ko}: {stage.name_ko}",
        title_en=f"{assembly.title_en}: {stage.name_en}", question_ko=stage.name_ko, question_en=stage.name_en, form=form,
        form_numbers=form_numbers, rule=rule, publish="marks", opens_at=max(at, stage.opens_at or at),
        closes_at=stage.closes_at, options=_options(stage), electorates=[_electorate(stage)], subject=SUBJECT,
        subject_id=stage.id, synthetic=assembly.synthetic, by=by,
    )  # fmt: skip
    stage.poll_slug = poll.slug
    return poll


def seen_by_all(slugs: Sequence[str]) -> Poll | None:
    """Return the first of these polls that is frozen, which everybody sees; nothing while all are drafts."""
    if not slugs:
        return None
    query = select(Poll).where(Poll.slug.in_(slugs), Poll.frozen_at.is_not(None), Poll.cancelled_at.is_(None))
    return db.session.scalar(query.order_by(Poll.closes_at).limit(1))


def tally(stage: Stage) -> Tally:
    """Return the votes of the stage's poll once it is counted. Raises ``PollNotCounted``."""
    poll = db.session.scalar(select(Poll).where(Poll.slug == stage.poll_slug))
    if poll is None or poll.result is None:
        raise PollNotCounted()
    counted, ids = poll.result["electorates"][VOTERS], {o.policy.code: o.policy_id for o in stage.options}
    votes = {ids[code]: given for code, given in counted["votes"].items()}
    if stage.method is not StageMethod.yes_no:
        return Tally(votes=votes, voters=counted["ballots"])
    yes, no = ({key: given[place] for key, given in votes.items()} for place in (0, 1))
    return Tally(votes=yes, against=no, voters=counted["ballots"])


def _asked(stage: Stage) -> tuple[Form, dict[str, Any], dict[str, Any]]:
    """Return form, its numbers and the counting rule of a stage."""
    if stage.method is StageMethod.yes_no:
        share = {"share": f"{stage.pass_num}/{stage.pass_den}", "exceed": True}
        options = {"quorum": {"share": 0}, "majority": share, "of": "present" if stage.of_present else "decided"}
        return Form.yes_no, {}, {"name": "majority", "options": options, "limits": NO_LIMITS}
    options = {"k": stage.seats, "threshold": stage.threshold, "ties": ["file"]}
    rule = {"name": "top-k", "options": options, "limits": NO_LIMITS}
    most = min(stage.picks or stage.seats or 1, len(stage.options))
    return Form.approval, {"at_least": 1, "at_most": most}, rule


def _options(stage: Stage) -> list[OptionRow]:
    year = stage.assembly.year
    return [
        OptionRow(
            code=option.policy.code, title_ko=option.policy.title, title_en=option.policy.title, text_ko=option.policy.text,
            text_en=option.policy.text, address=f"/assemblies/{year}/policies/{option.policy.code}",
        )
        for option in stage.options
    ]  # fmt: skip


def _electorate(stage: Stage) -> ElectorateRow:
    """A panel drawn by lot votes by codes handed out to it; in all other stages those who live in the place."""
    names = {"code": VOTERS, "name_ko": stage.electorate_ko, "name_en": stage.electorate_en}
    if stage.kind is StageKind.random_panel:
        return ElectorateRow(**names, eligibility="codes")
    return ElectorateRow(**names, conditions={"districts": [stage.assembly.place_code]})
